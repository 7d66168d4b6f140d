package check_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// toy is a specification in Go.
type toy struct {
	check.Spec
	initial []eval.State
	next    func(e *evaluator, s eval.State, yield func(action int, t eval.State) bool) error
	holds   map[*eval.Predicate]func(e *evaluator, s, t eval.State) (bool, error)
	values  map[*eval.Expression]func(e *evaluator, s, t eval.State) (datum.Datum, error)
}

// evaluator reuses the state that it yields, as real ones do.
type evaluator struct {
	*toy
	host    eval.Host
	running bool
	scratch eval.State
}

var errMisused = errors.New("an evaluator was used while it yields")

func (e *evaluator) Initial(yield func(s eval.State) bool) error {
	e.running = true
	defer func() { e.running = false }()
	for _, s := range e.initial {
		e.scratch = append(e.scratch[:0], s...)
		if !yield(e.scratch) {
			return nil
		}
	}
	return nil
}

func (e *evaluator) Next(s eval.State, yield func(action int, t eval.State) bool) error {
	e.running = true
	defer func() { e.running = false }()
	return e.next(e, s, func(action int, t eval.State) bool {
		e.scratch = append(e.scratch[:0], t...)
		return yield(action, e.scratch)
	})
}

func (e *evaluator) Holds(p *eval.Predicate, s, t eval.State) (bool, error) {
	if e.running {
		return false, errMisused
	}
	return e.holds[p](e, s, t)
}

func (e *evaluator) Value(x *eval.Expression, s, t eval.State) (datum.Datum, error) {
	if e.running {
		return datum.Datum{}, errMisused
	}
	return e.values[x](e, s, t)
}

func newToy(variables ...string) *toy {
	y := &toy{
		holds:  map[*eval.Predicate]func(e *evaluator, s, t eval.State) (bool, error){},
		values: map[*eval.Expression]func(e *evaluator, s, t eval.State) (datum.Datum, error){},
	}
	y.Program = &eval.Program{Variables: variables}
	y.New = func(h eval.Host) check.Evaluator { return &evaluator{toy: y, host: h} }
	return y
}

// actions declares actions, each on a line of its own.
func (y *toy) actions(names ...string) {
	for i, name := range names {
		y.Actions = append(y.Actions, eval.Action{Name: name, Span: line(i + 1)})
	}
}

func line(n int) syntax.Span {
	return syntax.Span{Start: syntax.Pos{Line: n, Col: 1}, End: syntax.Pos{Line: n, Col: 9}}
}

// formula declares a formula about a step, or a state if it does not look at t.
func (y *toy) formula(name string, holds func(s, t eval.State) bool) *eval.Predicate {
	return y.partial(name, func(_ *evaluator, s, t eval.State) (bool, error) { return holds(s, t), nil })
}

func (y *toy) partial(name string, holds func(e *evaluator, s, t eval.State) (bool, error)) *eval.Predicate {
	p := &eval.Predicate{Name: name, Span: line(len(y.holds) + 100)}
	y.holds[p] = holds
	return p
}

func (y *toy) expression(value func(s, t eval.State) datum.Datum) *eval.Expression {
	x := &eval.Expression{}
	y.values[x] = func(_ *evaluator, s, t eval.State) (datum.Datum, error) { return value(s, t), nil }
	return x
}

func ints(values ...int64) (s eval.State) {
	for _, v := range values {
		s = append(s, datum.Int(v))
	}
	return s
}

// grid is a system of counters from 0 to most, each with an action that adds one to it: (most+1)^counters states.
func grid(counters int, most int64) *toy {
	names, zeros := []string{"x", "y", "z"}[:counters], make([]int64, counters)
	y := newToy(names...)
	y.actions([]string{"X", "Y", "Z"}[:counters]...)
	y.initial = []eval.State{ints(zeros...)}
	y.next = func(_ *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		for i := range s {
			if s[i].Int() < most {
				t := slices.Clone(s)
				t[i] = datum.Int(s[i].Int() + 1)
				if !yield(i, t) {
					return nil
				}
			}
		}
		return nil
	}
	return y
}

func sum(s eval.State) (n int64) {
	for _, v := range s {
		n += v.Int()
	}
	return n
}

// less holds where the counters add up to less than n.
func (y *toy) less(n int64) *eval.Predicate {
	return y.formula("Less", func(s, _ eval.State) bool { return sum(s) < n })
}

func run(t *testing.T, y *toy, o check.Options) *check.Result {
	t.Helper()
	r, err := check.Run(ctx, &y.Spec, o)
	require.NoError(t, err)
	require.Empty(t, r.TraceNote)
	return r
}

// names are the actions of a trace.
func names(r *check.Result) (all []string) {
	for _, s := range r.Trace {
		all = append(all, s.Action)
	}
	return all
}

// sums are the sums of the states of a trace.
func sums(r *check.Result) (all []int64) {
	for _, s := range r.Trace {
		all = append(all, sum(s.State))
	}
	return all
}
