package saturate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// TestAsTheOracleSays compares each level, computed in each way, with brute force over all commit
// orders. What is ruled out by other anomalies is left to the packages that find those.
func TestAsTheOracleSays(t *testing.T) {
	for _, model := range []txn.Model{txn.Registers, txn.Lists} {
		t.Run(model.String(), func(t *testing.T) {
			var met [isolation.Serializable + 1][isolation.RealTime + 1][2]int // how often a level was violated, and held
			for i := range *histories {
				h := oracle.Random(newRand(uint64(i)), oracle.Shape{Model: model, Untimed: i%5 == 0})
				verdicts := oracle.Decide(h)
				s := newSubject(h)
				for _, l := range levels() {
					if s.ruledOut(l) {
						continue
					}
					for how := automatic; how <= byWindows; how++ {
						r := s.decide(t, l, how)
						require.Equal(t, verdicts.Holds(l), r.Outcome == engine.Valid,
							"history %d of seed %d, %v, method %d\n%s\n%+v", i, *seed, l, how, oracle.Format(h), r)
						s.verify(t, l, r)
						met[l.Base][l.Order][r.Outcome-engine.Valid]++
					}
				}
			}
			for _, l := range levels() {
				require.NotZero(t, met[l.Base][l.Order][0], "%v holds", l)
				require.NotZero(t, met[l.Base][l.Order][1], "%v is violated", l)
			}
		})
	}
}
