package check_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
)

func TestCountsAreTLCs(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			r := run(t, grid(3, 19), check.Options{Workers: workers})
			require.Equal(t, check.OK, r.Verdict)
			require.True(t, r.Complete)
			require.Empty(t, r.Limit)
			require.Equal(t, int64(8000), r.Stats.Distinct)
			require.Equal(t, int64(1+3*19*20*20), r.Stats.Generated)
			require.Equal(t, int64(1), r.Stats.Initial)
			require.Equal(t, 3*19+1, r.Stats.Depth)
			require.Zero(t, r.Stats.Queue)
			for _, a := range r.Actions {
				require.Equal(t, int64(19*20*20), a.Generated)
			}
			require.Equal(t, int64(7999), r.Actions[0].Distinct+r.Actions[1].Distinct+r.Actions[2].Distinct)
			require.InDelta(t, 8000*float64(r.Stats.Generated-8000)/(1<<64), r.Collision.Optimistic, 1e-14)
		})
	}
}

func TestCounterexamplesAreShortest(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		y := grid(3, 19)
		y.Invariants = []*eval.Predicate{y.less(100), y.less(20)}
		r := run(t, y, check.Options{Workers: workers})
		require.Equal(t, check.InvariantViolated, r.Verdict)
		require.Equal(t, 12, r.Verdict.ExitCode())
		require.Equal(t, "Less", r.Property)
		require.False(t, r.Complete)
		require.Len(t, r.Trace, 21)
		for i, n := range sums(r) {
			require.Equal(t, int64(i), n)
		}
		require.Empty(t, r.Trace[0].Action)
		require.Contains(t, []string{"X", "Y", "Z"}, r.Trace[20].Action)
	}
}

// TestOneWorkerSearchesInOrder compares with what TLC 2.18 prints with -workers 1.
func TestOneWorkerSearchesInOrder(t *testing.T) {
	y := grid(2, 5)
	y.Invariants = []*eval.Predicate{y.less(3)}
	r := run(t, y, check.Options{Workers: 1})
	require.Equal(t, []string{"", "X", "X", "X"}, names(r))
	require.Equal(t, int64(8), r.Stats.Generated) // 00; 10 01; 20 11, 11 02; 30
	require.Equal(t, int64(7), r.Stats.Distinct)
	require.Equal(t, int64(2), r.Stats.Queue) // 11 and 02
	require.Equal(t, 4, r.Stats.Depth)
}

func TestDeadlock(t *testing.T) {
	y := grid(2, 2)
	y.CheckDeadlock = true
	r := run(t, y, check.Options{Workers: 1})
	require.Equal(t, check.Deadlock, r.Verdict)
	require.Equal(t, []int64{0, 1, 2, 3, 4}, sums(r))
	require.Equal(t, int64(9), r.Stats.Distinct)

	// Successors that a constraint excludes are successors.
	y = grid(1, 5)
	y.CheckDeadlock = true
	y.Constraints = []*eval.Predicate{y.less(3)}
	r = run(t, y, check.Options{})
	require.Equal(t, check.OK, r.Verdict)
	require.Equal(t, int64(3), r.Stats.Distinct)
	require.Equal(t, int64(4), r.Stats.Generated)
	require.Equal(t, 3, r.Stats.Depth)
}

func TestConstraints(t *testing.T) {
	y := grid(2, 5)
	y.Constraints = []*eval.Predicate{y.less(3)}
	r := run(t, y, check.Options{})
	require.Equal(t, int64(6), r.Stats.Distinct)
	require.Equal(t, int64(1+2*6), r.Stats.Generated)

	// Invariants are checked where a constraint does not hold, and properties of steps on the way there.
	y.Invariants = []*eval.Predicate{y.less(3)}
	r = run(t, y, check.Options{Workers: 1})
	require.Equal(t, check.InvariantViolated, r.Verdict)
	require.Equal(t, []int64{0, 1, 2, 3}, sums(r))
	require.Equal(t, int64(6), r.Stats.Distinct)
	require.Equal(t, 3, r.Stats.Depth)

	y.Invariants = nil
	y.StepProperties = []*eval.Predicate{y.formula("Step", func(_, t eval.State) bool { return sum(t) < 3 })}
	r = run(t, y, check.Options{})
	require.Equal(t, check.PropertyViolated, r.Verdict)
	require.Equal(t, 13, r.Verdict.ExitCode())
	require.Equal(t, []int64{0, 1, 2, 3}, sums(r))

	// Action constraints look at the step.
	y = grid(1, 5)
	y.ActionConstraints = []*eval.Predicate{y.formula("From", func(s, t eval.State) bool { return sum(s) < 2 && sum(t) < 9 })}
	r = run(t, y, check.Options{})
	require.Equal(t, int64(3), r.Stats.Distinct)
	require.Equal(t, int64(4), r.Stats.Generated)

	// Initial states are generated, but count only within the constraints.
	y = grid(1, 5)
	y.initial = []eval.State{ints(0), ints(4), ints(0)}
	y.Constraints = []*eval.Predicate{y.less(3)}
	r = run(t, y, check.Options{})
	require.Equal(t, int64(3), r.Stats.Initial)
	require.Equal(t, int64(3), r.Stats.Distinct)
	require.Equal(t, int64(6), r.Stats.Generated)
}

func TestStepPropertiesAreCheckedOnEveryEdge(t *testing.T) {
	y := grid(2, 3)
	y.actions("Back")
	forward := y.next
	y.next = func(e *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		if sum(s) == 6 && !yield(2, ints(0, 0)) { // to a state that was seen long before
			return nil
		}
		return forward(e, s, yield)
	}
	y.StepProperties = []*eval.Predicate{y.formula("Grows", func(s, t eval.State) bool { return sum(s) <= sum(t) })}
	r := run(t, y, check.Options{})
	require.Equal(t, check.PropertyViolated, r.Verdict)
	require.Equal(t, "Grows", r.Property)
	require.Equal(t, []int64{0, 1, 2, 3, 4, 5, 6, 0}, sums(r))
	require.Equal(t, "Back", r.Trace[7].Action)
}

