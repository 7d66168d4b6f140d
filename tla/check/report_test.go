package check_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

func report(t *testing.T, r *check.Result) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, check.Report(&b, r))
	return b.String()
}

func TestReportOfSuccess(t *testing.T) {
	y := grid(2, 5)
	require.Equal(t, `Model checking completed. No error has been found.
  Estimates of the probability that not all reachable states were checked
  because two distinct states had the same fingerprint:
  calculated (optimistic):  val = 4.9E-17
61 states generated, 36 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 11.
`, report(t, run(t, y, check.Options{})))
}

func TestReportOfAViolation(t *testing.T) {
	y := grid(2, 5)
	y.Invariants = []*eval.Predicate{y.less(2)}
	r := run(t, y, check.Options{Workers: 1})
	require.Equal(t, `Error: Invariant Less is violated.
Error: The behavior up to this point is:
State 1: <Initial predicate>
/\ x = 0
/\ y = 0

State 2: <X line 1, col 1 to line 1, col 9>
/\ x = 1
/\ y = 0

State 3: <X line 1, col 1 to line 1, col 9>
/\ x = 2
/\ y = 0

4 states generated, 4 distinct states found, 1 states left on queue.
`, report(t, r))
	y.Alias = y.expression(func(s, _ eval.State) datum.Datum {
		return datum.Pairs([]datum.Datum{datum.String("sum")}, []datum.Datum{datum.Int(sum(s))})
	})
	require.Contains(t, report(t, run(t, y, check.Options{Workers: 1})), "col 9>\nsum = 2\n")

	text, err := json.Marshal(r)
	require.NoError(t, err)
	var back struct {
		Verdict  string
		ExitCode int
		Property string
		Stats    struct {
			check.Stats
			Seconds float64
		}
		Trace []struct {
			Action string
			State  map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, "invariant violated", back.Verdict)
	require.Equal(t, 12, back.ExitCode)
	require.Equal(t, "Less", back.Property)
	require.InDelta(t, r.Stats.Duration.Seconds(), back.Stats.Seconds, 1e-9)
	back.Stats.Duration = r.Stats.Duration
	require.Equal(t, r.Stats, back.Stats.Stats)
	require.Len(t, back.Trace, 3)
	require.Equal(t, "X", back.Trace[2].Action)
	require.Equal(t, map[string]string{"x": "2", "y": "0"}, back.Trace[2].State)
}

// TestReportNamesWhatIsWrong has one line of each verdict.
func TestReportNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		r    check.Result
		want string
	}{
		{check.Result{Verdict: check.AssumptionFalse, Span: line(3)}, "Error: Assumption line 3, col 1 to line 3, col 9 is false."},
		{check.Result{Verdict: check.AssumptionFalse, Err: errMisused}, "Error: Evaluating assumption"},
		{check.Result{Verdict: check.Deadlock}, "Error: Deadlock reached."},
		{check.Result{Verdict: check.InvariantViolated, Property: "I", Trace: make([]check.Step, 1)}, "Error: Invariant I is violated by the initial state."},
		{check.Result{Verdict: check.PropertyViolated, Property: "P", Trace: make([]check.Step, 2)}, "Error: Action property P is violated."},
		{check.Result{Verdict: check.PropertyViolated, Property: "P", Trace: make([]check.Step, 1)}, "Error: Property P is violated by the initial state."},
		{check.Result{Verdict: check.SpecFailed, Err: errMisused}, "Error: The specification cannot be evaluated.\nan evaluator was used"},
		{check.Result{Verdict: check.InvariantFailed, Property: "I", Err: errMisused}, "Error: Evaluating I failed.\nan evaluator was used"},
		{check.Result{Verdict: check.PostconditionFalse, Property: "P"}, "Error: Postcondition P is false."},
		{check.Result{Verdict: check.Undecided, Limit: "depth 4"}, "The search ended early: depth 4."},
		{check.Result{Warnings: []string{"The variable x never changes."}}, "Warning: The variable x never changes."},
		{check.Result{Simulation: &check.SimulationStats{Seed: 4, Traces: 2, Longest: 9}}, "Simulation using seed 4: 2 traces, the longest of 9 states."},
	} {
		require.Contains(t, report(t, &c.r), c.want)
	}
}

func TestVerdictsAreDifferent(t *testing.T) {
	codes, names := map[int]bool{}, map[string]bool{}
	for v := check.OK; v <= check.Undecided; v++ {
		require.False(t, codes[v.ExitCode()])
		codes[v.ExitCode()] = true
		text, err := v.MarshalText()
		require.NoError(t, err)
		require.False(t, names[string(text)])
		names[string(text)] = true
	}
}

// The state that violates an invariant is one of those that are counted.
func TestCoverageOfAViolation(t *testing.T) {
	y := grid(2, 5)
	y.Invariants = []*eval.Predicate{y.less(2)}
	r := run(t, y, check.Options{Workers: 1})
	require.Equal(t, check.InvariantViolated, r.Verdict)
	distinct := r.Stats.Initial
	for _, a := range r.Actions {
		distinct += a.Distinct
	}
	require.Equal(t, r.Stats.Distinct, distinct)
}

func TestCoverage(t *testing.T) {
	var b strings.Builder
	require.NoError(t, check.ReportCoverage(&b, run(t, grid(2, 5), check.Options{Workers: 1})))
	require.Equal(t, "<Init>: 1\n<X line 1, col 1 to line 1, col 9>: 5:30\n<Y line 2, col 1 to line 2, col 9>: 30:30\n", b.String())

	// What consists of other actions is left out, unless it yields something itself.
	y := grid(2, 5)
	y.actions("Next", "Never")
	y.Divided = func(action int) bool { return action == 1 || action == 2 }
	var listed []string
	for _, a := range run(t, y, check.Options{}).Actions {
		listed = append(listed, a.Name)
	}
	require.Equal(t, []string{"X", "Y", "Never"}, listed)
}
