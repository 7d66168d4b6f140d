package syntax

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Mutants returns the mutants of the package, file by file in the order of the source, and how many changes were
// dropped because they do not compile or change nothing that another one does not.
func (p *Package) Mutants() (mutants []Mutant, dropped int) {
	for _, f := range p.files {
		s := &seeker{p: p, f: f, persisting: p.persisting()}
		for _, d := range f.syntax.Decls {
			if function, ok := d.(*ast.FuncDecl); ok && function.Body != nil && !forPeople(function) {
				s.function = functionName(function)
				s.body = block{s.offset(function.Body.Lbrace) + 1, s.offset(function.Body.Rbrace), function.Type.Results != nil}
				s.walk(function.Body)
			}
		}
		found, rejected := s.compiling()
		mutants, dropped = append(mutants, found...), dropped+rejected
	}
	return mutants, dropped
}

// forPeople reports whether a function only prints.
func forPeople(f *ast.FuncDecl) bool {
	return slices.Contains([]string{"String", "GoString", "Error", "Format", "Describe"}, f.Name.Name)
}

func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if pointer, ok := t.(*ast.StarExpr); ok {
		t = pointer.X
	}
	if generic, ok := t.(*ast.IndexExpr); ok {
		t = generic.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name + "." + f.Name.Name
	}
	return f.Name.Name
}

// seeker collects changes in one file.
type seeker struct {
	p *Package
	f *file
	// persisting are the functions of the package that write a batch.
	persisting map[types.Object]bool
	function   string
	body       block
	// above are the nodes around the one that is looked at, outermost first.
	above []ast.Node
	found []change
}

// change is a place and the texts that may take its place; the first that compiles makes a mutant.
type change struct {
	kind     Kind
	function string
	body     block
	edits    []edit
}

// walk looks at a node and all below it.
func (s *seeker) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			s.above = s.above[:len(s.above)-1]
			return true
		}
		if s.excluded(n) {
			return false
		}
		s.look(n)
		s.above = append(s.above, n)
		return true
	})
}

// excluded reports whether a mistake in n cannot matter.
func (s *seeker) excluded(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.VAR
	case *ast.CallExpr:
		switch s.calleeName(n) {
		case "panic", "make", "errors.New", "fmt.Errorf", "fmt.Sprintf", "fmt.Sprint":
			return true
		}
		method, ok := n.Fun.(*ast.SelectorExpr)
		return ok && method.Sel.Name == "Fail"
	}
	return false
}

// look finds the changes at n itself.
func (s *seeker) look(n ast.Node) {
	switch n := n.(type) {
	case *ast.ExprStmt:
		s.droppedCall(n)
	case *ast.AssignStmt:
		s.assignment(n)
	case *ast.IncDecStmt:
		s.drop(AssignmentDropped, n)
	case *ast.CallExpr:
		s.call(n)
	case *ast.IfStmt:
		s.condition(n)
	case *ast.ForStmt:
		s.loop(n.Body)
	case *ast.RangeStmt:
		s.loop(n.Body)
	case *ast.CaseClause:
		s.clause(n)
	case *ast.ReturnStmt:
		s.returned(n)
	case *ast.BinaryExpr:
		s.binary(n)
	case *ast.UnaryExpr:
		s.unary(n)
	case *ast.BasicLit:
		s.literal(n)
	case *ast.Ident:
		s.constant(n)
	case *ast.CompositeLit:
		s.composite(n)
	}
}

// replace notes a change of what is between two positions, which may be made in several ways.
func (s *seeker) replace(kind Kind, from, to token.Pos, texts ...string) {
	c := change{kind: kind, function: s.function, body: s.body}
	for _, text := range texts {
		c.edits = append(c.edits, edit{s.offset(from), s.offset(to), text})
	}
	s.found = append(s.found, c)
}

// replaceNode notes a change of a node.
func (s *seeker) replaceNode(kind Kind, n ast.Node, texts ...string) {
	s.replace(kind, n.Pos(), n.End(), texts...)
}

func (s *seeker) offset(at token.Pos) int { return s.p.set.Position(at).Offset }

// text returns the source of a node.
func (s *seeker) text(n ast.Node) string {
	return string(s.f.source[s.offset(n.Pos()):s.offset(n.End())])
}

// parent returns the node around the one that is looked at.
func (s *seeker) parent() ast.Node { return s.above[len(s.above)-1] }

// compiling makes mutants of the changes that compile.
func (s *seeker) compiling() (mutants []Mutant, dropped int) {
	numbers := map[string]int{}
	seen := map[string]bool{}
	// Changes are found outermost first; names count in the order of the source.
	slices.SortStableFunc(s.found, func(a, b change) int { return a.edits[0].start - b.edits[0].start })
	for _, c := range s.found {
		place := fmt.Sprintf("%s:%s:%s", s.f.name, c.function, c.kind)
		numbers[place]++
		edits := s.firstCompiling(c)
		result := string(apply(s.f.source, edits))
		if edits == nil || seen[result] {
			dropped++
			continue
		}
		seen[result] = true
		e := edits[len(edits)-1]
		before := s.f.source[:e.start]
		mutants = append(mutants, Mutant{
			Name: fmt.Sprintf("%s:%d", place, numbers[place]), Kind: c.kind, File: s.f.name,
			Line: 1 + bytes.Count(before, []byte("\n")), Column: e.start - bytes.LastIndexByte(before, '\n'),
			Before: shown(string(s.f.source[e.start:e.end])), After: shown(e.text), edits: edits, body: c.body,
		})
	}
	return mutants, dropped
}

func (s *seeker) firstCompiling(c change) []edit {
	for _, e := range c.edits {
		if edits := s.p.compiles(s.f, e); edits != nil {
			return edits
		}
	}
	return nil
}
