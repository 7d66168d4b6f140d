package saturate

import (
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

var (
	histories = flag.Int("histories", 1500, "random histories for each model in the comparison with the oracle")
	seed      = flag.Uint64("seed", 1, "seed of the random histories")
)

// bases and levels are those that the package decides.
var bases = []isolation.Base{isolation.MonotonicAtomicView, isolation.ReadAtomic, isolation.Causal}

func levels() []isolation.Level {
	var list []isolation.Level
	for _, base := range bases {
		for o := isolation.Unordered; o <= isolation.RealTime; o++ {
			list = append(list, isolation.Level{Base: base, Order: o})
		}
	}
	return list
}

func newRand(n uint64) *rand.Rand { return rand.New(rand.NewPCG(*seed, n)) }

// subject is an execution with what the packages before this one say of it.
type subject struct {
	h        *txn.History
	e        *execution.Execution
	orders   *version.Orders
	findings []proof.Finding
}

func newSubject(h *txn.History) subject {
	e, findings := execution.New(h)
	orders, more := version.New(e, version.Assumptions{})
	return subject{h, e, orders, append(findings, more...)}
}

// ruledOut reports whether anomalies of single reads, or of the orders of versions, rule out a level.
func (s subject) ruledOut(l isolation.Level) bool {
	for _, f := range s.findings {
		if weakest, known := isolation.RuledOut(f.Anomaly); !known || l.Implies(weakest) {
			return true
		}
	}
	return s.outOfProgramOrder()
}

// outOfProgramOrder reports whether a list shows elements of one transaction in another order than it
// appended them in, or some of them only. No level allows that, and it is no cycle.
func (s subject) outOfProgramOrder() bool {
	if s.h.Model == txn.Registers {
		return false
	}
	for k, chain := range s.orders.Chains {
		last := map[int32]int32{}
		for _, v := range append(chain[:len(chain):len(chain)], s.orders.Rest[k]...) {
			w := s.h.Versions[v]
			if before, known := last[w.Txn]; known && before > w.Op {
				return true
			}
			last[w.Txn] = w.Op
		}
	}
	return false
}

func (s subject) decide(t testing.TB, l isolation.Level, how method) Result {
	t.Helper()
	r := decide(t.Context(), s.e, s.orders, l, how)
	if r.Outcome == engine.Undecided {
		t.Fatalf("%v is undecided: %s", l, r.Why)
	}
	return r
}
