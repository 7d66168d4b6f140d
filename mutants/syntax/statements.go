package syntax

import (
	"go/ast"
	"go/token"
	"slices"
)

// assignment drops an assignment, unless it declares.
func (s *seeker) assignment(n *ast.AssignStmt) {
	if n.Tok == token.DEFINE {
		return
	}
	kind := AssignmentDropped
	if len(n.Rhs) == 1 {
		if call, ok := n.Rhs[0].(*ast.CallExpr); ok && s.calleeName(call) == "append" {
			kind = AppendDropped
		}
	}
	s.drop(kind, n)
	if len(n.Lhs) > 1 {
		for _, left := range n.Lhs {
			if name, ok := left.(*ast.Ident); ok && name.Name == "_" {
				continue // that is nothing to drop
			}
			s.replaceNode(kind, left, "_")
		}
	}
}

// loop skips a loop, and ends it after one round.
func (s *seeker) loop(body *ast.BlockStmt) {
	s.replace(LoopSkipped, body.Lbrace+1, body.Lbrace+1, " break;")
	if !ends(body) {
		s.replace(LoopOnce, body.Rbrace, body.Rbrace, "; break ")
	}
}

// clause drops a case of a switch, and each value of a case of several. Cases in which nothing is done are
// the same as none, unless there is a default.
func (s *seeker) clause(n *ast.CaseClause) {
	if len(n.Body) == 0 && !s.besideDefault() {
		return
	}
	s.replaceNode(CaseDropped, n, "")
	for i, value := range n.List {
		switch {
		case len(n.List) == 1:
		case i+1 < len(n.List):
			s.replace(CaseDropped, value.Pos(), n.List[i+1].Pos(), "")
		default:
			s.replace(CaseDropped, n.List[i-1].End(), value.End(), "")
		}
	}
}

// besideDefault reports whether the switch of a clause has a default.
func (s *seeker) besideDefault() bool {
	body, ok := s.parent().(*ast.BlockStmt)
	return ok && slices.ContainsFunc(body.List, func(n ast.Stmt) bool {
		clause, ok := n.(*ast.CaseClause)
		return ok && clause.List == nil
	})
}

// returned changes what a function returns: conditions and errors.
func (s *seeker) returned(n *ast.ReturnStmt) {
	for _, result := range n.Results {
		text := s.text(result)
		switch {
		case s.isError(result) && text != "nil":
			s.replaceNode(ErrorDropped, result, "nil")
		case s.isBoolean(result) && !s.isLogical(result):
			s.replaceNode(BoolFlipped, result, "!("+text+")")
		}
	}
}

// isLogical reports whether e is changed as a comparison, a negation or a literal.
func (s *seeker) isLogical(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return e.Op != token.LAND && e.Op != token.LOR
	case *ast.UnaryExpr:
		return true
	case *ast.Ident:
		return e.Name == "true" || e.Name == "false"
	}
	return false
}
