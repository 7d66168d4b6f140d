package model_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// problem is a history as a model reads it.
type problem struct {
	model   model.Model
	ops     []*history.Operation
	actions []model.Action
}

func newProblem(t require.TestingT, m model.Model, h *history.History) problem {
	p := problem{model: m}
	for i := range h.Operations {
		a, err := m.Decode(&h.Operations[i])
		require.NoError(t, err, "%+v", h.Operations[i])
		if a.Op != model.Skip {
			p.ops, p.actions = append(p.ops, &h.Operations[i]), append(p.actions, a)
		}
	}
	return p
}

// keep returns the problem of the actions for which keep is true.
func (p problem) keep(keep func(a model.Action) bool) problem {
	q := problem{model: p.model}
	for i, a := range p.actions {
		if keep(a) {
			q.ops, q.actions = append(q.ops, p.ops[i]), append(q.actions, a)
		}
	}
	return q
}

// linearizable tries all orders, remembering where it has been.
func (p problem) linearizable() bool {
	return p.try(p.model.Init(), make([]byte, len(p.ops)), map[string]bool{})
}

func (p problem) try(s model.State, done []byte, seen map[string]bool) bool {
	key := string(s.AppendKey(slices.Clone(done)))
	if seen[key] {
		return false
	}
	seen[key] = true
	finished, first := true, int64(history.Never)
	for i, op := range p.ops {
		if done[i] == 0 && op.Status == history.OK {
			finished, first = false, min(first, op.Return)
		}
	}
	if finished {
		return true
	}
	for i, op := range p.ops {
		if op.Call > first {
			break
		}
		if done[i] == 1 {
			continue
		}
		next, ok := s.Step(p.actions[i])
		if !ok {
			continue
		}
		done[i] = 1
		if p.try(next, done, seen) {
			return true
		}
		done[i] = 0
	}
	return false
}
