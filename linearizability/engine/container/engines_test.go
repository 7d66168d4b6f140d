package container_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/container"
	"github.com/tenet-go/tenet/linearizability/history"
)

// op is an operation that returned v or, if it adds something, was called with v. Negative values
// are nil.
func op(f string, v, call, ret int64) history.Operation {
	o := history.Operation{Process: call, F: f, Call: call, Return: ret, CallLine: int32(call + 1), Status: history.OK}
	switch f {
	case "enqueue", "push", "insert", "add", "append":
		o.Input = history.Int(v)
	default:
		if v >= 0 {
			o.Output = history.Int(v)
		}
	}
	return o
}

// open is an operation of unknown outcome.
func open(f string, v, call int64) history.Operation {
	o := op(f, v, call, history.Never)
	o.Status, o.Output = history.Info, history.Nil
	return o
}

// read returned a set or a list.
func read(v history.Value, call, ret int64) history.Operation {
	o := op("read", -1, call, ret)
	o.Output = v
	return o
}

// ask asked a set whether it contains 1.
func ask(f string, answer bool, call, ret int64) history.Operation {
	o := op(f, -1, call, ret)
	o.Input, o.Output = history.Int(1), history.Bool(answer)
	return o
}

func ints(make func(...history.Value) history.Value, vs ...int64) history.Value {
	var values []history.Value
	for _, v := range vs {
		values = append(values, history.Int(v))
	}
	return make(values...)
}

func solve(t *testing.T, e engine.Engine, name string, ops ...history.Operation) (*engine.Problem, engine.Result) {
	t.Helper()
	p, err := engine.NewProblem(newModel(t, name), &history.History{Operations: ops})
	require.NoError(t, err)
	return p, e.Solve(context.Background(), p)
}

