package step

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/value"
)

// worker judges the steps of one goroutine at a time. It remembers the values it has converted, and the last state that a step began in:
// drivers ask for the steps from one state after each other, and most variables stay as they are.
type worker struct {
	stepper *Stepper
	judges  *eval.Judge
	known   []map[value.Value]datum.Datum // by variable
	places  []int                         // by variable: its place in a value.State
	names   []string                      // of the value.States that places is for

	given    []value.Value // the values of the state before, as they were given
	last     []value.Value // these, by variable
	from, to eval.State
	hash     uint64 // of from
	judged   judged
}

// judged counts what a worker did.
type judged struct {
	steps, remembered, stutters uint64
	accepted                    []uint64 // by action
}

// maxKnown is how many values of a variable a worker remembers. When there are more it forgets all, and begins again.
const maxKnown = 1 << 16

func newWorker(s *Stepper) *worker {
	n := len(s.Variables())
	w := &worker{
		stepper: s, judges: s.steps.Judge(eval.Host{}), known: make([]map[value.Value]datum.Datum, n), places: make([]int, n),
		last: make([]value.Value, n), from: make(eval.State, n), to: make(eval.State, n),
		judged: judged{accepted: make([]uint64, len(s.order))},
	}
	for i := range w.known {
		w.known[i] = map[value.Value]datum.Datum{}
	}
	return w
}

// knows reports whether s is the state that before has converted: not one that is equal, but the same.
func (w *worker) knows(s value.State) bool {
	values := s.Values()
	return len(values) > 0 && len(w.given) == len(values) && &w.given[0] == &values[0]
}

// before converts the state in which a step begins.
func (w *worker) before(s value.State) (eval.State, error) {
	if w.knows(s) {
		return w.from, nil
	}
	w.given = nil
	if err := w.arrange(s); err != nil {
		return nil, err
	}
	values, same := s.Values(), true
	for i, place := range w.places {
		if v := values[place]; v != w.last[i] {
			w.last[i], w.from[i], same = v, w.convert(i, v), false
		}
	}
	if !same || w.hash == 0 {
		w.hash = hashOf(w.from)
	}
	w.given = values
	return w.from, nil
}

// after converts the state in which a step ends, once before has converted the one in which it begins.
func (w *worker) after(s value.State) (eval.State, error) {
	if err := w.arrange(s); err != nil {
		return nil, err
	}
	values := s.Values()
	for i, place := range w.places {
		if v := values[place]; v == w.last[i] {
			w.to[i] = w.from[i]
		} else {
			w.to[i] = w.convert(i, v)
		}
	}
	return w.to, nil
}

// arrange finds the places of the variables in states of these names.
func (w *worker) arrange(s value.State) error {
	if slices.Equal(s.Names(), w.names) {
		return nil
	}
	variables := w.stepper.Variables()
	places := make([]int, len(variables))
	for i, name := range variables {
		at, found := slices.BinarySearch(s.Names(), name)
		if !found {
			return fmt.Errorf("the state has no variable %s; its variables are %v, those of the specification %v", name, s.Names(), variables)
		}
		places[i] = at
	}
	if len(s.Names()) != len(variables) {
		return fmt.Errorf("the state has variables that the specification has not; its variables are %v, those of the specification %v", s.Names(), variables)
	}
	w.places, w.names = places, s.Names()
	return nil
}

func (w *worker) convert(variable int, v value.Value) datum.Datum {
	known := w.known[variable]
	d, ok := known[v]
	if !ok {
		if len(known) >= maxKnown {
			clear(known)
		}
		d = datum.FromValue(v)
		known[v] = d
	}
	return d
}

func (w *worker) initial(s eval.State) error {
	if w.judges.Holds(w.stepper.steps.Initial(), s, nil) {
		return nil
	}
	return &Error{stepper: w.stepper, initial: true, before: slices.Clone(s)}
}

// judge judges a step, unless it is one that was accepted already; hash is that of from.
func (w *worker) judge(name machine.Action, from, to eval.State, hash uint64) error {
	w.judged.steps++
	a, known := w.stepper.actions[name]
	if !known {
		_, err := w.stepper.steps.Find(string(name))
		return &Error{Action: name, stepper: w.stepper, before: slices.Clone(from), after: slices.Clone(to), unknown: err}
	}
	next := hashOf(to)
	key := edgeKey(hash, a.key, next)
	if next == hash {
		w.judged.stutters++
	}
	if w.stepper.memo.has(key) {
		w.judged.remembered++
		w.judged.accepted[a.at]++
		return nil
	}
	if !w.judges.Holds(a.step, from, to) {
		return &Error{Action: name, stepper: w.stepper, before: slices.Clone(from), after: slices.Clone(to)}
	}
	w.stepper.memo.add(key)
	w.judged.accepted[a.at]++
	return nil
}
