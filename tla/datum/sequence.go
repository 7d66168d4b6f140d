package datum

// IsTuple reports whether f is a tuple or sequence: a function whose domain is 1..n. A record is none, nor is what is no function.
func IsTuple(f Datum) bool {
	if f.Kind() != KindFunction {
		return false
	}
	switch f.node.rep {
	case repTuple:
		return true
	case repLambda:
		dom := f.node.lazy().lambda.dom
		return dom.node.count() != infinite && domainOf(dom) == nil
	}
	return false
}

// IsSequence is IsTuple by the name that module Sequences has for it.
func IsSequence(f Datum) bool { return IsTuple(f) }

// sequence returns the elements of a sequence, and panics with an *Error if s is none.
func sequence(s Datum, operator string) []Datum {
	if !IsTuple(s) {
		fail("the argument of %s should be a sequence, but it is %s", operator, what(s))
	}
	return s.node.points().elems
}

// Append returns Append(s, x).
func Append(s, x Datum) Datum {
	elems := sequence(s, "Append")
	node := newNode(KindFunction, repTuple, len(elems)+1)
	copy(node.elems, elems)
	node.elems[len(elems)] = x
	if sum := s.node.sum.Load(); sum != 0 {
		node.sum.Store(sum + pointHash(len(elems), x))
	}
	return Datum{node: node}
}

// Concat returns s \o t.
func Concat(s, t Datum) Datum {
	first, second := sequence(s, `\o`), sequence(t, `\o`)
	switch {
	case len(first) == 0:
		return t
	case len(second) == 0:
		return s
	}
	node := newNode(KindFunction, repTuple, len(first)+len(second))
	copy(node.elems[copy(node.elems, first):], second)
	return Datum{node: node}
}

// Head returns Head(s). It panics with an *Error if s is empty.
func Head(s Datum) Datum {
	elems := sequence(s, "Head")
	if len(elems) == 0 {
		fail("attempted to apply Head to the empty sequence")
	}
	return elems[0]
}

// Tail returns Tail(s). It panics with an *Error if s is empty.
func Tail(s Datum) Datum {
	elems := sequence(s, "Tail")
	if len(elems) == 0 {
		fail("attempted to apply Tail to the empty sequence")
	}
	return part(s, 1, len(elems))
}

// SubSeq returns SubSeq(s, from, to), which is empty if from > to. It panics with an *Error if it is not and the bounds are not in
// the domain of s.
func SubSeq(s Datum, from, to int64) Datum {
	elems := sequence(s, "SubSeq")
	switch {
	case from > to:
		return EmptyTuple
	case from < 1 || from > int64(len(elems)):
		fail("the second argument of SubSeq is %d, which is not in the domain of %s", from, what(s))
	case to > int64(len(elems)):
		fail("the third argument of SubSeq is %d, which is not in the domain of %s", to, what(s))
	}
	return part(s, int(from)-1, int(to))
}

// part returns the sequence of the elements of s in the places from, from+1, ..., to-1. It shares the elements.
func part(s Datum, from, to int) Datum {
	elems := s.node.points().elems
	if from == 0 && to == len(elems) {
		return s
	}
	return Tuple(elems[from:to:to])
}
