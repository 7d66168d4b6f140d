package zones_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/zones"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func write(v, call, ret int64) history.Operation {
	return history.Operation{Process: call, F: "write", Input: history.Int(v), Call: call, Return: ret, CallLine: int32(call + 1), Status: history.OK}
}

func read(v, call, ret int64) history.Operation {
	return history.Operation{Process: call, F: "read", Output: history.Int(v), Call: call, Return: ret, CallLine: int32(call + 1), Status: history.OK}
}

func pendingWrite(v, call int64) history.Operation {
	return history.Operation{F: "write", Input: history.Int(v), Call: call, Return: history.Never}
}

func initial(call, ret int64) history.Operation {
	op := read(0, call, ret)
	op.Output = history.Nil
	return op
}

func solve(t *testing.T, name string, ops ...history.Operation) engine.Result {
	t.Helper()
	m, err := model.New(name, model.Options{})
	require.NoError(t, err)
	p, err := engine.NewProblem(m, &history.History{Operations: ops})
	require.NoError(t, err)
	return zones.Engine().Solve(context.Background(), p)
}

func TestViolations(t *testing.T) {
	for _, c := range []struct {
		pattern, reason string
		ops             []history.Operation
		witness         []int32
	}{
		{
			"read of a value never written", "read -> 7 (process 2, line 3) saw a value that nobody wrote.",
			[]history.Operation{write(1, 0, 1), read(7, 2, 3)},
			[]int32{1},
		},
		{
			"read before its write", "read -> 1 (process 0, line 1) returned before write 1 (process 2, line 3) was called.",
			[]history.Operation{read(1, 0, 1), write(1, 2, 3)},
			[]int32{0, 1},
		},
		{
			"crossing zones", "The register held 1 from the end of write 1 (process 0, line 1) to the start of read -> 1 (process 6, line 7), " +
				"and it held 2 from the end of read -> 2 (process 4, line 5) to the start of read -> 2 (process 8, line 9); these times overlap.",
			[]history.Operation{write(1, 0, 1), write(2, 2, 10), read(2, 4, 5), read(1, 6, 7), read(2, 8, 9)},
			[]int32{0, 1, 2, 3, 4},
		},
		{
			"crossing zones", "The register held its initial value nil until the start of read -> nil (process 4, line 5), " +
				"and it held 1 from the end of write 1 (process 0, line 1) to the start of read -> 1 (process 2, line 3); these times overlap.",
			[]history.Operation{write(1, 0, 1), read(1, 2, 3), initial(4, 5)},
			[]int32{0, 1, 2},
		},
		{
			"zone inside a zone", "read -> 1 (process 5, line 6) saw a value that had been overwritten: " +
				"write 2 (process 2, line 3) took effect after write 1 (process 0, line 1) ended and before that read began.",
			[]history.Operation{write(1, 0, 1), write(2, 2, 3), read(1, 5, 6)},
			[]int32{0, 1, 2},
		},
		{
			"zone inside a zone", "read -> 1 (process 6, line 7) saw a value that had been overwritten: " +
				"write 2 (process 2, line 3) took effect after write 1 (process 0, line 1) ended and before that read began, as read -> 2 (process 3, line 4) shows.",
			[]history.Operation{write(1, 0, 1), write(2, 2, 4), read(2, 3, 7), read(1, 6, 8)},
			[]int32{0, 1, 2, 3},
		},
	} {
		r := solve(t, "register", c.ops...)
		require.Equal(t, engine.Invalid, r.Outcome, c.reason)
		require.Equal(t, &engine.Witness{Pattern: c.pattern, Reason: c.reason, Ops: c.witness, Cut: engine.Never}, r.Witness)
	}
}

func TestValid(t *testing.T) {
	for name, c := range map[string]struct {
		ops   []history.Operation
		order []int32
	}{
		"nothing":                    {nil, []int32{}},
		"the initial value only":     {[]history.Operation{initial(0, 1)}, []int32{0}},
		"write nobody saw, pending":  {[]history.Operation{pendingWrite(1, 0), initial(1, 2)}, []int32{1}},
		"write that was seen":        {[]history.Operation{pendingWrite(1, 0), initial(1, 2), read(1, 3, 4)}, []int32{1, 0, 2}},
		"read called before a write": {[]history.Operation{read(1, 0, 3), write(1, 1, 2)}, []int32{1, 0}},
		"same value written twice":   {[]history.Operation{write(1, 0, 1), write(1, 2, 3), write(2, 4, 5), read(2, 6, 7)}, []int32{0, 1, 2, 3}},
	} {
		r := solve(t, "register", c.ops...)
		require.Equal(t, engine.Result{Outcome: engine.Valid, Order: c.order}, r, name)
	}
}

func TestUndecided(t *testing.T) {
	cas := history.Operation{F: "cas", Input: history.List(history.Int(1), history.Int(2)), Return: 1, Status: history.OK}
	nilWrite := write(0, 2, 3)
	nilWrite.Input = history.Nil
	for why, r := range map[string]engine.Result{
		"operations other than reads and writes":       solve(t, "cas-register", cas),
		"model queue is not a register":                solve(t, "queue"),
		"1 is written twice, by write 1 (process 0, l": solve(t, "register", write(1, 0, 1), read(1, 2, 3), write(1, 4, 5)),
		"the initial value nil is read":                solve(t, "register", initial(0, 1), nilWrite),
	} {
		require.Equal(t, engine.Undecided, r.Outcome)
		require.Contains(t, r.Why, why)
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p, err := engine.NewProblem(newRegister(t), &history.History{Operations: []history.Operation{write(1, 0, 1)}})
	require.NoError(t, err)
	require.Equal(t, engine.Result{Why: "stopped: context canceled"}, zones.Engine().Solve(ctx, p))
}
