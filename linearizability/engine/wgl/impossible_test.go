package wgl_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/wgl"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// full is a register that takes no write of unknown outcome. No model of package model refuses
// what may not have happened, but those of users may.
type full struct{ model.Model }

func (m full) Init() model.State { return fullState{m.Model.Init()} }

type fullState struct{ model.State }

func (s fullState) Step(a model.Action) (model.State, bool) {
	next, ok := s.State.Step(a)
	return fullState{next}, ok && (a.Known || a.Op != model.Write)
}

// TestImpossibleOperationOfUnknownOutcome has a write that cannot have taken effect: Porcupine puts
// it somewhere nevertheless, but it must not stand in the order.
func TestImpossibleOperationOfUnknownOutcome(t *testing.T) {
	register, err := model.New("register", model.Options{HasInit: true, Init: history.Int(1)})
	require.NoError(t, err)
	h := &history.History{Operations: []history.Operation{
		{Process: 0, F: "write", Input: history.Int(2), Call: 0, Return: history.Never},
		{Process: 1, F: "read", Output: history.Int(1), Call: 1, Return: 2, Status: history.OK},
	}}
	p, err := engine.NewProblem(full{register}, h)
	require.NoError(t, err)
	r := wgl.Porcupine(1<<30).Solve(context.Background(), p)
	require.Equal(t, engine.Valid, r.Outcome, r.Why)
	require.NoError(t, certificate.CheckOrder(full{register}, h, p.Index, r.Order))
	require.Equal(t, []int32{1}, r.Order)
}
