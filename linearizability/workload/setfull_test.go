package workload

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Most cases are those of Jepsen's own tests.
func TestSetFull(t *testing.T) {
	a, aOK := invoke(0, "add", num(0)), ok(0, "add", num(0))
	r, has, lacks := invoke(1, "read", history.Nil), ok(1, "read", set(0)), ok(1, "read", set())
	neverRead := want{outcome: engine.Undecided, stats: map[string]int64{"attempted": 1, "never read": 1, "stable": 0, "lost": 0, "stale": 0}}
	stable := want{outcome: engine.Valid, stats: map[string]int64{"attempted": 1, "stable": 1, "lost": 0, "stale": 0, "never read": 0}}
	lost := want{outcome: engine.Invalid, kinds: []string{"lost"}, stats: map[string]int64{"stable": 0, "lost": 1}}
	two := func(process int64, ns ...int64) history.Event { return ok(process, "read", set(ns...)) }
	a1, a1OK := invoke(5, "add", num(1)), ok(5, "add", num(1))
	r2, r3 := invoke(2, "read", history.Nil), invoke(3, "read", history.Nil)
	flutter := events(a, aOK, a1, r2, two(2, 1), a1OK, r2, r3, two(3, 1), two(2, 0))
	runCases(t, "set-full", []testCase{
		{name: "empty", want: want{outcome: engine.Undecided}},
		{name: "never read", events: events(a, aOK), want: neverRead},
		{name: "never confirmed", events: events(a, r, lacks), want: neverRead},
		{name: "present: read before", events: events(r, a, has, aOK), want: stable},
		{name: "present: read around", events: events(r, a, aOK, has), want: stable},
		{name: "present: read inside", events: events(a, r, has, aOK), want: stable},
		{name: "present: read overlaps the end", events: events(a, r, aOK, has), want: stable},
		{name: "present: read after", events: events(a, aOK, r, has), want: stable},
		{name: "absent after", events: events(a, aOK, r, lacks), want: lost},
		{name: "absent: read before", events: events(r, a, lacks, aOK), want: neverRead},
		{name: "absent: read around", events: events(r, a, aOK, lacks), want: neverRead},
		{name: "absent: read inside", events: events(a, r, lacks, aOK), want: neverRead},
		{name: "absent: read overlaps the end", events: events(a, r, aOK, lacks), want: neverRead},
		{name: "present, then missing", events: events(a, a1, r2, two(2, 1), aOK, a1OK, r2, two(2, 0, 1), r2, two(2, 0), r2, two(2)),
			want: want{outcome: engine.Invalid, kinds: []string{"lost", "lost"}, stats: map[string]int64{"lost": 2, "stable": 0}}},
		{name: "flutter", events: flutter, want: want{outcome: engine.Invalid, kinds: []string{"lost", "stale"},
			stats: map[string]int64{"lost": 1, "stable": 1, "stale": 1}}},
		{name: "flutter, stale reads allowed", events: flutter, options: Options{AllowStale: true},
			want: want{outcome: engine.Invalid, kinds: []string{"lost"}, stats: map[string]int64{"stale": 1}}},
		{name: "stale", events: events(a, aOK, r, lacks, r, has), want: want{outcome: engine.Invalid, kinds: []string{"stale"}}},
		{name: "stale allowed", events: events(a, aOK, r, lacks, r, has), options: Options{AllowStale: true},
			want: want{outcome: engine.Valid, stats: map[string]int64{"stable": 1, "stale": 1}}},
		{name: "known by a read before the add ends", events: events(a, r, has, r, lacks, aOK), want: lost},
		{name: "known although the add failed", events: events(a, r, has, r, lacks, fail(0, "add", num(0))), want: lost},
		{name: "failed add", events: events(a, fail(0, "add", num(0)), r, lacks), want: neverRead},
		{name: "read of nothing", events: events(a, aOK, r, ok(1, "read", history.Nil)), want: lost},
		{name: "duplicate", events: events(a, aOK, r, ok(1, "read", list(0, 0)), r, ok(1, "read", list(0, 0, 0))),
			want: want{outcome: engine.Invalid, kinds: []string{"duplicate"}, stats: map[string]int64{"duplicated": 1, "stable": 1}}},
		{name: "unexpected elements are ignored", events: events(a, aOK, r, ok(1, "read", list(0, 7))),
			want: want{outcome: engine.Valid, stats: map[string]int64{"unexpected": 1}}},
		{name: "a read that ended before the add does not count", events: events(r, lacks, a, aOK, r, has), want: stable},
		{name: "a read that ended before the add does not count, though it began after the one that returns the element",
			events: events(r2, r, lacks, a, aOK, two(2, 0)), want: stable},
		{name: "the last read to begin counts, not the last to end",
			events: events(r2, a, aOK, r, lacks, r3, two(3, 0), two(2, 0)), options: Options{AllowStale: true},
			want: want{outcome: engine.Valid, stats: map[string]int64{"stable": 1, "stale": 1}}},
		{name: "an earlier read that ended after the add counts although a later one does not",
			events: events(r2, r3, r, lacks, a, aOK, two(3), two(2, 0)), want: neverRead},
		{name: "unknown reads", events: events(a, aOK, r, info(1, "read", set())), want: neverRead},
	})
}

