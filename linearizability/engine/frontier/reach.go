package frontier

import (
	"math"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// reachSearch is the state of one call of registers.reach; its memory is used again.
type reachSearch struct {
	moment func() int32
	halt   *halt
	seen   map[reachKey]struct{}
	thrift bool // try with few operations of unknown outcome first, and be content with that
	budget int  // how many operations of unknown outcome may be used
	saved  bool // one was not used because of the budget
	enough int  // thrift ends a search that has seen so many configurations; 0 means never
	tired  bool // it did
	found  bool
	op     int32
	slot   int32
	now    int32
	emit   func(config)
	sought []int32 // values whose visit may be of use, ascending
	marked []bool  // by value: in sought
	goal   int32   // the value at which the operation takes effect; -1 for a failed compare-and-set
	swaps  bool    // the operation is a compare-and-set, so that the goal may be visited before
}

type reachKey struct {
	key
	last  int32 // the value last visited by a blind write, if the order of visits is free
	quiet int32 // moves since an observer took effect
}

// reach enumerates the sequences of open operations that end with op. What helps to bring op
// about is a visit: some operation gives the register a value for a moment. A visit is of use
// only if an observer sees the value, or a compare-and-set takes it away again: a write that
// nobody sees is as good as absorbed. To write the value that is there already is a visit, too, if
// other writes can be absorbed by it.
//
// Operations of unknown outcome stay open for ever and so make for many sequences. With thrift,
// reach is content with sequences that use few of them if there are any, and returns false.
func (r *registers) reach(c *config, op, slot int32, thrift bool, emit func(config)) (all bool) {
	s := &r.search
	s.op, s.slot, s.now, s.found, s.tired = op, slot, s.moment(), false, false
	s.emit = func(c config) { s.found = true; emit(c) }
	if s.seen == nil {
		s.seen = map[reachKey]struct{}{}
	}
	class := r.p.Class[op]
	s.goal = r.a[class]
	if r.kind[class] == model.CASFailed {
		s.goal = -1
	}
	s.swaps, s.thrift = r.cas.has(slot), thrift
	r.seek(c)
	for s.budget = 0; ; s.budget = 2*s.budget + 1 {
		if !s.thrift {
			s.budget = math.MaxInt
		}
		s.saved = false
		clear(s.seen)
		r.explore(*c, -1, 0)
		if s.found || !s.saved || s.tired || s.halt.err != nil {
			return !s.saved && !s.tired
		}
	}
}

// seek lists the values whose visit may be of use from c on: those that an observer or a
// compare-and-set waits for, and those that lead to one by compare-and-set.
func (r *registers) seek(c *config) {
	s := &r.search
	if len(s.marked) < len(r.reads) {
		s.marked = make([]bool, len(r.reads))
	}
	for _, v := range s.sought {
		s.marked[v] = false
	}
	s.sought = s.sought[:0]
	mark := func(v int32) {
		if !s.marked[v] {
			s.marked[v] = true
			s.sought = append(s.sought, v)
		}
	}
	blind := false // some failed compare-and-set waits for any other value
	for waiting := r.mask.observers.or(r.cas).andNot(c.done); !waiting.empty(); {
		slot := waiting.next()
		class := r.p.Class[r.opIn[slot]]
		if r.kind[class] == model.CASFailed {
			blind = true
			continue
		}
		mark(r.a[class])
	}
	if r.kind[r.p.Class[s.op]] == model.Write {
		mark(s.goal)
	}
	if blind {
		for writes := r.mask.writes.andNot(c.done).or(r.cas.andNot(c.done)); !writes.empty(); {
			class := r.p.Class[r.opIn[writes.next()]]
			if r.kind[class] == model.CAS {
				mark(r.b[class])
			} else {
				mark(r.a[class])
			}
		}
		for _, class := range r.order {
			mark(r.result(class))
		}
	}
	for grown := true; grown; { // a compare-and-set of unknown outcome may lead to a sought value
		grown = false
		for _, class := range r.swaps {
			if s.marked[r.b[class]] && !s.marked[r.a[class]] {
				mark(r.a[class])
				grown = true
			}
		}
	}
}

// result returns the value that operations of the class give the register.
func (r *registers) result(class int32) int32 {
	if r.kind[class] == model.CAS {
		return r.b[class]
	}
	return r.a[class]
}

// explore continues a sequence of operations that has led to c. Blind writes may be visited in
// any order, so only ascending ones are tried: last is the latest, or -1. quiet counts the moves
// since an observer took effect: with as many as there are values some value came up twice for
// nothing.
func (r *registers) explore(c config, last, quiet int32) {
	s := &r.search
	k := reachKey{c.key, last, quiet}
	if _, twice := s.seen[k]; twice || s.halt.now(len(s.seen)) {
		return
	}
	if s.thrift && s.enough > 0 && len(s.seen) >= s.enough {
		s.tired = true
		return
	}
	s.seen[k] = struct{}{}
	r.finish(c)
	if int(quiet) > len(s.sought) {
		return
	}
	for _, v := range s.sought {
		if v > last && (v != c.state || r.absorbs(&c)) && (v != s.goal || s.swaps) {
			if writer, isPending := r.writer(&c, v); writer >= 0 && (!isPending || s.spend()) {
				r.visit(r.write(c, writer, isPending), &c, v, quiet)
				if isPending {
					s.budget++
				}
			}
		}
	}
	for open := r.cas.andNot(c.done); !open.empty(); {
		slot := open.next()
		class := r.p.Class[r.opIn[slot]]
		if r.a[class] == c.state && slot != s.slot {
			n := c
			n.done = n.done.with(slot)
			r.visit(r.swap(n, r.opIn[slot]), &c, -1, -1)
		}
	}
	for _, class := range r.swaps {
		if r.a[class] == c.state && r.b[class] != c.state && s.wanted(r.b[class]) {
			if op := r.unused(&c, class); op >= 0 && s.spend() {
				n := c
				n.used = r.past.use(r.used, n.used, class)
				r.visit(r.swap(n, op), &c, -1, quiet)
				s.budget++
			}
		}
	}
}

// absorbs reports whether a write of the value that the register has makes a difference: other open
// writes, which have not had a chance to take effect unseen, get it just before that write.
func (r *registers) absorbs(c *config) bool {
	return !r.mask.writes.andNot(c.done).andNot(c.free).empty()
}

// spend takes an operation of unknown outcome off the budget, if it allows another.
func (s *reachSearch) spend() bool {
	if s.budget == 0 {
		s.saved = true
		return false
	}
	s.budget--
	return true
}

func (s *reachSearch) wanted(v int32) bool { return s.marked[v] }

// visit goes on from n, to which a move has led from c.
func (r *registers) visit(n config, c *config, last, quiet int32) {
	s := &r.search
	if n.done.has(s.slot) { // the sought operation is an observer and has seen its value
		s.emit(n)
		return
	}
	if !n.done.and(r.mask.observers).andNot(c.done).empty() {
		quiet = -1
	}
	r.explore(n, last, quiet+1)
}

// finish emits the configurations in which the sought operation takes effect next.
func (r *registers) finish(c config) {
	s := &r.search
	class := r.p.Class[s.op]
	switch {
	case r.kind[class] == model.Write:
		r.emitLast(r.write(c, s.slot, false))
		return
	case s.swaps:
		r.finishCAS(c)
		return
	case s.goal < 0: // a failed compare-and-set takes effect in some visit
		return
	}
	if writer, isPending := r.writer(&c, s.goal); writer >= 0 && c.state != s.goal && (!isPending || s.spend()) {
		r.emitLast(r.write(c, writer, isPending))
		if isPending {
			s.budget++
		}
	}
}

// finishCAS lets the sought compare-and-set take effect, if need be just after a write of the
// value that it expects.
func (r *registers) finishCAS(c config) {
	s := &r.search
	if c.state != s.goal {
		writer, isPending := r.writer(&c, s.goal)
		if writer < 0 || isPending && !s.spend() {
			return
		}
		c = r.write(c, writer, isPending)
		if isPending {
			s.budget++
		}
	}
	c.done = c.done.with(s.slot)
	r.emitLast(r.swap(c, s.op))
}

func (r *registers) emitLast(c config) {
	c.done = c.done.with(r.search.slot)
	r.search.emit(c)
}

// writer returns the open write of v that is to be used next: a slot, or a class of operations of
// unknown outcome. Of several, the one that returns first is used first, since after a write all
// others are free to take effect at any time until they return.
func (r *registers) writer(c *config, v int32) (slotOrClass int32, isPending bool) {
	best := int32(-1)
	first := int32(engine.Never)
	for open := r.writes[v].andNot(c.done); !open.empty(); {
		slot := open.next()
		if ret := r.p.Return[r.opIn[slot]]; ret < first {
			best, first = slot, ret
		}
	}
	if best >= 0 {
		return best, false
	}
	for _, class := range r.blind[v] {
		if r.unused(c, class) >= 0 {
			return class, true
		}
	}
	return -1, false
}

// unused returns the earliest operation of the class, of unknown outcome, that c has not used.
func (r *registers) unused(c *config, class int32) int32 {
	return r.past.unused(r.calls[class], r.used.count(c.used, class), class)
}

// write lets a blind write take effect.
func (r *registers) write(c config, slotOrClass int32, isPending bool) config {
	var op int32
	if isPending {
		op = r.unused(&c, slotOrClass)
		c.used = r.past.use(r.used, c.used, slotOrClass)
	} else {
		op = r.opIn[slotOrClass]
		c.done, c.free = c.done.with(slotOrClass), c.free.without(slotOrClass)
	}
	r.overwrite(&c.key, r.a[r.p.Class[op]])
	c.step = r.chain.add(op, r.search.now, c.step)
	return c
}

// swap lets a compare-and-set take effect; the register has the value that it expects.
func (r *registers) swap(c config, op int32) config {
	c.state = r.b[r.p.Class[op]]
	r.settle(&c.key)
	c.step = r.chain.add(op, r.search.now, c.step)
	return c
}
