package check

import (
	"errors"
	"slices"
	"sync/atomic"

	"github.com/tenet-go/tenet/tla/eval"
)

// worker expands states. All but counts and registers belongs to one goroutine.
type worker struct {
	s     *search
	id    int
	host  *host
	next  Evaluator // yields states
	judge Evaluator // judges them meanwhile
	fps   *fingerprinter
	past  history
	disk  *spool // for the history, once memory is short
	out   *chunk // states of the next level

	actions []ActionStats
	visit   func(action int, t eval.State) bool // successor

	// What is being expanded.
	from    eval.State
	parent  number
	ordinal uint64
	level   int

	composed int64 // what was last seen of it

	_      [64]byte // others read what follows
	counts struct {
		generated, distinct, queued atomic.Int64
	}
	_ [64]byte
}

func newWorker(s *search, id int) *worker {
	w := &worker{s: s, id: id, fps: newFingerprinter(s.spec), actions: make([]ActionStats, len(s.spec.Actions))}
	w.host = newHost(s, id)
	w.next, w.judge = s.spec.New(w.host.forStates()), s.spec.New(w.host.forFormulas())
	w.visit = w.successor
	return w
}

// work takes chunks of the current level until there are no more.
func (w *worker) work(level int) {
	s := w.s
	for !s.stopped.Load() {
		c := s.frontier.take()
		if c == nil {
			return
		}
		if err := s.frontier.load(c); err != nil {
			s.fail(err)
			return
		}
		if s.overMemory() {
			w.disk = &s.past
		}
		for i := 0; i < c.count && !s.stopped.Load(); i++ {
			w.expand(s.frontier.state(c, i), c.numbers[i], level)
		}
	}
}

// expand generates the successors of a state.
func (w *worker) expand(from eval.State, n number, level int) {
	w.from, w.parent, w.ordinal, w.level = from, n, 0, level
	w.counts.queued.Add(-1)
	err := w.s.yieldNext(w.host, w.next, from, n, level, w.visit)
	w.countComposed()
	switch {
	case err != nil:
		w.failed(finding{verdict: SpecFailed, err: err})
	case w.ordinal == 0 && w.s.spec.CheckDeadlock:
		w.found(finding{verdict: Deadlock})
	}
	if most := w.s.o.MaxStates; most > 0 && w.s.distinct() >= most {
		w.s.end(limitOfStates(most), false)
	}
}

// countComposed counts the states in the middle of compositions A \cdot B as generated, as TLC does.
func (w *worker) countComposed() {
	if e, ok := w.next.(interface{ Composed() int64 }); ok {
		w.counts.generated.Add(e.Composed() - w.composed)
		w.composed = e.Composed()
	}
}

// yieldNext yields the successors of a state, always the same ones.
func (s *search) yieldNext(h *host, e Evaluator, from eval.State, n number, level int, yield func(int, eval.State) bool) error {
	h.level = level
	h.chance.Seed(s.o.Seed, uint64(n)+1)
	return e.Next(from, yield)
}

// yieldInitial yields the initial states, always the same ones.
func (s *search) yieldInitial(h *host, e Evaluator, yield func(eval.State) bool) error {
	h.level = 0
	h.chance.Seed(s.o.Seed, 0)
	return e.Initial(yield)
}

// successor judges a state that Next yields.
func (w *worker) successor(action int, t eval.State) bool {
	w.counts.generated.Add(1)
	w.actions[action].Generated++
	w.ordinal++
	w.host.level = w.level + 1
	in, ok := w.within(w.s.spec.Constraints, action, t, nil, 0)
	w.host.level = w.level
	if ok && in {
		in, ok = w.within(w.s.spec.ActionConstraints, action, w.from, t, len(w.s.spec.Constraints))
	}
	if !ok {
		return false
	}
	fresh, n := true, number(0)
	if in {
		if fresh, n, ok = w.remember(t, action, fromParent(w.parent, w.ordinal-1)); !ok {
			return false
		}
		if fresh {
			w.actions[action].Distinct++
		}
	}
	w.host.level = w.level + 1
	ok = !fresh || w.obeys(t, action)
	w.host.level = w.level
	if !ok || !w.steps(t, action) {
		return false
	}
	if in && fresh {
		w.s.vacuity.moved(w.from, t)
		w.enqueue(t, n)
	}
	return !w.s.stopped.Load()
}

