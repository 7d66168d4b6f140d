package eval

import (
	"slices"
	"strings"
	"time"

	"github.com/tenet-go/tenet/tla/datum"
)

var _ = register("TLC", map[string]native{
	"Print":         {impure: true, call: printAnd},
	"PrintT":        {impure: true, call: printTrue},
	"Assert":        {call: assert},
	"JavaTime":      {impure: true, call: javaTime},
	"TLCGet":        {impure: true, call: func(c *call) datum.Datum { return c.register("TLCGet", c.arg(0)) }},
	"TLCSet":        {impure: true, call: setRegister},
	":>":            {binary: datum.Pair},
	"@@":            {binary: merge},
	"Permutations":  {unary: permutations},
	"SortSeq":       {call: sortSequence},
	"RandomElement": {chance: true, call: randomElement},
	"Any":           unsupportedNative("Any", "the engine has no set of everything"),
	"ToString":      {unary: func(v datum.Datum) datum.Datum { return datum.String(v.String()) }},
	"TLCEval":       {unary: datum.Forced},
})

func printAnd(c *call) datum.Datum {
	out, v := c.arg(0), c.arg(1)
	c.evaluator.print(out.String() + "  " + v.String())
	return v
}

func printTrue(c *call) datum.Datum {
	c.evaluator.print(c.arg(0).String())
	return datum.Bool(true)
}

// assert evaluates the message only if it is needed.
func assert(c *call) datum.Datum {
	v := c.arg(0)
	if v.IsBool() && v.Bool() {
		return v
	}
	panic(&assertion{"the first argument of Assert evaluated to " + v.String() + "; the second argument was: " + c.arg(1).String()})
}

// javaTime is in seconds, within 31 bits.
func javaTime(*call) datum.Datum { return datum.Int(time.Now().Unix() & 0x7fffffff) }

// register returns what TLCGet(key) is.
func (c *call) register(operator string, key datum.Datum) datum.Datum {
	v, ok := c.evaluator.register(key)
	if !ok && key.IsString() && strings.HasPrefix(key.Text(), "-D") {
		panic(&failure{Unsupported, c.at, "a property of the Java machine that TLC runs in is not supported: " + key.String()})
	}
	if !ok {
		refuse("the value of %s(%s) is undefined", operator, key)
	}
	return v
}

func setRegister(c *call) datum.Datum {
	key := c.arg(0)
	if !c.evaluator.setRegister(key, datum.Forced(c.arg(1))) {
		refuse("TLCSet cannot set %s", key)
	}
	return datum.Bool(true)
}

func merge(f, g datum.Datum) datum.Datum {
	for i, d := range [...]datum.Datum{f, g} {
		if !d.IsFunction() {
			refuseArgument(i, "@@", "a function", d)
		}
	}
	return datum.Merge(f, g)
}

func permutations(s datum.Datum) datum.Datum {
	var all []datum.Datum
	eachOrder(datum.Elements(setArgument(0, "Permutations", s)), func(order []datum.Datum) {
		all = append(all, datum.Function(s, slices.Clone(order)))
	})
	return datum.Set(all)
}

// sortSequence sorts by insertion as TLC does, which matters for operators that are no order.
func sortSequence(c *call) datum.Datum {
	elems := sequenceArgument(0, "SortSeq", c.arg(0))
	sorted := make([]datum.Datum, 0, len(elems))
	for _, x := range elems {
		at := len(sorted)
		for at > 0 && c.holds("SortSeq", x, sorted[at-1]) {
			at--
		}
		sorted = slices.Insert(sorted, at, x)
	}
	return datum.Tuple(sorted)
}
