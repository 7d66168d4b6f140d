package history_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
)

func event(process int64, typ history.EventType, f string, v history.Value, line int) history.Event {
	return history.Event{Type: typ, Process: process, HasProcess: true, F: f, Value: v, Time: history.NoTime, Line: line}
}

func build(t *testing.T, events ...history.Event) *history.History {
	t.Helper()
	b := history.Builder{Name: "x"}
	for _, e := range events {
		require.NoError(t, b.Add(e))
	}
	return b.History()
}

func TestBuilderPairsEvents(t *testing.T) {
	h := build(t,
		event(0, history.EventInvoke, "write", history.Int(1), 1),
		event(1, history.EventInvoke, "read", history.Nil, 2),
		history.Event{Type: history.EventInfo, External: true, F: "kill", Line: 3},
		event(1, history.EventOK, "", history.Int(1), 4),
		event(0, history.EventFail, "write", history.Int(1), 5),
		event(1, history.EventInvoke, "cas", history.Int(7), 6),
		event(1, history.EventInfo, "cas", history.Nil, 7),
		event(2, history.EventInvoke, "read", history.Nil, 8),
	)
	require.Equal(t, 1, h.Ignored)
	require.Len(t, h.Operations, 4)
	write, read, cas, open := h.Operations[0], h.Operations[1], h.Operations[2], h.Operations[3]
	require.Equal(t, history.Fail, write.Status)
	require.Equal(t, history.OK, read.Status)
	require.Equal(t, history.Int(1), read.Output)
	require.Equal(t, [2]int32{2, 4}, [2]int32{read.CallLine, read.ReturnLine})
	require.Less(t, write.Call, read.Return)
	require.Less(t, read.Return, write.Return)
	require.Equal(t, history.Info, cas.Status)
	require.EqualValues(t, history.Never, cas.Return)
	require.Equal(t, int32(7), cas.ReturnLine)
	require.Equal(t, history.Info, open.Status)
	require.Zero(t, open.ReturnLine)
}

