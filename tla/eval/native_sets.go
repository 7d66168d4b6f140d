package eval

import "github.com/tenet-go/tenet/tla/datum"

var _ = register("FiniteSets", map[string]native{
	"Cardinality": {unary: cardinality},
	"IsFiniteSet": {unary: isFiniteSet},
})

// The folds of this and other modules go from the first element to the last one in canonical order, as the ones of TLC do where the
// order is not determined.
var _ = register("FiniteSetsExt", map[string]native{
	"FoldSet":       {call: func(c *call) datum.Datum { return c.foldSet("FoldSet", c.arg(1), c.arg(2)) }},
	"ReduceSet":     {call: func(c *call) datum.Datum { return c.foldSet("ReduceSet", c.arg(2), c.arg(1)) }},
	"SumSet":        {unary: func(s datum.Datum) datum.Datum { return reduceSet("SumSet", s, datum.Int(0), plus) }},
	"ProductSet":    {unary: func(s datum.Datum) datum.Datum { return reduceSet("ProductSet", s, datum.Int(1), times) }},
	"MapThenSumSet": {call: mapThenSumSet},
	"FlattenSet":    {unary: datum.UnionAll},
	"Quantify":      {call: quantify},
	"kSubset":       {binary: subsetsOfSize},
	"Max":           {unary: func(s datum.Datum) datum.Datum { return extreme("Max", s, greater) }},
	"Min":           {unary: func(s datum.Datum) datum.Datum { return extreme("Min", s, less) }},
})

var _ = register("Folds", map[string]native{
	"MapThenFoldSet": {call: mapThenFoldSet},
})

func cardinality(s datum.Datum) datum.Datum {
	if !s.IsSet() {
		refuse("the argument of Cardinality should be a finite set, but it is %s", s)
	}
	n, finite := datum.Cardinality(s)
	if !finite {
		refuse("the argument of Cardinality should be a finite set, but it is %s", s)
	}
	return datum.Int(n)
}

func isFiniteSet(s datum.Datum) datum.Datum {
	if !s.IsSet() {
		refuse("the argument of IsFiniteSet should be a set, but it is %s", s)
	}
	return datum.Bool(datum.IsFinite(s))
}

// foldSet folds the operator that is the first argument, the elements of the set being its first operand.
func (c *call) foldSet(operator string, base, set datum.Datum) datum.Datum {
	value := base
	datum.EachInOrder(setArgument(2, operator, set), func(x datum.Datum) bool {
		value = c.op(0, x, value)
		return true
	})
	return value
}

func reduceSet(operator string, set, base datum.Datum, combine func(a, b datum.Datum) datum.Datum) datum.Datum {
	value := base
	datum.EachInOrder(setArgument(0, operator, set), func(x datum.Datum) bool {
		value = combine(x, value)
		return true
	})
	return value
}

func mapThenSumSet(c *call) datum.Datum {
	sum := datum.Int(0)
	datum.EachInOrder(setArgument(1, "MapThenSumSet", c.arg(1)), func(x datum.Datum) bool {
		sum = plus(c.op(0, x), sum)
		return true
	})
	return sum
}

// mapThenFoldSet is MapThenFoldSet(op, base, f, choose, S): the elements that choose takes last are folded first.
func mapThenFoldSet(c *call) datum.Datum {
	var chosen []datum.Datum
	for rest := setArgument(4, "MapThenFoldSet", c.arg(4)); !datum.IsEmpty(rest); {
		x := c.op(3, rest)
		smaller := datum.Minus(rest, datum.Set([]datum.Datum{x}))
		if size, _ := datum.Cardinality(smaller); size >= int64(len(datum.Elements(rest))) {
			refuse("the fourth argument of MapThenFoldSet should choose an element of the set %s, but it chooses %s", rest, x)
		}
		chosen, rest = append(chosen, x), smaller
	}
	value := c.arg(1)
	for i := len(chosen) - 1; i >= 0; i-- {
		value = c.op(0, c.op(2, chosen[i]), value)
	}
	return value
}

func quantify(c *call) datum.Datum {
	count := int64(0)
	datum.EachInOrder(setArgument(0, "Quantify", c.arg(0)), func(x datum.Datum) bool {
		if c.holds("Quantify", x) {
			count++
		}
		return true
	})
	return datum.Int(count)
}

func subsetsOfSize(k, set datum.Datum) datum.Datum {
	size, s := integerArgument(0, "kSubset", k), setArgument(1, "kSubset", set)
	if n, _ := datum.Cardinality(s); size < 0 || size > n {
		return datum.EmptySet
	}
	return datum.KSubsets(size, s)
}

// extreme returns the element that is beyond all others.
func extreme(operator string, set datum.Datum, beyond func(a, b datum.Datum) bool) datum.Datum {
	elems := datum.Elements(setArgument(0, operator, set))
	if len(elems) == 0 {
		refuse("the argument of %s should be a set with elements, but it is {}", operator)
	}
	best := elems[0]
	for _, x := range elems {
		if beyond(x, best) {
			best = x
		}
	}
	return best
}
