package check_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

func TestLimitsAreSaid(t *testing.T) {
	r := run(t, grid(3, 9), check.Options{MaxDepth: 4})
	require.Equal(t, check.Undecided, r.Verdict)
	require.Equal(t, "depth 4", r.Limit)
	require.False(t, r.Complete)
	require.Equal(t, int64(1+3+6+10), r.Stats.Distinct)
	require.Equal(t, int64(10), r.Stats.Queue)
	require.Equal(t, 4, r.Stats.Depth)

	r = run(t, grid(3, 9), check.Options{MaxStates: 12, Workers: 1})
	require.Equal(t, check.Undecided, r.Verdict)
	require.Equal(t, "12 states", r.Limit)
	require.GreaterOrEqual(t, r.Stats.Distinct, int64(12))
	require.Less(t, r.Stats.Distinct, int64(15))

	// A limit that is not reached is none.
	r = run(t, grid(1, 9), check.Options{MaxDepth: 11, MaxStates: 11})
	require.Equal(t, check.OK, r.Verdict)
	require.True(t, r.Complete)
}

func TestSearchEndsWithItsContext(t *testing.T) {
	for _, workers := range []int{1, 4} {
		canceled, cancel := context.WithCancel(ctx)
		y := grid(3, 1000)
		var asked atomic.Int64
		y.Invariants = []*eval.Predicate{y.formula("Cancel", func(_, _ eval.State) bool {
			if asked.Add(1) == 5000 {
				cancel()
			}
			return true
		})}
		r, err := check.Run(canceled, &y.Spec, check.Options{Workers: workers})
		require.NoError(t, err)
		require.Equal(t, check.Undecided, r.Verdict)
		require.Equal(t, "interrupted: context canceled", r.Limit)
		require.False(t, r.Complete)
		require.GreaterOrEqual(t, r.Stats.Distinct, int64(4900))
		require.Less(t, r.Stats.Distinct, int64(10_000_000))
		require.Positive(t, r.Stats.Queue)

		r, err = check.Run(canceled, &y.Spec, check.Options{Workers: workers})
		require.NoError(t, err)
		require.Equal(t, check.Undecided, r.Verdict)
		require.Zero(t, r.Stats.Generated)
	}
}

func TestProgressIsTold(t *testing.T) {
	var told []check.Progress
	r := run(t, grid(3, 45), check.Options{Interval: time.Millisecond, Progress: func(p check.Progress) { told = append(told, p) }})
	require.NotEmpty(t, told)
	for i, p := range told {
		require.LessOrEqual(t, p.Generated, r.Stats.Generated)
		require.LessOrEqual(t, p.Depth, r.Stats.Depth)
		if i > 0 {
			require.GreaterOrEqual(t, p.Distinct, told[i-1].Distinct)
		}
	}
	require.Equal(t, "Progress(3): 1,234,567 states generated (120 s/min), 1,000 distinct states found (60 ds/min), 12 states left on queue.",
		check.Progress{Depth: 3, Generated: 1234567, GeneratedRate: 120, Distinct: 1000, DistinctRate: 60, Queue: 12}.String())
}

func TestSpillingChangesNothing(t *testing.T) {
	want := run(t, grid(3, 29), check.Options{Workers: 1})
	require.Zero(t, want.Stats.Spilled)
	require.Equal(t, int64(27000), want.Stats.Distinct)
	bad := grid(3, 29)
	bad.Invariants = []*eval.Predicate{bad.less(86)}
	wantBad := run(t, bad, check.Options{Workers: 1})
	for _, memory := range []int64{1, 10_000} {
		for _, workers := range []int{1, 3} {
			dir := t.TempDir()
			o := check.Options{Workers: workers, Memory: memory, Dir: dir}
			r := run(t, grid(3, 29), o)
			require.Positive(t, r.Stats.Spilled)
			r.Stats.Spilled, r.Stats.Duration = 0, want.Stats.Duration
			if workers > 1 { // Which of several edges finds a state first is chance.
				for i := range r.Actions {
					r.Actions[i].Distinct = want.Actions[i].Distinct
				}
			}
			require.Equal(t, want, r)
			r = run(t, bad, o)
			require.Len(t, r.Trace, 87)
			if workers == 1 {
				require.Equal(t, names(wantBad), names(r))
			}
			requireBehavior(t, bad, r.Trace)
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Empty(t, left, "files are removed")
		}
	}
}

func TestFingerprintsMustFitIntoMemory(t *testing.T) {
	r := run(t, grid(3, 100), check.Options{Memory: 1})
	require.Equal(t, check.Undecided, r.Verdict)
	require.Contains(t, r.Limit, "take more than the memory of 1 bytes")
	require.Greater(t, r.Stats.Distinct, int64(check.LeastMemory/8/2))
	require.Less(t, r.Stats.Distinct, int64(check.LeastMemory/8))
}

func TestFilesThatCannotBeWrittenAreAnError(t *testing.T) {
	_, err := check.Run(ctx, &grid(3, 29).Spec, check.Options{Memory: 1, Dir: filepath.Join(t.TempDir(), "none")})
	require.ErrorContains(t, err, "no file for what does not fit into memory")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestOptionsAreValidated(t *testing.T) {
	_, err := check.Run(ctx, &grid(1, 1).Spec, check.Options{Workers: 65, MaxStates: -1, MaxDepth: -1, Memory: -1, Interval: -1})
	for _, wrong := range []string{"Workers is 65", "MaxStates", "MaxDepth", "Memory", "Interval"} {
		require.ErrorContains(t, err, wrong)
	}
	_, err = check.Simulate(ctx, &grid(1, 1).Spec, check.SimulateOptions{Depth: -1, Traces: -1, Workers: -1})
	for _, wrong := range []string{"Workers is -1", "Depth", "Traces"} {
		require.ErrorContains(t, err, wrong)
	}
}

// TestBehaviorsThatCannotBeRepeatedAreSaid has a system that is no function of its states.
func TestBehaviorsThatCannotBeRepeatedAreSaid(t *testing.T) {
	y := grid(1, 100)
	calls := int64(0)
	y.next = func(_ *evaluator, _ eval.State, yield func(int, eval.State) bool) error {
		calls++
		yield(0, ints(calls))
		return nil
	}
	y.Invariants = []*eval.Predicate{y.less(7)}
	r, err := check.Run(ctx, &y.Spec, check.Options{Workers: 1})
	require.NoError(t, err)
	require.Equal(t, check.InvariantViolated, r.Verdict)
	require.Contains(t, r.TraceNote, "cannot be computed again")
	require.Equal(t, []int64{6, 7}, sums(r), "what is known is shown")
}

// TestInfiniteSetsStayInMemory has a state that cannot be packed.
func TestInfiniteSetsStayInMemory(t *testing.T) {
	y := newToy("x", "set")
	y.actions("A")
	y.initial = []eval.State{{datum.Int(0), datum.Nat}}
	y.next = func(_ *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		yield(0, eval.State{datum.Int((s[0].Int() + 1) % 7), s[1]})
		return nil
	}
	r := run(t, y, check.Options{Memory: 1})
	require.Equal(t, check.OK, r.Verdict)
	require.Equal(t, int64(7), r.Stats.Distinct)
}
