package tlc_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/tlc"
)

func TestPropertiesOfAConfiguration(t *testing.T) {
	config := filepath.Join(t.TempDir(), "M.cfg")
	require.NoError(t, os.WriteFile(config,
		[]byte("CONSTANTS\n N = 3\nINVARIANTS A B \\* not C\nSPECIFICATION Spec\nPROPERTY D\nALIAS View\nCHECK_DEADLOCK FALSE\n"), 0o600))
	names, err := tlc.Properties(config)
	require.NoError(t, err)
	require.Equal(t, []string{"A", "B", "D"}, names)
	_, err = tlc.Properties(filepath.Join(t.TempDir(), "none.cfg"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
