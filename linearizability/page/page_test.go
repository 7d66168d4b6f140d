package page

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

func TestWriteShowsTheFailingPart(t *testing.T) {
	p := stale()
	page := render(t, p)
	elements := mustParse(t, page)
	for _, i := range p.Witness {
		id := strconv.Itoa(int(i))
		// Once in the picture of the failing part, once among its neighbors.
		require.Len(t, find(elements, "g", "data-op", id), 2, "operation %s in the pictures", id)
		require.Len(t, find(elements, "tr", "data-op", id), 2, "operation %s in the tables", id)
	}
	require.Len(t, find(elements, "g", "class", "witness"), 2*len(p.Witness))
	require.Len(t, find(elements, "g", "class", "earliest"), 2)
	require.Len(t, find(elements, "tr", "class", "earliest"), 2)
	require.Len(t, find(elements, "g", "data-op", "1"), 1, "a neighbor is drawn in the larger picture only")
	require.Empty(t, find(elements, "g", "data-op", "6"), "what was called after the failure is not drawn")
	for _, want := range []string{
		p.Reason, "stale.edn", "register", "zones", "certified by brute force", p.Command,
		"write 1", "read → 1", "write 9 → ?", "no order exists once this returned", "3 events of processes that are no clients",
		"The failing part is 4 operations of the history&#39;s 7.", "<code>2</code>", "<code>9</code>",
	} {
		require.Contains(t, page, want)
	}
}

func TestWriteEveryBarHasANameForScreenReaders(t *testing.T) {
	elements := mustParse(t, render(t, stale()))
	bars := 0
	for i, e := range elements {
		if e.name != "g" || e.attrs["data-op"] == "" {
			continue
		}
		bars++
		require.Equal(t, "img", e.attrs["role"])
		require.Equal(t, "title", elements[i+1].name, "the title must come first to be the name")
		require.Contains(t, elements[i+1].text, "process ")
	}
	require.Equal(t, 4+5, bars)
}

func TestWriteOpenBars(t *testing.T) {
	p := stale()
	p.Witness = append(p.Witness, 1)
	p.Pending = map[int32]bool{1: true}
	p.Window = []int32{5}
	elements := mustParse(t, render(t, p))
	open := find(elements, "g", "class", "open")
	ids := make([]string, len(open))
	for i, e := range open {
		ids[i] = e.attrs["data-op"]
	}
	// Operation 1 returned, so that the larger picture gives it an end; 3 never did.
	require.Equal(t, []string{"1", "3", "3"}, ids)
	require.Contains(t, render(t, p), "still open at that moment")
}

func TestWriteValid(t *testing.T) {
	h, order := long(60, 4)
	page := render(t, Page{Verdict: "valid", History: h, Order: order, Earliest: -1, Reason: "An order exists."})
	elements := mustParse(t, page)
	require.Len(t, find(elements, "text", "class", "number"), 60)
	require.Len(t, find(elements, "tr", "data-op", "59"), 1)
	require.Empty(t, find(elements, "g", "class", "earliest"))
	require.NotContains(t, page, "go to the failure")
}

func TestWriteUnknownAndEmpty(t *testing.T) {
	h, _ := long(1000, 4)
	page := render(t, Page{Verdict: "unknown", History: h, Reason: "Time ran out."})
	require.Len(t, find(mustParse(t, page), "tr", "class", "ok"), maxDrawn-countOpen(h.Operations[:maxDrawn]))
	require.Contains(t, page, "600 operations are not shown")
	for _, verdict := range []string{"valid", "unknown", "invalid"} {
		empty := render(t, Page{Verdict: verdict, History: &history.History{}, Earliest: -1})
		require.Empty(t, find(mustParse(t, empty), "svg", "class", "chart"))
		require.Contains(t, empty, "<h1>History</h1>")
	}
}

func countOpen(ops []history.Operation) int {
	n := 0
	for i := range ops {
		if ops[i].Status == history.Info {
			n++
		}
	}
	return n
}

func TestWriteInvalidWithoutWitness(t *testing.T) {
	p := stale()
	p.Witness = nil
	require.Len(t, find(mustParse(t, render(t, p)), "g", "class", "earliest"), 2, "the failing operation is the failing part")
	p.Earliest = -1
	require.Len(t, find(mustParse(t, render(t, p)), "g", "data-op", "6"), 1, "the beginning of the history is drawn")
}

func TestWriteSequential(t *testing.T) {
	p := stale()
	require.Contains(t, render(t, p), "each at a moment within its bar")
	p.Sequential = true
	page := render(t, p)
	require.NotContains(t, page, "each at a moment within its bar")
	require.Contains(t, page, "in an order that keeps that of each process")
}

func TestWriteSaysWhatTheWindowIs(t *testing.T) {
	p := stale()
	require.Contains(t, render(t, p), "those of the same key that overlap the failing part in time")
	p.Window = []int32{6}
	page := render(t, p)
	require.NotContains(t, page, "those of the same key")
	require.Contains(t, page, "With its neighbors, 5 operations are drawn, at most 400.")
}

func TestWriteLongHistoryStaysSmall(t *testing.T) {
	h, order := long(100_000, 20)
	invalid := Page{Verdict: "invalid", History: h, Witness: []int32{10, 20_000, 70_000}, Earliest: 70_000}
	for _, p := range []Page{
		invalid,
		{Verdict: "invalid", History: h, Witness: order[500:2500], Earliest: 2000, Window: order},
		{Verdict: "valid", History: h, Order: order},
	} {
		page := render(t, p)
		require.Less(t, len(page), 1_500_000)
		elements := mustParse(t, page)
		require.LessOrEqual(t, len(find(elements, "g", "class", "op")), 2*maxDrawn)
		require.Contains(t, page, "are not shown")
		require.Len(t, find(elements, "figure", "class", "overview"), 1)
	}
	page := render(t, invalid)
	for _, i := range invalid.Witness {
		require.Contains(t, page, fmt.Sprintf(`data-op="%d"`, i))
	}
	require.Contains(t, page, "99,600 operations are not shown")
}

