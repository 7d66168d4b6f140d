package tla_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
)

// TestKept checks specifications that this engine was once wrong about: what is remembered must be forgotten, and frames are not shared. The
// answers are TLC's.
func TestKept(t *testing.T) {
	for _, c := range []struct {
		name                string
		verdict             check.Verdict
		generated, distinct int64
	}{
		{"DefinedVariable", check.OK, 11, 5},
		{"EnabledCaptures", check.OK, 2, 1},
		{"EnabledCapturesLet", check.OK, 2, 1},
		{"EnabledForAll", check.InvariantViolated, 1, 1},
		{"EnabledInConstraint", check.OK, 5, 4},
		{"EnabledInQuantifier", check.OK, 5, 5},
		{"EnabledPrimedInvariant", check.InvariantViolated, 3, 3},
		{"EnabledPrimedProperty", check.PropertyViolated, 5, 4},
		{"InfiniteFunction", check.OK, 6, 6},
		{"InfiniteFunctionLater", check.OK, 6, 6},
		{"InstanceArgument", check.OK, 6, 6},
		{"InstanceArgumentInLoop", check.InvariantViolated, 3, 3},
		{"InstanceArgumentInNext", check.OK, 61, 23},
		{"InstanceArgumentOfState", check.InvariantViolated, 3, 3},
		{"InstanceArgumentPrimed", check.OK, 6, 6},
		{"InstanceRecursion", check.InvariantViolated, 4, 4},
		{"LazyArguments", check.OK, 6, 6},
		{"LazyConstants", check.OK, 20201, 10201},
		{"LazyStates", check.OK, 9941, 5041},
		{"LetInstanceRecursion", check.OK, 16, 6},
		{"MutualRecursion", check.InvariantViolated, 4, 4},
		{"PrimedArgument", check.OK, 13, 4},
		{"PropertyArgument", check.InvariantViolated, 4, 4}, // TLC refuses it
	} {
		for _, workers := range []int{1, 4} {
			m, err := tla.Load(os.DirFS("testdata/kept"), c.name+".cfg")
			require.NoError(t, err, c.name)
			r, err := m.Check(t.Context(), check.Options{Workers: workers})
			require.NoError(t, err, c.name)
			require.Equal(t, c.verdict, r.Verdict, "%s, %d workers: %v", c.name, workers, r.Err)
			if workers == 1 || c.verdict == check.OK { // more workers may count more before they stop
				require.Equal(t, []int64{c.generated, c.distinct}, []int64{r.Stats.Generated, r.Stats.Distinct}, c.name)
			}
		}
	}
}
