package rsm

import (
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/mutants/matrix"
	"github.com/tenet-go/tenet/mutants/syntax"
)

const root = "../.."

func TestEveryPatchAppliesOnceAndCompiles(t *testing.T) {
	code, err := matrix.Patched(root, matrix.Scenario, Subject().Code)
	require.NoError(t, err)
	pkg, err := syntax.Load(t.Context(), path.Join(root, "rsm"))
	require.NoError(t, err)
	names := map[string]bool{}
	for _, m := range code {
		require.False(t, names[m.Name], "two patches are called %s", m.Name)
		names[m.Name] = true
		for file, content := range m.Files {
			require.Equal(t, "rsm", path.Dir(file))
			require.NoError(t, pkg.CheckFile(path.Base(file), content), m.Name)
		}
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
	require.Greater(t, len(mutants), 500)
	survivors, err := s.ReadSurvivors(root)
	require.NoError(t, err)
	var report matrix.Report
	report.Judge(mutants, survivors, false)
	require.Empty(t, report.Problems)
}