func TestWriteLongValuesAreCut(t *testing.T) {
	p := stale()
	big := history.String(strings.Repeat("x", 1_000_000))
	for i := range p.History.Operations {
		p.History.Operations[i].Input, p.History.Operations[i].Output, p.History.Operations[i].Key = big, big, big
	}
	p.Reason = strings.Repeat("y", 1_000_000)
	p.States = []string{p.Reason, p.Reason}
	require.Less(t, len(render(t, p)), 60_000)
}

func TestWriteDeterministic(t *testing.T) {
	h, order := long(2000, 100)
	for _, p := range []Page{
		stale(),
		{Verdict: "valid", History: h, Order: order},
		{Verdict: "invalid", History: h, Witness: []int32{3, 500, 900}, Earliest: 900},
	} {
		first, text := render(t, p), renderText(t, p)
		for range 3 {
			require.Equal(t, first, render(t, p))
			require.Equal(t, text, renderText(t, p))
		}
	}
}

func TestWriteNeedsNoNetwork(t *testing.T) {
	h, order := long(500, 5)
	for _, p := range []Page{stale(), {Verdict: "valid", History: h, Order: order}} {
		page := render(t, p)
		for _, word := range []string{"http:", "https:", "src=", "href=", "@import", "url(//", "fetch(", "XMLHttpRequest"} {
			require.NotContains(t, page, word)
		}
		require.Contains(t, page, "default-src &#39;none&#39;")
	}
}

// hostile holds texts that would break out of the places in which the page puts them.
var hostile = []string{
	`</script><script>alert(1)</script>`, `</style><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
	"`${alert(1)}`", `{{.}}`, `<!--`, `]]>`, "\x00\x1b[31m\u202e\u2028\xff", "]]>&lt;&#0;",
}

func hostilePage(s string) Page {
	p := stale()
	for i := range p.History.Operations {
		o := &p.History.Operations[i]
		o.F += s
		o.Input, o.Output, o.Key = history.String(s), history.Keyword(s), history.Symbol(s)
	}
	p.Title, p.File, p.Model, p.Engine, p.Reason, p.Certified, p.Command = s, s, s, s, s, s, s
	p.States, p.Summary = []string{s}, []Field{{s, s}}
	return p
}

func TestWriteEscapes(t *testing.T) {
	plain := mustParse(t, render(t, hostilePage("plain")))
	for _, s := range hostile {
		page := render(t, hostilePage(s))
		require.Equal(t, 1, strings.Count(page, "<script>"), "%q", s)
		require.Equal(t, 1, strings.Count(page, "</script>"), "%q", s)
		requireSameShape(t, plain, mustParse(t, page), s)
		for _, c := range "\x00\x1b\u202e\u2028" {
			require.NotContains(t, page, string(c))
		}
		text := renderText(t, hostilePage(s))
		for _, c := range "\x00\x1b\u202e\u2028" {
			require.NotContains(t, text, string(c))
		}
	}
}

// requireSameShape checks that two pages have the same elements with the same attributes, so that
// no text has become markup. The marks of the axis do not count, since their number depends on the
// length of the texts.
func requireSameShape(t testing.TB, want, got []element, s string) {
	t.Helper()
	isMark := func(e element) bool { return e.attrs["class"] == "grid" || e.attrs["class"] == "tick" }
	want, got = slices.DeleteFunc(slices.Clone(want), isMark), slices.DeleteFunc(got, isMark)
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
	plain := mustParse(f, render(f, hostilePage("plain")))
	f.Fuzz(func(t *testing.T, s string) {
		if display.Clean(s) == "" {
			s = "x" // empty facts are left out
		}
		requireSameShape(t, plain, mustParse(t, render(t, hostilePage(s))), s)
	})
}

func TestWriteRefusesInconsistentPages(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Page)
		want   string
	}{
		"no history":        {func(p *Page) { p.History = nil }, "no history"},
		"verdict":           {func(p *Page) { p.Verdict = "linearizable" }, `verdict "linearizable": expected valid, invalid or unknown`},
		"witness":           {func(p *Page) { p.Witness = []int32{7} }, "Witness has operation 7 of a history of 7 operations"},
		"negative witness":  {func(p *Page) { p.Witness = []int32{-1} }, "Witness has operation -1"},
		"repeated witness":  {func(p *Page) { p.Witness = []int32{2, 2} }, "Witness has operation 2 twice"},
		"window":            {func(p *Page) { p.Window = []int32{8} }, "Window has operation 8"},
		"order":             {func(p *Page) { p.Order = []int32{1, 2, 1} }, "Order has operation 1 twice"},
		"earliest":          {func(p *Page) { p.Earliest = 7 }, "Earliest is operation 7 of a history of 7"},
		"negative earliest": {func(p *Page) { p.Earliest = -2 }, "expected -1 or an operation"},
	} {
		t.Run(name, func(t *testing.T) {
			p := stale()
			c.change(&p)
			var b bytes.Buffer
			require.ErrorContains(t, Write(&b, p), c.want)
			require.ErrorContains(t, Text(&b, p), c.want)
			require.Zero(t, b.Len())
		})
	}
}
