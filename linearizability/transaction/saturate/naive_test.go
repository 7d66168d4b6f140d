package saturate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// matrix is a relation between nodes, closed by Warshall's algorithm.
type matrix [][]bool

func newMatrix(n int) matrix {
	m := make(matrix, n)
	for i := range m {
		m[i] = make([]bool, n)
	}
	return m
}

func (m matrix) close() {
	for k := range m {
		for i := range m {
			if m[i][k] {
				for j := range m {
					m[i][j] = m[i][j] || m[k][j]
				}
			}
		}
	}
}

// axioms has all edges of the commit order that a level asks for. It reports false if the initial
// state would have to be replaced before the beginning.
func (s subject) axioms(l isolation.Level) (co matrix, ok bool) {
	n := int32(s.e.Len())
	so := newMatrix(int(n))
	for a := range n {
		for b := range n {
			session := a < b && s.e.Session[a] == s.e.Session[b]
			so[a][b] = l.Order >= isolation.Session && session ||
				l.Order == isolation.RealTime && s.h.Before(s.e.Txns[a], s.e.Txns[b])
		}
	}
	so.close()
	sees := so
	co = newMatrix(int(n))
	for b := range n {
		for _, r := range s.e.Reads(b) {
			if r.From != none {
				sees[r.From][b] = true
			}
		}
		for a := range n {
			co[a][b] = sees[a][b]
		}
	}
	for _, known := range (&graph{e: s.e, orders: s.orders}).versions(nil) {
		co[known.from][known.to] = true
	}
	if l.Base == isolation.Causal {
		sees.close()
	}
	return co, s.force(l, sees, co)
}

func (s subject) naive(l isolation.Level) bool {
	co, ok := s.axioms(l)
	co.close()
	for a := range co {
		ok = ok && !co[a][a]
	}
	return ok
}

// force adds the forced edges to co. It reports false if one is against the initial state.
func (s subject) force(l isolation.Level, sees, co matrix) bool {
	for t := range int32(s.e.Len()) {
		for _, r := range s.e.Reads(t) {
			for a := range int32(s.e.Len()) {
				visible := sees[a][t]
				if l.Base == isolation.MonotonicAtomicView {
					visible = false
					for _, earlier := range s.e.Reads(t) {
						visible = visible || earlier.Op < r.Op && earlier.From == a
					}
				}
				writes := false
				for _, w := range s.e.Writes(a) {
					writes = writes || w.Key == r.Key
				}
				if !visible || !writes || a == r.From {
					continue
				}
				if r.From == none {
					return false
				}
				co[a][r.From] = true
			}
		}
	}
	return true
}

// TestAsTheAxiomsSay compares with all forced edges on histories with many transactions, where
// relays, clocks and blocks have something to do.
func TestAsTheAxiomsSay(t *testing.T) {
	for _, model := range []txn.Model{txn.Registers, txn.Lists} {
		t.Run(model.String(), func(t *testing.T) {
			var met [2]int
			for i := range max(1, *histories/20) {
				rng := newRand(uint64(i) + 1<<32)
				shape := oracle.Shape{Model: model, Txns: 10 + rng.IntN(40), Sessions: 1 + rng.IntN(12), Keys: 1 + rng.IntN(30), Ops: 1 + rng.IntN(5), Untimed: i%4 == 0}
				s := newSubject(oracle.Random(rng, shape))
				for _, l := range levels() {
					holds := s.naive(l)
					for how := automatic; how <= byWindows; how++ {
						r := s.decide(t, l, how)
						require.Equal(t, holds, r.Outcome == engine.Valid, "history %d of seed %d, %v, method %d\n%s", i, *seed, l, how, oracle.Format(s.h))
						s.verify(t, l, r)
						met[r.Outcome-engine.Valid]++
					}
				}
			}
			require.NotZero(t, met[0])
			require.NotZero(t, met[1])
			t.Logf("%d held, %d were violated", met[0], met[1])
		})
	}
}
