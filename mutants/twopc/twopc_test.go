package twopc

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/mutants/matrix"
	"github.com/tenet-go/tenet/mutants/syntax"
)

const root = "../.."

func TestEveryPatchAppliesOnceAndCompiles(t *testing.T) {
	code, err := matrix.Patched(root, matrix.Scenario, Subject().Code)
	require.NoError(t, err)
	pkg, err := syntax.Load(t.Context(), path.Join(root, "twopc"))
	require.NoError(t, err)
	for _, m := range code {
		for file, content := range m.Files {
			require.Equal(t, "twopc", path.Dir(file))
			require.NoError(t, pkg.CheckFile(path.Base(file), content), m.Name)
		}
	}
	spec, err := matrix.Patched(root, matrix.Spec, Subject().Specification)
	require.NoError(t, err)
	for _, m := range spec {
		for file := range m.Files {
			require.True(t, slices.Contains(folders, path.Dir(file)), "%s is not in a folder of the specification", file)
		}
	}
}

func TestEveryScenarioHasPatchesOfTheCode(t *testing.T) {
	for _, scenario := range strings.Fields("T01 T02 T03 T04 T05 T06 T07 T08 T09 T10") {
		require.True(t, slices.ContainsFunc(Subject().Code, func(p matrix.Patch) bool { return p.Scenario == scenario }), scenario)
		require.True(t, slices.ContainsFunc(Subject().Specification, func(p matrix.Patch) bool { return p.Scenario == scenario }), "%s in the specification", scenario)
	}
}

func TestPatchesSayWhatIsWrong(t *testing.T) {
	names := map[string]bool{}
	for _, p := range slices.Concat(Subject().Code, Subject().Specification) {
		require.False(t, names[p.Name], "two patches are called %s", p.Name)
		names[p.Name] = true
		require.NotEmpty(t, p.Mistake, p.Name)
	}
}

// TestSurvivorsAreMutants holds the arguments to the mutants that they are about: code that changes must be argued about again.
func TestSurvivorsAreMutants(t *testing.T) {
	s := Subject()
	mutants, _, err := s.Mutants(t.Context(), root, nil)
	require.NoError(t, err)
	require.Greater(t, len(mutants), 500)
	survivors, err := s.ReadSurvivors(root)
	require.NoError(t, err)
	var report matrix.Report
	report.Judge(mutants, survivors, false)
	require.Empty(t, report.Problems)
}

// TestModelsFitTheSpecification: the specification as it is holds in its models, and a mistake in it is seen.
func TestModelsFitTheSpecification(t *testing.T) {
	s := specification(t.TempDir())
	require.NoError(t, s.Prepare(t.Context(), root))
	for _, m := range models {
		require.FileExists(t, path.Join(s.Folder(), m.name+".tla"))
		require.FileExists(t, path.Join(s.Folder(), m.name+".cfg"))
	}
	text, err := os.ReadFile(path.Join(root, module))
	require.NoError(t, err)
	for mistake, want := range map[string]string{
		`Branch("working", readOnly, {})`:      "TwoClients: invariant violated: TypeOK",
		`Branch("enlisted", readOnly, 1 + {})`: "TwoClients: TwoPhaseCommit.tla:",
	} {
		folder := t.TempDir()
		changed := strings.Replace(string(text), `Branch("enlisted", readOnly, {})`, mistake, 1)
		require.NoError(t, lay(root, map[string][]byte{module: []byte(changed)}, folder))
		why, err := s.Checked(t.Context(), folder)
		require.NoError(t, err)
		require.Contains(t, why, want)
	}
}
