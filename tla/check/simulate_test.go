package check_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
)

func simulate(t *testing.T, y *toy, o check.SimulateOptions) *check.Result {
	t.Helper()
	r, err := check.Simulate(ctx, &y.Spec, o)
	require.NoError(t, err)
	r.Stats.Duration = 0
	return r
}

func TestSimulationIsAFunctionOfItsSeed(t *testing.T) {
	y := grid(3, 30)
	want := simulate(t, y, check.SimulateOptions{Seed: 5, Traces: 20, Depth: 50, Workers: 1})
	require.Equal(t, check.OK, want.Verdict)
	require.Equal(t, int64(20), want.Simulation.Traces)
	require.Equal(t, 50, want.Simulation.Longest)
	require.Empty(t, want.Limit)
	require.NotContains(t, report(t, want), "ended early")
	require.False(t, want.Complete)
	require.Equal(t, want, simulate(t, y, check.SimulateOptions{Seed: 5, Traces: 20, Depth: 50, Workers: 3}))
	require.NotEqual(t, want, simulate(t, y, check.SimulateOptions{Seed: 6, Traces: 20, Depth: 50}))
}

// TestSimulationFindsTheSame seeks a state that only some walks reach.
func TestSimulationFindsTheSame(t *testing.T) {
	y := grid(3, 30)
	y.Invariants = []*eval.Predicate{y.formula("Even", func(s, _ eval.State) bool { return s[0].Int() < 20 || s[1].Int() > 7 })}
	want := simulate(t, y, check.SimulateOptions{Seed: 1, Traces: 100_000, Workers: 1})
	require.Equal(t, check.InvariantViolated, want.Verdict)
	require.Equal(t, "Even", want.Property)
	requireBehavior(t, y, want.Trace)
	require.Greater(t, want.Simulation.Traces, int64(1))
	for range 3 {
		r := simulate(t, y, check.SimulateOptions{Seed: 1, Traces: 100_000, Workers: 3})
		require.Equal(t, fmt.Sprint(want.Trace), fmt.Sprint(r.Trace))
	}
}

func TestSimulationJudgesAsTheSearchDoes(t *testing.T) {
	deadlock := grid(1, 5)
	deadlock.CheckDeadlock = true
	step := grid(1, 5)
	step.StepProperties = []*eval.Predicate{step.formula("Step", func(_, t eval.State) bool { return sum(t) < 3 })}
	initial := grid(1, 5)
	initial.InitialProperties = []*eval.Predicate{initial.formula("Initial", func(s, _ eval.State) bool { return sum(s) > 0 })}
	excluded := grid(1, 5)
	excluded.Constraints = []*eval.Predicate{excluded.less(3)}
	excluded.Invariants = []*eval.Predicate{excluded.less(3)}
	action := grid(1, 5)
	action.CheckDeadlock = true
	action.ActionConstraints = []*eval.Predicate{action.formula("Few", func(s, _ eval.State) bool { return sum(s) < 2 })}
	assume := grid(1, 5)
	assume.Assumptions = []*eval.Predicate{assume.less(3), assume.formula("Never", func(_, _ eval.State) bool { return false })}
	post := grid(1, 5)
	post.Postcondition = post.formula("Never", func(_, _ eval.State) bool { return false })
	for _, c := range []struct {
		name  string
		y     *toy
		want  check.Verdict
		trace []int64
	}{
		{"deadlock", deadlock, check.Deadlock, []int64{0, 1, 2, 3, 4, 5}},
		{"step", step, check.PropertyViolated, []int64{0, 1, 2, 3}},
		{"initial", initial, check.PropertyViolated, []int64{0}},
		{"excluded", excluded, check.InvariantViolated, []int64{0, 1, 2, 3}},
		{"action constraint", action, check.Deadlock, []int64{0, 1, 2}},
		{"assume", assume, check.AssumptionFalse, nil},
		{"postcondition", post, check.PostconditionFalse, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := simulate(t, c.y, check.SimulateOptions{Traces: 2})
			require.Equal(t, c.want, r.Verdict)
			require.Equal(t, c.trace, sums(r))
		})
	}
}

func TestSimulationsOfNothingAreSaid(t *testing.T) {
	y := grid(1, 5)
	y.Constraints = []*eval.Predicate{y.less(0)}
	require.Equal(t, []string{"The constraints exclude all initial states."}, simulate(t, y, check.SimulateOptions{Traces: 2}).Warnings)
	y.initial = nil
	r := simulate(t, y, check.SimulateOptions{Traces: 2})
	require.Equal(t, []string{"There is no initial state: nothing was checked."}, r.Warnings)
	require.Empty(t, r.Limit)
}

func TestSimulationEndsWithItsContext(t *testing.T) {
	canceled, cancel := context.WithCancel(ctx)
	y := grid(3, 30)
	calls := 0
	y.Invariants = []*eval.Predicate{y.formula("Cancel", func(_, _ eval.State) bool {
		if calls++; calls == 5000 {
			cancel()
		}
		return true
	})}
	r, err := check.Simulate(canceled, &y.Spec, check.SimulateOptions{Workers: 1})
	require.NoError(t, err)
	require.Equal(t, check.OK, r.Verdict)
	require.Equal(t, "interrupted: context canceled", r.Limit)
	require.Positive(t, r.Simulation.Traces)
}
