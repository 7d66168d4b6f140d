package difftest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/value"
)

// maxJudged is how many states a model may have all pairs of which are judged.
const maxJudged = 16

// A step is judged to be one of Next if and only if Next generates it, and a state to be initial if and only if Init does.
func TestSteps(t *testing.T) {
	judged := 0
	for _, file := range []string{rulesFile, modelsFile} {
		for _, m := range readModels(t, file) {
			if m.Outcome.Code == 0 && m.Outcome.Distinct <= maxJudged {
				judgeAll(t, m)
				judged++
			}
		}
	}
	require.Greater(t, judged, 100)
}

func judgeAll(t *testing.T, m Checked) {
	t.Helper()
	got, err := Check(context.Background(), m.Model)
	require.NoError(t, err)
	if got.Code != 0 {
		return // TestModels says so
	}
	_, p, err := compiled(m.Module(), m.Config)
	require.NoError(t, err)
	stepper, err := step.New(p)
	require.NoError(t, err)
	states, initial, edges := explored(t, p)
	next := stepper.Actions()[0]
	given := make([]value.State, len(states)) // as Go code has them
	for i, s := range states {
		given[i] = stateOf(stepper.Variables(), s)
	}
	for i, from := range states {
		if (stepper.Initial(given[i]) == nil) != (i < initial) {
			t.Errorf("%s: %v: initial is %v\n%s", m.Name, from, i < initial, m.Body)
		}
		for j, to := range states {
			if err := stepper.Step(next, given[i], given[j]); (err == nil) != edges[[2]int{i, j}] {
				t.Errorf("%s: %v -> %v: generated: %v, judged: %v\n%s", m.Name, from, to, edges[[2]int{i, j}], err, m.Body)
				return
			}
		}
	}
}

func stateOf(names []string, s eval.State) value.State {
	fields := make([]value.Field, len(s))
	for i, v := range s {
		fields[i] = value.Field{Name: names[i], Value: datum.ToValue(v)}
	}
	return value.NewState(fields...)
}

// explored are the reachable states, the initial ones first, and the steps between them.
func explored(t *testing.T, p *eval.Program) (states []eval.State, initial int, edges map[[2]int]bool) {
	t.Helper()
	known := map[string]int{}
	number := func(s eval.State) int {
		key := ""
		for _, v := range s {
			key += v.String() + "\n"
		}
		n, ok := known[key]
		if !ok {
			n = len(states)
			known[key] = n
			states = append(states, append(eval.State(nil), s...))
		}
		return n
	}
	e := p.Evaluator(noHost)
	require.NoError(t, e.Initial(func(s eval.State) bool { number(s); return true }))
	initial = len(states)
	edges = map[[2]int]bool{}
	for i := 0; i < len(states) && i < 4*maxJudged; i++ {
		require.NoError(t, e.Next(states[i], func(_ int, s eval.State) bool {
			edges[[2]int{i, number(s)}] = true
			return true
		}))
	}
	return states, initial, edges
}
