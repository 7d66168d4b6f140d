package syntax

import (
	"go/ast"
	"go/token"
	"go/types"
)

// condition changes the condition of an if statement, beyond what is changed in its parts.
func (s *seeker) condition(n *ast.IfStmt) {
	text := s.text(n.Cond)
	if n.Else == nil {
		if ends(n.Body) {
			s.replaceNode(GuardDropped, n.Cond, "false", "false && ("+text+")")
		} else {
			s.replaceNode(ConditionAlways, n.Cond, "true", "true || "+text)
		}
	}
	switch ast.Unparen(n.Cond).(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		// Comparisons are flipped, operands and negations dropped.
	default:
		s.replaceNode(ConditionNegated, n.Cond, "!("+text+")")
	}
}

// ends reports whether a block leaves the function or the round of a loop.
func ends(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name, ok := call.Fun.(*ast.Ident)
		return ok && name.Name == "panic"
	}
	return false
}

// flipped and moved are what the comparisons are taken for.
var (
	flipped = map[token.Token]string{
		token.EQL: "!=", token.NEQ: "==", token.LSS: ">=", token.GEQ: "<", token.GTR: "<=", token.LEQ: ">",
	}
	moved      = map[token.Token]string{token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">"}
	calculated = map[token.Token]string{token.ADD: "-", token.SUB: "+", token.MUL: "/", token.QUO: "*"}
)

// binary changes an operator.
func (s *seeker) binary(n *ast.BinaryExpr) {
	operator := func(kind Kind, op string) { s.replace(kind, n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), op) }
	switch n.Op {
	case token.LAND, token.LOR:
		s.replaceNode(OperandDropped, n, s.text(n.Y), neutral(n.Op, s.text(n.X))+s.text(n.Y))
		s.replaceNode(OperandDropped, n, s.text(n.X), neutral(n.Op, s.text(n.Y))+s.text(n.X))
		return
	case token.ADD, token.SUB, token.MUL, token.QUO:
		if s.isInteger(n.X) {
			operator(Arithmetic, calculated[n.Op])
		}
		return
	}
	if flipped[n.Op] == "" {
		return
	}
	s.quorum(n)
	if s.isError(n.X) || s.isError(n.Y) {
		return
	}
	operator(ComparisonFlipped, flipped[n.Op])
	if moved[n.Op] != "" {
		operator(Boundary, moved[n.Op])
	}
}

// neutral computes a side of && or || whose value is not to matter.
func neutral(op token.Token, side string) string {
	if op == token.LAND {
		return "(true || (" + side + ")) && "
	}
	return "(false && (" + side + ")) || "
}

// quorum counts all but one as all, or a majority as all.
func (s *seeker) quorum(n *ast.BinaryExpr) {
	x, y := s.text(n.X), s.text(n.Y)
	switch {
	case !s.isLen(n.X):
	case y == "0" && n.Op == token.EQL:
		s.replaceNode(Quorum, n, x+" <= 1")
	case y == "0" && (n.Op == token.NEQ || n.Op == token.GTR):
		s.replaceNode(Quorum, n, x+" > 1")
	case s.isLen(n.Y) && (n.Op == token.EQL || n.Op == token.GEQ):
		s.replaceNode(Quorum, n, "2*"+x+" > "+y)
	case s.isLen(n.Y) && (n.Op == token.NEQ || n.Op == token.LSS):
		s.replaceNode(Quorum, n, "2*"+x+" <= "+y)
	}
}

func (s *seeker) isLen(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	return ok && s.calleeName(call) == "len"
}

// unary drops a negation.
func (s *seeker) unary(n *ast.UnaryExpr) {
	if n.Op == token.NOT {
		s.replaceNode(ConditionNegated, n, s.text(n.X))
	}
}

// isInteger reports whether e is a number; + joins strings too.
func (s *seeker) isInteger(e ast.Expr) bool { return s.hasInfo(e, types.IsInteger) }

func (s *seeker) isBoolean(e ast.Expr) bool { return s.hasInfo(e, types.IsBoolean) }

func (s *seeker) hasInfo(e ast.Expr, info types.BasicInfo) bool {
	t := s.p.info.Types[e].Type
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&info != 0
}

func (s *seeker) isError(e ast.Expr) bool {
	t := s.p.info.Types[e].Type
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}
