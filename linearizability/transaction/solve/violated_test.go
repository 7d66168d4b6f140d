package solve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

var serializable = isolation.Level{Base: isolation.Serializable}

// parsed returns what the oracle's text says.
func parsed(t *testing.T, text string) (*txn.History, *execution.Execution, *version.Orders) {
	t.Helper()
	h, err := oracle.Parse(txn.Registers, text)
	require.NoError(t, err)
	e, findings := execution.New(h)
	require.Empty(t, findings)
	o, findings := version.New(e, version.Assumptions{})
	require.Empty(t, findings)
	return h, e, o
}

// ring is a cycle of so many transactions, of which no smaller number violates anything.
func ring(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "%d 0-9: w k%d 1, r k%d 1\n", i, i, (i+n-1)%n)
	}
	return strings.TrimSpace(text.String())
}

// torn are two chains of versions of x, from 1 to 3 and from 4 to 5. By what was read of y the second would
// come first, and by the order of session 0 the first does.
const torn = "0 0-9: w x 1\n1 0-99: r x 1, w x 2\n2 0-99: r x 2, w x 3, r y 1\n3 0-99: w x 4, w y 1\n0 10-99: r x 4, w x 5"

// TestSupport has a contradiction that the search draws from too few transactions. The other one must be
// found.
func TestSupport(t *testing.T) {
	h, e, _ := parsed(t, torn)
	o, findings := version.New(e, version.Assumptions{SessionOrder: true})
	require.Empty(t, findings)
	for _, b := range []isolation.Base{isolation.ParallelSnapshotIsolation, isolation.SnapshotIsolation, isolation.Serializable} {
		l := isolation.Level{Base: b}
		require.Nil(t, newRefutation(e, o, l, []int32{2, 3}), "the cycle of the search proves nothing by itself")
		r := Decide(context.Background(), e, o, l, Options{})
		require.Empty(t, r.Why, l)
		require.Equal(t, []int32{1, 2, 3}, r.Conflict)
		require.NoError(t, certificate.Violated(h, l, &proof.Finding{Cycle: r.Cycle, Refutation: r.Refutation}, proof.BySessionOrder))
		require.Error(t, certificate.Violated(h, l, &proof.Finding{Cycle: r.Cycle, Refutation: r.Refutation}), "nobody vouches for the order of versions")
	}
}

func newRefutation(e *execution.Execution, o *version.Orders, l isolation.Level, nodes []int32) *tree {
	m := &minimizer{part: newPart(e, o, l, nodes), ctx: context.Background(), leaves: defaultLeaves, steps: maxSteps}
	t, _ := m.run()
	return t
}

// TestAnySupport takes transactions away from those of a proof, and demands that one is found again.
func TestAnySupport(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 5))
	lacking := 0
	for range *histories / 10 {
		h := oracle.Random(rng, oracle.Shape{Model: []txn.Model{txn.Registers, txn.Lists}[rng.IntN(2)]})
		e, anomalies := execution.New(h)
		o, contradictions := version.New(e, version.Assumptions{})
		if len(anomalies)+len(contradictions) > 0 || e.Len() == 0 {
			continue
		}
		truth := oracle.Decide(h)
		for _, l := range levels() {
			p := newProblem(e, o, l)
			if truth.Holds(l) {
				r := p.violated(context.Background(), []int32{0}, Options{Leaves: defaultLeaves, Members: defaultMembers})
				require.Equal(t, engine.Undecided, r.Outcome, "%v\n%s", l, oracle.Format(h))
				require.Contains(t, r.Why, "bug")
				continue
			}
			r := p.violated(context.Background(), []int32{rng.Int32N(int32(e.Len()))}, Options{Leaves: defaultLeaves, Members: defaultMembers})
			require.Empty(t, r.Why)
			require.NoError(t, verify(h, l, r), "%v\n%s", l, oracle.Format(h))
			lacking++
		}
	}
	t.Log(lacking)
	require.Greater(t, lacking, *histories/20)
}

// TestWhy has violations without proofs, and demands that the true reason is given.
func TestWhy(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name, text string
		ctx        context.Context
		nodes      []int32 // from which the contradiction is drawn; nil to let Decide find them
		leaves     int
		why        string
	}{
		{"too many are involved", ring(21), context.Background(), nil, 0, "21 transactions are involved: proofs are looked for among at most 20"},
		{"as many as may be", ring(20), context.Background(), nil, 0, ""},
		{"too many when others are added", ring(21), context.Background(), []int32{4, 5}, 0,
			"the 2 transactions that are involved do not show it without others, and with these there are 21: proofs are looked for among at most 20"},
		{"too many cases", named[6].text, context.Background(), nil, 1, "1 cases were looked at before a proof was found for the 4 transactions that are involved"},
		{"no time", named[6].text, ended, []int32{0, 1, 2, 3}, 0, "the time was over before a proof was found for the 4 transactions that are involved"},
		{"no time, and too few", named[6].text, ended, []int32{2}, 0, "the time was over"},
		{"no violation", named[0].text, context.Background(), []int32{0}, 0,
			"the search says that serializable is violated, and the case distinction over all transactions that it is not (a bug in Tenet; please report it)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, e, o := parsed(t, c.text)
			var r Result
			if c.nodes == nil {
				r = Decide(c.ctx, e, o, serializable, Options{Leaves: c.leaves, Members: 20})
			} else {
				r = newProblem(e, o, serializable).violated(c.ctx, c.nodes, Options{Leaves: 1_000, Members: 20})
			}
			require.Equal(t, c.name != "no violation", r.Outcome == engine.Invalid)
			require.Equal(t, c.why == "", r.Cycle != nil || r.Refutation != nil)
			require.Contains(t, r.Why, c.why)
			require.Equal(t, c.why == "", r.Why == "")
			if r.Outcome == engine.Invalid {
				require.NotEmpty(t, r.Conflict)
			}
		})
	}
}
