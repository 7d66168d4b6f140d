package eval

import (
	"sync/atomic"

	"github.com/tenet-go/tenet/tla/datum"
)

// code is a compiled expression. It has a value, or a truth if it is Boolean by its form; each can be had from the other.
type code struct {
	value   expr
	truth   test
	deps    deps
	literal datum.Datum // the value, if it is known when compiling
	site    site        // where it is in the specification
	cheap   bool        // it costs no more than to remember it
}

func literal(v datum.Datum) code {
	return code{value: func(*frame) datum.Datum { return v }, literal: v}
}

func (c code) isLiteral() bool { return !c.literal.IsZero() }

// asValue returns the code as one that computes a value.
func (c code) asValue() expr {
	if c.value != nil {
		return c.value
	}
	truth := c.truth
	return func(f *frame) datum.Datum { return datum.Bool(truth(f)) }
}

// asTest returns the code as one that computes a Boolean; other values are an error that says what needed the Boolean.
func (c code) asTest(who string) test {
	if c.truth != nil {
		return c.truth
	}
	value, at := c.value, c.site
	return func(f *frame) bool {
		v := value(f)
		if v.Kind() != datum.KindBool {
			f.fail(at, "%s expects a Boolean, and this is %s", who, v)
		}
		return v.Bool()
	}
}

// sealed returns code that is evaluated at most once, if it depends on nothing.
func (c code) sealed() code {
	if c.isLiteral() || !c.deps.closed() {
		return c
	}
	if c.value == nil {
		c.truth = onceTest(c.truth)
		return c
	}
	c.value, c.truth = once(c.value), nil
	return c
}

// once remembers the value of e. Several goroutines may evaluate it at the same time, to the same value.
func once(e expr) expr {
	var cell atomic.Pointer[datum.Datum]
	return func(f *frame) datum.Datum {
		if v := cell.Load(); v != nil {
			return *v
		}
		v := e(f)
		cell.Store(&v)
		return v
	}
}

func onceTest(t test) test {
	var cell atomic.Int32
	return func(f *frame) bool {
		if v := cell.Load(); v != 0 {
			return v == 1
		}
		v := int32(2)
		if t(f) {
			v = 1
		}
		cell.Store(v)
		return v == 1
	}
}

// join returns what the operands depend on together. The largest parts of an expression that do not change are evaluated once: operands
// that depend on nothing if the whole depends on something, and those that depend only on the states if the whole stands in a loop.
func (c *compiler) join(operands ...*code) deps {
	var all deps
	for _, o := range operands {
		all = all.or(o.deps)
	}
	for _, o := range operands {
		*o = c.settled(*o, all)
	}
	return all
}

// settled is code as a part of a whole that depends on more.
func (c *compiler) settled(x code, whole deps) code {
	switch {
	case whole.closed():
		return x
	case x.deps.closed():
		return x.sealed()
	case whole.onSlots() && c.lasts(x):
		return c.lasting(x)
	}
	return x
}

// reused is code that stands in several places of a unit, or is reached again on each way there.
func (c *compiler) reused(x code) code {
	if x = x.sealed(); !x.deps.closed() && c.lasts(x) {
		return c.lasting(x)
	}
	return x
}

// lasts reports whether code has the same value throughout an evaluation in its unit, and is worth remembering.
func (c *compiler) lasts(x code) bool {
	if x.cheap || x.deps.onSlots() || x.deps.has(onWorld) || x.deps.has(onChance) || x.deps.has(onCall) || c.unit.called {
		return false
	}
	return c.unit.mode == judging || c.unit.mode == stepping && !x.deps.has(onNext)
}

// lasting returns code whose value is remembered until the next evaluation in its unit.
func (c *compiler) lasting(x code) code {
	slot := c.slot()
	c.unit.lasting = append(c.unit.lasting, slot)
	return c.remembering(x, slot)
}

// remembering returns code that keeps its value in a slot.
func (c *compiler) remembering(x code, slot int) code {
	value := x.asValue()
	remembered := code{deps: x.deps, site: x.site, cheap: true}
	remembered.value = func(f *frame) datum.Datum {
		v := f.slots[slot]
		if v.IsZero() {
			v = value(f)
			f.slots[slot] = v
		}
		return v
	}
	if x.truth != nil {
		get := remembered.value
		remembered.truth = func(f *frame) bool { return get(f).Bool() }
	}
	return remembered
}
