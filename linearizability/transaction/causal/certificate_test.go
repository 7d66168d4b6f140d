package causal_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// cloned returns a copy of a history whose reads can be changed.
func cloned(h *txn.History) *txn.History {
	c := *h
	c.Txns = slices.Clone(h.Txns)
	for t := range c.Txns {
		c.Txns[t].Ops = slices.Clone(h.Txns[t].Ops)
	}
	return &c
}

// TestCertificateIsSound offers proofs of one history for another that differs in a few reads, and proofs
// of one model for another: where the answer is different the proof must be rejected.
func TestCertificateIsSound(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 11))
	holds, violated := map[causal.Model]int{}, map[isolation.Anomaly]int{}
	for i := range *histories / 3 {
		h := varied(t, rng)
		if i%2 == 0 {
			s := small(rng, 5+rng.IntN(8))
			s.faults = false
			h = random(t, rng, s)
		}
		if slices.ContainsFunc(h.Txns, func(x txn.Txn) bool { return !x.Committed }) {
			continue
		}
		other := corrupt(rng, cloned(h), 2)
		w := newWorld(other)
		for _, m := range causal.Models() {
			result := check(t, h, m)
			for _, n := range causal.Models() {
				free := w != nil && w.free(n)
				if result.Outcome == engine.Valid && !free {
					require.Error(t, certificate.VerifyHolds(other, n.String(), result.Holds), "%s as %s\n%s%s", m, n, show(h), show(other))
					holds[n]++
				}
				if result.Outcome == engine.Invalid && free {
					require.Error(t, certificate.VerifyViolation(other, n.String(), result.Violation), "%s as %s\n%s%s", m, n, show(h), show(other))
					violated[result.Violation.Anomaly]++
				}
			}
		}
	}
	t.Log(holds, violated)
	require.Len(t, holds, len(causal.Models()))
	require.Len(t, violated, 11)
}

// TestCertificateRejectsAnyOrder offers all orders of the writes for histories that violate a model.
func TestCertificateRejectsAnyOrder(t *testing.T) {
	for _, l := range litmusTests {
		h := parse(t, l.history)
		for m, pattern := range l.violated {
			if pattern == "" {
				continue
			}
			rng := rand.New(rand.NewPCG(*seed, uint64(m)))
			for range 100 {
				require.Error(t, certificate.VerifyHolds(h, m.String(), anyHolds(rng, h)), "%s: %s", l.name, m)
			}
		}
	}
}

// anyHolds has orders of the right operations.
func anyHolds(rng *rand.Rand, h *txn.History) *proof.Holds {
	p := &proof.Holds{}
	for s := -1; s < len(h.Sessions); s++ {
		var order []int32
		for t := range h.Txns {
			x := &h.Txns[t]
			if x.Committed && (x.Ops[0].Kind != txn.Read || int(x.Session) == s) {
				order = append(order, int32(t))
			}
		}
		rng.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		if s < 0 {
			p.Order = order
		} else {
			p.Views = append(p.Views, order)
		}
	}
	return p
}

// TestCertificateMangled changes proofs at random. What they prove stays so; nothing may panic.
func TestCertificateMangled(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 12))
	rejected := 0
	for range *histories {
		h := varied(t, rng)
		m := causal.Models()[rng.IntN(len(causal.Models()))]
		result := check(t, h, m)
		var err error
		if result.Outcome == engine.Valid {
			mangleHolds(rng, result.Holds)
			err = certificate.VerifyHolds(h, m.String(), result.Holds)
		} else {
			mangle(rng, result.Violation)
			err = certificate.VerifyViolation(h, m.String(), result.Violation)
		}
		if err != nil {
			rejected++
		}
	}
	t.Log("rejected", rejected, "of", *histories)
	require.Greater(t, rejected, *histories/4)
}

func anyIndex(rng *rand.Rand) int32 {
	return []int32{-2, -1, 0, 1, 2, 3, 1 << 30}[rng.IntN(7)]
}

func mangleHolds(rng *rand.Rand, p *proof.Holds) {
	lists := append([][]int32{p.Order}, p.Views...)
	list := lists[rng.IntN(len(lists))]
	switch {
	case len(list) == 0:
		p.Order, p.Views = append(p.Order, anyIndex(rng)), p.Views[:len(p.Views)/2]
	case rng.IntN(2) == 0:
		list[rng.IntN(len(list))] = anyIndex(rng)
	default:
		i, k := rng.IntN(len(list)), rng.IntN(len(list))
		list[i], list[k] = list[k], list[i]
	}
}

func mangle(rng *rand.Rand, f *proof.Finding) {
	edges := f.Cycle
	if len(f.Lemmas) > 0 && rng.IntN(2) == 0 {
		edges = f.Lemmas
	}
	if len(edges) == 0 {
		f.Ops[0].Txn = anyIndex(rng)
		return
	}
	e := &edges[rng.IntN(len(edges))]
	if len(e.Path) > 0 && rng.IntN(2) == 0 {
		e = &e.Path[rng.IntN(len(e.Path))]
	}
	switch rng.IntN(6) {
	case 0:
		e.From = anyIndex(rng)
	case 1:
		e.To = anyIndex(rng)
	case 2:
		e.Reader = anyIndex(rng)
	case 3:
		e.Path = nil
	case 4:
		e.Reason = proof.Reason(rng.IntN(6))
	case 5:
		f.Cycle = f.Cycle[1:]
	}
}
