package page

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/examples"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// TestWriteGolden compares the page of each example, but for its style, with a file. Look at the page
// itself before accepting another: -update leaves out nothing but what is in page.css.
func TestWriteGolden(t *testing.T) {
	for _, e := range examples.All() {
		t.Run(e.Name, func(t *testing.T) {
			page := render(t, sample(e))
			require.Equal(t, page, render(t, sample(e)), "the same each time")
			mustParse(t, page)
			page = embedded.ReplaceAllString(strings.ReplaceAll(page, escapedPolicy(), ""), "<style></style>")
			path := filepath.Join("testdata", e.Name+".html")
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(page), 0o600))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), page)
		})
	}
}

func escapedPolicy() string {
	return strings.NewReplacer("'", "&#39;", "+", "&#43;").Replace(policy())
}

func TestWriteTellsEachEdge(t *testing.T) {
	for _, e := range examples.All() {
		elements := mustParse(t, render(t, sample(e)))
		want, boxes := 0, 0
		count := func(c proof.Cycle) { want, boxes = want+len(c), boxes+min(len(c), ladderTop+ladderBottom+1) }
		count(e.Finding.Cycle)
		if e.Finding.Refutation != nil {
			cycles(e.Finding.Refutation, count)
		}
		require.Len(t, find(elements, "li", "told"), want, e.Name)
		links := 0
		for _, e := range elements {
			if e.name == "a" {
				links++
			}
		}
		if e.Name == "ladder" {
			want = ladderTop + ladderBottom
		}
		require.Equal(t, want, links, "%s: each arrow leads to its sentence", e.Name)
		require.GreaterOrEqual(t, len(find(elements, "g", "txn")), boxes, e.Name)
		require.NotEmpty(t, find(elements, "text", "quoted"), e.Name)
	}
}

func TestWriteEveryPartOfAPictureHasAName(t *testing.T) {
	for _, e := range examples.All() {
		elements := mustParse(t, render(t, sample(e)))
		for i, e := range elements {
			class := strings.Fields(e.attrs["class"])
			if e.name == "svg" && e.attrs["aria-hidden"] == "" || e.name == "g" && len(class) > 0 && (class[0] == "txn" || class[0] == "edge" && elements[i-1].attrs["aria-hidden"] == "") {
				require.Equal(t, "title", elements[i+1].name, "the title must come first to be the name")
				require.NotEmpty(t, elements[i+1].text)
			}
		}
	}
}

func TestWriteTableOfLevels(t *testing.T) {
	p := sample(named(t, "write-skew"))
	p.Levels[0].Note = "because <it> is so"
	elements := mustParse(t, render(t, p))
	require.Len(t, find(elements, "td", "valid"), 3*4+1, "levels, and monotonic-reads")
	require.Len(t, find(elements, "td", "unknown"), 3)
	require.Len(t, find(elements, "td", "invalid"), 3*3)
	require.Len(t, find(elements, "td", "asked"), 1)
	require.Equal(t, "strict-serializable: violated", find(elements, "td", "asked")[0].attrs["title"])
	require.Equal(t, "read-uncommitted: holds; because <it> is so", find(elements, "td", "valid")[0].attrs["title"])

	p.Levels = []Level{{Level: isolation.Level{Base: isolation.Causal, Order: isolation.Session}, Outcome: engine.Valid}}
	page := render(t, p)
	require.Len(t, find(mustParse(t, page), "td", "valid"), 2, "the level, and monotonic-reads")
	require.NotContains(t, page, "real-time order", "rows of which nothing was asked are left out")
	require.NotContains(t, page, "serializable</th>", "so are columns")
	p.Levels = append(p.Levels, Level{Level: isolation.Level{Base: isolation.MonotonicAtomicView, Order: isolation.RealTime}, Name: "strong-read-committed"})
	page = render(t, p)
	require.Len(t, find(mustParse(t, page), "td", "unasked"), 2)
	require.Contains(t, page, "strong read committed</th>", "columns have the model's names")
	p.Levels, p.Others = nil, nil
	require.NotContains(t, render(t, p), "<table")
}

