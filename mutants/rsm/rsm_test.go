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
