package workload

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

func sees(process int64, values ...int64) []history.Event {
	return whole(process, "read", txn("r", make([]int64, len(values))...), txn("r", values...))
}

func writes(process, key int64) []history.Event {
	return whole(process, "write", write(key), write(key))
}

func TestLongFork(t *testing.T) {
	three := Options{GroupSize: 3}
	shuffled := history.List(
		history.List(history.Keyword("r"), num(1), history.Nil), history.List(history.Keyword("r"), num(0), num(1)))
	texts := history.List(
		history.List(history.String("r"), num(0), history.Nil), history.List(history.String("r"), num(1), num(1)))
	runCases(t, "long-fork", []testCase{
		{name: "empty", want: want{outcome: engine.Valid}},
		{name: "in order", events: events(writes(0, 0), writes(0, 1), sees(0, 0, 0), sees(0, 1, 0), sees(0, 1, 1)),
			want: want{outcome: engine.Valid, stats: map[string]int64{"writes": 2, "reads": 3, "early reads": 1, "late reads": 1, "groups": 1}}},
		{name: "fork", events: events(sees(0, 1, 0), sees(1, 0, 1)), want: want{outcome: engine.Invalid, kinds: []string{"long-fork"}}},
		{name: "fork, keys in another order", events: events(whole(0, "read", shuffled, shuffled), sees(1, 0, 1)),
			want: want{outcome: engine.Invalid, kinds: []string{"long-fork"}}},
		{name: "fork, names as strings", events: events(whole(0, "txn", texts, texts), sees(1, 1, 0)),
			want: want{outcome: engine.Invalid, kinds: []string{"long-fork"}}},
		// The case of Jepsen's own test.
		{name: "three keys", events: events(sees(0, 1, 1, 0), sees(1, 1, 0, 1)), options: three,
			want: want{outcome: engine.Invalid, kinds: []string{"long-fork"}, stats: map[string]int64{"reads": 2, "early reads": 0, "late reads": 0}}},
		{name: "fork between unequal reads", events: events(sees(0, 1, 0, 0), sees(1, 0, 1, 1)), options: three,
			want: want{outcome: engine.Invalid, kinds: []string{"long-fork"}}},
		{name: "failed and unknown reads", events: events(
			sees(0, 1, 0),
			invoke(1, "read", txn("r", 0, 0)), fail(1, "read", txn("r", 0, 1)),
			invoke(1, "read", txn("r", 0, 0)), info(1, "read", txn("r", 0, 1)),
		), want: want{outcome: engine.Valid, stats: map[string]int64{"reads": 1}}},
		{name: "write tried again after a failure", events: events(
			invoke(0, "write", write(0)), fail(0, "write", write(0)), writes(0, 0), sees(0, 1, 0),
		), want: want{outcome: engine.Valid}},
	})
}

func TestLongForkErrors(t *testing.T) {
	mixed := history.List(txn("r", 0).Elems()[0], write(1).Elems()[0])
	runErrorCases(t, "long-fork", []errorCase{
		{name: "two writes to one key", events: events(writes(0, 7), writes(1, 7)), line: 3, msg: "key 7 is written a second time, after the write of process 0 (lines 1-2)"},
		{name: "unknown write to a key", events: events(writes(0, 7), invoke(1, "write", write(7))), line: 3, msg: "key 7 is written a second time"},
		{name: "two values of one key", events: events(sees(0, 1, 0), sees(0, 2, 0)), line: 4, msg: "key 0 has the value 2 here and 1 in"},
		{name: "group size", events: sees(0, 1, 1, 1), line: 2, msg: "read of 3 keys: expected 2, the group size"},
		{name: "same key twice", events: whole(0, "read", history.Nil, history.List(txn("r", 0).Elems()[0], txn("r", 1).Elems()[0])),
			line: 2, msg: "only 1 different ones"},
		{name: "reads and a write", events: whole(0, "txn", mixed, mixed), line: 2, msg: "expected reads only, or one write"},
		{name: "no transaction", events: whole(0, "read", history.Nil, num(5)), line: 2, msg: "found the integer 5"},
		{name: "no access", events: whole(0, "read", history.Nil, list(5)), line: 2, msg: "found the integer 5"},
		{name: "append", events: whole(0, "txn", txn("append", 1), txn("append", 1)), line: 2, msg: "found :append"},
	})
}

func TestLongForkGroupSize(t *testing.T) {
	_, err := mustNew(t, "long-fork").Run(&history.History{}, Options{GroupSize: -1})
	require.ErrorContains(t, err, "group size -1")
}

func TestLongForkNamesTheKeys(t *testing.T) {
	a, b := make([]int64, 70), make([]int64, 70)
	a[68], b[69] = 1, 1
	v, err := mustNew(t, "long-fork").Run(build(t, events(sees(0, a...), sees(1, b...))), Options{GroupSize: 70})
	require.NoError(t, err)
	require.Equal(t, "the read of process 0 (lines 1-2) sees key 68 but not yet 69, and the read of process 1 (lines 3-4) sees key 69 but not yet 68: "+
		"they disagree on the order of the two writes.", v.Findings[0].Sentence)
}

// TestLongForkIsAsDefined compares the check with a comparison of all pairs of reads.
func TestLongForkIsAsDefined(t *testing.T) {
	c := mustNew(t, "long-fork")
	for _, size := range []int{2, 3, 70} {
		o := Options{GroupSize: size}
		reached := map[bool]bool{}
		rapid.Check(t, func(t *rapid.T) {
			var all []history.Event
			var views [][]int64
			for range rapid.IntRange(0, 4).Draw(t, "reads") {
				view := make([]int64, size)
				for k := range min(3, size) {
					// The last keys, so that those beyond the first word are among them.
					view[size-1-k] = rapid.Int64Range(0, 1).Draw(t, "seen")
				}
				views = append(views, view)
				all = append(all, sees(0, view...)...)
			}
			forked := false
			for _, a := range views {
				for _, b := range views {
					aOnly, bOnly := false, false
					for k := range a {
						aOnly = aOnly || a[k] > b[k]
						bOnly = bOnly || b[k] > a[k]
					}
					forked = forked || aOnly && bOnly
				}
			}
			reached[forked] = true
			h := build(t, all)
			v, err := c.Run(h, o)
			require.NoError(t, err)
			require.Equal(t, forked, v.Outcome == engine.Invalid, "%v", views)
			requireEvidence(t, c, h, o, v)
		})
		require.Len(t, reached, 2, "histories with and without a fork")
	}
}
