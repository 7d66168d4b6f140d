package examples

import (
	"testing"

	"github.com/stretchr/testify/require"

	causal "github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// TestExamplesAreWhatTheySay has the findings verified, each against the weakest level that it rules out.
// The lemmas are not of a level, but of causal memory.
func TestExamplesAreWhatTheySay(t *testing.T) {
	for _, e := range All() {
		t.Run(e.Name, func(t *testing.T) {
			level, known := isolation.RuledOut(e.Finding.Anomaly)
			if e.Name == "lemmas" {
				require.NoError(t, causal.VerifyViolation(e.History, "cm", &e.Finding))
				return
			}
			if e.Finding.Refutation != nil {
				level, known = isolation.Level{Base: isolation.Serializable}, true
			}
			require.True(t, known)
			if e.Finding.Anomaly == isolation.CausalityViolation {
				level.Order = isolation.Session // one of its edges is of a process
			}
			require.NoError(t, certificate.Violated(e.History, level, &e.Finding, proof.ByReadBeforeWrite, proof.BySessionOrder))
		})
	}
}

func TestBadRowsAreErrors(t *testing.T) {
	_, err := History(0, OK(0, 1, 2, "w x"))
	require.ErrorContains(t, err, "expected an operation, a key and a value")
	_, err = History(0, OK(0, 1, 2, "append x 1"))
	require.Error(t, err)
}