func TestSetFullErrors(t *testing.T) {
	runErrorCases(t, "set-full", []errorCase{
		{name: "no set", events: reads(0, history.String("x")), line: 2, msg: `found the string "x"`},
	})
}

// elementOutcome judges one element by the definition at setFull, read by read.
func elementOutcome(h *history.History, value history.Value) string {
	first := h.Operations[slices.IndexFunc(h.Operations, func(op history.Operation) bool {
		return op.F == "add" && op.Input == value
	})]
	known := int64(history.Never)
	var present, absent []int64 // invocations of reads
	for _, op := range h.Operations {
		switch {
		case op.Status != history.OK:
		case op.F == "add" && op.Input == value:
			known = min(known, op.Return)
		case op.F == "read" && op.Return > first.Call:
			if slices.Contains(op.Output.Elems(), value) {
				known = min(known, op.Return)
				present = append(present, op.Call)
			} else {
				absent = append(absent, op.Call)
			}
		}
	}
	last := func(calls []int64) int64 {
		if len(calls) == 0 {
			return -1
		}
		return slices.Max(calls)
	}
	a, p := last(absent), last(present)
	switch {
	case p > a && a > known:
		return "stale"
	case p > a:
		return "stable"
	case a > known && a > p:
		return "lost"
	}
	return "never read"
}

func TestSetFullIsAsDefined(t *testing.T) {
	c := mustNew(t, "set-full")
	reached := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		next := int64(0)
		h := randomHistory(t, func(t *rapid.T) (string, history.Value, history.Value) {
			if rapid.IntRange(0, 2).Draw(t, "f") == 0 {
				n := num(rapid.Int64Range(max(0, next-1), next).Draw(t, "element"))
				next++
				return "add", n, n
			}
			// Most elements are there, most of the time, even those added while the read runs.
			var present []int64
			for n := range next + 2 {
				if rapid.IntRange(0, 4).Draw(t, "missing") > 0 {
					present = append(present, n)
				}
			}
			return "read", history.Nil, set(present...)
		})
		outcomes := map[string]int64{}
		seen := map[history.Value]bool{}
		for _, op := range h.Operations {
			if op.F == "add" && !seen[op.Input] {
				seen[op.Input] = true
				outcome := elementOutcome(h, op.Input)
				outcomes[outcome]++
				reached[outcome] = true
			}
		}
		v, err := c.Run(h, Options{})
		require.NoError(t, err)
		if len(h.Operations) == 0 {
			return
		}
		stats := map[string]int64{}
		for _, s := range v.Stats {
			stats[s.Name] = s.Count
		}
		require.Equal(t, outcomes["stable"]+outcomes["stale"], stats["stable"])
		require.Equal(t, outcomes["stale"], stats["stale"])
		require.Equal(t, outcomes["lost"], stats["lost"])
		require.Equal(t, outcomes["never read"], stats["never read"])
		require.Equal(t, outcomes["lost"]+outcomes["stale"] > 0, v.Outcome == engine.Invalid)
		require.Equal(t, outcomes["lost"]+outcomes["stale"]+outcomes["stable"] == 0, v.Outcome == engine.Undecided)
		requireEvidence(t, c, h, Options{}, v)
	})
	for _, outcome := range []string{"stable", "stale", "lost", "never read"} {
		require.True(t, reached[outcome], "no history had an element that is %s", outcome)
	}
}
