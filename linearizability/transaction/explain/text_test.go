package explain

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/examples"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func render(t testing.TB, h *txn.History, columns int, findings ...proof.Finding) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Text(&b, h, findings, columns))
	return b.String()
}

// TestTextGolden compares what is told of each example with a file, which people can read.
func TestTextGolden(t *testing.T) {
	for _, e := range examples.All() {
		t.Run(e.Name, func(t *testing.T) {
			text := render(t, e.History, 100, e.Finding)
			path := filepath.Join("testdata", e.Name+".txt")
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), text)
			require.Equal(t, text, render(t, e.History, 100, e.Finding), "the same each time")
		})
	}
}

func TestTextKeepsToItsColumns(t *testing.T) {
	for _, e := range examples.All() {
		for columns := 30; columns <= 130; columns += 7 {
			for line := range strings.SplitSeq(render(t, e.History, columns, e.Finding), "\n") {
				require.LessOrEqual(t, display.Width(line), max(columns, minColumns), "%q", line)
			}
		}
	}
	e := examples.All()[0]
	require.Equal(t, render(t, e.History, 80, e.Finding), render(t, e.History, 0, e.Finding))
}

func TestTextPutsALineBetweenFindings(t *testing.T) {
	e := examples.All()[0]
	one := render(t, e.History, 80, e.Finding)
	require.Equal(t, one+"\n"+one, render(t, e.History, 80, e.Finding, e.Finding))
	require.Empty(t, render(t, e.History, 80))
}

// TestTextOfManyCasesEnds tells a refutation of 4,096 cases in few lines.
func TestTextOfManyCasesEnds(t *testing.T) {
	var refuted examples.Example
	for _, e := range examples.All() {
		if e.Finding.Refutation != nil {
			refuted = e
		}
	}
	r := refuted.Finding.Refutation.BFirst
	for range 12 {
		r = &proof.Refutation{Key: 0, A: 0, B: 1, AFirst: r, BFirst: r}
	}
	text := render(t, refuted.History, 100, proof.Finding{Anomaly: "x", Refutation: r})
	require.Contains(t, text, "... and so on: 4,096 cases in all.")
	require.Less(t, strings.Count(text, "\n"), 120)
}

// hostile holds texts that would take a terminal's control, or hide what stands beside them.
var hostile = []string{"\x1b[31mred", "a\nb\r\tc", "\u202eright to left\u2066", "\x00\xff\xfe", strings.Repeat("x", 5000), "日本語" + strings.Repeat("字", 100), " ", ""}

// written is a history of one long fork whose keys and values have a text.
func written(s string) (*txn.History, proof.Finding, error) {
	word := func(n int64) history.Value { return history.List(history.Int(n), history.String(s)) }
	op := func(f string, k, v history.Value) history.Value { return history.List(history.Keyword(f), k, v) }
	h := &history.History{Name: s}
	for i, ops := range [][2]history.Value{
		{op("w", word(1), word(1)), op("r", word(2), history.Nil)},
		{op("w", word(2), word(2)), op("r", word(1), history.Nil)},
	} {
		h.Operations = append(h.Operations, history.Operation{
			Process: int64(i), F: s, Input: history.List(ops[:]...), Output: history.List(ops[:]...), Status: history.OK,
			Call: int64(i), Return: 9, CallTime: history.NoTime, ReturnTime: history.NoTime,
		})
	}
	x, err := txn.Decode(h, txn.Options{Model: txn.Registers})
	if err != nil {
		return nil, proof.Finding{}, err
	}
	return x, proof.Finding{
		Anomaly: isolation.Anomaly(s), Sentence: s,
		Cycle: proof.Cycle{examples.Edge(x, proof.RW, 0, 1, 1, 0), examples.Edge(x, proof.RW, 1, 1, 0, 0)},
	}, nil
}

func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 80)
	}
	f.Fuzz(func(t *testing.T, s string, columns int) {
		h, finding, err := written(s)
		if err != nil {
			t.Skip(err)
		}
		columns %= 300
		for line := range strings.SplitSeq(render(t, h, columns, finding), "\n") {
			require.Equal(t, -1, strings.IndexFunc(line, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }), "%q", line)
			if columns != 0 {
				require.LessOrEqual(t, display.Width(line), max(columns, minColumns))
			}
		}
	})
}

