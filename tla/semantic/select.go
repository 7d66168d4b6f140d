package semantic

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/syntax"
)

// selection walks from a definition to the part of its body that a name with selectors means (TLA+ version 2, "Naming subexpressions").
type selection struct {
	r     *resolver
	sc    *scope
	arity int // of the operator that is expected; 0 for a value

	node   syntax.Node // where the walk is: an expression, or a *syntax.FunctionDef; nil if the last part named an operator
	params []*Object   // what stands for args, or for the arguments of the operator that is expected
	args   []syntax.Expr
	lets   []*syntax.Let
	came   arrival
}

// arrival is how the last part of a name led to the node.
type arrival uint8

const (
	byName arrival = iota // the node is the body of a definition or label
	byColon
	byOperand
)

// selected resolves the use of a name of which the first n parts stand for o and the rest select a part of its body.
func (r *resolver) selected(x *syntax.Apply, o *Object, name string, ps []part, n, arity int, sc *scope) {
	base := root(o)
	body := bodyOf(base)
	switch {
	case base.Kind != Definition && base.Kind != Statement || body == nil && !r.open[base]:
		r.errorf(ps[n], "%s %s has no parts to select", base.Kind, name)
		return
	case r.open[base]:
		r.errorf(ps[n], "a part of %s cannot be selected inside of its definition", name)
		return
	}
	s := &selection{r: r, sc: sc, arity: arity, node: body}
	if !s.enter(o, name, ps[:n]) {
		return
	}
	rest := ps[n:]
	if len(rest) == 1 && rest[0].kind == syntax.SelectColon {
		r.info.Uses[x] = Use{Object: o, Args: s.args}
		return
	}
	for len(rest) > 0 {
		next, err := s.step(rest)
		if err != nil {
			r.errorf(next[0], "%v", err)
			return
		}
		rest = next
	}
	if sub := s.finish(x); sub != nil {
		r.info.Uses[x] = Use{Object: o, Args: s.args, Sub: sub, Params: s.params, Lets: s.lets}
	}
}

// bodyOf is what parts of a definition are selected from.
func bodyOf(o *Object) syntax.Node {
	if o.Function != nil {
		if o.Body == nil {
			return nil
		}
		return o.Function
	}
	if o.Body == nil {
		return nil
	}
	return o.Body
}

// enter takes the arguments that the parts ps give to o.
func (s *selection) enter(o *Object, name string, ps []part) bool {
	n := 0
	for _, p := range ps {
		n += len(p.args)
	}
	switch {
	case s.arity > 0 && n > 0:
		s.r.errorf(ps[0], "%s cannot have arguments where an operator is expected", name)
		return false
	case s.arity == 0 && n != o.Arity:
		s.r.errorf(ps[len(ps)-1], "%s %s takes %s, not %d", o.Kind, name, count(o.Arity, "argument"), n)
		return false
	}
	s.params = append(s.params, o.Params...)
	s.args = append(s.args, s.r.arguments(o, ps, s.sc)...)
	return true
}

// step follows the first of the parts, or more if they belong together, and returns those that are left or, with an error, those that lead nowhere.
func (s *selection) step(ps []part) ([]part, error) {
	p := ps[0]
	switch {
	case p.kind == syntax.SelectLabel && s.came == byName:
		if err := s.label(p); err != nil {
			return ps, err
		}
		return ps[1:], nil
	case p.kind == syntax.SelectLabel:
		return s.definition(ps)
	case p.kind == syntax.SelectColon:
		if s.came != byName || len(ps) == 1 || ps[1].kind != syntax.SelectLabel {
			return ps, fmt.Errorf("!: has to follow a name, and end the whole or precede the name of a definition of a LET")
		}
		s.came = byColon
		return ps[1:], nil
	}
	s.came = byOperand
	s.strip()
	if c, ok := s.node.(*syntax.Case); ok {
		return s.arm(c, ps)
	}
	next, err := s.operand(p)
	if err != nil {
		return ps, err
	}
	s.node = next
	return ps[1:], nil
}

// strip takes parentheses and labels off the node.
func (s *selection) strip() {
	for {
		switch x := s.node.(type) {
		case *syntax.Paren:
			s.node = x.X
		case *syntax.Labeled:
			s.node = x.Body
		default:
			return
		}
	}
}

// label goes to the body of a label in the node.
func (s *selection) label(p part) error {
	found, lets := findLabel(s.node, p.name, nil)
	if found == nil {
		return fmt.Errorf("no label %s here", p.name)
	}
	if s.arity == 0 && len(p.args) != len(found.Params) {
		return fmt.Errorf("label %s takes %s, not %d", p.name, count(len(found.Params), "argument"), len(p.args))
	}
	for i := range found.Params {
		s.params = append(s.params, s.r.info.Bounds[&found.Params[i]])
	}
	s.r.exprs(p.args, s.sc)
	s.args = append(s.args, p.args...)
	s.lets = append(s.lets, lets...)
	s.node = found.Body
	return nil
}

