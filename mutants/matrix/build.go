package matrix

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// builder compiles the tests of packages. It may be used by several goroutines.
type builder struct {
	root, folder string

	mutex  sync.Mutex
	shared map[string]*shared
}

// shared is a binary of which several mutants are part.
type shared struct {
	mutex  sync.Mutex
	binary string // "" until it is built
}

// BuildError says that a mutant does not compile.
type BuildError struct{ Output string }

func (e *BuildError) Error() string { return "does not compile:\n" + e.Output }

// tests returns the binary of the tests of a package with a mutant in it. If that is not shared with other mutants, it is
// built in a folder of the mutant's own.
func (b *builder) tests(ctx context.Context, pkg string, m *Mutant, folder string) (string, error) {
	switch {
	case m == nil:
		return b.share("", pkg, func(to string) error { return b.compile(ctx, pkg, to, nil) })
	case m.Build == "":
		to := filepath.Join(folder, fileName(pkg)+".test")
		if _, err := os.Stat(to); err == nil {
			return to, nil // for another check
		}
		return to, b.compile(ctx, pkg, to, m.Files)
	}
	return b.share(m.Build, pkg, func(to string) error { return b.compile(ctx, pkg, to, m.Files) })
}

// share makes a binary unless it is there.
func (b *builder) share(build, pkg string, compile func(to string) error) (string, error) {
	name := build + "+" + fileName(pkg)
	b.mutex.Lock()
	s := b.shared[name]
	if s == nil {
		s = &shared{}
		b.shared[name] = s
	}
	b.mutex.Unlock()

	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.binary == "" {
		to := filepath.Join(b.folder, name+".test")
		if err := compile(to); err != nil {
			return "", err
		}
		s.binary = to
	}
	return s.binary, nil
}

// compile builds the tests of a package, with files in the place of those that are there.
func (b *builder) compile(ctx context.Context, pkg, to string, files map[string][]byte, flags ...string) error {
	// Without debugging information the linker is done in half of the time. Vet finds some mistakes that tests are to find.
	args := append([]string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-o", to}, flags...)
	if len(files) > 0 {
		folder, err := os.MkdirTemp(b.folder, "overlay")
		if err != nil {
			return err
		}
		list, err := overlay(files, b.root, folder)
		if err != nil {
			return err
		}
		args = append(args, "-overlay", list)
	}
	command := exec.CommandContext(ctx, "go", append(args, "./"+pkg)...)
	command.Dir = b.root
	command.WaitDelay = 5 * time.Second
	output, err := command.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &BuildError{strings.TrimSpace(string(output))}
	}
	return nil
}

// fileName makes a path part of the name of a file.
func fileName(path string) string { return strings.ReplaceAll(path, "/", "+") }

// overlay writes the changed files to a folder and returns the file that tells the go command of them.
func overlay(files map[string][]byte, root, folder string) (string, error) {
	replaced := map[string]string{}
	for path, content := range files {
		file := filepath.Join(folder, fileName(path))
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return "", err
		}
		replaced[filepath.Join(root, filepath.FromSlash(path))] = file
	}
	list, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "overlay.json")
	return file, os.WriteFile(file, list, 0o600)
}
