package causal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// litmus is a history with the models that it violates, and by which pattern.
type litmus struct {
	name     string
	history  string
	violated violated
}

type violated = map[causal.Model]isolation.Anomaly

// everywhere is the violation of all models.
func everywhere(a isolation.Anomaly) violated {
	v := violated{}
	for _, m := range causal.Models() {
		v[m] = a
	}
	return v
}

// litmusTests are the histories of Bouajjani et al. (POPL 2017), figure 3, and one or more for each
// pattern and guarantee.
var litmusTests = []litmus{
	{"POPL 2017, figure 3a", "w x 1, r x 2\nw x 2, r x 1", violated{
		causal.CCv: causal.CyclicCF, causal.ReadYourWrites: causal.NotMyWrites,
	}},
	{"POPL 2017, figure 3b", "w z 1, w x 1, w y 1\nw x 2, r z -, r y 1, r x 2", violated{
		causal.CM: causal.WriteHBInitRead, causal.PRAM: causal.WriteHBInitRead,
	}},
	{"POPL 2017, figure 3c", "w x 1\nw x 2, r x 1, r x 2", violated{
		causal.CCv: causal.CyclicCF, causal.CM: causal.CyclicHB, causal.PRAM: causal.CyclicHB,
	}},
	{"POPL 2017, figure 3d", "w x 1, r y -, w y 1, r x 1\nw x 2, r y -, w y 2, r x 2", violated{}},
	{"POPL 2017, figure 3e", "w x 1, w y 1\nr y 1, w x 2\nr x 2, r x 1", violated{
		causal.CC: causal.WriteCORead, causal.CCv: causal.WriteCORead, causal.CM: causal.WriteCORead,
	}},
	{"two sessions see concurrent writes in different orders", "w x 1\nw x 2\nr x 1, r x 2\nr x 2, r x 1", violated{
		causal.CCv: causal.CyclicCF, causal.MonotonicReads: causal.NonMonotonicReads,
	}},
	{"a session goes back and forth between concurrent writes", "w x 1\nw x 2\nr x 1, r x 2, r x 1", violated{
		causal.CCv: causal.CyclicCF, causal.CM: causal.CyclicHB, causal.PRAM: causal.CyclicHB, causal.MonotonicReads: causal.NonMonotonicReads,
	}},
	{"an answer is seen without its question", "w x 1\nr x 1, w y 2\nr y 2, r x -", violated{
		causal.MonotonicReads | causal.WritesFollowReads: causal.WritesNotAfterReads, causal.MonotonicReads | causal.MonotonicWrites: "",
		causal.CC: causal.WriteCOInitRead, causal.CCv: causal.WriteCOInitRead, causal.CM: causal.WriteCOInitRead,
	}},
	{"a write is forgotten", "w x 1, r x -", violated{
		causal.CC: causal.WriteCOInitRead, causal.CCv: causal.WriteCOInitRead, causal.CM: causal.WriteCOInitRead,
		causal.PRAM: causal.WriteHBInitRead, causal.ReadYourWrites: causal.NotMyWrites,
	}},
	{"a read goes back to the initial value", "w x 1\nr x 1, r x -", violated{
		causal.CC: causal.WriteCOInitRead, causal.CCv: causal.WriteCOInitRead, causal.CM: causal.WriteCOInitRead,
		causal.PRAM: causal.WriteHBInitRead, causal.MonotonicReads: causal.NonMonotonicReads,
	}},
	{"a read goes back to an earlier write of one session", "w x 1, w x 2\nr x 2, r x 1", violated{
		causal.CC: causal.WriteCORead, causal.CCv: causal.WriteCORead, causal.CM: causal.WriteCORead, causal.PRAM: causal.CyclicHB,
	}},
	{"a session reads its earlier write", "w x 1, w x 2, r x 1", violated{
		causal.ReadYourWrites | causal.MonotonicReads:                          "",
		causal.ReadYourWrites | causal.MonotonicReads | causal.MonotonicWrites: causal.NonMonotonicWrites,
		causal.CC: causal.WriteCORead, causal.CCv: causal.WriteCORead, causal.CM: causal.WriteCORead, causal.PRAM: causal.CyclicHB,
	}},
	{"a session reads both its writes, the earlier one last", "w x 1, w x 2, r x 2, r x 1", violated{
		causal.CC: causal.WriteCORead, causal.CCv: causal.WriteCORead, causal.CM: causal.WriteCORead, causal.PRAM: causal.CyclicHB,
		causal.ReadYourWrites: causal.NotMyWrites,
	}},
	{"writes of a session are seen out of order", "w x 1, w y 2\nr y 2, r x -", violated{
		causal.MonotonicReads | causal.MonotonicWrites: causal.NonMonotonicWrites, causal.MonotonicReads | causal.WritesFollowReads: "",
		causal.CC: causal.WriteCOInitRead, causal.CCv: causal.WriteCOInitRead, causal.CM: causal.WriteCOInitRead, causal.PRAM: causal.WriteHBInitRead,
	}},
	{"an answer is seen without what its session had written before the question", "w x 1, r z -, w y 2\nr y 2, r x -", violated{
		causal.ReadYourWrites | causal.MonotonicReads | causal.WritesFollowReads: causal.WritesNotAfterReads,
		causal.MonotonicReads | causal.WritesFollowReads:                         "", causal.ReadYourWrites | causal.MonotonicReads: "",
		causal.MonotonicReads | causal.MonotonicWrites: causal.NonMonotonicWrites,
		causal.CC: causal.WriteCOInitRead, causal.CCv: causal.WriteCOInitRead, causal.CM: causal.WriteCOInitRead, causal.PRAM: causal.WriteHBInitRead,
	}},
	{"two sessions read what the other writes later", "r x 1, w y 2\nr y 2, w x 1", everywhere(causal.CyclicCO)},
	{"a value that nobody wrote", "w x 1\nr x 7", everywhere(causal.ThinAirRead)},
	{"a value whose write failed", "w! x 1\nr x 1", everywhere(causal.AbortedRead)},
	{"a write of unknown outcome that was read", "w? x 1\nr x 1, r x -", violated{
		causal.CC: causal.WriteCOInitRead, causal.CCv: causal.WriteCOInitRead, causal.CM: causal.WriteCOInitRead,
		causal.PRAM: causal.WriteHBInitRead, causal.MonotonicReads: causal.NonMonotonicReads,
	}},
	{"a write of unknown outcome that nobody read", "w? x 1, r x -", violated{}},
	{"nothing but reads", "r x -, r y -\nr x -", violated{}},
	{"a cycle of three conflicts", "w x 1, w y 1, r y 2\nw y 2, w z 2, r z 3\nw z 3, w x 3, r x 1", violated{causal.CCv: causal.CyclicCF}},
	{"a cycle of two conflicts over two keys", "w x 1, w y 1, r y 2\nw y 2, w x 2, r x 1", violated{causal.CCv: causal.CyclicCF}},
	{"HB in rounds", "w y 2, w x 1\nw x 2\nr y 3, r x 2, r x 1, r x 2\nw y 3", violated{
		causal.CCv: causal.CyclicCF, causal.CM: causal.CyclicHB, causal.PRAM: causal.CyclicHB, causal.MonotonicReads: causal.NonMonotonicReads,
	}},
}