func TestViolations(t *testing.T) {
	set, list := history.Set, history.List
	for _, c := range []struct {
		engine          engine.Engine
		model           string
		ops             []history.Operation
		pattern, reason string
		witness         []int32
	}{
		{
			container.Queue(), "queue", []history.Operation{op("enqueue", 1, 0, 1), op("dequeue", 2, 2, 3)},
			"removed but never inserted", "dequeue -> 2 (process 2, line 3) removed a value that nobody inserted.", []int32{1},
		},
		{
			container.Queue(), "queue", []history.Operation{op("dequeue", 1, 0, 1), op("enqueue", 1, 2, 3)},
			"removed before inserted", "dequeue -> 1 (process 0, line 1) returned before enqueue 1 (process 2, line 3) was called.", []int32{0, 1},
		},
		{
			container.Queue(), "queue", []history.Operation{op("enqueue", 1, 0, 1), op("dequeue", 1, 2, 4), op("dequeue", 1, 3, 5)},
			"removed twice", "dequeue -> 1 (process 2, line 3) and dequeue -> 1 (process 3, line 4) removed the same value, which only enqueue 1 (process 0, line 1) inserted.",
			[]int32{0, 1, 2},
		},
		{
			container.Queue(), "queue", []history.Operation{op("enqueue", 1, 0, 1), op("dequeue", -1, 2, 4), op("dequeue", 1, 5, 6)},
			"never empty", "dequeue -> empty (process 2, line 3) found nothing, but all that time something was inside: " +
				"1 from the end of enqueue 1 (process 0, line 1) to the start of dequeue -> 1 (process 5, line 6).",
			[]int32{0, 1, 2},
		},
		{
			container.Queue(), "queue", []history.Operation{op("enqueue", 1, 0, 1), op("enqueue", 2, 2, 3), op("dequeue", 2, 4, 5), op("dequeue", 1, 6, 7)},
			"reordered values", "enqueue 1 (process 0, line 1) returned before enqueue 2 (process 2, line 3) was called, " +
				"but dequeue -> 2 (process 4, line 5) returned, and that before dequeue -> 1 (process 6, line 7) was called.",
			[]int32{0, 1, 2, 3},
		},
		{
			container.Queue(), "queue", []history.Operation{op("enqueue", 1, 0, 1), op("enqueue", 2, 2, 3), op("dequeue", 2, 4, 5)},
			"reordered values", "enqueue 1 (process 0, line 1) returned before enqueue 2 (process 2, line 3) was called, " +
				"but dequeue -> 2 (process 4, line 5) returned, although 1 was not removed before.",
			[]int32{0, 1, 2},
		},
		{
			container.Stack(), "stack", []history.Operation{op("push", 1, 0, 1), op("push", 2, 2, 3), op("pop", 1, 4, 5), op("pop", 2, 6, 7)},
			"no outermost value", "2 was inserted on top of 1, since push 1 (process 0, line 1) returned before push 2 (process 2, line 3) was called; " +
				"yet pop -> 1 (process 4, line 5), which was called when both were inside, returned before pop -> 2 (process 6, line 7) was called.",
			[]int32{0, 1, 2, 3},
		},
		{
			container.Stack(), "stack", []history.Operation{
				op("push", 1, 0, 4), op("push", 2, 1, 2), op("push", 0, 3, 9), op("push", 3, 5, 7),
				op("pop", 2, 6, 11), op("pop", 1, 8, 12), op("pop", 3, 10, 14), op("pop", 0, 13, 15),
			},
			"no outermost value", "One of the 4 values has to be below the others all the time, but none can be: " +
				"2 from the end of push 2 (process 1, line 2) to the start of pop -> 2 (process 6, line 7), " +
				"1 from the end of push 1 (process 0, line 1) to the start of pop -> 1 (process 8, line 9), " +
				"3 from the end of push 3 (process 5, line 6) to the start of pop -> 3 (process 10, line 11), " +
				"0 from the end of push 0 (process 3, line 4) to the start of pop -> 0 (process 13, line 14).",
			[]int32{0, 1, 2, 3, 4, 5, 6, 7},
		},
		{
			container.PriorityQueue(), "priority-queue", []history.Operation{
				op("insert", 1, 0, 1), op("insert", 9, 2, 3), op("delete-min", 9, 4, 30), op("insert", 2, 5, 6), op("delete-min", 1, 7, 8), op("delete-min", 2, 31, 32),
			},
			"smaller value inside", "delete-min -> 9 (process 4, line 5) took out 9, but all that time something smaller was inside: " +
				"1 from the end of insert 1 (process 0, line 1) to the start of delete-min -> 1 (process 7, line 8), " +
				"2 from the end of insert 2 (process 5, line 6) to the start of delete-min -> 2 (process 31, line 32).",
			[]int32{0, 1, 2, 3, 4, 5},
		},
		{
			container.Set(), "set", []history.Operation{op("add", 1, 0, 1), read(ints(set), 2, 3)},
			"read misses an element", "read -> #{} (process 2, line 3) misses 1, though add 1 (process 0, line 1) returned before it was called.", []int32{0, 1},
		},
		{
			container.Set(), "set", []history.Operation{op("add", 1, 0, 8), op("add", 2, 1, 9), read(ints(set, 1), 2, 6), read(ints(set, 2), 3, 7)},
			"incomparable reads", "Neither read -> #{1} (process 2, line 3) nor read -> #{2} (process 3, line 4) can be read first: neither continues the other.", []int32{0, 1, 2, 3},
		},
		{
			container.Set(), "set", []history.Operation{op("add", 1, 0, 1), ask("contains", false, 2, 3), ask("remove", true, 4, 5)},
			"element in and out", "contains 1 -> false (process 2, line 3) found 1 absent, which was present from the end of add 1 (process 0, line 1) to the start of remove 1 -> true (process 4, line 5).",
			[]int32{0, 1, 2},
		},
		{
			container.Log(), "list", []history.Operation{op("append", 1, 0, 1), op("append", 2, 2, 3), read(ints(list, 2, 1), 4, 5)},
			"reordered elements", "append 1 (process 0, line 1) returned before append 2 (process 2, line 3) was called, but read -> [2 1] (process 4, line 5) shows that 2 was added first.",
			[]int32{0, 1, 2},
		},
	} {
		p, r := solve(t, c.engine, c.model, c.ops...)
		require.Equal(t, engine.Invalid, r.Outcome, c.reason)
		require.Equal(t, c.pattern, r.Witness.Pattern)
		require.Equal(t, c.reason, r.Witness.Reason)
		require.Equal(t, c.witness, r.Witness.Ops)
		checkWitness(t, p, r.Witness)
	}
}

