package zones

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// The patterns of violations.
const (
	neverWritten    = "read of a value never written"
	readBeforeWrite = "read before its write"
	crossingZones   = "crossing zones"
	zoneInsideZone  = "zone inside a zone"
)

// misread looks for a read of a value that was not written, or not yet.
func (c *clusters) misread() *engine.Witness {
	for i, k := range c.of {
		if k == none || k == c.initial {
			continue
		}
		read, write := int32(i), c.list[k].write
		if write == none {
			reason := fmt.Sprintf("%s saw a value that nobody wrote.", c.p.Describe(read))
			return c.witness(neverWritten, reason, read)
		}
		if c.p.Return[read] < c.p.Call[write] {
			reason := fmt.Sprintf("%s returned before %s was called.", c.p.Describe(read), c.p.Describe(write))
			return c.witness(readBeforeWrite, reason, read, write)
		}
	}
	return nil
}

// crossing tells that the forward zones of a and b overlap.
func (c *clusters) crossing(a, b int32) *engine.Witness {
	reason := fmt.Sprintf("The register held %s, and it held %s; these times overlap.", c.held(a), c.held(b))
	return c.witness(crossingZones, reason, append(c.bounds(a), c.bounds(b)...)...)
}

// inside tells that the backward zone of k lies inside the forward zone of around: a value was
// read after it had been overwritten.
func (c *clusters) inside(k, around int32) *engine.Witness {
	stale, z := &c.list[around], &c.list[k]
	since := "after " + c.p.Describe(stale.first) + " ended and "
	if around == c.initial {
		since = ""
	}
	shown := ""
	switch first, last := z.first != z.write, z.last != z.write; {
	case first && last && z.first != z.last:
		shown = fmt.Sprintf(", as %s and %s show", c.p.Describe(z.first), c.p.Describe(z.last))
	case first:
		shown = fmt.Sprintf(", as %s shows", c.p.Describe(z.first))
	case last:
		shown = fmt.Sprintf(", as %s shows", c.p.Describe(z.last))
	}
	reason := fmt.Sprintf("%s saw a value that had been overwritten: %s took effect %sbefore that read began%s.",
		c.p.Describe(stale.last), c.p.Describe(z.write), since, shown)
	return c.witness(zoneInsideZone, reason, append(c.bounds(k), c.bounds(around)...)...)
}

// held says from when to when the register certainly held the value of forward cluster k.
func (c *clusters) held(k int32) string {
	z := &c.list[k]
	value := c.p.Action(z.last).A
	if k == c.initial {
		return fmt.Sprintf("its initial value %v until the start of %s", value, c.p.Describe(z.last))
	}
	return fmt.Sprintf("%v from the end of %s to the start of %s", value, c.p.Describe(z.first), c.p.Describe(z.last))
}

// bounds returns the operations that make the zone of k what it is. With them alone the value
// has the same zone.
func (c *clusters) bounds(k int32) []int32 {
	z := &c.list[k]
	if k == c.initial {
		return []int32{z.last}
	}
	return []int32{z.write, z.first, z.last}
}

// witness makes a witness of some operations. A value that nobody read may have been written more
// than once: since values are left out as a whole, or not at all, all its writes are added.
func (c *clusters) witness(pattern, reason string, ops ...int32) *engine.Witness {
	for i := range c.of {
		a := c.p.Action(int32(i))
		if a.Op == model.Write && slices.ContainsFunc(ops, func(o int32) bool { return c.p.Action(o).A == a.A }) {
			ops = append(ops, int32(i))
		}
	}
	slices.Sort(ops)
	return &engine.Witness{Pattern: pattern, Reason: reason, Ops: slices.Compact(ops), Cut: engine.Never}
}
