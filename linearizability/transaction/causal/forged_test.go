package causal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

func process(a, b int32) proof.Edge { return proof.Edge{From: a, To: b, Reason: proof.Process} }

// visible is an edge for key x, the first of all histories here.
func visible(a, b, reader int32, path ...proof.Edge) proof.Edge {
	return proof.Edge{From: a, To: b, Reason: proof.Visible, Reader: reader, Path: path}
}

// TestForged offers findings that look like some of a history that has none.
func TestForged(t *testing.T) {
	for name, forged := range map[string]struct {
		history string
		cycle   proof.Cycle
	}{
		"a path that ends elsewhere": {
			"w x 1, w y 5\nr y 5, r x 1\nw x 2, r x 2",
			proof.Cycle{visible(4, 0, 3, process(4, 5)), visible(0, 4, 5, process(0, 1))},
		},
		"a path that begins elsewhere": {
			"w x 1, w y 5\nr y 5, r x 1\nw x 2, r x 2",
			proof.Cycle{visible(4, 0, 3, process(2, 3)), visible(0, 4, 5, process(4, 5))},
		},
		"a path along an anti-dependency": {
			"w x 1, r y -\nw y 3, r x 2\nw x 2\nr x 2, r x 1",
			proof.Cycle{
				visible(0, 4, 3, process(0, 1), proof.Edge{From: 1, To: 2, Reason: proof.RW, Key: 1}, process(2, 3)),
				visible(4, 0, 6, proof.Edge{From: 4, To: 5, Reason: proof.WR}, process(5, 6)),
			},
		},
		"a write before itself": {"w x 1, r x 1", proof.Cycle{visible(0, 0, 1, process(0, 1))}},
		"no cycle":              {"w x 1, r x 1", proof.Cycle{process(0, 1)}},
		"a reason of others":    {"w x 1\nw x 2", proof.Cycle{{From: 0, To: 1, Reason: proof.WW}, {From: 1, To: 0, Reason: proof.WW}}},
	} {
		h := parse(t, forged.history)
		require.Error(t, certificate.VerifyViolation(h, "ccv", &proof.Finding{Cycle: forged.cycle}), name)
	}
}
