package explain

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/examples"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// told returns the sentence of the first edge of a cycle, whose last edge leads back.
func told(t *testing.T, h *txn.History, e proof.Edge) (sentence, label, detail string) {
	t.Helper()
	back := examples.Order(proof.Process, e.To, e.From)
	s, err := New(h, &proof.Finding{Cycle: proof.Cycle{e, back}})
	require.NoError(t, err)
	return s.Sentence(&e), s.Label(&e), s.Detail(&e)
}

func TestSentencesOfRegisters(t *testing.T) {
	h, err := examples.History(
		txn.Registers,
		examples.OK(0, 1, 3, "w x 1; r y nil"),
		examples.OK(1, 2, 6, "r x 1; w x 2; w y 5"),
		examples.OK(1, 7, 8, "r x 2"),
	)
	require.NoError(t, err)
	with := func(e proof.Edge, b proof.Basis) proof.Edge {
		e.Basis = b
		return e
	}
	ww, rw := examples.Edge(h, proof.WW, 0, 0, 1, 1), examples.Edge(h, proof.RW, 0, 1, 1, 2)
	for name, c := range map[string]struct {
		edge proof.Edge
		want [3]string
	}{
		"ww": {ww, [3]string{"T1 comes before T2 (ww): T1 wrote 1 to key x, and T2 wrote 2 later.", "ww x", "1, then 2"}},
		"ww assumed": {with(ww, proof.ByAssumption), [3]string{
			"T1 comes before T2 (ww): T1 wrote 1 to key x, and T2 wrote 2 later, as this case assumes.", "ww x", "1, then 2",
		}},
		"ww read before write": {with(ww, proof.ByReadBeforeWrite), [3]string{
			"T1 comes before T2 (ww): T1 wrote 1 to key x, and T2 wrote 2 later: T2 had read the one before it wrote the other, and you vouched that this orders the two.",
			"ww x", "1, then 2",
		}},
		"ww session": {with(ww, proof.BySessionOrder), [3]string{
			"T1 comes before T2 (ww): T1 wrote 1 to key x, and T2 wrote 2 later: a session used the one before it used the other, and you vouched that this orders the two.",
			"ww x", "1, then 2",
		}},
		"ww real time": {with(ww, proof.ByRealTimeOrder), [3]string{
			"T1 comes before T2 (ww): T1 wrote 1 to key x, and T2 wrote 2 later: the one was used before the transaction was called that used the other, and you vouched that this orders the two.",
			"ww x", "1, then 2",
		}},
		"wr":         {examples.Edge(h, proof.WR, 1, 1, 2, 0), [3]string{"T1 comes before T2 (wr): T1 wrote 2 to key x, and T2 read it.", "wr x", "read 2"}},
		"rw initial": {rw, [3]string{"T1 comes before T2 (rw): T1 read the initial value of key y, and not the 5 that T2 wrote.", "rw y", "initial, then 5"}},
		"process":    {examples.Order(proof.Process, 1, 2), [3]string{"T1 comes before T2 (process): process 1 ran T1 and later T2.", "process", "process 1"}},
		"real time":  {examples.Order(proof.RealTime, 0, 2), [3]string{"T1 comes before T2 (realtime): T1 returned (line 3) before T2 was called (line 7).", "realtime", "line 3, then 7"}},
		"ww of nothing": {proof.Edge{From: 0, To: 1, Reason: proof.WW, FromOp: proof.None, ToOp: proof.None, Reader: proof.None}, [3]string{
			"T1 comes before T2 (ww): T1 wrote an older version of key x than T2.", "ww x", "",
		}},
		"rw real time": {
			proof.Edge{
				From: 1, FromOp: 0, To: 1, ToOp: 1, Reason: proof.RW, Reader: proof.None, Basis: proof.ByRealTimeOrder,
				Path: []proof.Edge{{From: 0, FromOp: 0, To: 2, ToOp: 0, Reason: proof.RealTime, Reader: proof.None}},
			},
			[3]string{
				"T1 comes before T1 (rw): T1 read key x as 1, and T1 wrote 2, which is the later version: T2 (w x 1) returned before T3 (r x 2) was called, " +
					"and you vouched that this orders the two.", "rw x", "1, then 2",
			},
		},
		"wr of nothing": {proof.Edge{From: 0, To: 1, Reason: proof.WR, FromOp: proof.None, ToOp: proof.None, Reader: proof.None}, [3]string{
			"T1 comes before T2 (wr): T2 read what T1 wrote to key x.", "wr x", "",
		}},
		"rw of nothing": {proof.Edge{From: 0, To: 1, Reason: proof.RW, FromOp: proof.None, ToOp: proof.None, Reader: proof.None, Basis: proof.ByAssumption}, [3]string{
			"T1 comes before T2 (rw): T1 read a version of key x, and T2 wrote a later one, as this case assumes.", "rw x", "",
		}},
		"visible to nobody": {proof.Edge{From: 1, To: 0, Reason: proof.Visible, FromOp: 1, ToOp: 0, Reader: proof.None}, [3]string{
			"T1 comes before T2 (visible): a transaction read key x, from T2, although T1, which wrote 2 to key x, was visible to a transaction. So the version of T2 is the later one.",
			"visible x", "2, then 1",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			sentence, label, detail := told(t, h, c.edge)
			require.Equal(t, c.want, [3]string{sentence, label, detail})
		})
	}
}