func TestWriteSaysTheVerdict(t *testing.T) {
	h, err := examples.History(txn.Lists, examples.OK(0, 1, 2, "append x 1"))
	require.NoError(t, err)
	for outcome, want := range map[engine.Outcome]string{
		engine.Valid: "causal holds", engine.Invalid: "causal is violated", engine.Undecided: "causal: undecided",
	} {
		page := render(t, Page{History: h, Asked: "causal", Outcome: outcome})
		require.Contains(t, page, "</span> "+want+"</p>")
		require.Contains(t, page, "<h1>example.edn</h1>")
		require.NotContains(t, page, "<svg", "there is nothing to draw")
	}
	require.Contains(t, render(t, Page{History: &txn.History{Source: &history.History{Ignored: 1}}}), "<h1>History</h1>")
}

func TestWriteSaysWhatItLeavesOut(t *testing.T) {
	e := named(t, "write-skew")
	p := sample(e)
	p.History.Source.Ignored = 7
	for len(p.Findings) < 60 {
		p.Findings = append(p.Findings, p.Findings[0])
	}
	p.Omitted = 1000
	page := render(t, p)
	require.Len(t, find(mustParse(t, page), "section", "finding"), maxFindings)
	require.Contains(t, page, "1,012 more findings of the check are not shown here.")
	require.Contains(t, page, "7 events of processes that are no clients")
}

// TestWriteStaysSmall draws a cycle of 5,000 transactions and a refutation of 4,096 cases.
func TestWriteStaysSmall(t *testing.T) {
	e := named(t, "ladder")
	p := sample(e)
	for len(p.Findings[0].Cycle) < 5000 {
		p.Findings[0].Cycle = append(p.Findings[0].Cycle, e.Finding.Cycle...)
	}
	page := render(t, p)
	require.Less(t, len(page), 300_000)
	require.Contains(t, page, "4,970 more transactions")
	require.Contains(t, page, "4,800 more edges not listed")

	refuted := named(t, "refutation")
	r := refuted.Finding.Refutation.BFirst
	for range 12 {
		r = &proof.Refutation{Key: 0, A: 0, B: 1, AFirst: r, BFirst: r}
	}
	p = sample(refuted)
	p.Findings[0].Refutation = r
	page = render(t, p)
	require.Less(t, len(page), 400_000)
	require.Contains(t, page, "4,096 cases. The first 120 are shown, 24 of them with a picture.")
	require.Len(t, find(mustParse(t, page), "svg", "picture"), maxDrawnCases)
}

func TestWriteNeedsNoNetworkAndNoScript(t *testing.T) {
	for _, e := range examples.All() {
		page := render(t, sample(e))
		for _, word := range []string{"http:", "https:", "src=", "@import", "url(", "<script", "javascript"} {
			require.NotContains(t, page, word)
		}
		for _, a := range mustParse(t, page) {
			require.True(t, a.attrs["href"] == "" || strings.HasPrefix(a.attrs["href"], "#"))
		}
		require.Contains(t, page, "default-src &#39;none&#39;")
	}
}

