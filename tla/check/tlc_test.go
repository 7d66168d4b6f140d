package check_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
)

const counter = `---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == x < 5 /\ x' = x + 1
Con == x < 3
ACon == x' < 3
Inv == x # 3
Step == [][x' = x + 1 /\ x' # 3]_x
ErrNext == x' = IF x = 2 THEN x["a"] ELSE x + 1
AssertNext == Assert(x # 2, "boo") /\ x' = x + 1
ErrInv == IF x = 2 THEN x["a"] = 1 ELSE TRUE
AssertInv == Assert(x # 2, "boo")
ErrInit == x = 0 /\ x["a"] = 1
AssertInit == x = 0 /\ Assert(x # 0, "boo")
ErrStep == [][IF x = 2 THEN x["a"] = 1 ELSE TRUE]_x
AssertStep == [][Assert(x # 2, "boo")]_x
ErrInv0 == IF x = 0 THEN x["a"] = 1 ELSE TRUE
AssertInv0 == Assert(x # 0, "boo")
BadInit == x \in {0, 4}
InvInit == x # 4
NoInit == x = 0 /\ FALSE
ConOut == x > 10
Dead == x < 2 /\ x' = x + 1
IP == x = 7
SP == [](x < 3)
Dup == \E i \in 1..3 : x' = 1
Both == (x = 0 /\ x' = 1) \/ (x = 0 /\ x' = 1) \/ (x > 0 /\ x' = x /\ x' = x)
====
`

const pair = `---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
X == x < 5 /\ x' = x + 1 /\ y' = y
Y == y < 5 /\ y' = y + 1 /\ x' = x
Next == X \/ Y
Inv == x + y < 3
Init2 == x \in {0, 4} /\ y = 0
====
`

// TestSameAsTLC has what TLC 2.18 prints with -workers 1: exit code, states generated, distinct states, states left on queue, the depth, and
// how long the behavior is. -1 is for what TLC does not print then.
func TestSameAsTLC(t *testing.T) {
	for _, c := range []struct {
		module, model                            string
		code                                     int
		generated, distinct, queue, depth, trace int
	}{
		{counter, "INIT Init NEXT Next CONSTRAINT Con INVARIANT Inv", 12, 4, 3, 0, 3, 4},
		{counter, "INIT Init NEXT Next ACTION_CONSTRAINT ACon INVARIANT Inv", 12, 4, 3, 0, 3, 4},
		{counter, "INIT Init NEXT Next CONSTRAINT Con PROPERTY Step", 13, 4, 3, 0, 3, 4},
		{counter, "INIT Init NEXT ErrNext", 75, 3, 3, 0, 3, 3},
		{counter, "INIT Init NEXT AssertNext", 14, 3, 3, 0, 3, 3},
		{counter, "INIT Init NEXT Next INVARIANT ErrInv", 76, 3, 3, 0, 3, 3},
		{counter, "INIT Init NEXT Next INVARIANT AssertInv", 76, 3, 3, 0, 3, 3},
		{counter, "INIT ErrInit NEXT Next", 75, 0, 0, 0, -1, 0},
		{counter, "INIT AssertInit NEXT Next", 75, 0, 0, 0, -1, 0},
		{counter, "INIT Init NEXT Next PROPERTY ErrStep", 75, -1, -1, -1, -1, 4},
		{counter, "INIT Init NEXT Next PROPERTY AssertStep", 14, -1, -1, -1, -1, 4},
		{counter, "INIT Init NEXT Next INVARIANT ErrInv0", 75, 1, 1, 1, -1, 1},
		{counter, "INIT Init NEXT Next INVARIANT AssertInv0", 75, 1, 1, 1, -1, 1},
		{counter, "INIT BadInit NEXT Next CONSTRAINT Con INVARIANT InvInit", 12, -1, -1, -1, -1, 1},
		{counter, "INIT BadInit NEXT Next PROPERTY IP", 13, -1, -1, -1, -1, 1},
		{counter, "INIT Init NEXT Next PROPERTY SP", 12, 4, 4, 0, 4, 4},
		{counter, "INIT NoInit NEXT Next", 0, 0, 0, 0, 1, 0},
		{counter, "INIT Init NEXT Next CONSTRAINT ConOut", 0, 1, 0, 0, 1, 0},
		{counter, "INIT Init NEXT Dead", 11, 3, 3, 0, 3, 3},
		{counter, "INIT Init NEXT Dup", 0, 7, 2, 0, 2, 0},
		{counter, "INIT Init NEXT Both", 0, 4, 2, 0, 2, 0},
		{pair, "INIT Init NEXT Next INVARIANT Inv", 12, 8, 7, 2, 4, 4},
		{pair, "INIT Init NEXT Next CONSTRAINT Inv", 0, 13, 6, 0, 3, 0},
		{pair, "INIT Init2 NEXT Next CONSTRAINT Inv", 0, 14, 6, 0, 3, 0},
		{pair, "INIT Init NEXT Next CONSTRAINT Inv INVARIANT Inv", 12, 8, 6, 2, 3, 4},
	} {
		t.Run(c.model, func(t *testing.T) {
			model, err := tla.Load(fstest.MapFS{"M.tla": {Data: []byte(c.module)}, "M.cfg": {Data: []byte(c.model)}}, "M.cfg")
			require.NoError(t, err)
			r, err := check.Run(ctx, check.Of(model.Program), check.Options{Workers: 1})
			require.NoError(t, err)
			require.Equal(t, c.code, r.Verdict.ExitCode())
			require.Empty(t, r.TraceNote)
			require.Len(t, r.Trace, c.trace)
			got := []int64{r.Stats.Generated, r.Stats.Distinct, r.Stats.Queue, int64(r.Stats.Depth)}
			for i, want := range []int{c.generated, c.distinct, c.queue, c.depth} {
				if want >= 0 {
					require.Equal(t, int64(want), got[i], "number %d", i)
				}
			}
		})
	}
}
