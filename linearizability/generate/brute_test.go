package generate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// brute decides small histories by trying all orders, remembering where it has been.
type brute struct {
	ops     []*history.Operation
	actions []model.Action
	seen    map[string]bool
}

// linearizable reports whether some order of h's operations is allowed by m.
func linearizable(t testing.TB, m model.Model, h *history.History) bool {
	b := brute{seen: map[string]bool{}}
	for i := range h.Operations {
		a, err := m.Decode(&h.Operations[i])
		require.NoError(t, err, "%+v", h.Operations[i])
		if a.Op != model.Skip {
			b.ops, b.actions = append(b.ops, &h.Operations[i]), append(b.actions, a)
		}
	}
	require.Less(t, len(b.ops), 64)
	return b.try(m.Init(), 0)
}

func (b *brute) try(s model.State, done uint64) bool {
	key := string(s.AppendKey([]byte{
		byte(done), byte(done >> 8), byte(done >> 16), byte(done >> 24),
		byte(done >> 32), byte(done >> 40), byte(done >> 48), byte(done >> 56),
	}))
	if b.seen[key] {
		return false
	}
	b.seen[key] = true
	finished := true
	first := int64(history.Never)
	for i, op := range b.ops {
		if done>>i&1 == 0 && op.Status != history.Info {
			finished = false
			first = min(first, op.Return)
		}
	}
	if finished {
		return true
	}
	for i, op := range b.ops {
		if done>>i&1 == 1 || op.Call > first {
			continue
		}
		if next, ok := s.Step(b.actions[i]); ok && b.try(next, done|1<<i) {
			return true
		}
	}
	return false
}
