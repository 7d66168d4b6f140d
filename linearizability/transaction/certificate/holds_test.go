package certificate

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	histories = flag.Int("histories", 300, "random histories of each model")
	seed      = flag.Uint64("seed", 1, "seed of random histories")
)

// random calls f with random histories of both models.
func random(t *testing.T, shape oracle.Shape, f func(t *testing.T, rng *rand.Rand, h *txn.History)) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	for _, shape.Model = range []txn.Model{txn.Registers, txn.Lists} {
		t.Run(shape.Model.String(), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(*seed, uint64(shape.Model)))
			for k := range *histories {
				shape.Untimed = k%10 == 0
				f(t, rng, oracle.Random(rng, shape))
			}
		})
	}
}

func committed(h *txn.History) []int32 {
	var list []int32
	for t := range h.Txns {
		if h.Txns[t].Committed {
			list = append(list, int32(t))
		}
	}
	return list
}

// permutations returns all orders of the items.
func permutations(items []int32) [][]int32 {
	if len(items) == 0 {
		return [][]int32{nil}
	}
	var all [][]int32
	for i := range items {
		for _, rest := range permutations(slices.Delete(slices.Clone(items), i, i+1)) {
			all = append(all, append([]int32{items[i]}, rest...))
		}
	}
	return all
}

// TestHoldsIsExact compares the verdict on every order of the transactions with that of the oracle on
// it, and whether one is accepted with whether the level holds.
//
//	go test ./linearizability/transaction/certificate -run Exact -histories 20000
func TestHoldsIsExact(t *testing.T) {
	random(t, oracle.Shape{}, func(t *testing.T, _ *rand.Rand, h *txn.History) {
		if len(committed(h)) > 5 {
			return
		}
		truth := oracle.Decide(h)
		orders := permutations(committed(h))
		for _, l := range isolation.Levels() {
			if l.Base == isolation.SnapshotIsolation {
				continue
			}
			some := false
			for _, order := range orders {
				err := Holds(h, l, &proof.Holds{Order: order})
				if explains := oracle.Explains(h, l, order); explains != (err == nil) {
					t.Fatalf("%s, order %v: the oracle says %t, the certificate %v\n%s", l, order, explains, err, oracle.Format(h))
				}
				some = some || err == nil
			}
			require.Equal(t, truth.Holds(l), some, "%s\n%s", l, oracle.Format(h))
		}
	})
}

// TestScheduleIsExact compares whether some schedule is accepted with whether snapshot isolation
// holds.
func TestScheduleIsExact(t *testing.T) {
	random(t, oracle.Shape{Txns: 4}, func(t *testing.T, _ *rand.Rand, h *txn.History) {
		truth := oracle.Decide(h)
		for o := isolation.Unordered; o <= isolation.RealTime; o++ {
			l := isolation.Level{Base: isolation.SnapshotIsolation, Order: o}
			require.Equal(t, truth.Holds(l), someSchedule(h, l), "%s\n%s", l, oracle.Format(h))
		}
	})
}

func someSchedule(h *txn.History, l isolation.Level) bool {
	all := committed(h)
	began, ended := map[int32]bool{}, map[int32]bool{}
	var moments []proof.Moment
	var try func() bool
	try = func() bool {
		if len(moments) == 2*len(all) {
			return Holds(h, l, &proof.Holds{Schedule: moments}) == nil
		}
		for _, t := range all {
			if ended[t] {
				continue
			}
			done := ended
			if !began[t] {
				done = began
			}
			moments = append(moments, proof.Moment{Txn: t, Commit: began[t]})
			done[t] = true
			if try() {
				return true
			}
			delete(done, t)
			moments = moments[:len(moments)-1]
		}
		return false
	}
	return try()
}

// TestOrdersThatAreNone has orders and schedules that are none of the committed transactions.
func TestOrdersThatAreNone(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, "0 0-1: w x 1\n1 2-3 fail: w x 2\n2 4-5: r x 1\n2 6-7: r x 1")
	require.NoError(t, err)
	begin, commit := func(t int32) proof.Moment { return proof.Moment{Txn: t} }, func(t int32) proof.Moment { return proof.Moment{Txn: t, Commit: true} }
	for _, l := range isolation.Levels() {
		good := &proof.Holds{Order: []int32{0, 2, 3}}
		bad := []*proof.Holds{nil, {}}
		if l.Base == isolation.SnapshotIsolation {
			good = &proof.Holds{Schedule: []proof.Moment{begin(0), commit(0), begin(2), commit(2), begin(3), commit(3)}}
			for _, s := range [][]proof.Moment{
				{begin(0), commit(0), begin(2), commit(2), begin(3)},
				{begin(0), commit(0), begin(2), commit(2), commit(3), begin(3)},
				{begin(0), begin(0), commit(0), begin(2), commit(2), begin(3), commit(3)},
				{begin(0), commit(0), commit(0), begin(2), commit(2), begin(3), commit(3)},
				{begin(0), commit(0), begin(0), commit(0), begin(2), commit(2), begin(3), commit(3)},
				{begin(0), commit(0), begin(1), commit(1), begin(2), commit(2), begin(3), commit(3)},
				{begin(0), commit(0), begin(2), commit(2), begin(3), commit(3), begin(4), commit(4)},
				{begin(-1), commit(-1)},
			} {
				bad = append(bad, &proof.Holds{Schedule: s})
			}
		} else {
			for _, o := range [][]int32{{0, 2}, {0, 2, 3, 3}, {0, 1, 2, 3}, {0, 2, 3, 4}, {-1, 0, 2, 3}, {0, 2, 2}} {
				bad = append(bad, &proof.Holds{Order: o})
			}
		}
		require.NoError(t, Holds(h, l, good), l)
		for i, p := range bad {
			require.Error(t, Holds(h, l, p), fmt.Sprint(l, i))
		}
	}
}
