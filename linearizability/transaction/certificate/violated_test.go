package certificate

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// prosecutor looks for a finding that is accepted, by trying all edges that there could be.
type prosecutor struct {
	*accuser
	txns []int32
}

// finding returns a finding that proves that the level is violated, or nil.
func (p *prosecutor) finding() *proof.Finding {
	if f := p.single(); f != nil {
		return f
	}
	if r := p.refutation(0); r != nil {
		return &proof.Finding{Anomaly: isolation.G2Item, Refutation: r}
	}
	return nil
}

// single tries all anomalies with all places.
func (p *prosecutor) single() *proof.Finding {
	var places []proof.Place
	for _, t := range p.txns {
		for k := range p.h.Txns[t].Ops {
			places = append(places, proof.Place{Txn: t, Op: int32(k)})
		}
	}
	accepted := func(a isolation.Anomaly, ops ...proof.Place) *proof.Finding {
		f := &proof.Finding{Anomaly: a, Ops: ops}
		if p.accuser.single(f) != nil {
			return nil
		}
		return f
	}
	for _, one := range places {
		for _, a := range []isolation.Anomaly{
			isolation.GarbageRead, isolation.DuplicateElements, isolation.FutureRead, isolation.G1a, isolation.G1b, isolation.Internal,
		} {
			if f := accepted(a, one); f != nil {
				return f
			}
		}
		for _, other := range places {
			for _, a := range []isolation.Anomaly{isolation.NonRepeatableRead, isolation.IncompatibleOrder} {
				if f := accepted(a, one, other); f != nil {
					return f
				}
			}
			for _, third := range places {
				if f := accepted(isolation.IncompatibleOrder, one, other, third); f != nil {
					return f
				}
			}
		}
	}
	return nil
}

// refutation distinguishes cases until each has a cycle.
func (p *prosecutor) refutation(depth int) *proof.Refutation {
	if c := p.search(); c != nil {
		return &proof.Refutation{Cycle: c}
	}
	for k := range p.h.Keys {
		for _, a := range p.txns {
			for _, b := range p.txns {
				r := &proof.Refutation{Key: txn.Key(k), A: a, B: b}
				if a >= b || !p.writes(a, r.Key) || !p.writes(b, r.Key) || p.decided(r) {
					continue
				}
				n := len(p.assumed)
				p.assumed = append(p.assumed[:n:n], assumption{r.Key, a, b})
				r.AFirst = p.refutation(depth + 1)
				if r.AFirst != nil {
					p.assumed = append(p.assumed[:n:n], assumption{r.Key, b, a})
					r.BFirst = p.refutation(depth + 1)
				}
				p.assumed = p.assumed[:n]
				if r.BFirst == nil {
					return nil // no other distinction helps, if this one is consistent
				}
				return r
			}
		}
	}
	return nil
}

func (p *prosecutor) decided(r *proof.Refutation) bool {
	for _, a := range p.assumed {
		if a.key == r.Key && (a.first == r.A && a.second == r.B || a.first == r.B && a.second == r.A) {
			return true
		}
	}
	return false
}

// search looks for a cycle that is accepted: it walks along edges, at most twice over each transaction.
func (p *prosecutor) search() proof.Cycle {
	edges := p.edges()
	type place struct {
		at       int32
		anti     int
		adjacent bool
	}
	for _, first := range edges {
		seen := map[place]bool{}
		var walk func(path proof.Cycle, anti int) proof.Cycle
		walk = func(path proof.Cycle, anti int) proof.Cycle {
			last := path[len(path)-1]
			here := place{last.To, anti, last.Reason == proof.RW}
			if last.To == first.From && p.cycle(path) == nil {
				return path
			}
			if seen[here] {
				return nil
			}
			seen[here] = true
			for _, next := range edges {
				if next.From != last.To {
					continue
				}
				more := anti
				if next.Reason == proof.RW {
					more = min(anti+1, 2)
				}
				if c := walk(append(path[:len(path):len(path)], next), more); c != nil {
					return c
				}
			}
			return nil
		}
		anti := 0
		if first.Reason == proof.RW {
			anti = 1
		}
		if c := walk(proof.Cycle{first}, anti); c != nil {
			return c
		}
	}
	return nil
}

