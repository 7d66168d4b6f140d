package dependency

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

var (
	histories = flag.Int("histories", 2000, "random histories that are compared with the oracle, of each model")
	seed      = flag.Uint64("seed", 1, "seed of the random histories")
)

// checked is what the packages up to dependency say of a history.
type checked struct {
	execution *execution.Execution
	orders    *version.Orders
	analysis  *Analysis
	findings  []proof.Finding
}

func check(h *txn.History) checked {
	e, findings := execution.New(h)
	orders, more := version.New(e, version.Assumptions{})
	a := Analyze(context.Background(), e, orders, Options{})
	findings = append(append(findings, more...), a.Findings...)
	return checked{e, orders, a, findings}
}

// outcome joins what the anomalies and the cycles say of a level.
func (c *checked) outcome(t require.TestingT, l isolation.Level) engine.Outcome {
	for _, f := range c.findings {
		ruledOut, known := isolation.RuledOut(f.Anomaly)
		require.True(t, known, f.Anomaly)
		if l.Implies(ruledOut) {
			return engine.Invalid
		}
	}
	if o := c.analysis.Outcome(l); o != engine.Undecided {
		return o
	}
	if c.analysis.Holds(context.Background(), l) != nil {
		return engine.Valid
	}
	return engine.Undecided
}

// TestOracle compares outcomes with a brute force over all orders.
func TestOracle(t *testing.T) {
	t.Logf("seed %d", *seed)
	for _, model := range []txn.Model{txn.Lists, txn.Registers} {
		rng := rand.New(rand.NewPCG(*seed, uint64(model)))
		seen := map[isolation.Base]map[engine.Outcome]int{}
		for range *histories {
			h := oracle.Random(rng, oracle.Shape{Model: model, Untimed: rng.IntN(8) == 0})
			truth := oracle.Decide(h)
			c := check(h)
			for _, l := range isolation.Levels() {
				outcome := c.outcome(t, l)
				if seen[l.Base] == nil {
					seen[l.Base] = map[engine.Outcome]int{}
				}
				seen[l.Base][outcome]++
				switch {
				case outcome != engine.Undecided:
					require.Equal(t, truth.Holds(l), outcome == engine.Valid, "%s of\n%s\n%+v", l, oracle.Format(h), c.findings)
				case l.Base == isolation.ReadUncommitted || l.Base == isolation.ReadCommitted || model == txn.Lists && l.Base == isolation.Serializable:
					require.Fail(t, "undecided", "%s of\n%s", l, oracle.Format(h))
				}
			}
		}
		t.Logf("%s: %v", model, seen)
		require.Positive(t, seen[isolation.Serializable][engine.Invalid])
		require.Positive(t, seen[isolation.ReadCommitted][engine.Valid])
	}
}
