package workload

import (
	"testing"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

func adds(process, n int64) []history.Event { return whole(process, "add", num(n), num(n)) }

func reads(process int64, v history.Value) []history.Event {
	return whole(process, "read", history.Nil, v)
}

func TestSet(t *testing.T) {
	runCases(t, "jepsen-set", []testCase{
		{name: "empty", want: want{outcome: engine.Undecided}},
		{name: "never read", events: adds(0, 1), want: want{outcome: engine.Undecided}},
		{name: "read nothing", events: events(adds(0, 1), reads(0, history.Nil)), want: want{outcome: engine.Undecided}},
		{name: "all there", events: events(adds(0, 1), adds(0, 2), reads(0, list(2, 1))),
			want: want{outcome: engine.Valid, stats: map[string]int64{"attempted": 2, "acknowledged": 2, "ok": 2, "lost": 0}}},
		{name: "lost", events: events(adds(0, 1), adds(0, 2), reads(0, set(2))),
			want: want{outcome: engine.Invalid, kinds: []string{"lost"}}},
		{name: "unexpected", events: events(adds(0, 1), reads(0, set(1, 2))),
			want: want{outcome: engine.Invalid, kinds: []string{"unexpected"}}},
		{name: "only the last read counts", events: events(adds(0, 1), reads(0, set(7)), reads(0, set(1))),
			want: want{outcome: engine.Valid}},
		{name: "added during the read", events: events(invoke(1, "read", history.Nil), adds(0, 1), ok(1, "read", set())),
			want: want{outcome: engine.Valid}},
		{name: "one element twice", events: events(adds(0, 1), adds(0, 1), reads(0, set())),
			want: want{outcome: engine.Invalid, kinds: []string{"lost"}, stats: map[string]int64{"lost": 1, "attempted": 1}}},
		// The case of Jepsen's own test.
		{name: "all kinds", events: events(
			adds(0, 0), adds(0, 1),
			invoke(1, "add", num(10)), info(1, "add", num(10)), invoke(5, "add", num(11)), info(5, "add", num(11)),
			invoke(2, "add", num(20)), fail(2, "add", num(20)), invoke(2, "add", num(21)), fail(2, "add", num(21)),
			reads(4, set(0, 10, 20, 30)),
		), want: want{outcome: engine.Invalid, kinds: []string{"lost", "unexpected"}, stats: map[string]int64{
			"ok": 3, "lost": 1, "acknowledged": 2, "recovered": 2, "attempted": 6, "unexpected": 1,
		}}},
	})
}

func TestSetErrors(t *testing.T) {
	runErrorCases(t, "jepsen-set", []errorCase{
		{name: "no set", events: reads(0, num(5)), line: 2, msg: "found the integer 5"},
		{name: "other workload", events: whole(0, "enqueue", num(1), num(1)), line: 1, msg: "expected the functions add, read"},
	})
}

func TestUniqueIDs(t *testing.T) {
	generate := func(process, id int64) []history.Event { return whole(process, "generate", history.Nil, num(id)) }
	runCases(t, "unique-ids", []testCase{
		{name: "empty", want: want{outcome: engine.Valid}},
		// The case of Jepsen's own test.
		{name: "duplicates", events: events(
			generate(0, 0), generate(1, 1), generate(2, 0), generate(3, 0),
			invoke(4, "generate", history.Nil), info(4, "generate", history.Nil),
		), want: want{outcome: engine.Invalid, kinds: []string{"duplicate"}, stats: map[string]int64{
			"attempted": 5, "acknowledged": 4, "duplicated": 1,
		}}},
		{name: "all different", events: events(generate(0, 0), generate(0, 1)), want: want{outcome: engine.Valid}},
		{name: "failed", events: events(generate(0, 0), invoke(0, "generate", history.Nil), fail(0, "generate", num(0))),
			want: want{outcome: engine.Valid}},
	})
	runErrorCases(t, "unique-ids", []errorCase{
		{name: "no id", events: whole(0, "generate", history.Nil, history.Nil), line: 2, msg: "found nil"},
	})
}
