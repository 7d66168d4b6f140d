// Package wgl runs Porcupine (Wing and Gong's search with Lowe's cache) as an engine. It is
// the second opinion beside the engines of this project, and often the faster one where few
// operations are open at once and the model is not one with an engine of its own.
package wgl

import (
	"context"
	"errors"
	"fmt"

	"github.com/anishathalye/porcupine"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// Porcupine returns the engine. It gives up when its cache may take more than the given number
// of bytes: Porcupine itself has no bound, and keeps a bit for each operation in each entry.
func Porcupine(bytes int64) engine.Engine { return porcupineEngine{bytes} }

type porcupineEngine struct{ bytes int64 }

func (porcupineEngine) Name() string { return "porcupine" }

func (e porcupineEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	if p.Len() == 0 {
		return engine.Result{Outcome: engine.Valid}
	}
	// Even a search that never turns back makes an entry for each operation, and Porcupine's own
	// lists take some hundred bytes for each before it takes the first step.
	if n := int64(p.Len()); n*(n/8+entryOverhead) > e.bytes {
		return engine.Result{Why: errMemory.Error()}
	}
	s := &stepper{ctx: ctx, p: p, states: engine.NewStates(p), left: e.bytes, entry: int64(p.Len())/8 + entryOverhead}
	ops := make([]porcupine.Operation, p.Len())
	for i := range ops {
		ops[i] = porcupine.Operation{Input: int32(i), Call: int64(p.Call[i]), Return: int64(p.Return[i])}
	}
	m := porcupine.Model{
		Init: func() any { return int32(0) },
		Step: func(state, input, _ any) (bool, any) { return s.step(state.(int32), input.(int32)) },
		Hash: func(state any) uint64 { return uint64(state.(int32)) * 0x9e3779b97f4a7c15 },
	}
	result, info := porcupine.CheckOperationsVerbose(m, ops, 0)
	switch {
	case s.err != nil:
		return engine.Result{Why: s.err.Error()}
	case result == porcupine.Illegal:
		return engine.Result{Outcome: engine.Invalid}
	case result != porcupine.Ok:
		return engine.Result{Why: fmt.Sprintf("porcupine answered %s", result)}
	}
	return engine.Result{Outcome: engine.Valid, Order: order(p, info)}
}

// entryOverhead is what an entry of Porcupine's cache takes besides its bits, in bytes.
const entryOverhead = 160

// stepper steps numbered states and remembers the steps. When the search must end it refuses
// every step, whereupon Porcupine soon runs out of operations to try.
type stepper struct {
	ctx    context.Context
	p      *engine.Problem
	states *engine.States
	left   int64 // bytes
	entry  int64 // bytes that a successful step may cost
	calls  int
	err    error
}

var errMemory = errors.New("its cache may take more memory than allowed")

func (s *stepper) step(state, op int32) (bool, any) {
	if s.calls++; s.err == nil && s.calls&255 == 0 {
		s.err = context.Cause(s.ctx)
	}
	if s.err != nil {
		return false, nil
	}
	next := s.states.After(state, s.p.Class[op])
	if next == engine.NoStep {
		// Porcupine wants a place for every operation. One of unknown outcome that cannot take
		// effect here may stand here as one that never does.
		return s.p.Pending(op), state
	}
	if s.left -= s.entry; s.left < s.states.Bytes {
		s.err = errMemory
		return false, nil
	}
	return true, next
}

// order returns the linearization that Porcupine found, without the operations of unknown
// outcome that cannot take effect where it has put them.
func order(p *engine.Problem, info porcupine.LinearizationInfo) []int32 {
	var ops []int32
	state := p.Model.Init()
	for _, partition := range info.PartialLinearizationsOperations() {
		for _, op := range partition[0] {
			i := op.Input.(int32)
			next, ok := state.Step(*p.Action(i))
			if !ok && p.Pending(i) {
				continue
			}
			ops = append(ops, i)
			if ok {
				state = next
			}
		}
	}
	return ops
}