// hostile holds texts that would break out of the places in which the page puts them.
var hostile = []string{
	`</script><script>alert(1)</script>`, `</style><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
	"`${alert(1)}`", `{{.}}`, `<!--`, `]]>`, "\x00\x1b[31m\u202e\u2028\xff", "]]>&lt;&#0;", "\\", strings.Repeat("<b>", 2000),
}

// hostilePage has s wherever a text can come from outside.
func hostilePage(s string) (Page, error) {
	h := &history.History{Name: s}
	word := func(n int64) history.Value {
		return history.List(history.Int(n), history.String(s), history.Keyword(s))
	}
	op := func(f string, k, v history.Value) history.Value { return history.List(history.Keyword(f), k, v) }
	for i, ops := range []history.Value{
		history.List(op("append", word(1), word(1)), op("r", word(2), history.List())),
		history.List(op("append", word(2), word(2)), op("r", word(1), history.List())),
		history.List(op("r", word(1), history.List(word(1))), op("r", word(2), history.List(word(2)))),
	} {
		h.Operations = append(h.Operations, history.Operation{
			Process: int64(i), F: s, Input: ops, Output: ops, Status: history.OK,
			Call: int64(i), Return: 9, CallTime: history.NoTime, ReturnTime: history.NoTime,
		})
	}
	x, err := txn.Decode(h, txn.Options{Model: txn.Lists})
	if err != nil {
		return Page{}, err
	}
	p := sample(examples.Example{History: x, Finding: proof.Finding{
		Anomaly: isolation.Anomaly("an " + s), Sentence: "a " + s,
		Cycle: proof.Cycle{examples.Edge(x, proof.RW, 0, 1, 1, 0), examples.Edge(x, proof.RW, 1, 1, 0, 0)},
		Ops:   []proof.Place{{Txn: 2, Op: 0}, {Txn: 2, Op: 1}},
	}})
	for _, text := range []*string{
		&p.Title, &p.File, &p.Model, &p.Asked, &p.Reason, &p.Certified, &p.Command,
		&p.Findings[0].RulesOut, &p.Findings[0].Certified, &p.Levels[0].Note, &p.Others[0].Name, &p.Others[0].Note,
	} {
		*text = "the " + s
	}
	p.Summary = []Field{{"the " + s, "the " + s}}
	return p, nil
}

// requireSameShape checks that two pages have the same elements with the same attributes, so that no
// text has become markup.
func requireSameShape(t testing.TB, want, got []element, s string) {
	t.Helper()
	require.Len(t, got, len(want), "%q", s)
	for i := range want {
		require.Equal(t, want[i].name, got[i].name, "%q", s)
		require.Len(t, got[i].attrs, len(want[i].attrs), "%q", s)
		for name := range want[i].attrs {
			require.Contains(t, got[i].attrs, name, "%q", s)
		}
	}
}

func FuzzWriteEscapes(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	plain, err := hostilePage("plain")
	require.NoError(f, err)
	shape := mustParse(f, render(f, plain))
	f.Fuzz(func(t *testing.T, s string) {
		p, err := hostilePage(s)
		if err != nil {
			t.Skip(err)
		}
		page := render(t, p)
		requireSameShape(t, shape, mustParse(t, page), s)
		for _, c := range "\x00\x1b\u202e\u2028" {
			require.NotContains(t, page, string(c))
		}
		require.Less(t, len(page), 60_000)
	})
}

func TestWriteRefusesInconsistentPages(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Page)
		want   string
	}{
		"no history":       {func(p *Page) { p.History = nil }, "no history"},
		"no source":        {func(p *Page) { p.History = &txn.History{} }, "no history"},
		"verdict":          {func(p *Page) { p.Outcome = 3 }, "outcome 3"},
		"base":             {func(p *Page) { p.Levels[0].Base = 8 }, "level {8 0}"},
		"order":            {func(p *Page) { p.Levels[0].Order = 3 }, "level {0 3}"},
		"level's outcome":  {func(p *Page) { p.Levels[1].Outcome = 4 }, "outcome 4 of strong-session-read-uncommitted"},
		"repeated level":   {func(p *Page) { p.Levels[1] = p.Levels[0] }, "Levels has read-uncommitted twice"},
		"promise":          {func(p *Page) { p.Others[0].Outcome = 5 }, `outcome 5 of "monotonic-reads"`},
		"finding":          {func(p *Page) { p.Findings[0].Cycle = proof.Cycle{{From: 9}} }, "finding 1: explain"},
		"reader of a path": {func(p *Page) { p.Findings[0].Ops = []proof.Place{{Txn: 0, Op: 77}} }, "operation 77"},
	} {
		t.Run(name, func(t *testing.T) {
			p := sample(named(t, "write-skew"))
			c.change(&p)
			var b bytes.Buffer
			require.ErrorContains(t, Write(&b, p), c.want)
			require.Zero(t, b.Len())
		})
	}
}
