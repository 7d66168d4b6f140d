package datum

import "slices"

// EmptyTuple is <<>>, which is also the function and the record without points.
var EmptyTuple = Datum{node: &Node{kind: KindFunction, rep: repTuple}}

// Tuple returns the sequence of these elements. It takes the slice over.
func Tuple(elems []Datum) Datum {
	if len(elems) == 0 {
		return EmptyTuple
	}
	return Datum{node: &Node{kind: KindFunction, rep: repTuple, elems: elems}}
}

// NewTuple returns a tuple and its elements, for the caller to set before anything else is done with the tuple.
func NewTuple(n int) (Datum, []Datum) {
	node := newFunction(nil, n)
	return Datum{node: node}, node.elems
}

// Function returns the function with this domain and these values, given in the canonical order of the domain's elements. It takes
// the slice over.
func Function(dom Datum, values []Datum) Datum {
	needSet(dom)
	if len(values) == 0 {
		return EmptyTuple
	}
	node := &Node{kind: KindFunction, rep: repTuple, elems: values, dom: domainOf(dom)}
	if node.dom != nil {
		node.rep = repFunction
	}
	return Datum{node: node}
}

// NewFunction returns a function with this domain and its values, for the caller to set, in the canonical order of the domain's
// elements, before anything else is done with the function.
func NewFunction(dom Datum) (Datum, []Datum) {
	needSet(dom)
	n := dom.node.count()
	if n > maxElements {
		elements(dom) // panics
	}
	node := newFunction(domainOf(dom), int(n))
	return Datum{node: node}, node.elems
}

// newFunction makes a node with the domain dom, or 1..n if that is nil.
func newFunction(dom *Node, n int) *Node {
	switch {
	case n == 0:
		return EmptyTuple.node
	case dom == nil:
		return newNode(KindFunction, repTuple, n)
	}
	node := newNode(KindFunction, repFunction, n)
	node.dom = dom
	return node
}

// Pair returns the function that has only this point: key :> value.
func Pair(key, value Datum) Datum {
	if key.node == intNode && key.n == 1 {
		node := newNode(KindFunction, repTuple, 1)
		node.elems[0] = value
		return Datum{node: node}
	}
	node := newFunction(domainOf(Singleton(key)), 1)
	node.elems[0] = value
	return Datum{node: node}
}

// Pairs returns the function with these points, given in any order. It panics with an *Error if a key occurs twice. It takes the
// slices over.
func Pairs(keys, values []Datum) Datum {
	if len(keys) == 0 {
		return EmptyTuple
	}
	if !slices.IsSortedFunc(keys, Compare) {
		keys, values = sortPairs(keys, values)
	}
	for i := 1; i < len(keys); i++ {
		if Equal(keys[i-1], keys[i]) {
			fail("a function has two values at %s", described(keys[i]))
		}
	}
	return functionOf(keys, values)
}

func sortPairs(keys, values []Datum) (sortedKeys, sortedValues []Datum) {
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return Compare(keys[i], keys[j]) })
	sortedKeys, sortedValues = make([]Datum, len(keys)), make([]Datum, len(keys))
	for i, at := range order {
		sortedKeys[i], sortedValues[i] = keys[at], values[at]
	}
	return sortedKeys, sortedValues
}

// functionOf returns the function with these points, of which there are some, in canonical order.
func functionOf(keys, values []Datum) Datum {
	if isCount(keys) {
		return Tuple(values)
	}
	return Function(sorted(keys), values)
}

// points returns the node that has the values of a function, which is another one than n if n is lazy.
func (n *Node) points() *Node {
	if n.rep == repLambda {
		return n.lambdaPoints()
	}
	return n
}

// isRecord reports whether the keys of a function are strings.
func (n *Node) isRecord() bool {
	if n.dom == nil {
		return false
	}
	if marks := n.dom.marks.Load(); marks&markInterned != 0 {
		return marks&markStrings != 0
	}
	return stringsMark(n.dom.elems) != 0
}

func isRecord(d Datum) bool {
	return d.Kind() == KindFunction && d.node.rep == repFunction && d.node.isRecord()
}

// stringsMark returns markStrings if all keys, of which there are some, are strings, which is so if the first and the last are.
func stringsMark(keys []Datum) uint32 {
	if keys[0].node == stringNode && keys[len(keys)-1].node == stringNode {
		return markStrings
	}
	return 0
}

