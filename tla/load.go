package tla

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

// Model is a specification and what is to be checked of it.
type Model struct {
	Spec    *semantic.Spec
	Config  *config.Config
	Program *eval.Program
	// LeftOut are the properties, and parts of properties, that LeaveOutTemporal has left out.
	LeftOut []eval.Formula
	// Out is where Print and PrintT write that are evaluated by Evaluate; nil is nowhere.
	Out io.Writer
}

// Option changes what Load does.
type Option func(*loading)

type loading struct {
	module   string
	folders  []string
	leaveOut bool
}

// WithModule names the file of the specification's root module, or the module alone if it lies beside the configuration. Without this option it
// has the name of the configuration: X.tla beside X.cfg.
func WithModule(name string) Option {
	return func(l *loading) { l.module = name }
}

// WithLibrary adds folders in which modules are looked for, after the folder of the root module and before the library.
func WithLibrary(folders ...string) Option {
	return func(l *loading) { l.folders = append(l.folders, folders...) }
}

// LeaveOutTemporal leaves out the properties, and parts of properties, that are about whole behaviors, which only TLC can check. Results have a
// warning for each.
func LeaveOutTemporal() Option {
	return func(l *loading) { l.leaveOut = true }
}

// Load reads the configuration in the file cfg and the specification that it is for. Its errors are of type *LoadError.
func Load(files fs.FS, cfg string, options ...Option) (*Model, error) {
	byName := strings.TrimSuffix(path.Base(cfg), ".cfg")
	l := loading{module: byName}
	for _, o := range options {
		o(&l)
	}
	text, err := fs.ReadFile(files, cfg)
	if err != nil {
		return nil, &LoadError{Configuration, fmt.Errorf("read the configuration: %w", err)}
	}
	model, err := config.Parse(cfg, text)
	if err != nil {
		return nil, &LoadError{Configuration, err}
	}
	spec, err := LoadModule(files, l.file(cfg), l.folders...)
	var missing *semantic.NotFoundError
	switch {
	case errors.As(err, &missing) && missing.Module == byName && l.module == byName:
		return nil, &LoadError{Specification, fmt.Errorf("%w; if the root module has another name, name it (WithModule, --module)", err)}
	case err != nil:
		return nil, &LoadError{Specification, err}
	}
	m, err := Compile(spec, model)
	if err != nil {
		return nil, err
	}
	if l.leaveOut {
		m.LeftOut = m.Program.Temporal
	}
	return m, nil
}

// Compile makes a model of a specification and a configuration that were read before. Its errors are of type *LoadError.
func Compile(spec *semantic.Spec, model *config.Config) (*Model, error) {
	program, err := eval.Compile(spec, model)
	var failed *eval.Error
	switch {
	case errors.As(err, &failed) && failed.Kind == eval.Unsupported:
		return nil, &LoadError{Support, err}
	case errors.As(err, &failed):
		return nil, &LoadError{Evaluation, err}
	case err != nil:
		return nil, &LoadError{Assignment, err}
	}
	return &Model{Spec: spec, Config: model, Program: program}, nil
}

// file is the file of the root module.
func (l *loading) file(cfg string) string {
	file := l.module
	if !strings.HasSuffix(file, ".tla") {
		file += ".tla"
	}
	if path.Base(file) == file {
		file = path.Join(path.Dir(cfg), file)
	}
	return file
}

// LoadModule reads a module and all that it extends or instantiates: from its folder, from further folders, from what follows the
// module in its file, and from the library.
func LoadModule(files fs.FS, file string, folders ...string) (*semantic.Spec, error) {
	finders := []semantic.Finder{semantic.Folder(files, path.Dir(file), path.Dir(file))}
	for _, f := range folders {
		finders = append(finders, semantic.Folder(files, f, f))
	}
	finders = append(finders, semantic.Following(files, file, file), semantic.Library(modules.Find))
	return semantic.Load(semantic.First(finders...), strings.TrimSuffix(path.Base(file), ".tla"))
}
