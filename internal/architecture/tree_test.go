package architecture

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the path of this module.
const module = "github.com/tenet-go/tenet"

// file is a Go source file.
type file struct {
	path   string // from the module's root, with slashes
	source []byte
	syntax *ast.File
}

// dir returns the folder of the file: "." for the root.
func (f *file) dir() string { return path.Dir(f.path) }

// isTest reports whether the file belongs to tests only.
func (f *file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// imported is one import of a file.
type imported struct {
	path string
	at   token.Pos
}

func (f *file) imports() []imported {
	specs := f.syntax.Imports
	all := make([]imported, len(specs))
	for i, spec := range specs {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			p = spec.Path.Value // the parser has accepted it
		}
		all[i] = imported{p, spec.Pos()}
	}
	return all
}

// tree is the Go source of a module. Nested modules, testdata and hidden folders are left out.
type tree struct {
	root  fs.FS
	set   *token.FileSet
	files []*file // in order of their paths
}

func load(root fs.FS) (*tree, error) {
	t := &tree{root: root, set: token.NewFileSet()}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return t.enter(name)
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(t.set, name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		t.files = append(t.files, &file{name, source, syntax})
		return nil
	})
	return t, err
}

// enter returns fs.SkipDir for folders that do not belong to the module.
func (t *tree) enter(name string) error {
	if name == "." {
		return nil
	}
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" {
		return fs.SkipDir
	}
	if _, err := fs.Stat(t.root, path.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// source returns the files that are no tests.
func (t *tree) source() []*file {
	return slices.DeleteFunc(slices.Clone(t.files), (*file).isTest)
}

// violation is one place where a rule is broken.
type violation string

func (t *tree) violationf(at token.Pos, format string, args ...any) violation {
	p := t.set.Position(at)
	return violation(fmt.Sprintf("%s:%d: ", p.Filename, p.Line) + fmt.Sprintf(format, args...))
}

// rule is one rule of the architecture.
type rule struct {
	name  string
	why   string
	check func(*tree) []violation
}

// under reports whether the folder dir is root or lies below it.
func under(dir, root string) bool { return dir == root || strings.HasPrefix(dir, root+"/") }

// local returns the folder of a package of this module: "." for the root.
func local(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// isStandard reports whether an import is of the standard library: their paths have no dot in the
// first element.
func isStandard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

// lines counts all lines of a file.
func (f *file) lines() int { return bytes.Count(f.source, []byte("\n")) }

// codeLines counts the lines of a file that have code: all but blank lines, comments, the package
// clause and imports.
func codeLines(f *file) int {
	set := token.NewFileSet()
	position := set.AddFile(f.path, -1, len(f.source))
	var s scanner.Scanner
	s.Init(position, f.source, nil, 0) // the parser has found no error
	lines := map[int]bool{}
	clause := false // of the package or imports
	depth := 0
	for {
		at, tok, text := s.Scan()
		switch tok {
		case token.EOF:
			return len(lines)
		case token.PACKAGE, token.IMPORT:
			clause = true
		case token.LPAREN:
			depth++
		case token.RPAREN:
			depth--
		case token.SEMICOLON:
			clause = clause && depth > 0
			if text == "\n" {
				continue // inserted
			}
		}
		if !clause {
			first := position.Line(at)
			for line := range strings.Count(text, "\n") + 1 {
				lines[first+line] = true
			}
		}
	}
}
