package syntax

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// calleeName returns the function that is called, as fmt.Errorf or append, or "".
func (s *seeker) calleeName(call *ast.CallExpr) string {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if _, builtin := s.p.info.Uses[f].(*types.Builtin); builtin {
			return f.Name
		}
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			if _, imported := s.p.info.Uses[x].(*types.PkgName); imported {
				return x.Name + "." + f.Sel.Name
			}
		}
	}
	return ""
}

// callee returns what is called, or nil.
func (p *Package) callee(call *ast.CallExpr) types.Object {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return p.info.Uses[f]
	case *ast.SelectorExpr:
		return p.info.Uses[f.Sel]
	}
	return nil
}

// contractMethod returns Output.Persist for a call of that method of package machine, and so for others, or "".
func (p *Package) contractMethod(call *ast.CallExpr) string {
	method, ok := p.callee(call).(*types.Func)
	if !ok || method.Signature().Recv() == nil {
		return ""
	}
	if name := contractType(method.Signature().Recv().Type()); name != "" {
		return name + "." + method.Name()
	}
	return ""
}

// contractType returns the name of a type of package machine, or "".
func contractType(t types.Type) string {
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !strings.HasSuffix(named.Obj().Pkg().Path(), "/machine") {
		return ""
	}
	return named.Obj().Name()
}

// persisting finds the functions of the package that write a batch, themselves or through others.
func (p *Package) persisting() map[types.Object]bool {
	found := map[types.Object]bool{}
	for before := -1; before < len(found); {
		before = len(found)
		for _, f := range p.files {
			for _, d := range f.syntax.Decls {
				if function, ok := d.(*ast.FuncDecl); ok && p.persists(function, found) {
					found[p.info.Defs[function.Name]] = true
				}
			}
		}
	}
	return found
}

func (p *Package) persists(function *ast.FuncDecl, known map[types.Object]bool) bool {
	yes := false
	ast.Inspect(function, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			yes = yes || known[p.callee(call)] || p.contractMethod(call) == "Output.Persist"
		}
		return !yes
	})
	return yes
}

// effects are the methods of the output, and what it is to forget them.
var effects = map[string]Kind{
	"Output.Persist":   PersistDropped,
	"Output.Send":      SendDropped,
	"Output.Reply":     ReplyDropped,
	"Output.Apply":     ApplyDropped,
	"Output.SetTimer":  TimerDropped,
	"Output.StopTimer": TimerDropped,
}

// droppedCall drops a statement that is a call.
func (s *seeker) droppedCall(n *ast.ExprStmt) {
	call, ok := n.X.(*ast.CallExpr)
	if !ok || s.calleeName(call) == "panic" {
		return
	}
	if kind, effect := effects[s.p.contractMethod(call)]; effect {
		s.drop(kind, n)
		return
	}
	s.drop(CallDropped, n)
}

// call changes a call: what it waits for, what it copies, and what it writes.
func (s *seeker) call(call *ast.CallExpr) {
	s.copied(call)
	method := s.p.contractMethod(call)
	if method != "Output.Persist" && method != "Journal.Acknowledge" {
		for _, argument := range call.Args {
			if s.isSeq(argument) {
				s.replaceNode(Unawaited, argument, "0", "0*("+s.text(argument)+")")
			}
		}
	}
	switch s.parent().(type) {
	case *ast.ExprStmt, *ast.CallExpr:
		return // dropped as a statement, or as what an effect waits for
	}
	if !s.isSeq(call) {
		return
	}
	switch {
	case s.persisting[s.p.callee(call)]:
		s.replaceNode(PersistDropped, call, "machine.Seq(0)", "func() machine.Seq {"+s.uses(call)+"return 0 }()")
	case method == "Journal.Last":
		s.replaceNode(Unawaited, call, "machine.Seq(0)")
	}
}

// isSeq reports whether e is the number of a batch, and no constant.
func (s *seeker) isSeq(e ast.Expr) bool {
	t := s.p.info.Types[e]
	return t.Type != nil && t.Value == nil && contractType(t.Type) == "Seq"
}

// copied shares what is copied, and counts a majority as all.
func (s *seeker) copied(call *ast.CallExpr) {
	switch s.calleeName(call) {
	case "slices.Clone", "maps.Clone", "bytes.Clone", "slices.Clip":
		s.replaceNode(CloneDropped, call, s.text(call.Args[0]))
		return
	case "slices.Equal", "bytes.Equal", "maps.Equal":
		s.replaceNode(Quorum, call, "(2*len("+s.text(call.Args[0])+") > len("+s.text(call.Args[1])+"))")
		return
	}
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Clone" && len(call.Args) == 0 {
		s.replaceNode(CloneDropped, call, s.text(selector.X))
	}
}

// drop drops a statement of a list of statements. If variables would be unused, it keeps them.
func (s *seeker) drop(kind Kind, n ast.Stmt) {
	switch s.parent().(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		s.replaceNode(kind, n, "", strings.TrimSuffix(s.uses(n), "; "))
	}
}

// uses returns statements that use the local variables of n, each followed by a semicolon.
func (s *seeker) uses(n ast.Node) string {
	var names []string
	ast.Inspect(n, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && s.isLocal(name) && !slices.Contains(names, name.Name) {
			names = append(names, name.Name)
		}
		return true
	})
	var b strings.Builder
	for _, name := range names {
		b.WriteString("_ = " + name + "; ")
	}
	return b.String()
}

// isLocal reports whether a name is that of a variable of the function.
func (s *seeker) isLocal(name *ast.Ident) bool {
	v, ok := s.p.info.Uses[name].(*types.Var)
	return ok && !v.IsField() && v.Parent() != nil && v.Parent() != v.Pkg().Scope()
}
