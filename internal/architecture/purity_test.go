package architecture

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"strconv"
	"strings"
)

// impureImports are packages, with all below them, through which a protocol would depend on more than its input.
var impureImports = []string{"math/rand", "crypto/rand", "os", "net", "syscall"}

// clocks are the functions of package time that read a clock or wait.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// unordered are the functions of package maps that give elements in no order.
var unordered = []string{"Keys", "Values", "All"}

var purityRules = []rule{
	{"protocols are pure", "what a machine does depends on its state and input alone, so that it can be explored and replayed",
		func(t *tree) []violation {
			var found []violation
			for _, f := range t.source() {
				if mustBePure(f.dir()) {
					found = append(found, impurities(t, f)...)
				}
			}
			return found
		}},
	{"protocols do not range over maps", "the order of a map's elements differs from run to run", mapRanges},
}

// mustBePure reports whether a folder is of what is replicated or replicates: the core of a protocol, or the state that all replicas compute.
func mustBePure(dir string) bool {
	_, core := protocolOf(dir)
	return core || under(dir, "rsm")
}

func impurities(t *tree, f *file) []violation {
	var found []violation
	names := map[string]string{} // of imported packages in this file
	for _, i := range f.syntax.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue // the parser has accepted it
		}
		for _, impure := range impureImports {
			if under(p, impure) {
				found = append(found, t.violationf(i.Pos(), "imports %s", p))
			}
		}
		name := p[strings.LastIndex(p, "/")+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = p
		if name == "." && (p == "time" || p == "maps") {
			found = append(found, t.violationf(i.Pos(), "imports %s into its own scope, where its functions cannot be told", p))
		}
	}
	sorted := map[ast.Node]bool{}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = append(found, t.violationf(n.Pos(), "starts a goroutine"))
		case *ast.SelectStmt:
			found = append(found, t.violationf(n.Pos(), "selects"))
		case *ast.CallExpr:
			if p, name := qualified(n.Fun, names); p == "slices" && strings.HasPrefix(name, "Sorted") && len(n.Args) > 0 {
				if call, isCall := n.Args[0].(*ast.CallExpr); isCall {
					sorted[call.Fun] = true
				}
			}
		case *ast.SelectorExpr:
			p, name := qualified(n, names)
			switch {
			case p == "time" && contains(clocks, name):
				found = append(found, t.violationf(n.Pos(), "uses time.%s", name))
			case p == "maps" && contains(unordered, name) && !sorted[n]:
				found = append(found, t.violationf(n.Pos(), "uses maps.%s, whose order differs from run to run: expected slices.Sorted around it", name))
			}
		}
		return true
	})
	return found
}

// qualified returns the import path and the name of an expression such as time.Now.
func qualified(e ast.Expr, names map[string]string) (importPath, name string) {
	selector, isSelector := e.(*ast.SelectorExpr)
	if !isSelector {
		return "", ""
	}
	x, isIdent := selector.X.(*ast.Ident)
	if !isIdent {
		return "", ""
	}
	return names[x.Name], selector.Sel.Name
}

// mapRanges finds range clauses over maps, and those whose operand has a type that cannot be found
// out: a rule that cannot see must not pass.
func mapRanges(t *tree) []violation {
	var found []violation
	c := &typeChecker{tree: t, packages: map[string]*types.Package{}, info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}}
	checked := map[string]bool{}
	for _, f := range t.source() {
		if !mustBePure(f.dir()) {
			continue
		}
		if !checked[f.dir()] {
			checked[f.dir()] = true
			if _, err := c.Import(module + "/" + f.dir()); err != nil {
				found = append(found, violation(err.Error()))
			}
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			r, isRange := n.(*ast.RangeStmt)
			if !isRange {
				return true
			}
			operand := c.info.TypeOf(r.X)
			switch {
			case operand == nil || operand == types.Typ[types.Invalid]:
				found = append(found, t.violationf(r.Pos(), "ranges over something whose type is unknown"))
			case mayBeMap(operand):
				found = append(found, t.violationf(r.Pos(), "ranges over a map: %s", operand))
			}
			return true
		})
	}
	return found
}

// mayBeMap reports whether a type is a map, or a type parameter that may stand for one.
func mayBeMap(t types.Type) bool {
	parameter, isParameter := types.Unalias(t).(*types.TypeParam)
	if !isParameter {
		_, isMap := t.Underlying().(*types.Map)
		return isMap
	}
	constraint, isInterface := parameter.Constraint().Underlying().(*types.Interface)
	if !isInterface {
		return true
	}
	for e := range constraint.EmbeddedTypes() {
		union, isUnion := e.(*types.Union)
		if !isUnion {
			if mayBeMap(e) {
				return true
			}
			continue
		}
		for term := range union.Terms() {
			if mayBeMap(term.Type()) {
				return true
			}
		}
	}
	return false
}

// typeChecker finds the types of expressions. It takes packages of this module from the tree and
// those of the standard library from their source.
type typeChecker struct {
	tree     *tree
	packages map[string]*types.Package
	info     *types.Info
	standard types.Importer
}

// Import implements types.Importer.
func (c *typeChecker) Import(importPath string) (*types.Package, error) {
	if done, known := c.packages[importPath]; known {
		if done == nil {
			return nil, fmt.Errorf("%s imports itself", importPath)
		}
		return done, nil
	}
	dir, isLocal := local(importPath)
	if !isLocal {
		if c.standard == nil {
			c.standard = importer.ForCompiler(token.NewFileSet(), "source", nil)
		}
		return c.standard.Import(importPath)
	}
	c.packages[importPath] = nil
	var syntax []*ast.File
	for _, f := range c.tree.source() {
		if f.dir() == dir {
			syntax = append(syntax, f.syntax)
		}
	}
	if len(syntax) == 0 {
		return nil, fmt.Errorf("%s: %w", importPath, io.ErrUnexpectedEOF)
	}
	// Errors are the compiler's business: here they show as unknown types.
	config := types.Config{Importer: c, Error: func(error) {}}
	p, _ := config.Check(importPath, c.tree.set, syntax, c.info)
	c.packages[importPath] = p
	return p, nil
}
