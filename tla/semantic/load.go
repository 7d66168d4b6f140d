package semantic

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/syntax"
)

// Spec is a module with all it extends and instantiates.
type Spec struct {
	Root     *Module
	Modules  map[string]*Module // that have files of their own, by name
	Info     *Info
	Warnings []*syntax.Error // what is doubtful, and yet legal

	find Finder
}

// Load reads a module and all modules that it needs, and resolves their names. Its error joins errors of type *syntax.Error
// if the modules are wrong; all of them are listed.
func Load(find Finder, name string) (*Spec, error) {
	l := &loader{seen: map[syntax.Error]bool{}, spec: &Spec{Modules: map[string]*Module{}, Info: newInfo(), find: find}}
	root, err := l.read(name)
	if err != nil {
		return nil, err
	}
	if l.failed() {
		return nil, l.joined()
	}
	l.spec.Root = root
	l.levels()
	if l.failed() {
		return nil, l.joined()
	}
	return l.spec, nil
}

// Expr reads an expression that stands at the end of the root module, and adds what it means to Info.
func (s *Spec) Expr(text string) (syntax.Expr, error) {
	e, err := syntax.ParseExpr(text)
	if err != nil {
		return nil, err
	}
	l := &loader{seen: map[syntax.Error]bool{}, spec: s}
	tree := &syntax.Module{Lines: strings.Split(text, "\n")}
	r := newResolver(l, s.Root, tree)
	r.expr(e, newScope(s.Root.scope))
	if !l.failed() {
		lv := l.levels()
		lv.report = r.errorf
		lv.expr(e, newFrame(lv.root))
	}
	if l.failed() {
		maps.DeleteFunc(s.Modules, func(_ string, m *Module) bool { return m == nil || slices.Contains(l.modules, m) })
		return nil, l.joined()
	}
	return e, nil
}

// loader reads modules, each once.
type loader struct {
	spec    *Spec
	loading []string  // modules that are being read, each needed by the one before it
	modules []*Module // in the order in which they were finished, inner ones too
	errs    []*syntax.Error
	seen    map[syntax.Error]bool
}

func newInfo() *Info {
	return &Info{
		Uses:      map[*syntax.Apply]Use{},
		Bounds:    map[*syntax.Name]*Object{},
		Lambdas:   map[*syntax.Lambda][]*Object{},
		LetDefs:   map[syntax.Unit]*Object{},
		Instances: map[*syntax.InstanceDef]*Instance{},
		Levels:    map[syntax.Expr]Level{},
		lets:      map[*syntax.Let]*scope{},
	}
}

func (l *loader) failed() bool { return len(l.errs) > 0 }

// joined is all errors, those of one file in the order of the text.
func (l *loader) joined() error {
	files := map[string]int{}
	for _, e := range l.errs {
		if _, ok := files[e.File]; !ok {
			files[e.File] = len(files)
		}
	}
	slices.SortStableFunc(l.errs, func(a, b *syntax.Error) int {
		return cmp.Or(files[a.File]-files[b.File], a.Pos.Line-b.Pos.Line, a.Pos.Col-b.Pos.Col)
	})
	errs := make([]error, len(l.errs))
	for i, e := range l.errs {
		errs[i] = e
	}
	return errors.Join(errs...)
}

// report adds an error, once.
func (l *loader) report(e *syntax.Error) {
	if !l.seen[*e] {
		l.seen[*e] = true
		l.errs = append(l.errs, e)
	}
}

// read returns the module that has a file of its own, and reads it if that was not done. An error of its own, and not one that is
// reported, means that there is no module.
func (l *loader) read(name string) (*Module, error) {
	if m, ok := l.spec.Modules[name]; ok {
		if m == nil {
			return nil, errReported
		}
		return m, nil
	}
	if i := slices.Index(l.loading, name); i >= 0 {
		cycle := append(slices.Clone(l.loading[i:]), name)
		return nil, fmt.Errorf("modules need each other in a circle: %s", strings.Join(cycle, " needs "))
	}
	source, err := l.spec.find(name)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(source.File, source.Text)
	if err == nil && tree.Name.Text != name {
		err = mistake(tree, tree.Name, "module %s is in the file of module %s", tree.Name.Text, name)
	}
	if err != nil {
		var e *syntax.Error
		if len(l.loading) == 0 || !errors.As(err, &e) {
			return nil, err
		}
		l.report(e)
		l.spec.Modules[name] = nil
		return nil, errReported
	}
	l.loading = append(l.loading, name)
	m := l.resolve(tree, nil, source.Standard)
	l.loading = l.loading[:len(l.loading)-1]
	l.spec.Modules[name] = m
	return m, nil
}

// errReported stands for an error that is in the list already.
var errReported = errors.New("module is not well-formed")

// mistake is an error at a node of a module.
func mistake(m *syntax.Module, at syntax.Node, format string, args ...any) *syntax.Error {
	e := &syntax.Error{File: m.File, Pos: at.Place().Start, Message: fmt.Sprintf(format, args...)}
	if i := e.Pos.Line; i >= 1 && i <= len(m.Lines) {
		e.Line = m.Lines[i-1]
	}
	return e
}