func TestTextRefusesWhatTheHistoryLacks(t *testing.T) {
	e := examples.All()[0]
	good := func() proof.Finding {
		return proof.Finding{Anomaly: isolation.G0, Cycle: append(proof.Cycle{}, e.Finding.Cycle...)}
	}
	refute := func(r *proof.Refutation) func(*proof.Finding) { return func(f *proof.Finding) { f.Refutation = r } }
	end := &proof.Refutation{Cycle: e.Finding.Cycle}
	for name, c := range map[string]struct {
		change func(*proof.Finding)
		want   string
	}{
		"transaction":    {func(f *proof.Finding) { f.Cycle[0].From = 3; f.Cycle[1].To = 3 }, `finding "G0": edge 1: transaction 3 of a history of 3`},
		"negative":       {func(f *proof.Finding) { f.Cycle[0].To = -2; f.Cycle[1].From = -2 }, "edge 1: transaction -2"},
		"no transaction": {func(f *proof.Finding) { f.Cycle[0].To = proof.None; f.Cycle[1].From = proof.None }, "edge 1: it lacks an end"},
		"operation":      {func(f *proof.Finding) { f.Cycle[1].ToOp = 2 }, "edge 2: operation 2 of transaction 0, which has 2"},
		"key":            {func(f *proof.Finding) { f.Cycle[1].Key = 2 }, "edge 2: key 2 of a history of 2 keys"},
		"reader":         {func(f *proof.Finding) { f.Cycle[0].Reader = 99 }, "edge 1: transaction 99"},
		"path":           {func(f *proof.Finding) { f.Cycle[0].Path = []proof.Edge{{From: 7}} }, "edge 1: path edge 1: transaction 7"},
		"no cycle":       {func(f *proof.Finding) { f.Cycle = f.Cycle[:1] }, "edge 1 leads to transaction 1 and the next comes from 0"},
		"lemma":          {func(f *proof.Finding) { f.Lemmas = []proof.Edge{{From: 7}} }, "lemma 1: transaction 7"},
		"vouched": {func(f *proof.Finding) {
			f.Cycle[0].Path = []proof.Edge{{To: 1, Reason: proof.Process, FromOp: 9}}
		}, "path edge 1: operation 9 of transaction 0"},
		"place":              {func(f *proof.Finding) { f.Ops = []proof.Place{{Txn: 0, Op: 5}} }, "operation 5 of transaction 0"},
		"case lacks a case":  {refute(&proof.Refutation{AFirst: end}), "lacks a case"},
		"case of a key":      {refute(&proof.Refutation{Key: -1, AFirst: end, BFirst: end}), "cases of key -1"},
		"case of nobody":     {refute(&proof.Refutation{A: proof.None, AFirst: end, BFirst: end}), "lacks a transaction"},
		"case of a stranger": {refute(&proof.Refutation{B: 3, AFirst: end, BFirst: end}), "transaction 3 of a history of 3"},
		"case within":        {refute(&proof.Refutation{AFirst: end, BFirst: &proof.Refutation{}}), "lacks a case"},
	} {
		t.Run(name, func(t *testing.T) {
			f := good()
			c.change(&f)
			var b bytes.Buffer
			require.ErrorContains(t, Text(&b, e.History, []proof.Finding{good(), f}, 80), c.want)
			require.Zero(t, b.Len())
		})
	}
	require.ErrorContains(t, Text(&bytes.Buffer{}, nil, []proof.Finding{good()}, 80), "no history")
	_, err := New(e.History, nil)
	require.ErrorContains(t, err, "no finding")
}

// TestListsShowWhatMatters shortens lists of any length with any elements that matter.
func TestListsShowWhatMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "n")
		list := make([]txn.Version, n)
		for i := range list {
			list[i] = txn.Version(i)
		}
		matter := rapid.SliceOfNDistinct(rapid.Int32Range(0, 70), 0, 4, rapid.ID).Draw(t, "matter")
		var versions []txn.Version
		for _, v := range matter {
			versions = append(versions, txn.Version(v))
		}
		show := chosen(list, versions)
		require.LessOrEqual(t, len(show), 2*maxElements)
		shown := map[int]bool{}
		for k, i := range show {
			require.True(t, i >= 0 && i < n)
			if k > 0 {
				require.Greater(t, i, show[k-1])
				require.NotEqual(t, 2, i-show[k-1], "one element is not worth an ellipsis")
			}
			shown[i] = true
		}
		if n > 0 {
			require.True(t, shown[n-1], "the end shows what was not there yet")
		}
		for _, v := range matter {
			require.True(t, int(v) >= n || shown[int(v)], "element %d of %d", v, n)
		}
	})
}

func TestOperationsShowWhatIsQuoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "operations")
		var ops []string
		for i := range n {
			ops = append(ops, fmt.Sprintf("w %d 1", i))
		}
		h, err := examples.History(txn.Registers, examples.OK(0, 1, 2, strings.Join(ops, "; ")))
		require.NoError(t, err)
		k := rapid.Int32Range(0, int32(n)-1).Draw(t, "quoted")
		limit := rapid.IntRange(1, 10).Draw(t, "limit")
		s, err := New(h, &proof.Finding{Ops: []proof.Place{{Txn: 0, Op: k}}})
		require.NoError(t, err)
		show := s.Operations(0, limit)
		require.Contains(t, show, k)
		require.Len(t, show, min(n, limit))
		require.IsIncreasing(t, append([]int32{-1}, show...))
	})
}
