package dependency

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// recorded reads a history of lists of the recorded ones.
func recorded(t testing.TB, file string) checked {
	folder := os.Getenv("TENET_HISTORIES")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "histories")
	}
	path := filepath.Join(folder, file)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no recorded histories: set TENET_HISTORIES to their folder (%v)", err)
	}
	source, _, err := format.Open(context.Background(), path, format.Options{})
	require.NoError(t, err)
	h, err := txn.Decode(source, txn.Options{Model: txn.Lists})
	require.NoError(t, err)
	return check(h)
}

// anomalies returns the names of the anomalies found, each once.
func (c *checked) anomalies() []isolation.Anomaly {
	var names []isolation.Anomaly
	for _, f := range c.findings {
		names = append(names, f.Anomaly)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestRecorded compares with what the histories' sources say of them.
func TestRecorded(t *testing.T) {
	serializable := isolation.Level{Base: isolation.Serializable}
	for _, row := range []struct {
		file      string
		level     isolation.Level
		anomalies []isolation.Anomaly
	}{
		{"elle/huge-scc.edn", isolation.StrictSerializable, []isolation.Anomaly{"G-single-realtime"}},
		{"elle/paper-example.edn", serializable, []isolation.Anomaly{"G-single"}},
		{"elle/si-without-g-single.edn", serializable, []isolation.Anomaly{"G-single-realtime", "G2-item"}},
		{"elle-cli/elle/list-append-gh-30.edn", serializable, []isolation.Anomaly{"G2-item"}},
		{"elle-cli/elle/paper-example.json", serializable, []isolation.Anomaly{"G-single"}},
	} {
		t.Run(filepath.Base(row.file), func(t *testing.T) {
			c := recorded(t, row.file)
			for _, f := range c.findings {
				t.Logf("%s (%d edges, shortest %v, %d omitted): %s", f.Anomaly, len(f.Cycle), f.Shortest, f.Omitted, f.Sentence)
			}
			require.Equal(t, engine.Invalid, c.outcome(t, row.level))
			require.Equal(t, row.anomalies, c.anomalies())
			if row.file == "elle/huge-scc.edn" {
				require.Equal(t, engine.Valid, c.outcome(t, isolation.Level{Base: isolation.Serializable, Order: isolation.Session}))
			}
		})
	}
}
