package frontier

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// space is a kind of configurations. The sweep tells it which operations are open; it says
// what configurations become.
type space interface {
	// start returns the configuration before the first event.
	start() config
	// reset forgets all open operations.
	reset()
	// called says that an operation is open, in a slot if its outcome is known.
	called(op, slot int32)
	// returned says that the operation in slot is open no longer.
	returned(op, slot int32)
	// roles says what the open operations are.
	roles() *roles
	// eager lets the operation in slot, just called, take effect in c if that cannot do harm.
	eager(c *config, slot int32)
	// reach calls emit for the configurations which sequences of open operations lead to that
	// end with op, the operation in slot, which is about to return. With thrift it may leave out
	// the less promising ones; all says whether it did not.
	reach(c *config, op, slot int32, thrift bool, emit func(config)) (all bool)
	// promise says how promising c is when not all can be kept.
	promise(c *key) int
}

// tuning says how a sweep tries again. The last sweep keeps all configurations.
type tuning struct {
	widths    []int // the numbers of configurations kept, one after the other
	lookbacks []int // the numbers of events by which a sweep goes back to try the next width
	every     int   // the number of events from one snapshot to the next
}

var defaultTuning = tuning{
	widths:    []int{24, 192, 1536, 12288},
	lookbacks: []int{0, 512, 4096, 32768},
	every:     512,
}

// sweep is the pass over the events of a problem.
type sweep struct {
	p      *engine.Problem
	space  space
	used   *used
	chain  chain
	events []int32 // by moment: an operation that is called, or ^ of one that returns
	most   int     // configurations at once

	// What follows changes from event to event.
	at     int
	front  []config
	exact  bool // nothing was left out since the first event
	open   mask
	opIn   [maxOpen]int32
	slotOf []int32

	halt    *halt
	tuning  tuning
	past    []snapshot
	next    []config
	byState map[int32][]int32
	seen    map[key]struct{}
	widest  int
}

// snapshot is what the sweep knows before an event.
type snapshot struct {
	at    int
	front []config
	exact bool
	open  mask
	opIn  [maxOpen]int32
}

func newSweep(p *engine.Problem, s space, u *used, h *halt) *sweep {
	w := &sweep{
		p: p, space: s, used: u, most: h.most, halt: h, tuning: defaultTuning, chain: chain{limit: firstLimit},
		slotOf: make([]int32, p.Len()), byState: map[int32][]int32{}, seen: map[key]struct{}{},
	}
	w.events = eventsOf(p)
	w.front, w.exact = []config{s.start()}, true
	return w
}

// eventsOf lists the calls and returns in order of time.
func eventsOf(p *engine.Problem) []int32 {
	events := make([]int32, 0, 2*p.Len())
	at := make([]int32, 2*p.Len())
	for i := range at {
		at[i] = engine.Never
	}
	for i := range p.Call {
		at[p.Call[i]] = int32(i)
		if p.Return[i] != engine.Never {
			at[p.Return[i]] = ^int32(i)
		}
	}
	for _, e := range at {
		if e != engine.Never {
			events = append(events, e)
		}
	}
	return events
}

// verdict is how a sweep ended.
type verdict struct {
	outcome engine.Outcome
	last    int32  // Valid: the chain's last step
	died    int32  // Invalid: the operation at whose return no configuration was left
	why     string // Undecided
}

// halt stops a search that takes too long or too much memory, wherever it is.
type halt struct {
	ctx   context.Context
	most  int // configurations at once
	calls int
	err   error
}

// now reports whether the search must end, as long as it holds the given number of configurations.
func (h *halt) now(configurations int) bool {
	if h.err == nil && configurations > 2*h.most {
		h.err = fmt.Errorf("more than %d configurations at once", h.most)
	}
	if h.calls++; h.err == nil && h.calls&255 == 0 {
		h.err = context.Cause(h.ctx)
	}
	return h.err != nil
}

// run sweeps until the end, or until a sweep that leaves out nothing dies.
func (w *sweep) run() verdict {
	widths := w.tuning.widths
	level, diedAt := 0, -1
	for {
		width := w.most
		if level < len(widths) {
			width = min(widths[level], w.most)
		}
		died, err := w.pass(width, level == len(widths), diedAt+w.tuning.every)
		switch {
		case err != nil:
			return verdict{why: err.Error()}
		case died:
			if w.exact {
				return verdict{outcome: engine.Invalid, died: ^w.events[w.at]}
			}
			level = min(level+1, len(widths))
			diedAt = max(diedAt, w.at)
			w.back(level, diedAt)
		case w.at == len(w.events):
			best := slices.MaxFunc(w.front, func(a, b config) int { return w.space.promise(&a.key) - w.space.promise(&b.key) })
			return verdict{outcome: engine.Valid, last: best.step}
		default: // past the place where a narrower sweep died
			level = 0
		}
	}
}

// back returns to a snapshot from which level is to try again.
func (w *sweep) back(level, diedAt int) {
	last := len(w.tuning.widths)
	for k := len(w.past) - 1; ; k-- {
		s := &w.past[k]
		if k > 0 && (level == last && !s.exact || level < last && s.at+w.tuning.lookbacks[level] > diedAt) {
			continue
		}
		w.past = w.past[:k+1]
		w.at, w.exact, w.open, w.opIn = s.at, s.exact, s.open, s.opIn
		w.front = append(w.front[:0], s.front...)
		break
	}
	w.reopen()
}

// reopen tells the space which operations are open before the next event.
func (w *sweep) reopen() {
	w.space.reset()
	for i := range w.p.Call {
		if w.p.Call[i] >= w.moment() {
			break
		}
		if w.p.Pending(int32(i)) {
			w.space.called(int32(i), -1)
		}
	}
	for open := w.open; !open.empty(); {
		slot := open.next()
		w.slotOf[w.opIn[slot]] = slot
		w.space.called(w.opIn[slot], slot)
	}
}