func TestSentenceOfTwoWritesThatWereRead(t *testing.T) {
	h, err := examples.History(
		txn.Lists,
		examples.OK(0, 1, 2, "append 8 1"),
		examples.OK(1, 3, 4, "append 8 2"),
		examples.OK(2, 5, 6, "r 8 [1 2]"),
		examples.OK(3, 7, 8, "append 8 3; r 8 [1 2 3]"),
		examples.OK(4, 9, 10, "append 8 4"),
	)
	require.NoError(t, err)
	e := examples.Edge(h, proof.WW, 0, 0, 1, 0)
	e.Reader, e.ReaderOp = 2, 0
	sentence, _, _ := told(t, h, e)
	require.Equal(t, "T1 comes before T2 (ww): T1 appended 1 to key 8, and T2 appended 2 later: T3 read key 8 as [1 2].", sentence)

	e = examples.Edge(h, proof.WW, 3, 0, 4, 0)
	e.Reader, e.ReaderOp = 3, 1
	sentence, _, _ = told(t, h, e)
	require.Equal(t, "T1 comes before T2 (ww): T1 appended 3 to key 8, and T2 appended 4 later: T1 read key 8 as [1 2 3], and nobody has read 4.", sentence)
}

func TestSentenceOfALostUpdate(t *testing.T) {
	h, err := examples.History(
		txn.Registers,
		examples.OK(0, 1, 2, "w x 10"),
		examples.OK(1, 3, 5, "r x 10; w x 15"),
		examples.OK(2, 4, 6, "r x 10; w x 30"),
	)
	require.NoError(t, err)
	sentence, _, _ := told(t, h, examples.Edge(h, proof.RW, 1, 0, 2, 1))
	require.Equal(t, "T1 comes before T2 (rw): T1 read key x as 10, and T2, which read that too, replaced it by 30.", sentence)
}

func TestLongPathsAreCut(t *testing.T) {
	var e examples.Example
	for _, e = range examples.All() {
		if e.Finding.Anomaly == isolation.CausalityViolation {
			break
		}
	}
	edge := e.Finding.Cycle[1]
	for len(edge.Path) < 20 {
		edge.Path = append(edge.Path, edge.Path[2])
	}
	sentence, _, _ := told(t, e.History, edge)
	require.Contains(t, sentence, "; 14 more steps)")
}

func TestWhereAndHow(t *testing.T) {
	h, err := examples.History(
		txn.Registers,
		examples.Row{Process: 0, Call: 1, Ops: "w x 1", Status: history.Info},
		examples.Row{Process: 1, Call: 2, Return: 3, Ops: "w x 2", Status: history.Fail},
		examples.Row{Process: 2, Call: 4, Ops: "w x 3", Status: history.Info},
		examples.OK(3, 5, 6, "r x 3"),
		examples.OK(4, 7, 7, "r x nil"),
	)
	require.NoError(t, err)
	h.Source.Operations[3].CallLine, h.Source.Operations[3].ReturnLine = 0, 0
	h.Source.Operations[4].CallLine = 0
	s, err := New(h, &proof.Finding{})
	require.NoError(t, err)
	for t32, want := range []string{"process 0, line 1", "process 1, lines 2-3", "process 2, line 4", "process 3, operation 3", "process 4, line 7"} {
		require.Equal(t, want, s.Where(int32(t32)))
	}
	require.Equal(t, []string{"outcome unknown", "failed", "outcome unknown, but its writes were read", ""},
		[]string{s.Ended(0), s.Ended(1), s.Ended(2), s.Ended(3)})
	require.Equal(t, "process 4 on line 7", s.Name(4), "not of the finding")
	require.Equal(t, "r x nil", s.Operation(4, 0))
}

func TestDurationsAreShort(t *testing.T) {
	for ns, want := range map[int64]string{
		1: "1ns", 9999: "9.999µs", 12_345: "12.34µs", 1_250_000: "1.25ms", 29_470_993_416: "29.47s", 3_600_000_000_001: "1h0m0s",
	} {
		require.Equal(t, want, duration(ns))
	}
}

func TestEveryMeaningIsOfAnAnomaly(t *testing.T) {
	for a := range meanings {
		_, known := isolation.RuledOut(a)
		require.True(t, known, "%s", a)
		require.NotEmpty(t, Meaning(a))
		require.Contains(t, Meaning(a.Within(isolation.RealTime)), "real time")
		require.Contains(t, Meaning(a.Within(isolation.Session)), "process")
	}
	for a, text := range patterns {
		require.Equal(t, text, Meaning(a))
	}
	require.Empty(t, Meaning("no such thing"))
	require.Equal(t, "write skew, for instance", Also(isolation.G2Item))
	require.Empty(t, Also(isolation.GSingle.Within(isolation.RealTime)), "it is a stale read, and no skew")
}
