package fuzz

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// FuzzCheck takes the number of a model, options in bits, and the bytes of a history.
func FuzzCheck(f *testing.F) {
	seeds := [][]byte{
		{},
		[]byte("\x00\x01\x01\x03\x04\x05\x00\x02\x03\x01"),
		[]byte("0123456789abcdefghijklmnopqrstuvwxyz"),
		[]byte("\x11\x00\x02\x07\x00\x12\x01\x01\x00\x03\x13\x01\x02\x04\x02\x10\x00\x03\x03\x07\x02"),
	}
	for n := range model.Names() {
		for k, seed := range seeds {
			f.Add(uint8(n), uint8(k), seed)
		}
	}
	f.Fuzz(func(t *testing.T, number, bits uint8, text []byte) {
		name := model.Names()[int(number)%len(model.Names())]
		m := modelOf(t, name, bits)
		h := historyOf(text, name)
		if inferrer, ok := m.(model.Inferrer); ok {
			m, _ = inferrer.InferInit(h)
		}
		if !understood(m, h) {
			_, err := linearizability.Check(context.Background(), m, h, linearizability.Options{})
			require.ErrorAs(t, err, new(*history.Error))
			return
		}
		if bits&4 != 0 {
			sequential(t, m, h)
			return
		}
		truth := bruteForce(t, m, h)
		choices := [][]string{nil}
		for _, e := range linearizability.EngineNames() {
			choices = append(choices, []string{e})
		}
		for _, engines := range choices {
			v, err := linearizability.Check(context.Background(), m, h, linearizability.Options{Engines: engines, Memory: -1, Workers: 1})
			require.NoError(t, err)
			require.NotContains(t, v.Why, "refused", "%v", engines)
			if engines != nil && v.Outcome == engine.Undecided {
				continue
			}
			require.Equal(t, truth, v.Outcome, "%v: %s", engines, v.Why)
			require.True(t, v.Certified, "%v: %s", engines, v.Why)
		}
	})
}

func modelOf(t *testing.T, name string, bits uint8) model.Model {
	o := model.Options{}
	if name == "semaphore" {
		o.Permits = 1 + int(bits>>3&1)
	}
	o.ObserveFailedCAS = (name == "cas-register" || name == "kv") && bits&1 != 0
	if bits&2 != 0 && (name == "register" || name == "cas-register") {
		o.HasInit, o.Init = true, history.Int(0)
	}
	m, err := model.New(name, o)
	require.NoError(t, err)
	return m
}

func understood(m model.Model, h *history.History) bool {
	return !slices.ContainsFunc(h.Operations, func(op history.Operation) bool {
		_, err := m.Decode(&op)
		return err != nil
	})
}

// bruteForce decides h.
func bruteForce(t *testing.T, m model.Model, h *history.History) engine.Outcome {
	var ops []certificate.Op
	for i := range h.Operations {
		op := &h.Operations[i]
		action, err := m.Decode(op)
		require.NoError(t, err)
		if action.Op != model.Skip {
			ops = append(ops, certificate.Op{Action: action, Call: op.Call, Return: op.Return, Optional: op.Status == history.Info})
		}
	}
	decided, linearizable, _ := certificate.BruteForce(context.Background(), m, ops, certificate.DefaultBudget)
	require.True(t, decided)
	if linearizable {
		return engine.Valid
	}
	return engine.Invalid
}

// sequential has Check decide sequential consistency. A linearizable history in which ends do not
// meet has it, and the order that shows it must be verified.
func sequential(t *testing.T, m model.Model, h *history.History) {
	v, err := linearizability.Check(context.Background(), m, h, linearizability.Options{Consistency: linearizability.Sequential, Memory: -1})
	require.NoError(t, err)
	require.NotEqual(t, engine.Undecided, v.Outcome, v.Why)
	if v.Outcome == engine.Valid {
		require.True(t, v.Certified, v.Why)
		return
	}
	for i := range h.Operations {
		for j := range h.Operations[:i] {
			a, b := &h.Operations[j], &h.Operations[i]
			if a.Process == b.Process && a.Return >= b.Call {
				return // linearizability may exchange them
			}
		}
	}
	require.Equal(t, engine.Invalid, bruteForce(t, m, h))
}
