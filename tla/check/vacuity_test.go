package check_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
)

func warnings(t *testing.T, y *toy) []string {
	t.Helper()
	r := run(t, y, check.Options{Workers: 2})
	require.Equal(t, check.OK, r.Verdict)
	return r.Warnings
}

func TestWhatIsCheckedInVainIsSaid(t *testing.T) {
	require.Empty(t, warnings(t, grid(2, 5)))

	y := grid(2, 5)
	y.actions("Never")
	y.Actions = append(y.Actions, y.Actions[0]) // X with another parameter, which is never enabled
	y.Actions[2].File = "models/Toy.tla"
	require.Equal(t, []string{"The action Never (line 1, col 1 to line 1, col 9 of module Toy) is never enabled."}, warnings(t, y))

	// What consists of other actions is taken when these are.
	y.Divided = func(action int) bool { return action == 2 }
	require.Empty(t, warnings(t, y))

	y = grid(2, 5)
	y.initial = nil
	require.Equal(t, []string{"There is no initial state: nothing was checked."}, warnings(t, y))

	y = grid(2, 5)
	y.Constraints = []*eval.Predicate{y.less(0)}
	require.Contains(t, warnings(t, y), "The constraints exclude all initial states.")
	y.Constraints = []*eval.Predicate{y.less(9), y.less(1)}
	require.Contains(t, warnings(t, y), "The constraint Less excludes all that the next-state relation leads to.")
	require.Contains(t, warnings(t, y), "The variable x never changes.")

	y = grid(2, 5)
	y.Variables = []string{"x", "y", "constant"}
	y.initial[0] = ints(0, 0, 5)
	require.Equal(t, []string{"The variable constant never changes."}, warnings(t, y))
}

func TestVacuousFormulasAreSaid(t *testing.T) {
	y := grid(2, 5)
	implies := y.less(100)
	antecedents := map[*eval.Predicate][]*eval.Predicate{}
	y.Antecedents = func(p *eval.Predicate) []*eval.Predicate { return antecedents[p] }
	antecedents[implies] = []*eval.Predicate{
		y.formula("x = 5", func(s, _ eval.State) bool { return s[0].Int() == 5 }),
		y.formula("x = 6", func(s, _ eval.State) bool { return s[0].Int() == 6 }),
		y.partial("failing", func(_ *evaluator, _, _ eval.State) (bool, error) { return true, errMisused }),
	}
	antecedents[implies][2].File = "models/Toy.tla"
	y.Invariants = []*eval.Predicate{implies}
	step := y.formula("Step", func(_, _ eval.State) bool { return true })
	antecedents[step] = []*eval.Predicate{
		y.formula("back", func(s, t eval.State) bool { return sum(s) > sum(t) }),
		y.formula("forward", func(s, t eval.State) bool { return sum(s) < sum(t) }),
	}
	y.StepProperties = []*eval.Predicate{step}
	got := warnings(t, y)
	require.Equal(t, []string{
		"Less holds vacuously: P of the P => Q at line 102, col 1 to line 102, col 9 is never true.",
		"Less holds vacuously: P of the P => Q at line 103, col 1 to line 103, col 9 of module Toy is never true.",
		"Step holds vacuously: P of the P => Q at line 105, col 1 to line 105, col 9 is never true.",
	}, got)

	// What was not visited may make them true.
	r := run(t, y, check.Options{MaxDepth: 2})
	require.Empty(t, r.Warnings)
}
