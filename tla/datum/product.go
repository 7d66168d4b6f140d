package datum

// functions is [dom -> rng].
type functions struct{ dom, rng Datum }

// FunctionSet returns [dom -> rng].
func FunctionSet(dom, rng Datum) Datum {
	needSet(dom)
	needSet(rng)
	return lazily(&functions{dom, rng})
}

func (s *functions) contains(x Datum) bool {
	if x.Kind() != KindFunction {
		if x.node == modelNode && modelType(x.n) == 0 {
			return false
		}
		failMember(x, lazily(s))
	}
	f := x.node.points()
	if !s.hasDomain(f) {
		return false
	}
	for _, v := range f.elems {
		if !Contains(s.rng, v) {
			return false
		}
	}
	return true
}

// hasDomain reports whether the functions of the set have the domain of f.
func (s *functions) hasDomain(f *Node) bool {
	n := s.dom.node.count()
	switch {
	case n != int64(len(f.elems)):
		return false
	case n == 0:
		return true
	case f.dom != nil:
		return s.dom.node == f.dom || equalElements(elements(s.dom), f.dom.elems)
	}
	if low, high, ok := Bounds(s.dom); ok {
		return low == 1 && high == n
	}
	return Equal(s.dom, Interval(1, n))
}

func (s *functions) count() int64 {
	n, m := s.dom.node.count(), s.rng.node.count()
	switch {
	case n == 0:
		return 1
	case m == 0:
		return 0
	case n == infinite || m == infinite:
		return infinite
	case m == 1:
		return 1
	case n >= 63:
		return uncounted
	}
	total := int64(1)
	for range n {
		total = multiply(total, m)
	}
	return total
}

func (s *functions) each(yield func(Datum) bool) bool {
	n := int(s.dom.node.count())
	if n == 0 {
		return yield(EmptyTuple)
	}
	rng := s.rng
	if rng.node.count() == 0 {
		return true
	}
	choices := make([][]Datum, n)
	values := elements(rng)
	for i := range choices {
		choices[i] = values
	}
	dom := domainOf(s.dom)
	return eachChoice(choices, func() *Node { return newFunction(dom, n) }, yield)
}

// eachChoice enumerates the functions with the given choices for each of their values, the last changing fastest.
func eachChoice(choices [][]Datum, fresh func() *Node, yield func(Datum) bool) bool {
	at := make([]int, len(choices))
	for {
		node := fresh()
		for i, place := range at {
			node.elems[i] = choices[i][place]
		}
		if !yield(Datum{node: node}) {
			return false
		}
		i := len(at) - 1
		for ; i >= 0 && at[i]+1 == len(choices[i]); i-- {
			at[i] = 0
		}
		if i < 0 {
			return true
		}
		at[i]++
	}
}

func (s *functions) inOrder() bool { return true }

func (s *functions) hash() uint64 { return mix(s.dom.Hash()^seedInfinite, s.rng.Hash()|1) }

func (s *functions) print(b []byte) []byte {
	b = appendBrief(append(b, '['), s.dom)
	return append(appendBrief(append(b, " -> "...), s.rng), ']')
}

// tuples is S \X T \X ..., or a set of records.
type tuples struct {
	sets  []Datum
	shape *Shape // of records; nil for tuples
}

// Product returns the Cartesian product of sets. It takes the slice over.
func Product(sets ...Datum) Datum {
	for _, s := range sets {
		needSet(s)
	}
	return lazily(&tuples{sets: sets})
}

// RecordSet returns the set of records whose fields are elements of those sets, given in the order of the shape's names. It takes
// the slice over.
func RecordSet(shape *Shape, sets ...Datum) Datum {
	for _, s := range sets {
		needSet(s)
	}
	return lazily(&tuples{sets, shape})
}

func (s *tuples) contains(x Datum) bool {
	if x.node == modelNode && modelType(x.n) == 0 {
		return false
	}
	if x.Kind() != KindFunction {
		failMember(x, lazily(s))
	}
	f := x.node.points()
	if f.isRecord() != (s.shape != nil) || f.dom != nil && s.shape == nil {
		s.checkOther(x, f)
		return len(f.elems) == 0 && len(s.sets) == 0
	}
	if len(f.elems) != len(s.sets) || s.shape != nil && !sameDomain(f.dom, s.shape.dom) {
		return false
	}
	for i, set := range s.sets {
		if !Contains(set, f.elems[i]) {
			return false
		}
	}
	return true
}

// checkOther refuses, as TLC does, a function that is no record for a set of records, and one with arguments that are no integers
// for a set of tuples.
func (s *tuples) checkOther(x Datum, f *Node) {
	switch {
	case len(f.elems) == 0:
	case s.shape != nil && !f.isRecord():
		failMember(x, lazily(s))
	case s.shape == nil && f.dom.elems[len(f.elems)-1].node != intNode:
		failMember(x, lazily(s))
	}
}

func (s *tuples) count() int64 {
	total := int64(1)
	for _, set := range s.sets {
		if set.node.count() == 0 {
			return 0
		}
	}
	for _, set := range s.sets {
		total = multiply(total, set.node.count())
	}
	return total
}

func (s *tuples) each(yield func(Datum) bool) bool {
	choices := make([][]Datum, len(s.sets))
	for i, set := range s.sets {
		if set.node.count() == 0 {
			return true
		}
		choices[i] = elements(set)
	}
	if len(choices) == 0 {
		return yield(EmptyTuple)
	}
	var dom *Node
	if s.shape != nil {
		dom = s.shape.dom
	}
	return eachChoice(choices, func() *Node { return newFunction(dom, len(choices)) }, yield)
}

func (s *tuples) inOrder() bool { return true }

func (s *tuples) hash() uint64 {
	sum := uint64(seedInfinite)
	if s.shape != nil {
		sum = s.shape.dom.hashSum()
	}
	return sumOfValues(sum, s.sets)
}

func (s *tuples) print(b []byte) []byte {
	if s.shape == nil {
		for i, set := range s.sets {
			if i > 0 {
				b = append(b, ` \X `...)
			}
			b = appendBrief(b, set)
		}
		return b
	}
	b = append(b, '[')
	for i, set := range s.sets {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, s.shape.names[i]...)
		b = appendBrief(append(b, ": "...), set)
	}
	return append(b, ']')
}

// sequences is Seq of a set.
type sequences struct{ of Datum }

// Seq returns the set of the finite sequences of elements of a set.
func Seq(set Datum) Datum {
	needSet(set)
	return lazily(&sequences{set})
}

func (s *sequences) contains(x Datum) bool {
	if x.node == modelNode && modelType(x.n) == 0 {
		return false
	}
	if !IsTuple(x) {
		failMember(x, lazily(s))
	}
	for _, v := range x.node.points().elems {
		if !Contains(s.of, v) {
			return false
		}
	}
	return true
}

func (s *sequences) count() int64 {
	if s.of.node.count() == 0 {
		return 1
	}
	return infinite
}

func (s *sequences) each(yield func(Datum) bool) bool { return yield(EmptyTuple) } // of {}, or else never asked

func (s *sequences) inOrder() bool { return true }
func (s *sequences) hash() uint64  { return mix(s.of.Hash()^seedInfinite, seedFunction) }
func (s *sequences) print(b []byte) []byte {
	return append(appendBrief(append(b, "Seq("...), s.of), ')')
}