func TestLitmus(t *testing.T) {
	for _, l := range litmusTests {
		t.Run(l.name, func(t *testing.T) {
			h := parse(t, l.history)
			for _, m := range causal.Models() {
				result := check(t, h, m)
				if _, several := l.violated[m]; !several && strings.Contains(m.String(), "+") {
					continue // the differential tests have all sets of guarantees
				}
				if l.violated[m] == "" {
					require.Equal(t, engine.Valid, result.Outcome, "%s: %+v", m, result.Violation)
					continue
				}
				require.Equal(t, engine.Invalid, result.Outcome, m)
				require.Equal(t, l.violated[m], result.Violation.Anomaly, "%s: %+v", m, result.Violation)
			}
		})
	}
}

// varied is a litmus test with a few operations changed.
func varied(t testing.TB, rng *rand.Rand) *txn.History {
	t.Helper()
	var sessions [][]string
	for line := range strings.SplitSeq(litmusTests[rng.IntN(len(litmusTests))].history, "\n") {
		sessions = append(sessions, strings.Split(line, ", "))
	}
	for i := range rng.IntN(4) {
		s := rng.IntN(len(sessions))
		at := rng.IntN(len(sessions[s]))
		other := sessions[rng.IntN(len(sessions))]
		key := strings.Fields(other[rng.IntN(len(other))])[1]
		switch op := strings.Fields(sessions[s][at]); {
		case rng.IntN(4) == 0 && len(sessions[s]) > 1:
			sessions[s] = slices.Delete(sessions[s], at, at+1)
		case rng.IntN(3) == 0:
			sessions[s] = slices.Insert(sessions[s], at, fmt.Sprintf("w %s %d", key, 10+i))
		case rng.IntN(2) == 0:
			sessions[s] = slices.Insert(sessions[s], at, fmt.Sprintf("r %s %s", key, []string{"-", "1", "2", "3"}[rng.IntN(4)]))
		case op[0] == "r":
			sessions[s][at] = fmt.Sprintf("r %s %s", op[1], []string{"-", "1", "2", "3"}[rng.IntN(4)])
		}
	}
	var lines []string
	for _, ops := range sessions {
		lines = append(lines, strings.Join(ops, ", "))
	}
	return parse(t, strings.Join(lines, "\n"))
}
