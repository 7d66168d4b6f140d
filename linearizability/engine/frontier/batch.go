package frontier

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// batch is a part of a Stream as a problem: first the operations of unknown outcome, one for each
// action, and the open ones, which are all called before the events; then the events; then the
// returns that are still to come.
type batch struct {
	stream  *Stream
	problem *engine.Problem
	ids     []int64 // by operation
	returns []int64 // by operation
	count   []int32 // by class: operations of unknown outcome, the stream's included
	first   int     // the first event
	last    int     // the first return that is still to come

	sweep     *sweep
	used      *used
	registers *registers // or objects
	objects   *objects
	supplies  supplies
}

// batch makes a problem of events, or says what is wrong with them.
func (s *Stream) batch(events []Event) (*batch, error) {
	b := &batch{stream: s, problem: &engine.Problem{Model: s.model}}
	p := b.problem
	class := make(map[model.Action]int32, len(s.pending)+len(events)/2)
	opOf := make(map[int64]int32, len(events))
	moment := int32(0)
	call := func(id int64, action *model.Action, at int64) int32 {
		c, known := class[*action]
		if !known {
			c = int32(len(p.Classes))
			class[*action] = c
			p.Classes, b.count = append(p.Classes, *action), append(b.count, 0)
		}
		op := int32(len(p.Index))
		p.Index, p.Class, b.ids = append(p.Index, op), append(p.Class, c), append(b.ids, id)
		p.Call, p.Return, b.returns = append(p.Call, moment), append(p.Return, engine.Never), append(b.returns, at)
		moment++
		return op
	}
	for i := range s.pending {
		call(-1, &s.pending[i].action, history.Never)
		b.count[i] = s.pending[i].count
	}
	for open := s.open; !open.empty(); {
		o := &s.opIn[open.next()]
		opOf[o.id] = call(o.id, &o.action, o.returns)
	}
	b.first = int(moment)
	for i := range events {
		e := &events[i]
		op, isOpen := opOf[e.Op]
		switch {
		case e.IsReturn && !isOpen:
			return nil, errorOf(e, "it returns, but is not open")
		case e.IsReturn:
			p.Return[op] = moment
			moment++
			delete(opOf, e.Op)
		case isOpen:
			return nil, errorOf(e, "it is called twice")
		case e.Returns != history.Never:
			if len(opOf) == maxOpen {
				return nil, errorOf(e, "more than 128 operations are open")
			}
			opOf[e.Op] = call(e.Op, &e.Action, e.Returns)
		case !e.Action.ReadOnly:
			b.count[p.Class[call(e.Op, &e.Action, history.Never)]]++
		}
	}
	b.last = int(moment)
	later := slices.Collect(maps.Values(opOf))
	slices.SortFunc(later, func(x, y int32) int { return cmp.Compare(b.returns[x], b.returns[y]) })
	for _, op := range later {
		p.Return[op] = moment
		moment++
	}
	return b, nil
}

// sweepOf makes the sweep over the batch, in registers if possible.
func (b *batch) sweepOf(ctx context.Context) {
	s := b.stream
	b.used = newUsed()
	if !s.opaque {
		var values []history.Value
		for i := range s.states {
			if s.states[i].isValue {
				values = append(values, s.states[i].value)
			}
		}
		b.registers, _ = newRegisters(b.problem, b.used, values...)
		s.opaque = b.registers == nil
	}
	h := &halt{ctx: ctx, most: s.most}
	if b.registers == nil {
		b.objects = newObjects(b.problem, b.used)
		b.objects.enough, b.objects.halt = min(enough, s.most), h
		b.sweep = newSweep(b.problem, b.objects, b.used, h)
		b.objects.chain, b.objects.moment = &b.sweep.chain, b.sweep.moment
	} else {
		r := b.registers
		clear(r.skip) // nobody knows what later operations need
		r.search.enough, r.search.halt = min(enough, s.most), h
		b.sweep = newSweep(b.problem, r, b.used, h)
		r.chain, r.search.moment = &b.sweep.chain, b.sweep.moment
	}
	b.supplies = make(supplies, len(b.problem.Classes))
	if b.registers != nil {
		b.registers.past = b.supplies
	} else {
		b.objects.past = b.supplies
	}
	b.sweep.events = b.sweep.events[:b.last]
	b.sweep.past = []snapshot{b.begin()}
	b.restart()
}

// begin returns the snapshot with which the batch begins: the stream's configurations, in the
// numbers of the batch. The classes of the stream's operations of unknown outcome come first, in
// the same order, so that their numbers are equal.
func (b *batch) begin() snapshot {
	s := b.stream
	states := make([]int32, len(s.states))
	for i := range s.states {
		states[i] = b.numberOf(&s.states[i])
	}
	used := make([]int32, len(s.used))
	for i, counts := range s.used {
		used[i] = b.used.intern(counts)
	}
	snap := snapshot{at: b.first, front: slices.Clone(s.front), exact: !s.partial, open: s.open}
	for i := range snap.front {
		c := &snap.front[i]
		c.state, c.used, c.step = states[c.state], used[c.used], none
	}
	op := int32(len(s.pending))
	for open := s.open; !open.empty(); op++ {
		snap.opIn[open.next()] = op
	}
	return snap
}

