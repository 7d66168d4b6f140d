package eval

import "github.com/tenet-go/tenet/tla/datum"

var _ = register("Functions", map[string]native{
	"Range":             {unary: valuesOf},
	"AntiFunction":      {unary: antiFunction},
	"IsInjective":       {unary: isInjective},
	"FoldFunction":      {call: func(c *call) datum.Datum { return c.foldFunction("FoldFunction", c.arg(2)) }},
	"FoldFunctionOnSet": {call: foldFunctionOnSet},
	"SumFunction":       {unary: sumFunction},
	"SumFunctionOnSet":  {binary: sumFunctionOnSet},
})

// valuesOf is the set of the values of a function.
func valuesOf(f datum.Datum) datum.Datum {
	if !f.IsFunction() {
		refuse("the argument of Range should be a function, but it is %s", f)
	}
	return setOf(datum.Values(f))
}

// setOf returns the set of these elements, which stay the caller's.
func setOf(elems []datum.Datum) datum.Datum {
	return datum.Set(append([]datum.Datum(nil), elems...))
}

func isInjective(f datum.Datum) datum.Datum {
	if !f.IsFunction() {
		refuse("the argument of IsInjective should be a function, but it is %s", f)
	}
	values := datum.Values(f)
	return datum.Bool(len(datum.Elements(setOf(values))) == len(values))
}

// antiFunction maps each value of a function to the first point where the function has it.
func antiFunction(f datum.Datum) datum.Datum {
	keys, values := functionArgument(0, "AntiFunction", f)
	var from, to []datum.Datum
	seen := datum.EmptySet
	for i, v := range values {
		if !datum.Contains(seen, v) {
			seen = datum.Union(seen, datum.Singleton(v))
			from, to = append(from, v), append(to, keys[i])
		}
	}
	return datum.Pairs(from, to)
}

func (c *call) foldFunction(operator string, f datum.Datum) datum.Datum {
	_, values := functionArgument(2, operator, f)
	value := c.arg(1)
	for _, x := range values {
		value = c.op(0, x, value)
	}
	return value
}

func foldFunctionOnSet(c *call) datum.Datum {
	value, f := c.arg(1), c.arg(2)
	if !f.IsFunction() {
		refuseArgument(2, "FoldFunctionOnSet", "a function", f)
	}
	datum.EachInOrder(setArgument(3, "FoldFunctionOnSet", c.arg(3)), func(x datum.Datum) bool {
		value = c.op(0, applied(f, x), value)
		return true
	})
	return value
}

// applied is f[x].
func applied(f, x datum.Datum) datum.Datum {
	v, ok := datum.Apply(f, x)
	if !ok {
		refuse("attempted to apply the function %s to %s, which is not in its domain", f, x)
	}
	return v
}

func sumFunction(f datum.Datum) datum.Datum {
	_, values := functionArgument(0, "SumFunction", f)
	sum := datum.Int(0)
	for _, x := range values {
		sum = plus(x, sum)
	}
	return sum
}

func sumFunctionOnSet(f, set datum.Datum) datum.Datum {
	if !f.IsFunction() {
		refuseArgument(0, "SumFunctionOnSet", "a function", f)
	}
	return reduceSet("SumFunctionOnSet", set, datum.Int(0), func(x, sum datum.Datum) datum.Datum { return plus(applied(f, x), sum) })
}
