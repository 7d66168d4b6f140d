package certificate

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

var background = context.Background()

const never = history.Never

// op is an operation that succeeded. Reads and removals get their value as output, others as
// input.
func op(process int64, f string, v history.Value, call, ret int64) history.Operation {
	o := history.Operation{Process: process, F: f, Call: call, Return: ret, Status: history.OK}
	switch f {
	case "read", "dequeue":
		o.Output = v
	default:
		o.Input = v
	}
	return o
}

// pending is an operation of unknown outcome.
func pending(process int64, f string, v history.Value, call int64) history.Operation {
	return history.Operation{Process: process, F: f, Input: v, Call: call, Return: never, Status: history.Info}
}

func failed(o history.Operation) history.Operation {
	o.Status = history.Fail
	return o
}

func all(h *history.History) []int32 {
	index := make([]int32, len(h.Operations))
	for i := range index {
		index[i] = int32(i)
	}
	return index
}

func operations(ops ...history.Operation) *history.History {
	return &history.History{Operations: ops}
}

func newModel(t testing.TB, name string) model.Model {
	t.Helper()
	m, err := model.New(name, model.Options{})
	require.NoError(t, err)
	return m
}

var one, two, three = history.Int(1), history.Int(2), history.Int(3)