// edges returns an edge of each reason, key and basis between any two transactions, if there is one
// that is accepted.
func (p *prosecutor) edges() []proof.Edge {
	var found []proof.Edge
	try := func(e proof.Edge) bool {
		if p.edge(&e) != nil {
			return false
		}
		found = append(found, e)
		return true
	}
	for _, from := range p.txns {
		for _, to := range p.txns {
			for _, reason := range []proof.Reason{proof.Process, proof.RealTime} {
				try(proof.Edge{From: from, To: to, Reason: reason, FromOp: proof.None, ToOp: proof.None, Reader: proof.None, ReaderOp: proof.None})
			}
			for _, reason := range []proof.Reason{proof.WW, proof.WR, proof.RW} {
				p.quotes(proof.Edge{From: from, To: to, Reason: reason}, try)
			}
		}
	}
	if base := p.level.Base; base >= isolation.MonotonicAtomicView && base <= isolation.Causal {
		for _, e := range p.visibleEdges(found) {
			try(e)
		}
	}
	return found
}

// quotes tries an edge with all operations, bases and readers.
func (p *prosecutor) quotes(e proof.Edge, try func(proof.Edge) bool) {
	for e.FromOp = range int32(len(p.h.Txns[e.From].Ops)) {
		for e.ToOp = range int32(len(p.h.Txns[e.To].Ops)) {
			e.Key = p.h.Txns[e.To].Ops[e.ToOp].Key
			for e.Basis = proof.ByReads; e.Basis <= proof.ByAssumption; e.Basis++ {
				e.Reader, e.ReaderOp = proof.None, proof.None
				if try(e) || e.Reason != proof.WW || e.Basis != proof.ByReads || p.h.Model != txn.Lists {
					continue
				}
				p.withReader(e, try)
			}
		}
	}
}

func (p *prosecutor) withReader(e proof.Edge, try func(proof.Edge) bool) {
	for _, e.Reader = range p.txns {
		for e.ReaderOp = range int32(len(p.h.Txns[e.Reader].Ops)) {
			if try(e) {
				return
			}
		}
	}
}

// visibleEdges returns what may be edges of visibility, with paths of the given edges.
func (p *prosecutor) visibleEdges(known []proof.Edge) []proof.Edge {
	var found []proof.Edge
	for _, reader := range p.txns {
		for _, path := range p.pathsTo(reader, known) {
			from := path[0].From
			for k := range p.h.Txns[reader].Ops {
				r, ok := p.reads(reader, int32(k))
				if !ok || r.from == txn.Nobody || r.from == from {
					continue
				}
				e := proof.Edge{From: from, To: r.from, Reason: proof.Visible, Key: r.key, Reader: reader, ReaderOp: int32(k), Path: path}
				e.ToOp = p.h.Versions[r.version].Op
				for e.FromOp = range int32(len(p.h.Txns[from].Ops)) {
					found = append(found, e)
				}
			}
		}
	}
	return found
}

// pathsTo returns ways that lead to a transaction: all single edges, and a shortest one from any other.
func (p *prosecutor) pathsTo(reader int32, known []proof.Edge) [][]proof.Edge {
	var paths [][]proof.Edge
	best := map[int32]bool{}
	for _, e := range known {
		if e.To == reader && e.Reason != proof.WW && e.Reason != proof.RW {
			paths = append(paths, []proof.Edge{e})
		}
	}
	for i := 0; i < len(paths); i++ {
		from := paths[i][0].From
		if best[from] && len(paths[i]) > 1 {
			continue
		}
		best[from] = true
		for _, e := range known {
			if e.To == from && e.Reason != proof.WW && e.Reason != proof.RW && len(paths[i]) < len(p.txns) {
				paths = append(paths, append([]proof.Edge{e}, paths[i]...))
			}
		}
	}
	return paths
}

// TestViolatedIsExact compares whether any finding is accepted with what the oracle says.
//
//	go test ./linearizability/transaction/certificate -run Exact -histories 20000
func TestViolatedIsExact(t *testing.T) {
	levels := isolation.Levels()
	random(t, oracle.Shape{Txns: 4}, func(t *testing.T, rng *rand.Rand, h *txn.History) {
		truth := oracle.Decide(h)
		for range 3 {
			l := levels[rng.IntN(len(levels))]
			p := &prosecutor{&accuser{reader: newReader(h), level: l}, committed(h)}
			f := p.finding()
			if f == nil {
				require.True(t, truth.Holds(l), "%s: nothing is accepted\n%s", l, oracle.Format(h))
				continue
			}
			require.NoError(t, Violated(h, l, f))
			require.False(t, truth.Holds(l), "%s: %+v\n%s", l, f, oracle.Format(h))
		}
	})
}
