package oracle

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	histories = flag.Int("histories", 2000, "random histories of each model")
	seed      = flag.Uint64("seed", 1, "seed of random histories")
)

// TestLattice compares the levels with one another: they are written from unlike definitions, and
// what implies what is known (isolation.Level.Implies). Each must hold in a good part of the
// histories and not in another; of many histories some must tell any two levels apart.
//
//	go test ./linearizability/transaction/internal/oracle -histories 20000 -v
func TestLattice(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	levels := isolation.Levels()
	for _, model := range []txn.Model{txn.Registers, txn.Lists} {
		rng := rand.New(rand.NewPCG(*seed, uint64(model)))
		held := make([]int, len(levels))
		apart := map[string]int{} // levels of which one holds and the other does not
		for k := range *histories {
			h := Random(rng, Shape{Model: model, Untimed: k%10 == 0})
			v := Decide(h)
			for i, l := range levels {
				if v.Holds(l) {
					held[i]++
				}
				for _, m := range levels {
					if l.Implies(m) && v.Holds(l) && !v.Holds(m) {
						t.Fatalf("history %d: %s holds and %s does not\n%s", k, l, m, Format(h))
					}
					if l.Implies(m) && v.Holds(m) && !v.Holds(l) {
						apart[fmt.Sprint(m, " without ", l)]++
					}
				}
			}
		}
		for i, l := range levels {
			t.Logf("%s: %s holds in %d of %d", model, l, held[i], *histories)
			require.Greater(t, held[i], *histories/10, l)
			require.Less(t, held[i], *histories, l)
			for _, m := range levels {
				same := model == txn.Registers && m.Base == isolation.ReadUncommitted && l.Base == m.Base
				if l != m && l.Implies(m) && !same && *histories >= 20000 {
					require.NotZero(t, apart[fmt.Sprint(m, " without ", l)], "%s: %s is never apart from %s", model, m, l)
				}
			}
		}
	}
}
