package format_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

func write(t require.TestingT, h *history.History, f format.Format) string {
	var b bytes.Buffer
	require.NoError(t, format.Write(&b, f, h))
	return b.String()
}

func ExampleWrite() {
	h, _, err := format.Read(context.Background(), strings.NewReader("[1] call add(7)\n[2] call remove\n[1] return\n[2] return 7\n"), "queue.log", format.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := format.Write(os.Stdout, format.JepsenJSON, h); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"index":0,"type":"invoke","process":1,"f":"add","value":7}
	// {"index":1,"type":"invoke","process":2,"f":"remove","value":null}
	// {"index":2,"type":"ok","process":1,"f":"add","value":null}
	// {"index":3,"type":"ok","process":2,"f":"remove","value":7}
}

// Where readings of a clock meet, calls are written first; processes that Jepsen's rules do not
// allow get another number; completions of unknown outcome stay where their line says.
func TestWriteOrder(t *testing.T) {
	op := func(process, call, ret int64, status history.Status) history.Operation {
		return history.Operation{Process: process, F: "read", Call: call, Return: ret, Status: status,
			CallTime: call, ReturnTime: ret, CallLine: int32(call), ReturnLine: int32(ret % 1000)}
	}
	unknown := op(3, 12, history.Never, history.Info)
	unknown.ReturnLine, unknown.ReturnTime = 25, history.NoTime
	h := &history.History{Operations: []history.Operation{
		op(1, 10, 20, history.OK), unknown, op(1, 20, 30, history.OK), op(2, 20, 40, history.Fail), op(3, 50, 60, history.OK),
	}}
	h.Operations[4].Return, h.Operations[4].Status, h.Operations[4].ReturnLine = history.Never, history.Info, 0
	require.Equal(t, `{:index 0, :time 10, :process 1, :type :invoke, :f :read, :value nil}
{:index 1, :time 12, :process 3, :type :invoke, :f :read, :value nil}
{:index 2, :time 20, :process 4, :type :invoke, :f :read, :value nil}
{:index 3, :time 20, :process 2, :type :invoke, :f :read, :value nil}
{:index 4, :time 20, :process 1, :type :ok, :f :read, :value nil}
{:index 5, :process 3, :type :info, :f :read, :value nil}
{:index 6, :time 30, :process 4, :type :ok, :f :read, :value nil}
{:index 7, :time 40, :process 2, :type :fail, :f :read, :value nil}
{:index 8, :time 50, :process 5, :type :invoke, :f :read, :value nil}
`, write(t, h, format.JepsenEDN))
}

func TestWriteRefuses(t *testing.T) {
	one := func(op history.Operation) *history.History {
		op.CallLine, op.Return = 7, 1
		return &history.History{Name: "h", Operations: []history.Operation{op}}
	}
	ok := history.OK
	for _, c := range []struct {
		h      *history.History
		format format.Format
		msg    string
	}{
		{one(history.Operation{F: "get", Status: ok}), format.KVLog, "h:7: get has no key"},
		{one(history.Operation{F: "add", Status: history.Fail}), format.ViolinLog, "h:7: add cannot be written as violin-log: expected operations that succeed"},
		{one(history.Operation{F: "add", Key: history.Int(1), Status: ok}), format.ViolinLog, "expected no key, found 1"},
		{one(history.Operation{F: "add", Input: history.String("a b"), Status: ok}), format.ViolinLog, ""},
		{one(history.Operation{F: "add", Input: history.String("a,b"), Status: ok}), format.ViolinLog, "expected a value that is one word"},
		{one(history.Operation{F: "add", Input: history.String("7"), Status: ok}), format.ViolinLog, "expected a value that is one word"},
		{one(history.Operation{F: "add", Input: history.String("a\nb"), Status: ok}), format.ViolinLog, "expected a value that is one word"},
		{one(history.Operation{F: "add", Input: history.Set(), Status: ok}), format.ViolinLog, "expected a value that is one word"},
		{one(history.Operation{F: "two words", Status: ok}), format.ViolinLog, "expected a value that is one word"},
		{one(history.Operation{F: "pop", Output: history.Keyword("other"), Status: ok}), format.ViolinLog, "expected a value that is one word"},
		{one(history.Operation{F: "pop", Output: history.Keyword("empty"), Status: ok}), format.ViolinLog, ""},
		{one(history.Operation{F: "pop", Status: ok}), format.JepsenLog, "the format jepsen-log cannot be written"},
		{one(history.Operation{F: "pop", Status: ok}), "csv", "unknown format"},
	} {
		err := format.Write(&bytes.Buffer{}, c.format, c.h)
		if c.msg == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, c.msg)
		}
	}
	err := format.Write(brokenWriter{}, format.JepsenEDN, one(history.Operation{F: "a"}))
	require.ErrorContains(t, err, "writing jepsen-edn: broken")
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

