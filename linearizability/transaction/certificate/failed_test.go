package certificate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// A transaction that failed wrote last what another wrote and then overwrote: that is an intermediate
// version all the same.
func TestIntermediateBesideAFailedWriteOfTheSameValue(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, "0 0-1 fail: w x 1\n0 2-3: w x 1, w x 2\n1 4-5: r x 1")
	require.NoError(t, err)
	for base := isolation.ReadCommitted; base < isolation.SnapshotIsolation; base++ {
		require.Error(t, certificate.Holds(h, isolation.Level{Base: base}, &proof.Holds{Order: []int32{1, 2}}), "%v", base)
	}
	f := &proof.Finding{Anomaly: isolation.G1b, Ops: []proof.Place{{Txn: 2, Op: 0}, {Txn: 1, Op: 0}, {Txn: 1, Op: 1}}}
	require.NoError(t, certificate.Violated(h, isolation.Level{Base: isolation.ReadCommitted}, f))
}
