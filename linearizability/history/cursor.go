package history

// Cursor goes through the elements of a list or set, one by one. Elements that are lists need not
// become Values of their own, which costs an entry in a global table each.
type Cursor struct {
	rest string
	left int
}

// Cursor returns one that is before the first element of a list or set; other values have none.
func (v Value) Cursor() Cursor {
	if k := v.Kind(); k != KindList && k != KindSet {
		return Cursor{}
	}
	n, rest := v.flatLen()
	return Cursor{rest, n}
}

// Len returns the number of elements to come.
func (c *Cursor) Len() int { return c.left }

// Kind returns the kind of the next element, of which there must be one, as for the other methods.
func (c *Cursor) Kind() Kind { return Kind(c.rest[0]) }

// Value takes the next element.
func (c *Cursor) Value() Value {
	v, rest := decode(c.rest)
	c.rest, c.left = rest, c.left-1
	return v
}

// Text takes the next element and returns what Value.Text would.
func (c *Cursor) Text() (string, bool) {
	k := c.Kind()
	if k != KindString && k != KindKeyword && k != KindSymbol && k != KindBigInt {
		c.Skip()
		return "", false
	}
	u, n := uvarint(c.rest[1:])
	begin := 1 + n
	end := begin + int(u)
	s := c.rest[begin:end]
	c.rest, c.left = c.rest[end:], c.left-1
	return s, true
}

// List takes the next element and returns a cursor of it, and whether it is a list.
func (c *Cursor) List() (Cursor, bool) {
	inside, isList := c.rest, c.Kind() == KindList
	c.Skip()
	if !isList {
		return Cursor{}, false
	}
	u, n := uvarint(inside[1:])
	return Cursor{inside[1+n:], int(u)}, true
}

// Skip takes the next element.
func (c *Cursor) Skip() {
	c.rest = skip(c.rest)
	c.left--
}
