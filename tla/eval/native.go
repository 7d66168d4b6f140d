package eval

import "github.com/tenet-go/tenet/tla/datum"

// native is an operator of a library module that is computed in Go instead of by its definition. One of its functions is set.
// They get arguments that are evaluated, and panic with a *datum.Error (see refuse) where the operator is not defined; the place in the
// specification is added by the caller.
type native struct {
	unary  func(a datum.Datum) datum.Datum
	binary func(a, b datum.Datum) datum.Datum
	test   func(a, b datum.Datum) bool // a binary operator that says yes or no
	// call is for all others: those that take operators, whose arguments are not always evaluated, or who need the evaluator.
	call func(c *call) datum.Datum
	// impure operators are evaluated each time: their value is not a function of their arguments.
	impure bool
	// chance is for operators that draw by chance. Constants that are defined by them keep their value.
	chance bool
}

// call is a call of a native operator.
type call struct {
	evaluator *Evaluator
	frame     *frame
	args      []expr                                  // by name
	ops       []func(args ...datum.Datum) datum.Datum // for each argument that is an operator; nil for the others
	at        site
}

// arg evaluates the i-th argument.
func (c *call) arg(i int) datum.Datum {
	v := c.args[i](c.frame)
	c.evaluator.at = c.at
	return v
}

// op applies the operator that is the i-th argument.
func (c *call) op(i int, args ...datum.Datum) datum.Datum {
	v := c.ops[i](args...)
	c.evaluator.at = c.at
	return v
}

// natives are the operators of each module by their names. Files native_*.go fill it.
var natives = map[string]map[string]native{}

// constants of modules: sets such as Nat and Int.
var nativeValues = map[string]map[string]datum.Datum{}

// register adds the operators of a module. Its result is there so that a declaration can call it.
func register(module string, operators map[string]native) struct{} { //nolint:unparam // see above
	natives[module] = operators
	return struct{}{}
}