// findLabel looks for a label in an expression, but not inside of another label, and not in the definitions of a LET. It also returns
// the LETs around it.
func findLabel(node syntax.Node, name string, lets []*syntax.Let) (*syntax.Labeled, []*syntax.Let) {
	switch x := node.(type) {
	case *syntax.Labeled:
		if x.Label.Text == name {
			return x, lets
		}
		return nil, nil
	case *syntax.Let:
		return findLabel(x.Body, name, append(lets[:len(lets):len(lets)], x))
	}
	for _, child := range syntax.Children(node) {
		if found, around := findLabel(child, name, lets); found != nil {
			return found, around
		}
	}
	return nil, nil
}

// definition goes to the body of a definition of the LET that the node is.
func (s *selection) definition(ps []part) ([]part, error) {
	s.strip()
	let, ok := s.node.(*syntax.Let)
	if !ok {
		return ps, fmt.Errorf("%s has to be a definition of a LET, and there is no LET here", ps[0].name)
	}
	s.lets = append(s.lets, let)
	inside := s.r.info.lets[let]
	var o *Object
	name, n := "", 0
	for n < len(ps) && ps[n].kind == syntax.SelectLabel && (o == nil || o.Kind == Namespace) {
		name += ps[n].name
		n++
		if o = inside.names[name].object; o == nil {
			return ps, fmt.Errorf("the LET has no definition %s", name)
		}
		name += "!"
	}
	if o.Kind == Namespace {
		return ps, fmt.Errorf("%s is an instance of module %s: !, and the name of a definition, are expected after it", o.Name, o.Instance.Module.Name)
	}
	if n == len(ps) {
		s.call(o, ps)
		return nil, nil
	}
	if o.Inner != nil {
		return ps[n:], fmt.Errorf("parts of an instance inside of a LET cannot be selected")
	}
	s.node, s.came = bodyOf(o), byName
	if !s.enter(o, o.Name, ps[:n]) {
		s.node = nil
		return nil, nil
	}
	return ps[n:], nil
}

// call makes a use of a definition of a LET the node; its arguments are copies of its parameters.
func (s *selection) call(o *Object, ps []part) {
	before := len(s.params)
	if !s.enter(o, o.Name, ps) {
		s.node = nil
		return
	}
	use := Use{Object: o}
	span := ps[len(ps)-1].Span
	for i, p := range s.params[before:] {
		copied := *p
		s.params[before+i] = &copied
		arg := &syntax.Apply{Span: span, Name: syntax.Name{Span: span, Text: p.Name}}
		s.r.info.Uses[arg] = Use{Object: &copied}
		use.Args = append(use.Args, arg)
	}
	call := &syntax.Apply{Span: span, Name: syntax.Name{Span: span, Text: o.Name}, Args: use.Args}
	s.r.info.Uses[call] = use
	s.node = call
}

// finish returns the expression that was selected, or nil after an error.
func (s *selection) finish(x *syntax.Apply) syntax.Expr {
	if s.node == nil {
		return nil
	}
	for {
		p, ok := s.node.(*syntax.Paren)
		if !ok {
			break
		}
		s.node = p.X
	}
	e, ok := s.node.(syntax.Expr)
	_, statement := s.node.(*syntax.AssumeProve)
	if !ok || statement {
		s.r.errorf(x, "what is selected is not an expression")
		return nil
	}
	own := s.r.operatorArity(e)
	switch {
	case own > 0 && s.arity == 0:
		s.r.errorf(x, "what is selected is an operator, and not a value")
	case own > 0 && len(s.params) > 0:
		s.r.errorf(x, "an operator that depends on parameters cannot be selected")
	case s.arity == 0 && len(s.args) != len(s.params):
		s.r.errorf(x, "what is bound on the way to the selected part needs values: write !(...) and not !@")
	case s.arity > 0 && s.arity != len(s.params)+own:
		s.r.errorf(x, "an operator with %s is expected, and what is selected depends on %d",
			count(s.arity, "argument"), len(s.params)+own)
	default:
		return e
	}
	return nil
}

// operatorArity is how many arguments an expression takes that is passed as an operator; 0 for a value.
func (r *resolver) operatorArity(e syntax.Expr) int {
	switch x := e.(type) {
	case *syntax.Lambda:
		return len(x.Params)
	case *syntax.Apply:
		if use := r.info.Uses[x]; use.Object != nil && len(use.Args) == 0 && use.Sub == nil {
			return use.Object.Arity
		}
	}
	return 0
}
