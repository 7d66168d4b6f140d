package value

// Elements returns the elements of a set in their order, or the values of a function in the order of its keys: those of a
// tuple in their places, those of a record in the order of its field names. It panics if v is neither.
func (v Value) Elements() []Value {
	switch {
	case v.IsZero():
	case v.code[0] == kindSet:
		return v.parts()
	case v.code[0] == kindFunction:
		parts := v.parts()
		for i := range len(parts) / 2 {
			parts[i] = parts[2*i+1]
		}
		return parts[:len(parts)/2]
	}
	panic("value: " + v.String() + " is neither a set nor a function")
}

// Element returns the i-th of Elements, the first being 0. It panics if there is none.
func (v Value) Element(i int) Value {
	if v.IsZero() || v.code[0] != kindSet && v.code[0] != kindFunction {
		panic("value: " + v.String() + " is neither a set nor a function")
	}
	if v.code[0] == kindFunction {
		i = 2*i + 1
	}
	rest := v.code[1:]
	for ; i >= 0 && len(rest) > 0; i-- {
		n, used := uvarint(rest)
		if i == 0 {
			return Value{rest[used : used+n]}
		}
		rest = rest[used+n:]
	}
	panic("value: " + v.String() + " has too few elements")
}

// Union returns the set of the elements of all sets. It panics if one is no set.
func Union(sets ...Value) Value {
	var few [8]string
	rest, size := few[:0], 1
	for _, s := range sets {
		if s.IsZero() || s.code[0] != kindSet {
			panic("value: " + s.String() + " is no set")
		}
		rest = append(rest, s.code[1:])
		size += len(s.code) - 1
	}
	e := encoder{}
	e.Grow(size)
	e.WriteByte(kindSet)
	for {
		least := Value{}
		for _, r := range rest {
			if len(r) > 0 {
				n, used := uvarint(r)
				if x := (Value{r[used : used+n]}); least.IsZero() || Compare(x, least) < 0 {
					least = x
				}
			}
		}
		if least.IsZero() {
			return Value{e.String()}
		}
		e.part(least)
		for i, r := range rest {
			if len(r) > 0 {
				if n, used := uvarint(r); r[used:used+n] == least.code {
					rest[i] = r[used+n:]
				}
			}
		}
	}
}
