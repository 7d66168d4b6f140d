package raft

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
	packages := map[string]*syntax.Package{}
	for _, folder := range Subject().Packages {
		packages[folder], err = syntax.Load(t.Context(), path.Join(root, folder))
		require.NoError(t, err)
	}
	for _, m := range code {
		for file, content := range m.Files {
			pkg := packages[path.Dir(file)]
			require.NotNil(t, pkg, file)
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
	for _, scenario := range strings.Fields("R01 R03 R04 R05 R06 R08 R09 R11 R17 R18 R19 R20 R21 R22 R24 R25 R26 R27 R28 R31") {
		require.True(t, slices.ContainsFunc(Subject().Code, func(p matrix.Patch) bool { return p.Scenario == scenario }), scenario)
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
	if testing.Short() {
		t.Skip("it takes seconds to enumerate all mutants")
	}
	s := Subject()
	mutants, _, err := s.Mutants(t.Context(), root, nil)
	require.NoError(t, err)
	require.Greater(t, len(mutants), 1500)
	survivors, err := s.ReadSurvivors(root)
	require.NoError(t, err)
	var report matrix.Report
	report.Judge(mutants, survivors, false)
	require.Empty(t, report.Problems)
}

// TestModelsFitTheSpecification: the specification as it is holds in its models, and a mistake in it is seen.
func TestModelsFitTheSpecification(t *testing.T) {
	s := specification(t.TempDir())
	s.Models = []string{"MCSingle", "MCTerms"}
	require.NoError(t, s.Prepare(t.Context(), root))
	text, err := os.ReadFile(path.Join(root, stateModule))
	require.NoError(t, err)
	changed := strings.Replace(string(text), "[up |-> TRUE, term |-> d.term,", "[up |-> TRUE, term |-> d.term - 1,", 1)
	folder := t.TempDir()
	require.NoError(t, lay(root, map[string][]byte{stateModule: []byte(changed)}, folder))
	why, err := s.Checked(t.Context(), folder)
	require.NoError(t, err)
	require.Contains(t, why, "MCSingle: invariant violated: TypeOK")
}
