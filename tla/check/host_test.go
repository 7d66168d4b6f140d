package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// asks declares a formula that hands to see what TLCGet gives, and is true.
func (y *toy) asks(t *testing.T, what string, see func(s, t eval.State, got datum.Datum)) *eval.Predicate {
	return y.partial("Asks", func(e *evaluator, s, s2 eval.State) (bool, error) {
		got, ok := e.host.Get(what)
		require.True(t, ok)
		see(s, s2, got)
		return true, nil
	})
}

// TestLevels says what TLCGet("level") is: that of the first state of what is looked at.
func TestLevels(t *testing.T) {
	y := grid(1, 5)
	state := func(s, _ eval.State, got datum.Datum) { require.Equal(t, sum(s)+1, got.Int()) }
	y.Invariants = []*eval.Predicate{y.asks(t, "level", state)}
	y.Constraints = []*eval.Predicate{y.asks(t, "level", state)}
	y.InitialProperties = []*eval.Predicate{y.asks(t, "level", state)}
	y.ActionConstraints = []*eval.Predicate{y.asks(t, "level", state)}
	y.StepProperties = []*eval.Predicate{y.asks(t, "level", state)}
	y.Assumptions = []*eval.Predicate{y.asks(t, "level", func(_, _ eval.State, got datum.Datum) { require.Zero(t, got.Int()) })}
	y.Postcondition = y.Assumptions[0]
	next := y.next
	y.next = func(e *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		got, _ := e.host.Get("level")
		require.Equal(t, sum(s)+1, got.Int())
		return next(e, s, yield)
	}
	r := run(t, y, check.Options{Workers: 1})
	require.True(t, r.Complete)
	r, err := check.Simulate(ctx, &y.Spec, check.SimulateOptions{Traces: 10})
	require.NoError(t, err)
	require.Equal(t, check.OK, r.Verdict)
}

func TestStatistics(t *testing.T) {
	y := grid(2, 3)
	count := func(name string, want int64) *eval.Predicate {
		return y.asks(t, name, func(_, _ eval.State, got datum.Datum) { require.Equal(t, want, got.Int(), name) })
	}
	y.Assumptions = []*eval.Predicate{count("generated", 0), count("distinct", 0), count("queue", 0), count("diameter", 1), count("duration", 0)}
	run(t, y, check.Options{})
	y.Assumptions = nil
	y.Postcondition = y.asks(t, "stats", func(_, _ eval.State, got datum.Datum) {
		require.Equal(t, "[diameter |-> 7, distinct |-> 16, duration |-> 0, generated |-> 25, initial |-> 1, queue |-> 0, worker |-> 0]", got.String())
	})
	run(t, y, check.Options{})
	y.Postcondition = y.asks(t, "config", func(_, _ eval.State, got datum.Datum) {
		mode, _ := datum.Apply(got, datum.String("mode"))
		require.Equal(t, "bfs", mode.Text())
	})
	run(t, y, check.Options{})
	y.Postcondition = y.partial("None", func(e *evaluator, _, _ eval.State) (bool, error) {
		for _, what := range []string{"nonsense", "initial", "s:none"} {
			_, ok := e.host.Get(what)
			require.False(t, ok)
		}
		return !e.host.Set("nonsense", datum.Int(1)), nil
	})
	run(t, y, check.Options{})
}

// TestRegisters counts states in registers, one of each worker, which an ASSUME has set for all.
func TestRegisters(t *testing.T) {
	y := grid(3, 9)
	y.Assumptions = []*eval.Predicate{y.partial("Set", func(e *evaluator, _, _ eval.State) (bool, error) {
		e.host.Registers[7] = datum.Int(1000)
		return e.host.Set("s:n", datum.Int(1000)), nil
	})}
	y.Invariants = []*eval.Predicate{y.partial("Add", func(e *evaluator, s, _ eval.State) (bool, error) {
		named, ok := e.host.Get("s:n")
		require.True(t, ok)
		n := e.host.Registers[7]
		require.Equal(t, n, named)
		if sum(s) == 0 { // An initial state is judged for all.
			return true, nil
		}
		e.host.Registers[7] = datum.Int(n.Int() + 1)
		_, ok = e.host.Get("all")
		require.False(t, ok, "others are changing")
		return e.host.Set("s:n", datum.Int(n.Int()+1)), nil
	})}
	y.Postcondition = y.asks(t, "all", func(_, _ eval.State, got datum.Datum) {
		each, ok := datum.Apply(got, datum.Int(7))
		require.True(t, ok)
		total := int64(0)
		for i := range datum.Len(each) {
			total += datum.At(each, i).Int()
		}
		require.Equal(t, int64(3*1000+999), total)
	})
	r := run(t, y, check.Options{Workers: 3})
	require.Equal(t, check.OK, r.Verdict)
}

// TestChanceIsRepeatable has states that are drawn.
func TestChanceIsRepeatable(t *testing.T) {
	y := newToy("x")
	y.actions("Draw")
	y.initial = []eval.State{ints(0)}
	y.next = func(e *evaluator, _ eval.State, yield func(int, eval.State) bool) error {
		for range 5 {
			if !yield(0, ints(e.host.Random.Int64N(1000))) {
				return nil
			}
		}
		return nil
	}
	y.Invariants = []*eval.Predicate{y.partial("Few", func(e *evaluator, s, _ eval.State) (bool, error) {
		e.host.Random.Int64() // without influence
		return s[0].Int() < 990, nil
	})}
	want := run(t, y, check.Options{Workers: 1})
	require.Equal(t, check.InvariantViolated, want.Verdict)
	require.Equal(t, sums(want), sums(run(t, y, check.Options{Workers: 1})))
	require.NotEqual(t, sums(want), sums(run(t, y, check.Options{Workers: 1, Seed: 1})))
}

func TestExitEndsTheSearch(t *testing.T) {
	y := grid(3, 100)
	y.Invariants = []*eval.Predicate{y.partial("Exit", func(e *evaluator, s, _ eval.State) (bool, error) {
		return e.host.Set("exit", datum.Bool(sum(s) == 5)), nil
	})}
	asked := false
	y.Postcondition = y.formula("Asked", func(_, _ eval.State) bool { asked = true; return true })
	r := run(t, y, check.Options{Workers: 1})
	require.Equal(t, check.OK, r.Verdict)
	require.False(t, r.Complete)
	require.Equal(t, `TLCSet("exit", TRUE)`, r.Limit)
	require.True(t, asked)
	require.Less(t, r.Stats.Distinct, int64(100))
}

// TestPrintingHappensOnce says that a behavior which is computed again prints nothing.
func TestPrintingHappensOnce(t *testing.T) {
	y := grid(1, 5)
	next := y.next
	y.next = func(e *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		e.host.Print(s[0].String())
		return next(e, s, yield)
	}
	y.Invariants = []*eval.Predicate{y.less(3)}
	var out strings.Builder
	r := run(t, y, check.Options{Out: &out, Workers: 1})
	require.Len(t, r.Trace, 4)
	require.Equal(t, "0\n1\n2\n", out.String())
}