// numberOf returns the space's number of a state.
func (b *batch) numberOf(s *stateOf) int32 {
	switch {
	case b.registers != nil && s.isValue:
		return int32(slices.Index(b.registers.value, s.value))
	case b.registers != nil:
		return b.registers.init
	case !s.isValue:
		return b.objects.states.Number(s.state)
	}
	// There were nothing but a register's operations so far, so that writes are allowed.
	state, _ := b.problem.Model.Init().Step(model.Action{Op: model.Write, Known: true, A: s.value})
	return b.objects.states.Number(state)
}

// state is the reverse of numberOf.
func (b *batch) state(number int32) stateOf {
	switch {
	case b.registers == nil:
		return stateOf{state: b.objects.states.State(number)}
	case int(number) < len(b.registers.value):
		return stateOf{isValue: true, value: b.registers.value[number]}
	}
	return stateOf{state: b.problem.Model.Init()}
}

// restart goes back to the beginning of the batch.
func (b *batch) restart() {
	w := b.sweep
	start := &w.past[0]
	w.past = w.past[:1]
	w.halt.err = nil
	w.at, w.exact, w.open, w.opIn = start.at, start.exact, start.open, start.opIn
	w.front = append(w.front[:0], start.front...)
	for i, c := range b.stream.pending {
		b.supplies[i] = supply{c.count - 1, c.endless}
	}
	w.reopen()
}

// exhaustible reports whether makeEndless has any effect.
func (b *batch) exhaustible() bool {
	return b.registers != nil && slices.ContainsFunc(b.stream.pending, func(c pendingClass) bool { return !c.endless })
}

// makeEndless lets the operations of unknown outcome from before the batch happen any number of
// times.
func (b *batch) makeEndless() {
	for i := range b.stream.pending {
		b.supplies[i].endless = true
	}
	for i := range b.sweep.front {
		b.sweep.front[i].used = 0
	}
}

// carry gives the stream what the batch has led to.
func (b *batch) carry() {
	s, w := b.stream, b.sweep
	s.front = slices.Clone(w.front)
	s.open = w.open
	s.opIn = [maxOpen]openOp{}
	for open := w.open; !open.empty(); {
		slot := open.next()
		op := w.opIn[slot]
		s.opIn[slot] = openOp{b.ids[op], *b.problem.Action(op), b.returns[op]}
	}
	b.carryStates()
	b.carryPending()
}

// carryStates keeps the states of the configurations.
func (b *batch) carryStates() {
	s := b.stream
	s.states = nil
	number := map[int32]int32{}
	for i := range s.front {
		c := &s.front[i]
		n, known := number[c.state]
		if !known {
			n = int32(len(s.states))
			number[c.state] = n
			s.states = append(s.states, b.state(c.state))
		}
		c.state = n
	}
}

// carryPending keeps the operations of unknown outcome but for those that every configuration has
// used.
func (b *batch) carryPending() {
	s := b.stream
	number := map[int32]int32{}
	for i := range s.front {
		used := s.front[i].used
		if _, known := number[used]; !known {
			number[used] = int32(len(number))
		}
	}
	least := b.leastUsed(number)
	s.pending = nil
	position := make([]int32, len(b.count)) // by class, in pending
	for class, count := range b.count {
		position[class] = int32(len(s.pending))
		endless := b.supplies[class].endless
		if endless {
			count, least[class] = 1, 0
		}
		if left := count - least[class]; left > 0 {
			s.pending = append(s.pending, pendingClass{b.problem.Classes[class], left, endless})
		}
	}
	s.used = make([][]classCount, len(number))
	for old, n := range number {
		var counts []classCount
		for _, c := range b.used.counts[old] {
			if left := c.count - least[c.class]; left > 0 {
				counts = append(counts, classCount{position[c.class], left})
			}
		}
		s.used[n] = counts
	}
	for i := range s.front {
		s.front[i].used = number[s.front[i].used]
	}
}

// leastUsed returns by class how many operations of unknown outcome all of the given multisets
// have.
func (b *batch) leastUsed(multisets map[int32]int32) []int32 {
	least := make([]int32, len(b.count))
	var classes []int32 // those in least
	isFirst := true
	for number := range multisets {
		if isFirst {
			isFirst = false
			for _, c := range b.used.counts[number] {
				least[c.class] = c.count
				classes = append(classes, c.class)
			}
			continue
		}
		classes = slices.DeleteFunc(classes, func(class int32) bool {
			least[class] = min(least[class], b.used.count(number, class))
			return least[class] == 0
		})
	}
	return least
}
