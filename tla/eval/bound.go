package eval

import (
	"math"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// generator binds names to the elements of a set, one after the other.
type generator struct {
	set   code
	slots []int // one, or one for each place of the tuple
	tuple bool
	// held is the slot of the set, if another generator comes before: all sets are evaluated first, as TLC does.
	held int
	at   site
}

const notHeld = -1

// bounds compiles x, y \in S, <<a, b>> \in T: generators, and the scope in which the names are bound.
func (c *compiler) bounds(bounds []*syntax.Bound, sc *scope, primed bool) ([]generator, *scope) {
	var gens []generator
	inner := sc
	for _, b := range bounds {
		set := c.expr(b.Set, sc, primed)
		at := c.site(b, sc)
		if b.Tuple {
			g := generator{set: set, tuple: true, held: c.heldAfter(gens), at: at}
			for i := range b.Names {
				g.slots = append(g.slots, c.slot())
				inner = c.bind(&b.Names[i], g.slots[i], inner)
			}
			gens = append(gens, g)
			continue
		}
		for i := range b.Names {
			slot := c.slot()
			inner = c.bind(&b.Names[i], slot, inner)
			gens = append(gens, generator{set: set, slots: []int{slot}, held: c.heldAfter(gens), at: at})
		}
	}
	return gens, inner
}

// heldAfter is the slot for the set of a generator that comes after others.
func (c *compiler) heldAfter(gens []generator) int {
	if len(gens) == 0 {
		return notHeld
	}
	return c.slot()
}

// values is the set of a generator, where it is looped over.
func (g generator) values() expr {
	if g.held == notHeld {
		return g.set.asValue()
	}
	held := g.held
	return func(f *frame) datum.Datum { return f.slots[held] }
}

// hold evaluates the sets of all generators but the first, which is evaluated where it is needed.
func hold(gens []generator) func(f *frame) {
	if len(gens) < 2 {
		return nil
	}
	sets, slots := make([]expr, 0, len(gens)), make([]int, 0, len(gens))
	for _, g := range gens[1:] {
		sets, slots = append(sets, g.set.asValue()), append(slots, g.held)
	}
	return func(f *frame) {
		for i, s := range sets {
			f.slots[slots[i]] = s(f)
		}
	}
}

// bind makes a name stand for a slot.
func (c *compiler) bind(n *syntax.Name, slot int, sc *scope) *scope {
	return sc.with(c.info.Bounds[n], &binding{kind: inSlot, unit: c.unit, slot: slot})
}

// enclose joins the sets of generators and the body that they bind names for.
func (c *compiler) enclose(gens []generator, body *code) deps {
	inner := body.deps
	for _, g := range gens {
		for _, s := range g.slots {
			inner = inner.without(c.unit.numbers[s])
		}
	}
	all := inner
	for _, g := range gens {
		all = all.or(g.set.deps)
	}
	for i := range gens {
		gens[i].set = c.settled(gens[i].set, all)
	}
	*body = c.settled(*body, all.or(dependsOn(firstSlot))) // it stands in a loop
	return all
}

// loop runs the body for all bindings, in order, until it says to stop, and reports whether it never did.
func loop(gens []generator, body func(f *frame) bool) func(f *frame) bool {
	for i := len(gens) - 1; i >= 0; i-- {
		body = gens[i].loop(body)
	}
	prepare := hold(gens)
	if prepare == nil {
		return body
	}
	return func(f *frame) bool {
		prepare(f)
		return body(f)
	}
}

func (g generator) loop(body func(f *frame) bool) func(f *frame) bool {
	set, at := g.values(), g.at
	bind := g.bind()
	if !g.tuple {
		slot := g.slots[0]
		return func(f *frame) bool {
			s := set(f)
			f.evaluator.poll(at)
			if elems, ok := datum.Enumerated(s); ok {
				for _, x := range elems {
					f.slots[slot] = x
					if !body(f) {
						return false
					}
				}
				return true
			}
			if low, high, ok := datum.Bounds(s); ok {
				return f.interval(low, high, slot, body)
			}
			f.evaluator.at = at
			return datum.Each(s, func(x datum.Datum) bool {
				f.slots[slot] = x
				return body(f)
			})
		}
	}
	return func(f *frame) bool {
		s := set(f)
		f.evaluator.at = at
		return datum.Each(s, func(x datum.Datum) bool {
			bind(f, x)
			return body(f)
		})
	}
}

// interval runs the body for all integers from low to high.
func (f *frame) interval(low, high int64, slot int, body func(f *frame) bool) bool {
	for n := low; n <= high; n++ {
		f.slots[slot] = datum.Int(n)
		if !body(f) {
			return false
		}
		if n == math.MaxInt64 {
			break
		}
	}
	return true
}

// bind puts an element into its slots.
func (g generator) bind() func(f *frame, x datum.Datum) {
	if !g.tuple {
		slot := g.slots[0]
		return func(f *frame, x datum.Datum) { f.slots[slot] = x }
	}
	slots, at := g.slots, g.at
	return func(f *frame, x datum.Datum) {
		if !datum.IsSequence(x) || datum.Len(x) != len(slots) {
			f.fail(at, "%s is not a tuple of %d values", x, len(slots))
		}
		for i, s := range slots {
			f.slots[s] = datum.At(x, i)
		}
	}
}

func (c *compiler) quantifier(e *syntax.Quantifier, sc *scope, primed bool) code {
	if e.Op == `\AA` || e.Op == `\EE` {
		return c.failing(e, sc, Unsupported, "temporal quantification cannot be evaluated")
	}
	if e.Bounds[0].Set == nil {
		return c.failing(e, sc, Unsupported, "quantification over all values cannot be evaluated: give a set, %s x \\in S", e.Op)
	}
	gens, inner := c.bounds(e.Bounds, sc, primed)
	body := c.expr(e.Body, inner, primed)
	all := c.enclose(gens, &body)
	holds := body.asTest(e.Op)
	if e.Op == `\A` {
		return code{deps: all, truth: loop(gens, holds)}
	}
	none := loop(gens, func(f *frame) bool { return !holds(f) })
	return code{deps: all, truth: func(f *frame) bool { return !none(f) }}
}

func (c *compiler) choose(e *syntax.Choose, sc *scope, primed bool) code {
	if e.Bound.Set == nil {
		return c.failing(e, sc, Unsupported, "CHOOSE among all values cannot be evaluated: give a set, or assign a model value in the configuration")
	}
	gens, inner := c.bounds([]*syntax.Bound{e.Bound}, sc, primed)
	body := c.expr(e.Body, inner, primed)
	all := c.enclose(gens, &body)
	set, bind, holds, at := gens[0].set.asValue(), gens[0].bind(), body.asTest("CHOOSE"), c.site(e, sc)
	return code{deps: all, value: func(f *frame) datum.Datum {
		s := set(f)
		var chosen datum.Datum
		f.evaluator.at = at
		none := datum.Each(s, func(x datum.Datum) bool {
			bind(f, x)
			if holds(f) {
				chosen = x
				return false
			}
			return true
		})
		if none {
			f.fail(at, "no element of the set satisfies the condition of this CHOOSE")
		}
		return chosen
	}}
}
