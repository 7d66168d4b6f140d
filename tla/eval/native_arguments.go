package eval

import "github.com/tenet-go/tenet/tla/datum"

// Names of the places of arguments, for errors.
var ordinals = [...]string{"first", "second", "third", "fourth", "fifth"}

// refuseArgument says that the i-th argument of an operator, counted from 0, is not what it should be.
func refuseArgument(i int, operator, want string, got datum.Datum) {
	refuse("the %s argument of %s should be %s, but it is %s", ordinals[i], operator, want, got)
}

// integerArgument returns the i-th argument of an operator, which has to be an integer.
func integerArgument(i int, operator string, d datum.Datum) int64 {
	if !d.IsInt() {
		refuseArgument(i, operator, "an integer", d)
	}
	return d.Int()
}

// sequenceArgument returns the elements of the i-th argument of an operator, which has to be a sequence. They are the sequence's own.
func sequenceArgument(i int, operator string, d datum.Datum) []datum.Datum {
	if !datum.IsSequence(d) {
		refuseArgument(i, operator, "a sequence", d)
	}
	return datum.Values(d)
}

// functionArgument returns the points of the i-th argument of an operator, which has to be a function with a finite domain.
func functionArgument(i int, operator string, d datum.Datum) (keys, values []datum.Datum) {
	if !d.IsFunction() {
		refuseArgument(i, operator, "a function", d)
	}
	return datum.Elements(datum.Domain(d)), datum.Values(d)
}

// setArgument returns the i-th argument of an operator, which has to be a finite set.
func setArgument(i int, operator string, d datum.Datum) datum.Datum {
	if !d.IsSet() || !datum.IsFinite(d) {
		refuseArgument(i, operator, "a finite set", d)
	}
	return d
}

// holds applies an operator that is the second argument of another, and has to say yes or no.
func (c *call) holds(operator string, args ...datum.Datum) bool {
	answer := c.op(1, args...)
	if !answer.IsBool() {
		refuse("the second argument of %s should be an operator that is TRUE or FALSE, but it gives %s", operator, answer)
	}
	return answer.Bool()
}

// unsupportedNative is an operator that exists and cannot be evaluated here, and why.
func unsupportedNative(operator, why string) native {
	return native{impure: true, call: func(c *call) datum.Datum {
		panic(&failure{Unsupported, c.at, operator + " is not supported: " + why})
	}}
}