// TestUnknownRemoves shows what removes of unknown outcome explain.
func TestUnknownRemoves(t *testing.T) {
	lost := []history.Operation{op("enqueue", 1, 0, 1), op("enqueue", 2, 2, 3)}
	for name, c := range map[string]struct {
		more []history.Operation
		want engine.Outcome
	}{
		"nothing took 1":       {[]history.Operation{op("dequeue", 2, 4, 5)}, engine.Invalid},
		"it took 1":            {[]history.Operation{open("dequeue", -1, 4), op("dequeue", 2, 5, 6)}, engine.Valid},
		"it came too late":     {[]history.Operation{op("dequeue", 2, 4, 5), open("dequeue", -1, 6)}, engine.Invalid},
		"one of two took 1":    {[]history.Operation{open("dequeue", -1, 4), open("dequeue", -1, 5), op("dequeue", 2, 6, 7)}, engine.Valid},
		"it took nothing":      {[]history.Operation{open("dequeue", -1, 4), op("dequeue", 1, 5, 6)}, engine.Valid},
		"two lost, one taker":  {[]history.Operation{op("enqueue", 3, 4, 5), open("dequeue", -1, 6), op("dequeue", 3, 7, 8)}, engine.Undecided},
		"all others are known": {[]history.Operation{open("dequeue", -1, 4), op("dequeue", 2, 5, 6), op("dequeue", 1, 7, 8)}, engine.Invalid},
	} {
		h := &history.History{Operations: append(append([]history.Operation{}, lost...), c.more...)}
		require.Equal(t, c.want, compare(t, container.Queue(), newModel(t, "queue"), h).Outcome, name)
	}
}

func TestUndecided(t *testing.T) {
	for _, c := range []struct {
		engine     engine.Engine
		model, why string
		ops        []history.Operation
	}{
		{container.Queue(), "stack", "model stack is not a queue", nil},
		{container.Queue(), "queue", "1 is inserted twice, by enqueue 1 (process 0, line 1) and enqueue 1 (process 2, line 3)", []history.Operation{op("enqueue", 1, 0, 1), op("enqueue", 1, 2, 3)}},
		{container.Set(), "set", "1 is added twice", []history.Operation{op("add", 1, 0, 1), op("add", 1, 2, 3)}},
		{container.Set(), "set", "1 is added twice", []history.Operation{op("add", 1, 0, 1), op("add", 1, 2, 3), read(history.Set(), 4, 5)}},
		{container.Set(), "set", "operations other than adding elements and reading them all", []history.Operation{ask("remove", true, 0, 1), read(history.Set(), 4, 5)}},
		{container.Log(), "list", "1 is added twice", []history.Operation{op("append", 1, 0, 1), op("append", 1, 2, 3)}},
	} {
		_, r := solve(t, c.engine, c.model, c.ops...)
		require.Equal(t, engine.Undecided, r.Outcome)
		require.Contains(t, r.Why, c.why)
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, s := range subjects {
		p, err := engine.NewProblem(newModel(t, s.model), &history.History{})
		require.NoError(t, err)
		r := s.engine.Solve(ctx, p)
		require.Equal(t, engine.Result{Why: "stopped: context canceled"}, r, s.name)
	}
}

func TestNames(t *testing.T) {
	for e, name := range map[engine.Engine]string{
		container.Queue(): "queue", container.Stack(): "stack", container.PriorityQueue(): "priority-queue",
		container.Set(): "set", container.Log(): "log",
	} {
		require.Equal(t, name, e.Name())
	}
}
