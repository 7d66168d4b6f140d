package workload

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

func requireError(t *testing.T, err error, text string) {
	t.Helper()
	require.EqualError(t, err, text)
	var flaw *history.Error
	require.ErrorAs(t, err, &flaw)
}

func readsOf(n int64) []history.Event { return whole(0, "read", history.Nil, num(n)) }

// The first cases are those of Jepsen's own tests.
func TestCounter(t *testing.T) {
	runCases(t, "jepsen-counter", []testCase{
		{name: "empty", want: want{outcome: engine.Valid}},
		{name: "initial read", events: readsOf(0), want: want{outcome: engine.Valid}},
		{name: "failed adds", events: events(invoke(0, "add", num(1)), fail(0, "add", num(1)), readsOf(0)),
			want: want{outcome: engine.Valid}},
		{name: "incomplete", events: events(
			invoke(0, "add", num(1)),
			invoke(1, "read", history.Nil), ok(1, "read", num(0)),
			invoke(1, "read", history.Nil), ok(1, "read", num(1)),
		), want: want{outcome: engine.Valid}},
		{name: "initial invalid read", events: readsOf(1), want: want{outcome: engine.Invalid, kinds: []string{"too-high"}}},
		{name: "interleaved", events: events(
			invoke(0, "read", history.Nil), invoke(1, "add", num(1)),
			invoke(2, "read", history.Nil), invoke(3, "add", num(2)),
			invoke(4, "read", history.Nil), invoke(5, "add", num(4)),
			invoke(6, "read", history.Nil), invoke(7, "add", num(8)),
			invoke(8, "read", history.Nil),
			ok(0, "read", num(6)), ok(1, "add", num(1)),
			ok(2, "read", num(0)), ok(3, "add", num(2)),
			ok(4, "read", num(3)), ok(5, "add", num(4)),
			ok(6, "read", num(100)), ok(7, "add", num(8)),
			ok(8, "read", num(15)),
		), want: want{outcome: engine.Invalid, kinds: []string{"too-high"}}},
		{name: "rolling", events: events(
			invoke(0, "read", history.Nil), invoke(1, "add", num(1)), ok(0, "read", num(0)),
			invoke(0, "read", history.Nil), ok(1, "add", num(1)), invoke(1, "add", num(2)), ok(0, "read", num(3)),
			invoke(0, "read", history.Nil), ok(1, "add", num(2)), ok(0, "read", num(5)),
		), want: want{outcome: engine.Invalid, kinds: []string{"too-high"}, stats: map[string]int64{"reads": 3, "out of bounds": 1}}},
		{name: "too low", events: events(whole(1, "add", num(3), num(3)), readsOf(2)),
			want: want{outcome: engine.Invalid, kinds: []string{"too-low"}}},
		{name: "unknown add", events: events(invoke(1, "add", num(3)), info(1, "add", num(3)), readsOf(0), readsOf(3)),
			want: want{outcome: engine.Valid, stats: map[string]int64{"adds": 1, "acknowledged": 0}}},
		{name: "negative read", events: readsOf(-1), want: want{outcome: engine.Invalid, kinds: []string{"too-low"}}},
	})
}

func TestCounterErrors(t *testing.T) {
	runErrorCases(t, "jepsen-counter", []errorCase{
		{name: "negative add", events: events(whole(0, "add", num(1), num(1)), whole(0, "add", num(-2), num(-2))), line: 3, msg: "add of -2"},
		{name: "add of text", events: whole(0, "add", history.String("x"), history.Nil), line: 1, msg: `found the string "x"`},
		{name: "read of nothing", events: whole(0, "read", history.Nil, history.Nil), line: 2, msg: "found the nil nil"},
	})
}

func TestCounterOverflow(t *testing.T) {
	h := build(t, events(whole(0, "add", num(math.MaxInt64), history.Nil), whole(0, "add", num(1), history.Nil)))
	_, err := mustNew(t, "jepsen-counter").Run(h, Options{})
	requireError(t, err, "test:3: the adds up to here sum to more than 64 bits hold")
}

// TestCounterIsAsDefined compares the check with its definition, read by read.
func TestCounterIsAsDefined(t *testing.T) {
	c := mustNew(t, "jepsen-counter")
	rapid.Check(t, func(t *rapid.T) {
		h := randomHistory(t, func(t *rapid.T) (string, history.Value, history.Value) {
			n := num(rapid.Int64Range(0, 5).Draw(t, "n"))
			if rapid.Bool().Draw(t, "add") {
				return "add", n, n
			}
			return "read", history.Nil, n
		})
		violated := false
		for _, read := range h.Operations {
			if read.F != "read" || read.Status != history.OK {
				continue
			}
			var lower, upper int64
			for _, add := range h.Operations {
				if n, _ := add.Input.Int(); add.F == "add" && add.Status != history.Fail {
					if add.Call < read.Return {
						upper += n
					}
					if add.Status == history.OK && add.Return < read.Call {
						lower += n
					}
				}
			}
			n, _ := read.Output.Int()
			violated = violated || n < lower || n > upper
		}
		v, err := c.Run(h, Options{})
		require.NoError(t, err)
		require.Equal(t, violated, v.Outcome == engine.Invalid)
		requireEvidence(t, c, h, Options{}, v)
	})
}

// randomHistory interleaves operations of three clients, which next draws.
func randomHistory(t *rapid.T, next func(*rapid.T) (f string, input, output history.Value)) *history.History {
	type open struct {
		f             string
		input, output history.Value
	}
	process := [3]int64{0, 1, 2}
	pending := map[int]open{}
	var all []history.Event
	for range rapid.IntRange(0, 24).Draw(t, "events") {
		client := rapid.IntRange(0, 2).Draw(t, "client")
		op, busy := pending[client]
		p := process[client]
		if !busy {
			op.f, op.input, op.output = next(t)
			pending[client] = op
			all = append(all, invoke(p, op.f, op.input))
			continue
		}
		delete(pending, client)
		switch rapid.IntRange(0, 7).Draw(t, "ending") {
		case 0:
			all = append(all, fail(p, op.f, op.input))
		case 1:
			all = append(all, info(p, op.f, op.input))
			process[client] += 3
		default:
			all = append(all, ok(p, op.f, op.output))
		}
	}
	return build(t, all)
}
