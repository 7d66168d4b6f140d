package causal

import "math"

// clocks has a row of numbers for each node, one for each session from low on.
type clocks struct {
	low, width int32
	rows       []int32
}

func (c *clocks) row(v int32) []int32 {
	at := int(v) * int(c.width)
	return c.rows[at : at+int(c.width) : at+int(c.width)]
}

// at returns the number of a session in the row of node v.
func (c *clocks) at(v, session int32) int32 { return c.rows[int(v)*int(c.width)+int(session-c.low)] }

// covers reports whether write w is among the writes that node v counts.
func (c *clocks) covers(g *graph, v, w int32) bool { return c.at(v, g.session[w]) > g.before[w] }

// reset makes room for sessions from low to high.
func (c *clocks) reset(g *graph, low, high int32) {
	c.low, c.width = low, high-low
	n := g.len() * int(c.width)
	if cap(c.rows) < n {
		c.rows = make([]int32, n)
	}
	c.rows = c.rows[:n]
}

// past counts, for each node, the writes of each session that are causally before it, itself
// included. Since co extends the order of sessions, they are the first ones of the session.
func (c *clocks) past(g *graph, low, high int32) {
	c.reset(g, low, high)
	for _, v := range g.order {
		row := c.row(v)
		if u := g.previous(v); u != none {
			copy(row, c.row(u))
		} else {
			clear(row)
		}
		if w := g.from[v]; w >= 0 {
			merge(row, c.row(w))
		}
		if s := g.session[v]; g.writes(v) && s >= low && s < high {
			row[s-low] = g.before[v] + 1
		}
	}
}

// future finds, for each node and session, the first write of the session causally after the node,
// itself included: its graph.before, or math.MaxInt32.
func (c *clocks) future(g *graph, low, high int32) {
	c.reset(g, low, high)
	for i := range c.rows {
		c.rows[i] = math.MaxInt32
	}
	for i := len(g.order) - 1; i >= 0; i-- {
		v := g.order[i]
		row := c.row(v)
		if s := g.session[v]; g.writes(v) && s >= low && s < high {
			row[s-low] = g.before[v]
		}
		if u := g.previous(v); u != none {
			lower(c.row(u), row)
		}
		if w := g.from[v]; w >= 0 {
			lower(c.row(w), row)
		}
	}
}

func merge(row, other []int32) {
	other = other[:len(row)]
	for i, x := range other {
		row[i] = max(row[i], x)
	}
}

func lower(row, other []int32) {
	other = other[:len(row)]
	for i, x := range other {
		row[i] = min(row[i], x)
	}
}
