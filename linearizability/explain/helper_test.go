package explain

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

var background = context.Background()

// bruteForce decides problems as the checker does.
func bruteForce(ctx context.Context, p *engine.Problem) engine.Outcome {
	decided, linearizable, _ := certificate.BruteForce(ctx, p.Model, placeable(p), certificate.DefaultBudget)
	switch {
	case !decided:
		return engine.Undecided
	case linearizable:
		return engine.Valid
	}
	return engine.Invalid
}

func newModel(t testing.TB, name string) model.Model {
	t.Helper()
	m, err := model.New(name, model.Options{})
	require.NoError(t, err)
	return m
}

func newProblem(t testing.TB, m model.Model, h *history.History) *engine.Problem {
	t.Helper()
	p, err := engine.NewProblem(m, h)
	require.NoError(t, err)
	return p
}

// done is an operation that succeeded; its value is the output of reads, and else the input.
func done(process int64, f string, v history.Value, call, ret int64) history.Operation {
	o := history.Operation{Process: process, F: f, Call: call, Return: ret, Status: history.OK, CallLine: int32(call) + 1}
	if f == "read" || f == "dequeue" || f == "pop" {
		o.Output = v
	} else {
		o.Input = v
	}
	return o
}

var kinds = map[string][]string{
	"register":     {"write", "read", "read"},
	"cas-register": {"write", "read", "read", "cas"},
	"queue":        {"enqueue", "enqueue", "dequeue"},
	"stack":        {"push", "push", "pop"},
	"set":          {"add", "remove", "read"},
	"counter":      {"add", "read"},
	"mutex":        {"acquire", "release"},
}

// randomHistory makes a few operations of a model at random times, which meet now and then, with
// random results.
func randomHistory(r *rand.Rand, name string, n int) *history.History {
	h := &history.History{Name: name}
	call := int64(0)
	for i := range n {
		call += r.Int64N(3)
		fs := kinds[name]
		o := done(int64(i), fs[r.IntN(len(fs))], history.Int(r.Int64N(3)), call, call+r.Int64N(6))
		switch o.F {
		case "cas":
			o.Input = history.List(history.Int(r.Int64N(3)), history.Int(r.Int64N(3)))
		case "dequeue", "pop":
			if r.IntN(5) == 0 {
				o.Output = history.Nil
			}
		case "acquire", "release":
			o.Process, o.Input = r.Int64N(2), history.Nil
		case "read":
			if name == "set" {
				o.Output = history.Set(history.Int(r.Int64N(3)))
			}
		}
		switch r.IntN(8) {
		case 0:
			o.Status, o.Return, o.Output = history.Info, history.Never, history.Nil
		case 1:
			o.Status = history.Fail
		}
		h.Operations = append(h.Operations, o)
	}
	return h
}
