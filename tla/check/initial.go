package check

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/eval"
)

// assume evaluates the ASSUMEs, and returns what is wrong with them, or nil.
func (s *Spec) assume(e Evaluator) *finding {
	for _, p := range s.Assumptions {
		if holds, err := e.Holds(p, nil, nil); err != nil || !holds {
			return &finding{verdict: AssumptionFalse, name: p.Name, file: p.File, span: p.Span, err: err}
		}
	}
	return nil
}

// conclude evaluates the POSTCONDITION, and returns what is wrong with it, or nil.
func (s *Spec) conclude(e Evaluator) *finding {
	p := s.Postcondition
	if p == nil {
		return nil
	}
	if holds, err := e.Holds(p, nil, nil); err != nil || !holds {
		return &finding{verdict: PostconditionFalse, name: p.Name, file: p.File, span: p.Span, err: err}
	}
	return nil
}

// assumptions evaluates the ASSUMEs, and reports whether all are true.
func (w *worker) assumptions() bool {
	w.s.alone = true
	defer func() { w.s.alone = false }()
	f := w.s.spec.assume(w.judge)
	if f != nil {
		w.s.note(f)
	}
	return f == nil
}

// initial generates the initial states.
func (w *worker) initial() {
	w.s.alone = true
	defer func() { w.s.alone = false }()
	if err := w.s.yieldInitial(w.host, w.next, w.initialState); err != nil {
		w.found(finding{verdict: SpecFailed, err: err})
	}
	w.host.share(w.s.hosts())
}

// initialState judges a state that Init yields.
func (w *worker) initialState(t eval.State) bool {
	w.host.level = 1
	defer func() { w.host.level = 0 }()
	w.s.initial.Add(1)
	w.counts.generated.Add(1)
	w.ordinal++
	in, ok := w.within(w.s.spec.Constraints, 0, t, nil, 0)
	if !ok {
		return false
	}
	fresh, n := true, number(0)
	if in {
		if fresh, n, ok = w.remember(t, 0, fromInitial(w.ordinal-1)); !ok {
			return false
		}
	}
	if fresh && in {
		w.enqueue(t, n)
	}
	if most := w.s.o.MaxStates; most > 0 && w.s.distinct() >= most {
		w.s.end(limitOfStates(most), false)
	}
	return !fresh || w.obeysInitially(t)
}

// obeysInitially checks what must hold of an initial state.
func (w *worker) obeysInitially(t eval.State) bool {
	if !w.obeys(t, 0) {
		return false
	}
	for _, p := range w.s.spec.InitialProperties {
		holds, err := w.judge.Holds(p, t, nil)
		if holds && err == nil {
			continue
		}
		f := finding{verdict: PropertyViolated, name: p.Name, file: p.File, span: p.Span, err: err, last: t}
		if err != nil {
			f.verdict = SpecFailed
		}
		w.found(f)
		return false
	}
	return !w.s.stopped.Load()
}

// postcondition evaluates the POSTCONDITION.
func (w *worker) postcondition() {
	w.s.alone = true
	defer func() { w.s.alone = false }()
	w.host.level = 0
	if f := w.s.spec.conclude(w.judge); f != nil {
		w.s.note(f)
	}
}

func limitOfStates(most int64) string { return fmt.Sprintf("%d states", most) }