func TestInitialStatesAreJudged(t *testing.T) {
	y := grid(1, 5)
	y.initial = []eval.State{ints(0), ints(4)}
	y.Invariants = []*eval.Predicate{y.less(4)}
	r := run(t, y, check.Options{})
	require.Equal(t, check.InvariantViolated, r.Verdict)
	require.Equal(t, []int64{4}, sums(r))
	require.Equal(t, []string{""}, names(r))

	y.Invariants = nil
	y.StateProperties = []*eval.Predicate{y.less(5)}
	y.InitialProperties = []*eval.Predicate{y.less(4)}
	r = run(t, y, check.Options{})
	require.Equal(t, check.PropertyViolated, r.Verdict)
	require.Equal(t, []int64{4}, sums(r))

	y.InitialProperties = nil
	r = run(t, y, check.Options{})
	require.Equal(t, check.InvariantViolated, r.Verdict)
	require.Equal(t, []int64{4, 5}, sums(r))
}

func TestAssumptionsComeFirstAndThePostconditionLast(t *testing.T) {
	y := grid(1, 5)
	never := y.formula("Never", func(_, _ eval.State) bool { return false })
	y.Assumptions = []*eval.Predicate{never}
	y.Invariants = []*eval.Predicate{never}
	r := run(t, y, check.Options{})
	require.Equal(t, check.AssumptionFalse, r.Verdict)
	require.Zero(t, r.Stats.Generated)
	require.Empty(t, r.Trace)

	y.Assumptions, y.Invariants, y.Postcondition = nil, nil, y.partial("Post", func(e *evaluator, _, _ eval.State) (bool, error) {
		n, ok := e.host.Get("distinct")
		return n.Int() != 6, map[bool]error{false: errors.New("no number")}[ok]
	})
	r = run(t, y, check.Options{})
	require.Equal(t, check.PostconditionFalse, r.Verdict)
	require.True(t, r.Complete)
	require.Equal(t, int64(6), r.Stats.Distinct)
}

// TestFailuresOfEvaluation has the exit codes that TLC 2.18 gives.
func TestFailuresOfEvaluation(t *testing.T) {
	undefined := &eval.Error{Kind: eval.Undefined, Message: "no value"}
	asserted := &eval.Error{Kind: eval.Assertion, Message: "boo"}
	at := func(n int64, err error) func(*evaluator, eval.State, eval.State) (bool, error) {
		return func(_ *evaluator, s, _ eval.State) (bool, error) {
			if sum(s) == n {
				return false, err
			}
			return true, nil
		}
	}
	for _, c := range []struct {
		name  string
		err   error
		plant func(y *toy, err error)
		want  check.Verdict
		code  int
		trace []int64
	}{
		{"next", undefined, plantNext, check.SpecFailed, 75, []int64{0, 1, 2}},
		{"next", asserted, plantNext, check.AssertFailed, 14, []int64{0, 1, 2}},
		{"invariant", undefined, func(y *toy, err error) { y.Invariants = append(y.Invariants, y.partial("P", at(2, err))) },
			check.InvariantFailed, 76, []int64{0, 1, 2}},
		{"invariant", asserted, func(y *toy, err error) { y.Invariants = append(y.Invariants, y.partial("P", at(2, err))) },
			check.InvariantFailed, 76, []int64{0, 1, 2}},
		{"initially", undefined, func(y *toy, err error) { y.Invariants = append(y.Invariants, y.partial("P", at(0, err))) },
			check.SpecFailed, 75, []int64{0}},
		{"initially", asserted, func(y *toy, err error) { y.Invariants = append(y.Invariants, y.partial("P", at(0, err))) },
			check.SpecFailed, 75, []int64{0}},
		{"step", undefined, func(y *toy, err error) { y.StepProperties = append(y.StepProperties, y.partial("P", at(2, err))) },
			check.SpecFailed, 75, []int64{0, 1, 2, 3}},
		{"step", asserted, func(y *toy, err error) { y.StepProperties = append(y.StepProperties, y.partial("P", at(2, err))) },
			check.AssertFailed, 14, []int64{0, 1, 2, 3}},
		{"constraint", undefined, func(y *toy, err error) { y.Constraints = append(y.Constraints, y.partial("P", at(2, err))) },
			check.SpecFailed, 75, []int64{0, 1, 2}},
		{"constraint", asserted, func(y *toy, err error) { y.Constraints = append(y.Constraints, y.partial("P", at(2, err))) },
			check.AssertFailed, 14, []int64{0, 1, 2}},
		{"action constraint", undefined,
			func(y *toy, err error) { y.ActionConstraints = append(y.ActionConstraints, y.partial("P", at(2, err))) },
			check.SpecFailed, 75, []int64{0, 1, 2, 3}},
	} {
		t.Run(fmt.Sprintf("%s %v", c.name, c.err), func(t *testing.T) {
			y := grid(1, 5)
			c.plant(y, c.err)
			r := run(t, y, check.Options{})
			require.Equal(t, c.want, r.Verdict)
			require.Equal(t, c.code, r.Verdict.ExitCode())
			require.ErrorIs(t, r.Err, c.err)
			require.Equal(t, c.trace, sums(r))
			require.False(t, r.Complete)
		})
	}
}

func plantNext(y *toy, err error) {
	next := y.next
	y.next = func(e *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		if sum(s) == 2 {
			return err
		}
		return next(e, s, yield)
	}
}