// moment returns the moment of the next event.
func (w *sweep) moment() int32 {
	if w.at == len(w.events) {
		return engine.Never
	}
	if e := w.events[w.at]; e < 0 {
		return w.p.Return[^e]
	}
	return w.p.Call[w.events[w.at]]
}

// pass sweeps on from where the sweep is, keeping at most width configurations. It stops at the
// end, or past the event until if that is not the widest pass, or where no configuration is left.
func (w *sweep) pass(width int, all bool, until int) (died bool, err error) {
	for ; w.at < len(w.events); w.at++ {
		if w.at%w.tuning.every == 0 {
			if err := w.pause(); err != nil {
				return false, err
			}
			if !all && until > w.tuning.every && w.at > until && width > w.tuning.widths[0] {
				return false, nil
			}
		}
		e := w.events[w.at]
		if e >= 0 {
			if err := w.call(e); err != nil {
				return false, err
			}
			continue
		}
		if err := w.ret(^e, all); err != nil {
			return false, err
		}
		if len(w.front) == 0 {
			return true, nil
		}
		if len(w.front) > width {
			if all {
				return false, fmt.Errorf("more than %d configurations at once", w.most)
			}
			w.narrow(width)
		}
	}
	return false, nil
}

// pause does what is done now and then.
func (w *sweep) pause() error {
	if err := context.Cause(w.halt.ctx); err != nil {
		return err
	}
	if len(w.past) == 0 || w.past[len(w.past)-1].at < w.at {
		w.past = append(w.past, snapshot{w.at, slices.Clone(w.front), w.exact, w.open, w.opIn})
	}
	if len(w.chain.steps) > w.chain.limit {
		live := [][]config{w.front}
		for i := range w.past {
			live = append(live, w.past[i].front)
		}
		w.chain.drop(live...)
	}
	return nil
}

func (w *sweep) call(op int32) error {
	if w.p.Pending(op) {
		w.space.called(op, -1)
		return nil
	}
	slot := w.freeSlot()
	if slot < 0 {
		return fmt.Errorf("more than %d operations open at once", maxOpen)
	}
	w.open, w.opIn[slot], w.slotOf[op] = w.open.with(slot), op, slot
	w.space.called(op, slot)
	for i := range w.front {
		w.space.eager(&w.front[i], slot)
	}
	return nil
}

func (w *sweep) freeSlot() int32 {
	closed := mask{}
	closed = mask{^closed[0], ^closed[1]}.andNot(w.open)
	if closed.empty() {
		return -1
	}
	return closed.next()
}

// ret makes every configuration one in which op took effect.
func (w *sweep) ret(op int32, all bool) error {
	slot := w.slotOf[op]
	w.next = w.next[:0]
	emit := func(c config) {
		c.done, c.free = c.done.without(slot), c.free.without(slot)
		w.next = append(w.next, c)
	}
	reached := false
	for i := range w.front {
		c := &w.front[i]
		if c.done.has(slot) {
			emit(*c)
			continue
		}
		if c.free.has(slot) { // it was overwritten at once, or takes effect now
			emit(*c)
		}
		reached = true
		if !w.space.reach(c, op, slot, !all, emit) {
			w.exact = false
		}
		if w.halt.now(0) {
			return w.halt.err
		}
		if len(w.next) > 2*w.most {
			w.reduce()
			if len(w.next) > w.most {
				if all {
					return fmt.Errorf("more than %d configurations at once", w.most)
				}
				w.exact = false
				break
			}
		}
	}
	w.space.returned(op, slot)
	w.open = w.open.without(slot)
	if reached || len(w.next) > 1 {
		w.reduce()
	}
	w.front, w.next = w.next, w.front
	w.widest = max(w.widest, len(w.front))
	return nil
}

// compared bounds the comparisons of one configuration with others.
const compared = 96

// reduce drops from next the configurations that others cover.
func (w *sweep) reduce() {
	if len(w.next) < 2 {
		return
	}
	if len(w.next) > compared {
		clear(w.seen)
		w.next = slices.DeleteFunc(w.next, func(c config) bool {
			_, twice := w.seen[c.key]
			w.seen[c.key] = struct{}{}
			return twice
		})
		slices.SortStableFunc(w.next, func(a, b config) int { return w.space.promise(&b.key) - w.space.promise(&a.key) })
	}
	for state, list := range w.byState {
		if len(list) == 0 {
			delete(w.byState, state)
			continue
		}
		w.byState[state] = list[:0]
	}
	r := w.space.roles()
	kept := w.next[:0]
	for _, c := range w.next {
		list := w.byState[c.state]
		covered := false
		for k := len(list) - 1; k >= 0 && k >= len(list)-compared && !covered; k-- {
			covered = covers(&kept[list[k]].key, &c.key, r, w.used)
		}
		if covered {
			continue
		}
		replaced := false
		for k := len(list) - 1; k >= 0 && k >= len(list)-compared && !replaced; k-- {
			if other := &kept[list[k]]; covers(&c.key, &other.key, r, w.used) {
				*other, replaced = c, true
			}
		}
		if !replaced {
			w.byState[c.state] = append(list, int32(len(kept)))
			kept = append(kept, c)
		}
	}
	w.next = kept
}

// narrow keeps the most promising configurations.
func (w *sweep) narrow(width int) {
	slices.SortStableFunc(w.front, func(a, b config) int { return w.space.promise(&b.key) - w.space.promise(&a.key) })
	w.front = w.front[:width]
	w.exact = false
}
