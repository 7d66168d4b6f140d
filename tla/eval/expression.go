package eval

import (
	"errors"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Expression compiles an expression that stands at the end of the root module and that semantic.Spec.Expr has read. Errors call it by the name. The
// program is written to: nobody else may use it at that time.
func (p *Program) Expression(name string, e syntax.Expr) (x *Expression, err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *Error:
			err = reason
		case *failure:
			err = p.errorAt(reason.kind, reason.site, reason.message)
		case *datum.Error:
			err = errors.New(reason.Message)
		default:
			panic(reason)
		}
	}()
	c := p.compiler
	c.unit = newUnit(judging)
	value := c.expr(e, c.inFile(c.root, name), false).sealed().asValue()
	return &Expression{Name: name, unit: c.unit, value: value}, nil
}
