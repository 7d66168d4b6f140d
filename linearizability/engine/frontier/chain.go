package frontier

// chain holds, for every configuration, the operations that changed the state, as lists that
// share their beginnings. Steps of configurations that died are dropped from time to time.
type chain struct {
	steps []step
	limit int // length at which to drop what no configuration needs
}

// step is an operation that took effect at a moment, after the step before it.
type step struct{ op, moment, before int32 }

// none is the step before the first.
const none int32 = -1

// firstLimit is small enough not to matter and large enough to make drops rare.
const firstLimit = 1 << 18

func (c *chain) add(op, moment, before int32) int32 {
	c.steps = append(c.steps, step{op, moment, before})
	return int32(len(c.steps) - 1)
}

// drop forgets the steps that none of the given configurations needs and renumbers the rest.
func (c *chain) drop(live ...[]config) {
	const needed = -2
	number := make([]int32, len(c.steps))
	for _, configs := range live {
		for i := range configs {
			for s := configs[i].step; s != none && number[s] != needed; s = c.steps[s].before {
				number[s] = needed
			}
		}
	}
	kept := int32(0)
	for s, mark := range number { // a step stands after the one before it
		if mark != needed {
			continue
		}
		moved := c.steps[s]
		if moved.before != none {
			moved.before = number[moved.before]
		}
		c.steps[kept], number[s] = moved, kept
		kept++
	}
	c.steps = c.steps[:kept]
	c.limit = max(firstLimit, 2*int(kept))
	for _, configs := range live {
		for i := range configs {
			if configs[i].step != none {
				configs[i].step = number[configs[i].step]
			}
		}
	}
}

// list returns the steps up to s, first to last.
func (c *chain) list(s int32) []step {
	n := 0
	for t := s; t != none; t = c.steps[t].before {
		n++
	}
	steps := make([]step, n)
	for t := s; t != none; t = c.steps[t].before {
		n--
		steps[n] = c.steps[t]
	}
	return steps
}
