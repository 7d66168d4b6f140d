package eval

import (
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
)

var _ = register("SequencesExt", map[string]native{
	"ToSet":           {unary: toSet},
	"SetToSeq":        {unary: setToSequence},
	"SetToSeqs":       {unary: setToSequences},
	"Contains":        {binary: containsElement},
	"Reverse":         {unary: reverse},
	"Remove":          {binary: remove},
	"SelectInSeq":     {call: selectInSequence},
	"SelectLastInSeq": {call: selectLastInSequence},
	"RemoveAt":        {binary: removeAt},
	"RemoveFirst":     {binary: removeFirst},
	"Cons":            {binary: func(x, s datum.Datum) datum.Datum { return cons("Cons", x, s) }},
	"Snoc":            {binary: func(x, s datum.Datum) datum.Datum { return datum.Append(s, x) }},
	"Front":           {unary: front},
	"Last":            {unary: last},
	"IsPrefix":        {test: isPrefix},
	"IsStrictPrefix":  {test: isStrictPrefix},
	"FoldSeq":         {call: func(c *call) datum.Datum { return c.foldFunction("FoldSeq", c.arg(2)) }},
	"FoldLeft":        {call: foldLeft},
	"FoldRight":       {call: foldRight},
	"FoldLeftDomain":  {call: foldLeftDomain},
	"FoldRightDomain": {call: foldRightDomain},
})

// toSet is ToSet, which is for sequences and works for all functions.
func toSet(s datum.Datum) datum.Datum {
	if !s.IsFunction() {
		refuse("the argument of ToSet should be a sequence, but it is %s", s)
	}
	return setOf(datum.Values(s))
}

func setToSequence(s datum.Datum) datum.Datum {
	return datum.Tuple(slices.Clone(datum.Elements(setArgument(0, "SetToSeq", s))))
}

func setToSequences(s datum.Datum) datum.Datum {
	var all []datum.Datum
	eachOrder(datum.Elements(setArgument(0, "SetToSeqs", s)), func(order []datum.Datum) {
		all = append(all, datum.Tuple(slices.Clone(order)))
	})
	return datum.Set(all)
}

// eachOrder yields these elements in all orders, from the smallest on. The slice is borrowed.
func eachOrder(elems []datum.Datum, yield func([]datum.Datum)) {
	order, used := make([]datum.Datum, 0, len(elems)), make([]bool, len(elems))
	var extend func()
	extend = func() {
		if len(order) == len(elems) {
			yield(order)
			return
		}
		for i, x := range elems {
			if used[i] {
				continue
			}
			used[i], order = true, append(order, x)
			extend()
			used[i], order = false, order[:len(order)-1]
		}
	}
	extend()
}

func containsElement(s, x datum.Datum) datum.Datum {
	elems := sequenceArgument(0, "Contains", s)
	return datum.Bool(slices.ContainsFunc(elems, func(e datum.Datum) bool { return datum.Equal(e, x) }))
}

func reverse(s datum.Datum) datum.Datum {
	elems := slices.Clone(sequenceArgument(0, "Reverse", s))
	slices.Reverse(elems)
	return datum.Tuple(elems)
}

func remove(s, x datum.Datum) datum.Datum {
	elems := slices.Clone(sequenceArgument(0, "Remove", s))
	return datum.Tuple(slices.DeleteFunc(elems, func(e datum.Datum) bool { return datum.Equal(e, x) }))
}

func selectInSequence(c *call) datum.Datum {
	for i, x := range sequenceArgument(0, "SelectInSeq", c.arg(0)) {
		if c.holds("SelectInSeq", x) {
			return datum.Int(int64(i + 1))
		}
	}
	return datum.Int(0)
}

func selectLastInSequence(c *call) datum.Datum {
	for i, x := range slices.Backward(sequenceArgument(0, "SelectLastInSeq", c.arg(0))) {
		if c.holds("SelectLastInSeq", x) {
			return datum.Int(int64(i + 1))
		}
	}
	return datum.Int(0)
}

func removeAt(s, place datum.Datum) datum.Datum {
	elems, i := sequenceArgument(0, "RemoveAt", s), integerArgument(1, "RemoveAt", place)
	if i < 1 || i > int64(len(elems)) {
		refuse("the second argument of RemoveAt is %d, which is not in the domain of %s", i, s)
	}
	return datum.Tuple(slices.Delete(slices.Clone(elems), int(i-1), int(i)))
}

func removeFirst(s, x datum.Datum) datum.Datum {
	elems := sequenceArgument(0, "RemoveFirst", s)
	i := slices.IndexFunc(elems, func(e datum.Datum) bool { return datum.Equal(e, x) })
	if i < 0 {
		return s
	}
	return datum.Tuple(slices.Delete(slices.Clone(elems), i, i+1))
}

func cons(operator string, x, s datum.Datum) datum.Datum {
	return datum.Tuple(slices.Insert(slices.Clone(sequenceArgument(1, operator, s)), 0, x))
}

func front(s datum.Datum) datum.Datum {
	if s.IsString() {
		return substring(s, 1, length(s).Int()-1)
	}
	return datum.SubSeq(s, 1, int64(len(sequenceArgument(0, "Front", s)))-1)
}

func last(s datum.Datum) datum.Datum {
	elems := sequenceArgument(0, "Last", s)
	if len(elems) == 0 {
		refuse("attempted to apply Last to the empty sequence")
	}
	return elems[len(elems)-1]
}

func isPrefix(s, t datum.Datum) bool {
	if s.IsString() && t.IsString() {
		n := length(s).Int()
		return n <= length(t).Int() && datum.Equal(s, substring(t, 1, n))
	}
	a, b := sequenceArgument(0, "IsPrefix", s), sequenceArgument(1, "IsPrefix", t)
	return len(a) <= len(b) && slices.EqualFunc(a, b[:len(a)], datum.Equal)
}

func isStrictPrefix(s, t datum.Datum) bool {
	return isPrefix(s, t) && length(s).Int() != length(t).Int()
}

func foldLeft(c *call) datum.Datum {
	value := c.arg(1)
	for _, x := range sequenceArgument(2, "FoldLeft", c.arg(2)) {
		value = c.op(0, value, x)
	}
	return value
}

func foldRight(c *call) datum.Datum {
	elems, value := sequenceArgument(1, "FoldRight", c.arg(1)), c.arg(2)
	for _, x := range slices.Backward(elems) {
		value = c.op(0, x, value)
	}
	return value
}

func foldLeftDomain(c *call) datum.Datum {
	value := c.arg(1)
	for i := range sequenceArgument(2, "FoldLeftDomain", c.arg(2)) {
		value = c.op(0, value, datum.Int(int64(i+1)))
	}
	return value
}

func foldRightDomain(c *call) datum.Datum {
	elems, value := sequenceArgument(1, "FoldRightDomain", c.arg(1)), c.arg(2)
	for i := range slices.Backward(elems) {
		value = c.op(0, datum.Int(int64(i+1)), value)
	}
	return value
}
