package datum

// Enumerated returns the elements of a set in canonical order if they are at hand, and whether they are. It panics with an *Error if
// the value is no set.
func Enumerated(set Datum) ([]Datum, bool) {
	needSet(set)
	if set.node.rep == repElems {
		return set.node.elems, true
	}
	if full := set.node.lazy().full.Load(); full != nil {
		return full.elems, true
	}
	return nil, false
}

// IsLarge reports whether a set is infinite, or has too many elements to be filtered at once: Filter then keeps the condition for later.
func IsLarge(set Datum) bool {
	needSet(set)
	return set.node.isLarge() || !IsFinite(set)
}