// Apply returns f[arg], and whether arg is in the domain of f. It panics with an *Error if f is no function, or arg cannot be
// compared with the elements of the domain.
func Apply(f, arg Datum) (Datum, bool) {
	needFunction(f)
	switch f.node.rep {
	case repTuple:
		at, found := placeInTuple(f, arg)
		if !found {
			return Datum{}, false
		}
		return f.node.elems[at], true
	case repFunction:
		at, found := find(f.node.dom.elems, arg)
		if !found {
			return Datum{}, false
		}
		return f.node.elems[at], true
	}
	return f.node.applyLambda(arg)
}

func placeInTuple(f, arg Datum) (int, bool) {
	if arg.node != intNode && len(f.node.elems) > 0 && (arg.node != modelNode || modelType(arg.n) != 0) {
		fail("attempted to apply %s to %s, which is no integer", what(f), what(arg))
	}
	at := arg.n - 1
	return int(at), arg.node == intNode && uint64(at) < uint64(len(f.node.elems))
}

// Domain returns DOMAIN f.
func Domain(f Datum) Datum {
	needFunction(f)
	switch f.node.rep {
	case repTuple:
		return Interval(1, int64(len(f.node.elems)))
	case repFunction:
		return Datum{node: f.node.dom}
	}
	return f.node.lazy().lambda.dom
}

// Len returns how many points a function has.
func Len(f Datum) int {
	needFunction(f)
	return len(f.node.points().elems)
}

// At returns the i-th value of a function, counted from 0, in the canonical order of its domain.
func At(f Datum, i int) Datum { return f.node.points().elems[i] }

// Values returns the values of a function in the canonical order of its domain. The slice is the function's own.
func Values(f Datum) []Datum {
	needFunction(f)
	return f.node.points().elems
}

// With returns [f EXCEPT ![arg] = value], and false if arg is not in the domain of f.
func With(f, arg, value Datum) (Datum, bool) {
	needFunction(f)
	var at int
	var found bool
	switch f.node.rep {
	case repTuple:
		at, found = placeInTuple(f, arg)
	case repFunction:
		at, found = find(f.node.dom.elems, arg)
	default:
		return f.node.lambdaWith(f, arg, value)
	}
	if !found {
		return f, false
	}
	return WithAt(f, at, value), true
}

// WithAt returns f with another i-th value, counted from 0, in the canonical order of its domain.
func WithAt(f Datum, i int, value Datum) Datum {
	node := f.node.points()
	if same(node.elems[i], value) {
		return f
	}
	changed := newFunction(node.dom, len(node.elems))
	copy(changed.elems, node.elems)
	changed.elems[i] = value
	if len(node.elems) > few { // otherwise it is as quick to sum up again, if anybody asks
		if sum := node.sum.Load(); sum != 0 {
			changed.sum.Store(sum - pointHash(i, node.elems[i]) + pointHash(i, value))
		}
	}
	return Datum{node: changed}
}

// Merge returns f @@ g: the function with the points of both, those of f where both have one.
func Merge(f, g Datum) Datum {
	needFunction(f)
	needFunction(g)
	a, b := f.node.points(), g.node.points()
	switch {
	case len(b.elems) == 0:
		return f
	case len(a.elems) == 0:
		return g
	case a.dom == nil && b.dom == nil:
		if len(a.elems) >= len(b.elems) {
			return f
		}
		node := newFunction(nil, len(b.elems))
		copy(node.elems[copy(node.elems, a.elems):], b.elems[len(a.elems):])
		return Datum{node: node}
	case a.dom == b.dom:
		return f
	}
	return mergePoints(f, a, b)
}

// mergePoints is Merge where the domains differ. They are in order, and so the points are merged like lists.
func mergePoints(f Datum, a, b *Node) Datum {
	x, y := keysOf(a), keysOf(b)
	keys := make([]Datum, 0, len(x)+len(y))
	values := make([]Datum, 0, len(x)+len(y))
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		c := -1
		if i == len(x) {
			c = 1
		} else if j < len(y) {
			c = Compare(x[i], y[j])
		}
		if c <= 0 {
			keys, values = append(keys, x[i]), append(values, a.elems[i])
			i++
		} else {
			keys, values = append(keys, y[j]), append(values, b.elems[j])
		}
		if c >= 0 {
			j++
		}
	}
	if len(keys) == len(x) {
		return f
	}
	return functionOf(keys, values)
}

// keysOf returns the elements of a function's domain.
func keysOf(n *Node) []Datum {
	if n.dom != nil {
		return n.dom.elems
	}
	return elements(Interval(1, int64(len(n.elems))))
}
