package zones

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// Engine returns the engine named "zones". It decides registers whose operations are reads and
// writes, where each value that is read is either the initial value and not written, or written
// once. Values that are never read may be written any number of times.
//
// # Theory
//
// The cluster of a value is its write and its reads. In any linearization the operations of a
// cluster stand next to each other, write first, because another write between them would hide the
// value. So linearizing means to order the clusters.
//
// Let f be the least moment at which an operation of the cluster returned, and s the greatest at
// which one was called. The write is ordered before f and the last operation of the cluster after
// s. If f < s the register holds the value all the time from f to s: the zone [f, s] is forward.
// Otherwise all operations of the cluster are open from s to f, and the zone [s, f] is backward.
//
// A history is linearizable if and only if
//
//  1. no read returned before the write of its value was called, and every value read was written
//     or is the initial one,
//  2. no two forward zones overlap, and
//  3. no backward zone lies inside a forward zone.
//
// That these are necessary is plain: in 2 the register would hold two values at once, in 3 the
// write of the backward cluster would fall between operations of the other. They are sufficient:
// order the write of a forward cluster at f and its reads at f or their calls, whichever is later;
// these lie in [f, s]. A backward zone [s, f] is not inside a forward one, and forward zones do
// not touch, since all moments differ; so [s, f] has a moment outside all forward zones, and all
// operations of the cluster can be ordered there. Either s is such a moment, or the end of the
// forward zone around s.
//
// The initial value is a write before all others: the zone of its reads is forward and begins
// before all moments.
//
// A write of unknown outcome that no read saw is left out: leaving out a write that nobody saw
// keeps a linearizable history linearizable, and no order needs it. If a read saw the value, the
// write took effect, and has no return.
//
// The engine is undecided if there are operations other than reads and writes, if a value that is
// read was written twice or is both initial and written, or if its context ends.
func Engine() engine.Engine { return zonesEngine{} }

type zonesEngine struct{}

func (zonesEngine) Name() string { return "zones" }

func (zonesEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	c, why := gather(p)
	if why != "" {
		return engine.Result{Why: why}
	}
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	if w := c.misread(); w != nil {
		return engine.Result{Outcome: engine.Invalid, Witness: w}
	}
	around, w := c.cross()
	if w != nil {
		return engine.Result{Outcome: engine.Invalid, Witness: w}
	}
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	return engine.Result{Outcome: engine.Valid, Order: c.order(around)}
}

func stopped(ctx context.Context) engine.Result {
	return engine.Result{Why: "stopped: " + context.Cause(ctx).Error()}
}

// cross checks that forward zones are apart and that no backward zone is inside one. It returns
// for each moment the forward zone that is open just after it, or none.
func (c *clusters) cross() (around []int32, w *engine.Witness) {
	moments := c.moments()
	starts := make([]int32, moments)
	for m := range starts {
		starts[m] = none
	}
	for k := range c.list {
		if z := &c.list[k]; z.forward() && int32(k) != c.initial {
			starts[z.minReturn] = int32(k)
		}
	}
	open := c.initial
	for m := range starts {
		if open != none && c.list[open].maxCall <= int32(m) {
			open = none
		}
		if k := starts[m]; k != none {
			if open != none {
				return nil, c.crossing(open, k)
			}
			open = k
		}
		starts[m] = open
	}
	for k := range c.list {
		z := &c.list[k]
		if z.forward() || z.empty() {
			continue
		}
		if o := starts[z.maxCall]; o != none && c.list[o].maxCall > z.minReturn {
			return nil, c.inside(int32(k), o)
		}
	}
	return starts, nil
}

// order lists the operations by cluster: forward clusters at the beginning of their zones,
// backward ones at the first moment of theirs that is in no forward zone.
func (c *clusters) order(around []int32) []int32 {
	at := make([]int32, len(around)) // the first cluster of each moment
	for m := range at {
		at[m] = none
	}
	next := make([]int32, len(c.list))
	for k := range c.list {
		z := &c.list[k]
		if z.empty() || int32(k) == c.initial {
			continue
		}
		m := z.maxCall
		if z.forward() {
			m = z.minReturn
		} else if o := around[m]; o != none {
			m = c.list[o].maxCall
		}
		next[k], at[m] = at[m], int32(k)
	}
	first, readsOf := c.reads()
	order := make([]int32, 0, c.p.Len())
	if c.initial != none {
		order = append(order, readsOf[first[c.initial]:first[c.initial+1]]...)
	}
	for m := range at {
		for k := at[m]; k != none; k = next[k] {
			order = append(order, c.list[k].write)
			order = append(order, readsOf[first[k]:first[k+1]]...)
		}
	}
	return order
}