func TestBuilderRefuses(t *testing.T) {
	invoke := event(0, history.EventInvoke, "read", history.Nil, 1)
	anonymous := func(typ history.EventType, f string, v history.Value, line int) history.Event {
		return history.Event{Type: typ, F: f, Value: v, Line: line}
	}
	for name, c := range map[string]struct {
		events []history.Event
		want   string
	}{
		"double invoke": {[]history.Event{invoke, event(0, history.EventInvoke, "write", history.Nil, 2)},
			"x:2: process 0 invokes write while its read of line 1 is still open"},
		"completion without invoke": {[]history.Event{event(3, history.EventOK, "read", history.Nil, 9)},
			"x:9: process 3 completes read (:ok) but has no operation open"},
		"second completion": {[]history.Event{invoke, event(0, history.EventOK, "read", history.Nil, 2), event(0, history.EventOK, "read", history.Nil, 3)},
			"x:3: process 0 completes read"},
		"process reused after info": {[]history.Event{invoke, event(0, history.EventInfo, "read", history.Nil, 2), event(0, history.EventInvoke, "read", history.Nil, 3)},
			"x:3: process 0 invokes read after its operation of unknown outcome (:info, line 2)"},
		"other function": {[]history.Event{invoke, event(0, history.EventOK, "write", history.Nil, 2)},
			"x:2: process 0 completes write, but invoked read in line 1"},
		"no function": {[]history.Event{event(0, history.EventInvoke, "", history.Nil, 4)},
			"x:4: invocation without a function"},
		"process missing later": {[]history.Event{invoke, anonymous(history.EventOK, "read", history.Nil, 2)},
			"x:2: event without a process after events with one"},
		"process given later": {[]history.Event{anonymous(history.EventInvoke, "read", history.Nil, 1), event(0, history.EventOK, "read", history.Nil, 2)},
			"x:2: event with a process after events without one"},
		"no such invocation": {[]history.Event{anonymous(history.EventInvoke, "write", history.Int(1), 1), anonymous(history.EventOK, "write", history.Int(2), 2)},
			"x:2: completion of write (:ok) belongs to no open invocation"},
		"index goes back": {[]history.Event{
			{Type: history.EventInvoke, HasProcess: true, F: "read", Index: 7, HasIndex: true, Line: 1},
			{Type: history.EventOK, HasProcess: true, F: "read", Index: 6, HasIndex: true, Line: 2}},
			"x:2: index 6 after index 7 of line 1: expected events in the order of their index"},
		"other key": {[]history.Event{
			{Type: history.EventInvoke, HasProcess: true, F: "get", Key: history.Int(1), Line: 1},
			{Type: history.EventOK, HasProcess: true, F: "get", Key: history.Int(2), Line: 2}},
			"x:2: process 0 completes get of key 2, but invoked key 1 in line 1"},
	} {
		t.Run(name, func(t *testing.T) {
			b := history.Builder{Name: "x"}
			for _, e := range c.events[:len(c.events)-1] {
				require.NoError(t, b.Add(e))
			}
			err := b.Add(c.events[len(c.events)-1])
			var flaw *history.Error
			require.ErrorAs(t, err, &flaw)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestBuilderWithoutProcesses(t *testing.T) {
	micro := func(k, v history.Value) history.Value { return history.List(history.Keyword("r"), k, v) }
	e := func(typ history.EventType, f string, v history.Value) history.Event {
		return history.Event{Type: typ, F: f, Value: v}
	}
	h := build(t,
		e(history.EventInvoke, "read", history.List(micro(history.Int(0), history.Nil))),
		e(history.EventInvoke, "read", history.List(micro(history.Int(1), history.Nil))),
		e(history.EventInvoke, "write", history.Int(5)),
		e(history.EventOK, "write", history.Int(5)),
		e(history.EventOK, "read", history.List(micro(history.Int(1), history.Int(7)))),
		e(history.EventOK, "read", history.List(micro(history.Int(0), history.Int(8)))),
	)
	require.Equal(t, history.List(micro(history.Int(0), history.Int(8))), h.Operations[0].Output)
	require.Equal(t, history.List(micro(history.Int(1), history.Int(7))), h.Operations[1].Output)
	require.Less(t, h.Operations[1].Return, h.Operations[0].Return)
}

func TestIndependent(t *testing.T) {
	pair := func(k int64, v history.Value) history.Value { return history.List(history.Int(k), v) }
	swap := history.List(history.Int(1), history.Int(2))
	h := build(t,
		event(0, history.EventInvoke, "cas", pair(7, swap), 1),
		event(0, history.EventOK, "cas", pair(7, swap), 2),
		event(0, history.EventInvoke, "read", pair(8, history.Nil), 3),
		event(0, history.EventOK, "read", pair(8, history.Int(4)), 4),
		event(0, history.EventInvoke, "write", pair(8, history.Int(4)), 5),
		event(0, history.EventFail, "write", history.Keyword("timeout"), 6),
	)
	require.NoError(t, history.Independent(h))
	require.Equal(t, history.Int(7), h.Operations[0].Key)
	require.Equal(t, swap, h.Operations[0].Input)
	require.Equal(t, history.Int(4), h.Operations[1].Output)
	require.Equal(t, history.Keyword("timeout"), h.Operations[2].Output)

	h = build(t, event(0, history.EventInvoke, "read", history.Nil, 3))
	require.ErrorContains(t, history.Independent(h), "x:3: read of nil: expected a pair [key value]")
	h = build(t, event(0, history.EventInvoke, "read", pair(1, history.Nil), 3), event(0, history.EventOK, "read", pair(2, history.Nil), 4))
	require.ErrorContains(t, history.Independent(h), "x:4: read returned [2 nil]: expected a pair with the key 1")
	require.Equal(t, history.Nil, h.Operations[0].Key, "unchanged on an error")
}

func TestValidate(t *testing.T) {
	ok := history.Operation{Process: 3, F: "read", Call: 5, Return: 9, Status: history.OK}
	require.NoError(t, (&history.History{Operations: []history.Operation{ok, ok}}).Validate())
	early, backwards, never := ok, ok, ok
	early.Call = 4
	backwards.Return = 4
	never.Return = history.Never
	for want, ops := range map[string][]history.Operation{
		"operation 1, read of process 3, is called before the operation that stands before it": {ok, early},
		"returns at 4, before its call at 5":                                                   {backwards},
		"is ok, but never returns":                                                             {never},
	} {
		require.ErrorContains(t, (&history.History{Operations: ops}).Validate(), want)
	}
	never.Status = history.Info
	require.NoError(t, (&history.History{Operations: []history.Operation{never}}).Validate())
}