// genHistory draws histories that obey Jepsen's rules, with lines one event each.
func genHistory(values *rapid.Generator[history.Value], keyed bool) *rapid.Generator[*history.History] {
	return rapid.Custom(func(t *rapid.T) *history.History {
		b := history.Builder{Name: "generated"}
		open, used := map[int64]string{}, int64(3)
		processes := []int64{0, 1, 2}
		for line := range rapid.IntRange(1, 30).Draw(t, "events") {
			at := rapid.IntRange(0, 2).Draw(t, "process")
			e := history.Event{Process: processes[at], HasProcess: true, Line: line + 1, Time: history.NoTime, Value: values.Draw(t, "value")}
			if rapid.Bool().Draw(t, "timed") {
				e.Time = int64(line) * 1000
			}
			f, busy := open[e.Process]
			if busy {
				e.F, e.Type = f, rapid.SampledFrom([]history.EventType{history.EventOK, history.EventFail, history.EventInfo}).Draw(t, "type")
				delete(open, e.Process)
				if e.Type == history.EventInfo {
					processes[at] = used
					used++
				}
			} else {
				e.F = rapid.SampledFrom([]string{"read", "write", "a b", ":x", "7", "", "é"}[:5]).Draw(t, "f")
				open[e.Process] = e.F
			}
			if keyed {
				e.Key = history.Int(3)
			}
			require.NoError(t, b.Add(e))
		}
		return b.History()
	})
}

func genValue(depth int) *rapid.Generator[history.Value] {
	all := []*rapid.Generator[history.Value]{
		rapid.Just(history.Nil),
		rapid.Map(rapid.Int64(), history.Int),
		rapid.Map(rapid.Float64(), history.Float),
		rapid.Map(rapid.String(), func(s string) history.Value { return history.String(strings.ToValidUTF8(s, "?")) }),
		rapid.Map(rapid.StringMatching("[a-z][a-z0-9-]{0,5}"), history.Keyword),
		rapid.Map(rapid.Bool(), history.Bool),
	}
	if depth > 0 {
		inner := rapid.SliceOfN(genValue(depth-1), 0, 4)
		all = append(all,
			rapid.Map(inner, func(v []history.Value) history.Value { return history.List(v...) }),
			rapid.Map(inner, func(v []history.Value) history.Value { return history.Set(v...) }),
			rapid.Map(inner, func(v []history.Value) history.Value {
				var entries []history.Entry
				for i := 0; i+1 < len(v); i += 2 {
					entries = append(entries, history.Entry{Key: v[i], Value: v[i+1]})
				}
				return history.Map(entries...)
			}),
			rapid.Map(genValue(depth-1), func(v history.Value) history.Value { return history.Tagged("t/x", v) }))
	}
	return rapid.OneOf(all...)
}

func TestEDNRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keyed := rapid.Bool().Draw(t, "keyed")
		h := genHistory(genValue(2), keyed).Draw(t, "history")
		f := format.JepsenEDN
		if keyed {
			f = format.KVLog
			for i := range h.Operations { // the format has no place for times
				h.Operations[i].CallTime, h.Operations[i].ReturnTime = history.NoTime, history.NoTime
			}
		}
		text := write(t, h, f)
		again, _, err := format.Read(context.Background(), strings.NewReader(text), "x", format.Options{})
		require.NoError(t, err, text)
		require.Equal(t, sorted(h), sorted(again), text)
		require.Equal(t, text, write(t, again, f))
	})
}

// JSON has no keywords and so on, but what it has it keeps.
func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := genHistory(genValue(2), rapid.Bool().Draw(t, "keyed")).Draw(t, "history")
		text := write(t, h, format.JepsenJSON)
		again, _, err := format.Read(context.Background(), strings.NewReader(text), "x", format.Options{Format: format.JepsenJSON})
		if err != nil { // keys that JSON cannot tell apart
			require.ErrorContains(t, err, "expected different keys", text)
			return
		}
		text = write(t, again, format.JepsenJSON)
		third, _, err := format.Read(context.Background(), strings.NewReader(text), "x", format.Options{})
		require.NoError(t, err, text)
		require.Equal(t, outcome(again), outcome(third), text)
	})
}

// sorted is outcome with what a builder leaves in place for completions of unknown outcome.
func sorted(h *history.History) []history.Operation {
	ops := outcome(h)
	slices.SortStableFunc(ops, func(a, b history.Operation) int { return cmp.Compare(a.Call, b.Call) })
	return ops
}
