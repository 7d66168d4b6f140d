package syntax

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// literal changes a number by one, and the name of an action to another.
func (s *seeker) literal(n *ast.BasicLit) {
	switch n.Kind {
	case token.INT:
		if contractType(s.p.info.Types[n].Type) == "Seq" {
			return // an effect would wait for a batch that was not written, which panics
		}
		if s.besideError() {
			return
		}
		value, ok := constant.Uint64Val(constant.MakeFromLiteral(n.Value, n.Kind, 0))
		if !ok {
			return
		}
		s.replaceNode(ConstantUp, n, strconv.FormatUint(value+1, 10))
		if value > 0 {
			s.replaceNode(ConstantDown, n, strconv.FormatUint(value-1, 10))
		}
	case token.STRING:
		if t := s.p.info.Types[n].Type; t != nil && contractType(t) == "Action" {
			s.replaceNode(ActionSwapped, n, next(s.p.actions(), n.Value))
		}
	}
}

// besideError reports whether the node is returned with an error, so that nobody looks at it.
func (s *seeker) besideError() bool {
	r, ok := s.parent().(*ast.ReturnStmt)
	if !ok {
		return false
	}
	last := r.Results[len(r.Results)-1]
	return s.isError(last) && s.text(last) != "nil"
}

// actions lists the literals that name actions in functions, in the order of the source.
func (p *Package) actions() []string {
	var all []string
	for _, f := range p.files {
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if ok && l.Kind == token.STRING && contractType(p.info.Types[l].Type) == "Action" && !slices.Contains(all, l.Value) {
				all = append(all, l.Value)
			}
			return true
		})
	}
	return all
}

// next returns the element after one, the first after the last.
func next(all []string, one string) string {
	return all[(slices.Index(all, one)+1)%len(all)]
}

// constant flips true and false, and swaps a constant with the next one of its type.
func (s *seeker) constant(n *ast.Ident) {
	object, ok := s.p.info.Uses[n].(*types.Const)
	if !ok {
		return
	}
	if _, inCase := s.parent().(*ast.CaseClause); inCase {
		return // dropped as a case
	}
	switch {
	case s.besideError():
		return
	case n.Name == "true":
		s.replaceNode(BoolFlipped, n, "false")
		return
	case n.Name == "false":
		s.replaceNode(BoolFlipped, n, "true")
		return
	}
	named, ok := object.Type().(*types.Named)
	if !ok || object.Parent() != object.Pkg().Scope() || object.Pkg().Path() != s.p.path {
		return
	}
	kind := ConstantSwapped
	if contractType(named) == "Action" {
		kind = ActionSwapped
	}
	if siblings := constants(object.Pkg(), named); len(siblings) > 1 {
		s.replaceNode(kind, n, next(siblings, n.Name))
	}
}

// constants lists the constants of a type in the order of the source.
func constants(pkg *types.Package, t types.Type) []string {
	var objects []types.Object
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok && types.Identical(c.Type(), t) {
			objects = append(objects, c)
		}
	}
	slices.SortFunc(objects, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	names := make([]string, len(objects))
	for i, o := range objects {
		names[i] = o.Name()
	}
	return names
}

// composite drops the fields of a struct that is made.
func (s *seeker) composite(n *ast.CompositeLit) {
	t := s.p.info.Types[n].Type
	if t == nil {
		return
	}
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		t = pointer.Elem()
	}
	if _, isStruct := t.Underlying().(*types.Struct); !isStruct {
		return
	}
	for i, element := range n.Elts {
		_, keyed := element.(*ast.KeyValueExpr)
		switch {
		case !keyed:
			s.zero(element)
		case len(n.Elts) == 1:
			s.replace(FieldDropped, n.Lbrace+1, n.Rbrace, "")
		case i+1 < len(n.Elts):
			s.replace(FieldDropped, element.Pos(), n.Elts[i+1].Pos(), "")
		default:
			s.replace(FieldDropped, n.Elts[i-1].End(), element.End(), "")
		}
	}
}

// zero puts the zero value in the place of a field, unless it is that already.
func (s *seeker) zero(e ast.Expr) {
	if v := s.p.info.Types[e].Value; v != nil && isZero(v) {
		return
	}
	if text := s.zeroText(e); text != "" && s.text(e) != text {
		s.replaceNode(FieldDropped, e, text)
	}
}

func isZero(v constant.Value) bool {
	switch v.Kind() {
	case constant.Bool:
		return !constant.BoolVal(v)
	case constant.String:
		return constant.StringVal(v) == ""
	case constant.Int, constant.Float, constant.Complex, constant.Unknown:
		return constant.Sign(v) == 0
	}
	return false
}

// zeroText returns the zero value of the type of e, or "" if its type has none that is written simply.
func (s *seeker) zeroText(e ast.Expr) string {
	t := s.p.info.Types[e].Type
	if t == nil {
		return ""
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsNumeric != 0:
			return "0"
		case u.Info()&types.IsBoolean != 0:
			return "false"
		case u.Info()&types.IsString != 0:
			return `""`
		}
	case *types.Slice, *types.Map, *types.Pointer, *types.Interface, *types.Signature:
		return "nil"
	case *types.Struct:
		if named, ok := t.(*types.Named); ok && named.Obj().Pkg().Path() == s.p.path && named.TypeArgs() == nil {
			return named.Obj().Name() + "{}"
		}
	}
	return ""
}
