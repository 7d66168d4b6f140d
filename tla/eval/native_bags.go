package eval

import "github.com/tenet-go/tenet/tla/datum"

var _ = register("Bags", map[string]native{
	"IsABag":         {unary: isABag},
	"BagToSet":       {unary: datum.Domain},
	"SetToBag":       {unary: setToBag},
	"BagIn":          {test: func(x, b datum.Datum) bool { return datum.Contains(datum.Domain(b), x) }},
	"CopiesIn":       {binary: func(x, b datum.Datum) datum.Datum { return datum.Int(copiesIn("CopiesIn", x, b)) }},
	"(+)":            {binary: bagSum},
	"(-)":            {binary: bagDifference},
	"BagUnion":       {unary: bagUnion},
	`\sqsubseteq`:    {test: isSubBag},
	"SubBag":         {unary: subBags},
	"BagOfAll":       {call: bagOfAll},
	"BagCardinality": {unary: bagCardinality},
})

var _ = register("BagsExt", map[string]native{
	"FoldBag": {call: foldBag},
})

func init() {
	nativeValues["Bags"] = map[string]datum.Datum{"EmptyBag": datum.EmptyTuple}
}

// copies returns how often a bag has an element, which is one of its values.
func copies(operator string, value datum.Datum) int64 {
	if !value.IsInt() {
		refuse("%s needs a bag, whose values are numbers of copies, and found %s", operator, value)
	}
	return value.Int()
}

func copiesIn(operator string, x, bag datum.Datum) int64 {
	n, ok := datum.Apply(bag, x)
	if !ok {
		return 0
	}
	return copies(operator, n)
}

func isABag(b datum.Datum) datum.Datum {
	if !b.IsFunction() {
		return datum.Bool(false)
	}
	for _, n := range datum.Values(b) {
		if !n.IsInt() || n.Int() <= 0 {
			return datum.Bool(false)
		}
	}
	return datum.Bool(true)
}

func setToBag(s datum.Datum) datum.Datum {
	elems := datum.Elements(setArgument(0, "SetToBag", s))
	ones := make([]datum.Datum, len(elems))
	for i := range ones {
		ones[i] = datum.Int(1)
	}
	return datum.Function(s, ones)
}

func bagSum(a, b datum.Datum) datum.Datum {
	keys, values := functionArgument(1, "(+)", b)
	functionArgument(0, "(+)", a)
	more := make([]datum.Datum, len(values))
	for i, n := range values {
		more[i] = plus(datum.Int(copiesIn("(+)", keys[i], a)), datum.Int(copies("(+)", n)))
	}
	return datum.Merge(datum.Function(datum.Domain(b), more), a)
}

func bagDifference(a, b datum.Datum) datum.Datum {
	keys, values := functionArgument(0, "(-)", a)
	functionArgument(1, "(-)", b)
	var left, counts []datum.Datum
	for i, n := range values {
		if rest := copies("(-)", n) - copiesIn("(-)", keys[i], b); rest > 0 {
			left, counts = append(left, keys[i]), append(counts, datum.Int(rest))
		}
	}
	return datum.Pairs(left, counts)
}

func bagUnion(bags datum.Datum) datum.Datum {
	sum := datum.EmptyTuple
	for _, b := range datum.Elements(setArgument(0, "BagUnion", bags)) {
		sum = bagSum(sum, b)
	}
	return sum
}

func isSubBag(a, b datum.Datum) bool {
	keys, values := functionArgument(0, `\sqsubseteq`, a)
	functionArgument(1, `\sqsubseteq`, b)
	for i, n := range values {
		if copies(`\sqsubseteq`, n) > copiesIn(`\sqsubseteq`, keys[i], b) {
			return false
		}
	}
	return true
}

// maxSubBags bounds what SubBag makes.
const maxSubBags = 10_000_000

func subBags(b datum.Datum) datum.Datum {
	keys, values := functionArgument(0, "SubBag", b)
	total := int64(1)
	for _, n := range values {
		if total *= 1 + copies("SubBag", n); total > maxSubBags {
			refuse("SubBag of %s has more than %d elements", b, maxSubBags)
		}
	}
	all := make([]datum.Datum, 0, total)
	counts := make([]int64, len(keys))
	for {
		var some, of []datum.Datum
		for i, n := range counts {
			if n > 0 {
				some, of = append(some, keys[i]), append(of, datum.Int(n))
			}
		}
		all = append(all, datum.Pairs(some, of))
		i := 0
		for ; i < len(counts) && counts[i] == values[i].Int(); i++ {
			counts[i] = 0
		}
		if i == len(counts) {
			return datum.Set(all)
		}
		counts[i]++
	}
}

func bagOfAll(c *call) datum.Datum {
	keys, values := functionArgument(1, "BagOfAll", c.arg(1))
	sum := datum.EmptyTuple
	for i, x := range keys {
		sum = bagSum(sum, datum.Pair(c.op(0, x), values[i]))
	}
	return sum
}

func bagCardinality(b datum.Datum) datum.Datum {
	_, values := functionArgument(0, "BagCardinality", b)
	sum := datum.Int(0)
	for _, n := range values {
		sum = plus(sum, datum.Int(copies("BagCardinality", n)))
	}
	return sum
}

func foldBag(c *call) datum.Datum {
	keys, values := functionArgument(2, "FoldBag", c.arg(2))
	value := c.arg(1)
	for i, x := range keys {
		for range copies("FoldBag", values[i]) {
			value = c.op(0, value, x)
		}
	}
	return value
}
