package certificate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// What was assumed in the first case of a refutation does not hold in the second.
func TestCasesAreApart(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, "0 0-9: w x 1, w y 1\n1 0-9: w x 2, r y 0")
	require.NoError(t, err)
	x, y := h.Txns[0].Ops[0].Key, h.Txns[0].Ops[1].Key
	cycle := proof.Cycle{
		{From: 0, To: 1, Reason: proof.WW, Key: x, FromOp: 0, ToOp: 0, Basis: proof.ByAssumption, Reader: proof.None, ReaderOp: proof.None},
		{From: 1, To: 0, Reason: proof.RW, Key: y, FromOp: 1, ToOp: 1, Reader: proof.None, ReaderOp: proof.None},
	}
	leaf := &proof.Refutation{Cycle: cycle}
	l := isolation.Level{Base: isolation.Serializable}
	require.ErrorContains(t, Violated(h, l, &proof.Finding{Refutation: leaf}), "does not follow")
	tree := &proof.Refutation{Key: x, A: 0, B: 1, AFirst: leaf, BFirst: leaf}
	require.ErrorContains(t, Violated(h, l, &proof.Finding{Refutation: tree}), "does not follow")
	half := &proof.Refutation{Key: x, A: 0, B: 1, AFirst: leaf}
	require.ErrorContains(t, Violated(h, l, &proof.Finding{Refutation: half}), "missing")
}

// At monotonic atomic view a transaction is visible to later reads only.
func TestLaterReadsOnly(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, "0 0-9: w x 1, w y 1\n1 0-9: r x 0, r y 1")
	require.NoError(t, err)
	x, y := h.Txns[0].Ops[0].Key, h.Txns[0].Ops[1].Key
	f := &proof.Finding{Cycle: proof.Cycle{
		{From: 0, To: 1, Reason: proof.WR, Key: y, FromOp: 1, ToOp: 1, Reader: proof.None, ReaderOp: proof.None},
		{From: 1, To: 0, Reason: proof.RW, Key: x, FromOp: 0, ToOp: 0, Reader: proof.None, ReaderOp: proof.None},
	}}
	require.NoError(t, Violated(h, isolation.Level{Base: isolation.ReadAtomic}, f))
	require.NoError(t, Violated(h, isolation.Level{Base: isolation.Causal}, f))
	require.Error(t, Violated(h, isolation.Level{Base: isolation.MonotonicAtomicView}, f))
}