// within reports whether the constraints hold, of t or of the step from s to t; not ok if one cannot be evaluated. index is where the first of
// them is among all constraints.
func (w *worker) within(constraints []*eval.Predicate, action int, s, t eval.State, index int) (in, ok bool) {
	for i, c := range constraints {
		holds, err := w.judge.Holds(c, s, t)
		if err != nil {
			last := s
			if t != nil {
				last = t
			}
			w.failed(finding{verdict: SpecFailed, name: c.Name, file: c.File, span: c.Span, err: err, action: action, last: last})
			return false, false
		}
		if !holds {
			w.s.vacuity.cut(index + i)
			return false, true
		}
	}
	return true, true
}

// remember adds a state to those that were seen, and numbers it if it is new.
func (w *worker) remember(t eval.State, action int, o origin) (fresh bool, n number, ok bool) {
	fp, err := w.fps.of(t, w.judge)
	if err != nil {
		w.failed(finding{verdict: SpecFailed, name: "VIEW", err: err, action: action, last: t})
		return false, 0, false
	}
	if !w.s.seen.add(fp) {
		return false, 0, true
	}
	w.counts.distinct.Add(1)
	local, err := w.past.add(o, w.disk)
	if err != nil {
		w.s.fail(err)
		return false, 0, false
	}
	if level := int64(w.level + 1); w.s.diameter.Load() < level {
		w.s.diameter.Store(level)
	}
	return true, newNumber(w.id, local), true
}

// obeys checks what must hold of states.
func (w *worker) obeys(t eval.State, action int) bool {
	for _, p := range w.s.formulas {
		holds, err := w.judge.Holds(p, t, nil)
		if holds && err == nil {
			continue
		}
		f := finding{verdict: InvariantViolated, name: p.Name, file: p.File, span: p.Span, err: err, action: action, last: t}
		if err != nil {
			f.verdict = InvariantFailed
			if w.level == 0 { // TLC's choice
				f.verdict = SpecFailed
			}
		}
		w.found(f)
		return false
	}
	w.s.vacuity.state(w.judge, t)
	return true
}

// steps checks what must hold of steps.
func (w *worker) steps(t eval.State, action int) bool {
	for _, p := range w.s.spec.StepProperties {
		holds, err := w.judge.Holds(p, w.from, t)
		if err != nil {
			w.failed(finding{verdict: SpecFailed, name: p.Name, file: p.File, span: p.Span, err: err, action: action, last: t})
			return false
		}
		if !holds {
			w.found(finding{verdict: PropertyViolated, name: p.Name, file: p.File, span: p.Span, action: action, last: t})
			return false
		}
	}
	if len(w.s.spec.StepProperties) > 0 {
		w.s.vacuity.step(w.judge, w.from, t)
	}
	return true
}

func (w *worker) enqueue(t eval.State, n number) {
	w.counts.queued.Add(1)
	var err error
	if w.out, err = w.s.frontier.put(w.out, t, n); err != nil {
		w.s.fail(err)
	}
}

// failed notes that something cannot be evaluated. TLC tells an Assert from other reasons, unless it is about an initial state.
func (w *worker) failed(f finding) {
	if w.level > 0 && asserted(f.err) {
		f.verdict = AssertFailed
	}
	w.found(f)
}

// asserted reports whether an Assert has failed.
func asserted(err error) bool {
	var e *eval.Error
	return errors.As(err, &e) && e.Kind == eval.Assertion
}

// found notes what is wrong with the state that is being expanded, or with its successor.
func (w *worker) found(f finding) {
	f.from, f.parent, f.level = slices.Clone(w.from), w.parent, w.level
	f.last = slices.Clone(f.last)
	w.s.note(&f)
}
