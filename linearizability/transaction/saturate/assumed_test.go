package saturate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// TestWhatTheUserVouchesFor has versions in an order that reads alone do not show. (What was read before it was
// replaced, they do show.)
func TestWhatTheUserVouchesFor(t *testing.T) {
	for _, c := range []struct {
		assume version.Assumptions
		basis  proof.Basis
		text   string
	}{
		{version.Assumptions{SessionOrder: true}, proof.BySessionOrder, "0 0-1: w x 1\n0 2-3: w x 2\n1 4-9: r x 2, r x 1"},
		{version.Assumptions{RealTimeOrder: true}, proof.ByRealTimeOrder, "0 0-1: w x 1\n1 2-3: w x 2\n2 4-9: r x 2, r x 1"},
	} {
		h, err := oracle.Parse(txn.Registers, c.text)
		require.NoError(t, err)
		s := newSubject(h)
		l := level(isolation.MonotonicAtomicView, isolation.Unordered)
		s.orders, s.findings = version.New(s.e, c.assume)
		require.NotEmpty(t, s.orders.Pairs, "%v", c.basis)
		r := s.decide(t, l, automatic)
		require.Equal(t, engine.Invalid, r.Outcome, "%v", c.basis)
		require.NoError(t, certificate.Violated(h, l, &r.Findings[0], c.basis), "%v", c.basis)
		require.Error(t, certificate.Violated(h, l, &r.Findings[0]), "%v", c.basis)
	}
}
