package causal_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

func process(a, b int32) proof.Edge { return proof.Edge{From: a, To: b, Reason: proof.Process} }

// visible is an edge for key x, the first of all histories here.
func visible(a, b, reader int32, path ...proof.Edge) proof.Edge {
	return proof.Edge{From: a, To: b, Reason: proof.Visible, Reader: reader, Path: path}
}

// untold is a history whose last session knows of the first write to x, and overwritten shows that the second
// comes after that.
const untold = "w x 1\nr x 1, r x 2\nw x 2, r x 2\nr y -, r x 1"

var overwritten = visible(0, 3, 2, proof.Edge{From: 0, To: 1, Reason: proof.WR}, process(1, 2))

// TestForged offers findings that look like some of a history that has none, to each model that the history
// satisfies.
func TestForged(t *testing.T) {
	for name, forged := range map[string]struct {
		history string
		cycle   proof.Cycle
	}{
		"a path that ends elsewhere":   {untold, proof.Cycle{overwritten, visible(3, 0, 6, process(3, 4))}},
		"a path that begins elsewhere": {untold, proof.Cycle{overwritten, visible(3, 0, 6, process(5, 6))}},
		"a path in two pieces":         {untold, proof.Cycle{overwritten, visible(3, 0, 6, process(3, 4), process(5, 6))}},
		"a path along an anti-dependency": {
			"w x 1, r y -\nw y 3, r x 2\nw x 2\nr x 2, r x 1",
			proof.Cycle{
				visible(0, 4, 3, process(0, 1), proof.Edge{From: 1, To: 2, Reason: proof.RW, Key: 1}, process(2, 3)),
				visible(4, 0, 6, proof.Edge{From: 4, To: 5, Reason: proof.WR}, process(5, 6)),
			},
		},
		// A store may apply y 1 before y 2 without telling the session that wrote the latter.
		"a path along a conflict": {
			"w x 1, w y 1\nw y 2, r x 2\nw x 2\nr y 1, r y 2\nr x 2, r x 1",
			proof.Cycle{
				visible(0, 4, 3, process(0, 1), proof.Edge{
					From: 1, To: 2, Reason: proof.Visible, Key: 1, Reader: 6,
					Path: []proof.Edge{{From: 1, To: 5, Reason: proof.WR, Key: 1}, process(5, 6)},
				}, process(2, 3)),
				visible(4, 0, 8, proof.Edge{From: 4, To: 7, Reason: proof.WR}, process(7, 8)),
			},
		},
		"no path":               {"w x 1\nw x 2\nr x 1\nr x 2", proof.Cycle{visible(0, 1, 3), visible(1, 0, 2)}},
		"a write before itself": {"w x 1, r x 1", proof.Cycle{visible(0, 0, 1, process(0, 1))}},
		"no cycle":              {"w x 1, r x 1", proof.Cycle{process(0, 1)}},
		"a reason of others":    {"w x 1\nw x 2", proof.Cycle{{From: 0, To: 1, Reason: proof.WW}, {From: 1, To: 0, Reason: proof.WW}}},
	} {
		h := parse(t, forged.history)
		w := newWorld(h)
		require.True(t, w.free(causal.CCv), name)
		for _, m := range causal.Models() {
			if w.free(m) {
				require.Error(t, certificate.VerifyViolation(h, m.String(), &proof.Finding{Cycle: forged.cycle}), "%s: %s", name, m)
			}
		}
	}
}

// TestForgedViews offers views that are not those of the sessions, in a history that has such.
func TestForgedViews(t *testing.T) {
	h := parse(t, "w x 1, r x 1\nr x 1, w y 2")
	for _, m := range []string{"cm", "pram"} {
		require.NoError(t, certificate.VerifyHolds(h, m, &proof.Holds{Views: [][]int32{{0, 1, 3}, {0, 2, 3}}}))
		for name, views := range map[string][][]int32{
			"a read of another session": {{0, 1, 2, 3}, {0, 2, 3}},
			"a read of its own lacks":   {{0, 3}, {0, 2, 3}},
			"a write of another lacks":  {{0, 1}, {0, 2, 3}},
			"a write of its own lacks":  {{0, 1, 3}, {0, 2}},
			"an operation stands twice": {{0, 1, 3}, {0, 0, 2, 3}},
			"a session lacks":           {{0, 1, 3}},
			"they are exchanged":        {{0, 2, 3}, {0, 1, 3}},
			"against the session":       {{0, 1, 3}, {0, 3, 2}},
		} {
			require.Error(t, certificate.VerifyHolds(h, m, &proof.Holds{Views: views}), "%s: %s", m, name)
		}
	}
}

// TestForgedOrders offers the only order of writes that a model allows, and all others.
func TestForgedOrders(t *testing.T) {
	const told = "w x 1\nr x 1, w y 2\nr y 2, w z 3"
	for _, c := range []struct {
		model, history string
		order          []int32
	}{
		{"ccv", told, []int32{0, 2, 4}},
		{"ccv", "w x 1\nw x 2\nr x 2, r x 1", []int32{1, 0}},
		{"read-your-writes", "w x 1, r x 2\nw x 2", []int32{0, 2}},
		{"monotonic-reads", "w x 1\nw x 2\nr x 2, r x 1", []int32{1, 0}},
		{"monotonic-writes", "w x 1, w y 2, w z 3", []int32{0, 1, 2}},
		{"writes-follow-reads", told, []int32{0, 2, 4}},
		{"monotonic-reads+writes-follow-reads", told, []int32{0, 2, 4}},
	} {
		h := parse(t, c.history)
		require.NoError(t, certificate.VerifyHolds(h, c.model, &proof.Holds{Order: c.order}), c.model)
		order, rng := slices.Clone(c.order), rand.New(rand.NewPCG(*seed, 13))
		for range 20 {
			i, k := rng.IntN(len(order)), rng.IntN(len(order))
			order[i], order[k] = order[k], order[i]
			if !slices.Equal(order, c.order) {
				require.Error(t, certificate.VerifyHolds(h, c.model, &proof.Holds{Order: order}), "%s: %v", c.model, order)
			}
		}
		require.Error(t, certificate.VerifyHolds(h, c.model, &proof.Holds{Order: c.order[1:]}), c.model)
	}
}
