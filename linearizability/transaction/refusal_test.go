package transaction

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// What an engine says is not believed if its proof does not verify: neither that a level holds, nor
// that it is violated.
func TestRefusedProofsAreNotBelieved(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, "0 0-1: w x 1\n1 2-3: r x 0")
	require.NoError(t, err)
	forged := proof.Finding{Anomaly: isolation.G1a, Ops: []proof.Place{{Txn: 1, Op: 0}, {Txn: 0, Op: 0}}}
	for name, a := range map[string]answer{
		"a finding":          {outcome: engine.Invalid, findings: []proof.Finding{forged}},
		"an unknown anomaly": {outcome: engine.Invalid, findings: []proof.Finding{{Anomaly: "bad-luck"}}},
		"an order":           {outcome: engine.Valid, holds: &proof.Holds{Order: []int32{0, 1}}},
	} {
		c := &check{table: newTable(isolation.Levels()), verdict: &Verdict{History: h, Level: isolation.StrictSerializable}}
		c.enter(isolation.StrictSerializable, "engine", a)
		c.conclude()
		require.Equal(t, engine.Undecided, c.verdict.Outcome, name)
		require.Contains(t, c.verdict.Why, "bug in Tenet", name)
		require.Empty(t, c.verdict.Findings, name)
		require.Len(t, c.verdict.Undecided(), len(isolation.Levels()), name)
	}
	c := &check{table: newTable(isolation.Levels()), verdict: &Verdict{History: h, Level: isolation.StrictSerializable}}
	c.enter(isolation.StrictSerializable, "engine", answer{outcome: engine.Invalid, why: "the proof is too large"})
	c.conclude()
	require.Equal(t, engine.Invalid, c.verdict.Outcome, "without a proof it is, but uncertified")
	require.False(t, c.verdict.Certified)
}
