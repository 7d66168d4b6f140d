package syntax

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Package is a package whose mutants are sought.
type Package struct {
	// Dir is where its files are.
	Dir string

	path     string
	set      *token.FileSet
	files    []*file
	info     *types.Info
	importer types.Importer
}

// file is a source file of the package.
type file struct {
	name   string
	source []byte
	syntax *ast.File
}

// Load reads the package in a folder, without its tests, and checks its types. It runs the go
// command, which compiles what the package imports.
func Load(ctx context.Context, dir string) (*Package, error) {
	listed, err := list(ctx, dir)
	if err != nil {
		return nil, err
	}
	this := listed[slices.IndexFunc(listed, func(l listedPackage) bool { return !l.DepOnly && !l.Standard })]
	p := &Package{Dir: dir, path: this.ImportPath, set: token.NewFileSet()}
	p.importer = importer.ForCompiler(p.set, "gc", exports(listed))
	for _, name := range this.GoFiles {
		source, err := os.ReadFile(filepath.Join(this.Dir, name))
		if err != nil {
			return nil, err
		}
		syntax, err := parser.ParseFile(p.set, name, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, &file{name, source, syntax})
	}
	p.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	if errs := p.check(p.syntax(), p.info); len(errs) > 0 {
		return nil, fmt.Errorf("%s does not compile: %w", dir, errs[0])
	}
	return p, nil
}

// listedPackage is what the go command says of a package.
type listedPackage struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	DepOnly, Standard       bool
}

// list lists the package in a folder, all that it imports, and what an instrumented package imports.
func list(ctx context.Context, dir string) ([]listedPackage, error) {
	var out, errs bytes.Buffer
	command := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,DepOnly,Standard", ".", "os", "strconv")
	command.Dir, command.Stdout, command.Stderr = dir, &out, &errs
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go list in %s: %w\n%s", dir, err, errs.String())
	}
	var all []listedPackage
	for decoder := json.NewDecoder(&out); ; {
		var next listedPackage
		switch err := decoder.Decode(&next); {
		case errors.Is(err, io.EOF) && len(all) > 0:
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("go list in %s: %w", dir, err)
		}
		all = append(all, next)
	}
}

// exports finds the compiled packages.
func exports(listed []listedPackage) importer.Lookup {
	files := map[string]string{}
	for _, l := range listed {
		files[l.ImportPath] = l.Export
	}
	return func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("no compiled package %s", path)
		}
		return os.Open(files[path])
	}
}

// check checks the types of files, as the package.
func (p *Package) check(files []*ast.File, info *types.Info) []error {
	var errs []error
	config := types.Config{Importer: p.importer, Error: func(err error) { errs = append(errs, err) }}
	if _, err := config.Check(p.path, p.set, files, info); err != nil && len(errs) == 0 {
		errs = append(errs, err)
	}
	return errs
}

// CheckFile reports why the package would not compile with that content of one of its files.
func (p *Package) CheckFile(name string, content []byte) error {
	sources := map[string][]byte{}
	for _, f := range p.files {
		sources[f.name] = f.source
	}
	sources[name] = content
	return p.checkSources(sources)
}

// checkSources reports why files do not compile as the package.
func (p *Package) checkSources(sources map[string][]byte) error {
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		f, err := parser.ParseFile(p.set, name, sources[name], parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	return errors.Join(p.check(files, nil)...)
}

// compiles returns the edits with which a change of a file compiles: the change and, if an import is
// unused after it, what keeps that. It returns nil if there are none.
func (p *Package) compiles(f *file, change edit) []edit {
	edits := []edit{change}
	errs := p.checkEdits(f, edits)
	for _, err := range errs {
		var typed types.Error
		if !errors.As(err, &typed) || !strings.Contains(typed.Msg, "imported and not used") {
			return nil
		}
		at := p.set.Position(typed.Pos).Offset
		// Imports stand before all places that are changed.
		edits = append([]edit{{at, at, "_ "}}, edits...)
	}
	if len(errs) > 0 && len(p.checkEdits(f, edits)) > 0 {
		return nil
	}
	return edits
}

// checkEdits checks the types of the package with one file edited.
func (p *Package) checkEdits(edited *file, edits []edit) []error {
	changed, err := parser.ParseFile(p.set, edited.name, apply(edited.source, edits), parser.SkipObjectResolution)
	if err != nil {
		return []error{err}
	}
	files := p.syntax()
	files[slices.Index(p.files, edited)] = changed
	return p.check(files, nil)
}

// syntax returns the syntax of the files as they are.
func (p *Package) syntax() []*ast.File {
	all := make([]*ast.File, len(p.files))
	for i, f := range p.files {
		all[i] = f.syntax
	}
	return all
}
