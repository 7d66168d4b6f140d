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
		values := make([]Value, 0, len(parts)/2)
		for i := 1; i < len(parts); i += 2 {
			values = append(values, parts[i])
		}
		return values
	}
	panic("value: " + v.String() + " is neither a set nor a function")
}
