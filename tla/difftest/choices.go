package difftest

// choices makes decisions from bytes. When they are used up, it takes the first of what there is, which is always the simplest: so whatever
// is generated ends, and gets smaller with the bytes.
type choices struct {
	bytes []byte
}

// pick returns a number below n.
func (c *choices) pick(n int) int {
	if len(c.bytes) == 0 || n < 2 {
		return 0
	}
	b := c.bytes[0]
	c.bytes = c.bytes[1:]
	return int(b) % n
}

// one returns one of the options.
func one[T any](c *choices, options ...T) T { return options[c.pick(len(options))] }

// sometimes is true once in n, and never when the bytes are used up.
func (c *choices) sometimes(n int) bool { return c.pick(n) == n-1 }
