package eval

import "github.com/tenet-go/tenet/tla/datum"

const needsTrace = "the engine does not keep the behavior while it evaluates"

var _ = register("TLCExt", map[string]native{
	"AssertEq":          {impure: true, call: assertEqual},
	"AssertError":       {call: assertError},
	"TLCGetOrDefault":   {impure: true, call: registerOrDefault},
	"TLCGetAndSet":      {impure: true, call: getAndSet},
	"TLCModelValue":     {unary: modelValue},
	"TLCNoOp":           {unary: func(v datum.Datum) datum.Datum { return v }},
	"TLCCache":          {call: func(c *call) datum.Datum { return c.arg(0) }},
	"TLCFP":             {unary: func(v datum.Datum) datum.Datum { return datum.Int(int64(v.Hash() & 0x7fffffff)) }},
	"Trace":             unsupportedNative("TLCExt!Trace", needsTrace),
	"CounterExample":    unsupportedNative("TLCExt!CounterExample", needsTrace),
	"ToTrace":           unsupportedNative("TLCExt!ToTrace", needsTrace),
	"TLCDefer":          unsupportedNative("TLCExt!TLCDefer", "steps are not chosen one by one"),
	"PickSuccessor":     {call: pickSuccessor},
	"TLCEvalDefinition": unsupportedNative("TLCExt!TLCEvalDefinition", "definitions have no names while the engine evaluates"),
})

func assertEqual(c *call) datum.Datum {
	a, b := c.arg(0), c.arg(1)
	if datum.Equal(a, b) {
		return datum.Bool(true)
	}
	c.evaluator.print("assertion failed: " + a.String() + " is not equal to " + b.String())
	return datum.Bool(false)
}

// assertError compares messages by words that differ between engines, so it is only for those who ask for this engine's.
func assertError(c *call) datum.Datum {
	want := c.arg(0)
	if !want.IsString() {
		refuseArgument(0, "AssertError", "a string", want)
	}
	if message, failed := c.failure(1); failed && message != want.Text() {
		refuse("AssertError expects the error %s, and this engine says %q", want, message)
	}
	return datum.Bool(true)
}

// failure evaluates the i-th argument and returns the message of its failure, if it fails.
func (c *call) failure(i int) (message string, failed bool) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *failure:
			message, failed = reason.message, true
		case *datum.Error:
			message, failed = reason.Message, true
		case *assertion:
			message, failed = reason.message, true
		default:
			panic(reason)
		}
	}()
	c.arg(i)
	return "", false
}

func registerOrDefault(c *call) datum.Datum {
	if v, ok := c.evaluator.register(c.arg(0)); ok {
		return v
	}
	return c.arg(1)
}

// getAndSet is TLCGetAndSet(key, Op, val, default).
func getAndSet(c *call) datum.Datum {
	key := c.arg(0)
	old, ok := c.evaluator.register(key)
	if !ok {
		old = c.arg(3)
	}
	if !c.evaluator.setRegister(key, datum.Forced(c.op(1, old, c.arg(2)))) {
		refuse("TLCGetAndSet cannot set %s", key)
	}
	return old
}

func modelValue(name datum.Datum) datum.Datum {
	if !name.IsString() {
		refuse("the argument of TLCModelValue should be a string, but it is %s", name)
	}
	return datum.Model(name.Text())
}

// pickSuccessor has nobody to ask.
func pickSuccessor(c *call) datum.Datum {
	v := c.arg(0)
	if !v.IsBool() || !v.Bool() {
		refuse("TLCExt!PickSuccessor is not supported: the engine asks nobody while it evaluates")
	}
	return v
}
