package saturate

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// verify checks the proof of a result for itself, as plainly as can be, and has the certificate's
// checker verify it. That is stricter with orders, which must also explain anomalies of single reads.
func (s subject) verify(t testing.TB, l isolation.Level, r Result) {
	t.Helper()
	if r.Outcome == engine.Valid {
		if len(s.findings) == 0 && !s.outOfProgramOrder() {
			require.NoError(t, certificate.Holds(s.h, l, r.Holds))
		}
		require.Empty(t, r.Findings)
		s.verifyOrder(t, l, r.Holds.Order)
		return
	}
	require.Nil(t, r.Holds)
	require.NotEmpty(t, r.Findings)
	require.LessOrEqual(t, len(r.Findings), MaxFindings)
	for _, f := range r.Findings {
		weakest, known := isolation.RuledOut(f.Anomaly)
		require.True(t, known, "%s", f.Anomaly)
		require.True(t, l.Implies(weakest), "%s rules out %v, which %v does not imply", f.Anomaly, weakest, l)
		require.NotEmpty(t, f.Sentence)
		s.verifyCycle(t, l, f)
		require.NoError(t, certificate.Violated(s.h, weakest, &f), "%v %+v", l, f)
	}
}

// verifyOrder checks that a commit order has all edges that the axioms ask for.
func (s subject) verifyOrder(t testing.TB, l isolation.Level, order []int32) {
	t.Helper()
	require.Len(t, order, s.e.Len())
	at := make([]int, s.e.Len())
	for i, n := range order {
		at[s.e.Nodes[n]] = i + 1
	}
	require.NotContains(t, at, 0, "all committed transactions, once each")
	co, ok := s.axioms(l)
	require.True(t, ok)
	for a := range co {
		for b := range co {
			if co[a][b] {
				require.Less(t, at[a], at[b])
			}
		}
	}
}

func (s subject) verifyCycle(t testing.TB, l isolation.Level, f proof.Finding) {
	t.Helper()
	require.GreaterOrEqual(t, len(f.Cycle), 2)
	for i, edge := range f.Cycle {
		require.Equal(t, f.Cycle[(i+1)%len(f.Cycle)].From, edge.To, "edges follow each other: %+v", f.Cycle)
		if edge.Reason == proof.RW {
			require.Equal(t, len(f.Cycle)-1, i, "the anti-dependency is the way back")
			read := s.h.Txns[edge.From].Ops[edge.FromOp]
			require.Equal(t, txn.Read, read.Kind)
			s.verifyWrite(t, edge.To, edge.ToOp, edge.Key)
			s.verifyPath(t, l, edge.From, edge.FromOp, f.Cycle[:i])
			continue
		}
		s.verifyEdge(t, l, edge)
	}
}

func (s subject) verifyEdge(t testing.TB, l isolation.Level, edge proof.Edge) {
	t.Helper()
	switch edge.Reason {
	case proof.Process:
		require.GreaterOrEqual(t, l.Order, isolation.Session)
		require.Equal(t, s.h.Txns[edge.From].Session, s.h.Txns[edge.To].Session)
		require.Less(t, edge.From, edge.To)
	case proof.RealTime:
		require.Equal(t, isolation.RealTime, l.Order)
		require.True(t, s.h.Before(edge.From, edge.To))
	case proof.WR:
		s.verifyWrite(t, edge.From, edge.FromOp, edge.Key)
		s.verifyReadFrom(t, edge.To, edge.ToOp, edge.Key, edge.From)
	case proof.WW:
		s.verifyWrite(t, edge.From, edge.FromOp, edge.Key)
		s.verifyWrite(t, edge.To, edge.ToOp, edge.Key)
		older, newer := s.h.Txns[edge.From].Ops[edge.FromOp].Version, s.h.Txns[edge.To].Ops[edge.ToOp].Version
		list := s.h.Txns[edge.Reader].Ops[edge.ReaderOp].List
		i, k := slices.Index(list, older), slices.Index(list, newer)
		require.True(t, i >= 0 && (k > i || k < 0), "%v shows %d before %d", list, older, newer)
	case proof.Visible:
		s.verifyWrite(t, edge.From, edge.FromOp, edge.Key)
		s.verifyWrite(t, edge.To, edge.ToOp, edge.Key)
		s.verifyReadFrom(t, edge.Reader, edge.ReaderOp, edge.Key, edge.To)
		require.NotEqual(t, edge.From, edge.To)
		require.Equal(t, edge.From, edge.Path[0].From)
		s.verifyPath(t, l, edge.Reader, edge.ReaderOp, edge.Path)
	default:
		t.Fatalf("edge %+v", edge)
	}
}

// verifyPath checks a path by which a transaction is visible to an operation.
func (s subject) verifyPath(t testing.TB, l isolation.Level, reader, op int32, path []proof.Edge) {
	t.Helper()
	require.NotEmpty(t, path)
	require.Equal(t, reader, path[len(path)-1].To)
	if l.Base < isolation.Causal && (len(path) != 2 || path[0].Reason != proof.Process || path[1].Reason != proof.RealTime) {
		require.Len(t, path, 1)
	}
	if l.Base == isolation.MonotonicAtomicView {
		require.Equal(t, proof.WR, path[0].Reason)
		require.Less(t, path[0].ToOp, op)
	}
	for i, step := range path {
		if i > 0 {
			require.Equal(t, path[i-1].To, step.From)
		}
		require.Contains(t, []proof.Reason{proof.WR, proof.Process, proof.RealTime}, step.Reason)
		s.verifyEdge(t, l, step)
	}
}

func (s subject) verifyWrite(t testing.TB, n, k int32, key txn.Key) {
	t.Helper()
	op := s.h.Txns[n].Ops[k]
	require.NotEqual(t, txn.Read, op.Kind)
	require.Equal(t, key, op.Key)
}

func (s subject) verifyReadFrom(t testing.TB, n, k int32, key txn.Key, writer int32) {
	t.Helper()
	op := s.h.Txns[n].Ops[k]
	require.Equal(t, txn.Read, op.Kind)
	require.Equal(t, key, op.Key)
	seen := op.List
	if s.h.Model == txn.Registers {
		seen = []txn.Version{op.Version}
	}
	for len(seen) > 0 && s.h.Versions[seen[len(seen)-1]].Txn == n {
		seen = seen[:len(seen)-1]
	}
	require.NotEmpty(t, seen)
	require.Equal(t, writer, s.h.Versions[seen[len(seen)-1]].Txn)
}
