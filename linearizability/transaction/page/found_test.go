package page_test

import (
	"bytes"
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/page"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	histories = flag.Int("page.histories", 150, "random histories whose findings are drawn and told")
	seed      = flag.Uint64("page.seed", 7, "seed of the random histories")
)

// TestWhatIsFoundIsShown draws and tells whatever the checkers find in random histories.
func TestWhatIsFoundIsShown(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 0))
	shown := map[string]int{}
	for n := range *histories {
		m := transaction.Model(n % 3)
		shape := oracle.Shape{Model: txn.Registers, Txns: 5, Untimed: n%5 == 0}
		if m == transaction.ListAppend {
			shape.Model = txn.Lists
		}
		h := oracle.RandomSource(rng, shape)
		v, err := transaction.Check(context.Background(), h, transaction.Options{Model: m})
		require.NoError(t, err, "seed %d, history %d", *seed, n)
		p := page.Page{Asked: m.LevelName(v.Level), Outcome: v.Outcome, History: v.History}
		for _, l := range v.Levels {
			p.Levels = append(p.Levels, page.Level{Level: l.Level, Outcome: l.Outcome})
		}
		var findings []proof.Finding
		for _, f := range v.Findings {
			findings = append(findings, f.Finding)
			p.Findings = append(p.Findings, page.Finding{Finding: f.Finding})
			shown[string(f.Anomaly)]++
		}
		var html, text bytes.Buffer
		require.NoError(t, page.Write(&html, p), "seed %d, history %d", *seed, n)
		require.NoError(t, explain.Text(&text, v.History, findings, 100), "seed %d, history %d", *seed, n)
		require.Equal(t, len(findings) > 0, text.Len() > 0)
		require.True(t, v.Outcome != engine.Invalid || len(findings) > 0, "seed %d, history %d: a violation without a finding", *seed, n)
	}
	require.Greater(t, len(shown), 8, "histories with few kinds of anomalies show little: %v", shown)
}
