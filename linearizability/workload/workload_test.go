package workload

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

func TestNames(t *testing.T) {
	require.Equal(t, []string{"bank", "jepsen-counter", "jepsen-set", "long-fork", "set-full", "unique-ids"}, Names())
	for _, name := range Names() {
		c := mustNew(t, name)
		require.Equal(t, name, c.Name())
		require.NotEmpty(t, c.Description())
	}
	_, err := New("banck")
	require.EqualError(t, err, `no workload check is called "banck": expected one of bank, jepsen-counter, jepsen-set, long-fork, set-full, unique-ids`)
}

func TestKeysAreCheckedByThemselves(t *testing.T) {
	x, y := history.Keyword("x"), history.Keyword("y")
	generate := func(key history.Value) []history.Event {
		return onKey(key, whole(0, "generate", history.Nil, num(1)))
	}
	runCases(t, "unique-ids", []testCase{
		{name: "one id of two keys", events: events(generate(x), generate(y)), want: want{outcome: engine.Valid, stats: map[string]int64{"acknowledged": 2}}},
		{name: "one id of one key", events: events(generate(x), generate(y), generate(x)), want: want{outcome: engine.Invalid, kinds: []string{"duplicate"}}},
	})
	lost := events(onKey(y, adds(0, 1)), onKey(y, reads(0, set())))
	unread := onKey(x, adds(1, 1))
	runCases(t, "jepsen-set", []testCase{
		{name: "undecided", events: events(unread, onKey(y, reads(0, set()))), want: want{outcome: engine.Undecided}},
		{name: "a violation weighs more", events: events(unread, lost), want: want{outcome: engine.Invalid, kinds: []string{"lost"}}},
	})
	v, err := mustNew(t, "jepsen-set").Run(build(t, lost), Options{})
	require.NoError(t, err)
	require.Contains(t, v.Findings[0].Sentence, "key :y: ")
}

func TestFindingsAreCapped(t *testing.T) {
	var all []history.Event
	for range MaxFindings + 5 {
		all = append(all, readsOf(1)...)
	}
	v, err := mustNew(t, "jepsen-counter").Run(build(t, all), Options{})
	require.NoError(t, err)
	require.Len(t, v.Findings, MaxFindings)
	require.Equal(t, 5, v.Omitted)
}

func TestLongValuesAreCut(t *testing.T) {
	ns := make([]int64, 1000)
	for i := range ns {
		ns[i] = int64(i)
	}
	_, err := mustNew(t, "bank").Run(build(t, bankRead(list(ns...))), Options{})
	require.ErrorContains(t, err, "... (list of 1000)")
	require.Less(t, len(err.Error()), 300)
}

// anyValue draws values of every kind that checks look into, nested ones included.
func anyValue(t *rapid.T, depth int) history.Value {
	kinds := 6
	if depth > 0 {
		kinds = 9
	}
	children := func() []history.Value {
		values := make([]history.Value, rapid.IntRange(0, 3).Draw(t, "length"))
		for i := range values {
			values[i] = anyValue(t, depth-1)
		}
		return values
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return history.Nil
	case 1:
		return num(rapid.Int64().Draw(t, "integer"))
	case 2:
		return num(rapid.Int64Range(-1, 2).Draw(t, "small integer"))
	case 3:
		return history.Keyword(rapid.SampledFrom([]string{"r", "w", "x"}).Draw(t, "keyword"))
	case 4:
		return history.String(rapid.String().Draw(t, "string"))
	case 5:
		return history.Float(0.5)
	case 6:
		return history.List(children()...)
	case 7:
		return history.Set(children()...)
	}
	var entries []history.Entry
	for _, key := range children() {
		entries = append(entries, history.Entry{Key: key, Value: anyValue(t, depth-1)})
	}
	return history.Map(entries...)
}

func TestChecksTakeAnyValues(t *testing.T) {
	functions := []string{"read", "add", "transfer", "generate", "write", "txn"}
	reached := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		h := randomHistory(t, func(t *rapid.T) (string, history.Value, history.Value) {
			return rapid.SampledFrom(functions).Draw(t, "f"), anyValue(t, 3), anyValue(t, 3)
		})
		for _, name := range Names() {
			c := mustNew(t, name)
			v, err := c.Run(h, Options{})
			if err != nil {
				var flaw *history.Error
				require.ErrorAs(t, err, &flaw)
				require.Positive(t, flaw.Line, err)
				reached[name+" error"] = true
				continue
			}
			reached[name+" verdict"] = true
			require.Equal(t, v.Outcome == engine.Invalid, len(v.Findings) > 0)
			requireEvidence(t, c, h, Options{}, v)
		}
	})
	require.Len(t, reached, 2*len(Names()), "%v", reached)
}

func ExampleNew() {
	var b history.Builder
	for line, e := range events(
		whole(0, "add", num(1), num(1)),
		whole(1, "read", history.Nil, set()),
	) {
		e.Line = line + 1
		if err := b.Add(e); err != nil {
			fmt.Println(err)
			return
		}
	}
	check, err := New("set-full")
	if err != nil {
		fmt.Println(err)
		return
	}
	verdict, err := check.Run(b.History(), Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verdict.Outcome)
	fmt.Println(verdict.Findings[0].Sentence)
	// Output:
	// invalid
	// element 1 was in the set when the add of process 0 (lines 1-2) completed, but the read of process 1 (lines 3-4), which began later, misses it, and no read that began after that returns it.
}
