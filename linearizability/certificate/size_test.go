package certificate

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCheckerIsSmall keeps the checker readable in one sitting: lines of code, without comments
// and blank lines.
func TestCheckerIsSmall(t *testing.T) {
	for file, limit := range map[string]int{"checker.go": 150, "bruteforce.go": 100, "partition.go": 60} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		lines := 0
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				lines++
			}
		}
		require.Less(t, lines, limit, file)
	}
}
