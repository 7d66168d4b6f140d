package saturate

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// TestHistoriesOfAWDIT decides the histories that AWDIT tests itself with. What the index calls read
// committed is monotonic atomic view here.
func TestHistoriesOfAWDIT(t *testing.T) {
	folder := cmp.Or(os.Getenv("TENET_HISTORIES"), "../../../../shared/histories")
	index, err := os.ReadFile(filepath.Join(folder, "INDEX.tsv"))
	if err != nil {
		t.Skipf("no recorded histories: set TENET_HISTORIES to a folder that has INDEX.tsv (%v)", err)
	}
	verdicts := []string{"none", "read-committed", "read-atomic", "causal"}
	rows := 0
	for line := range strings.Lines(string(index)) {
		row := strings.Split(line, "\t")
		if row[1] != "awdit-text" {
			continue
		}
		rows++
		t.Run(row[0], func(t *testing.T) {
			source, _, err := format.Open(t.Context(), filepath.Join(folder, row[0]), format.Options{Format: format.AwditText})
			require.NoError(t, err)
			h, err := txn.Decode(source, txn.Options{Model: txn.Registers})
			require.NoError(t, err)
			s := newSubject(h)
			strongest := 0
			for i, base := range bases {
				l := isolation.Level{Base: base, Order: isolation.Session}
				r := s.decide(t, l, automatic)
				s.verify(t, l, r)
				if r.Outcome == engine.Valid && !s.ruledOut(l) {
					strongest = i + 1
				}
			}
			require.Equal(t, slices.Index(verdicts, row[4]), strongest)
		})
	}
	require.Equal(t, 22, rows)
}
