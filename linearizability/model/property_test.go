package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func newModel(t require.TestingT, name string) model.Model {
	o := model.Options{}
	if name == "semaphore" {
		o.Permits = 2
	}
	m, err := model.New(name, o)
	require.NoError(t, err)
	return m
}

// drawOperation draws an operation that a model understands, with small values.
func drawOperation(t *rapid.T, name string) *history.Operation {
	number := rapid.Map(rapid.Int64Range(0, 3), history.Int)
	value := number
	if name == "kv" {
		value = rapid.SampledFrom([]history.Value{history.String(""), history.String("a"), history.String("ab"), history.Int(1), history.Nil})
	}
	op := &history.Operation{
		Process: rapid.Int64Range(0, 1).Draw(t, "process"),
		F:       rapid.SampledFrom(functionsOf(name)).Draw(t, "f"),
		Status:  history.OK,
	}
	if rapid.IntRange(0, 4).Draw(t, "unknown") == 0 {
		op.Status = history.Info
	}
	some := func(label string) []history.Value { return rapid.SliceOfN(value, 0, 3).Draw(t, label) }
	switch op.F {
	case "read", "get", "dequeue", "pop", "delete-min":
		op.Output = value.Draw(t, "output")
		if op.F != "read" && rapid.IntRange(0, 2).Draw(t, "empty") == 0 {
			op.Output = history.Nil
		}
		switch name {
		case "set":
			op.Output = history.Set(some("elements")...)
		case "list":
			op.Output = history.List(some("elements")...)
		}
	case "cas":
		op.Input = history.List(value.Draw(t, "old"), value.Draw(t, "new"))
	case "append":
		op.Input = value.Draw(t, "input")
		if name == "kv" {
			op.Input = rapid.SampledFrom([]history.Value{history.String(""), history.String("b")}).Draw(t, "more")
		}
	case "txn":
		op.Input, op.Output = drawTransaction(t)
	case "acquire", "release":
		op.Input = rapid.Map(rapid.Int64Range(1, 2), history.Int).Draw(t, "permits")
		if name == "fenced-mutex" && op.F == "acquire" {
			op.Output = number.Draw(t, "token")
		}
	case "contains":
		op.Input, op.Output = value.Draw(t, "input"), history.Bool(rapid.Bool().Draw(t, "output"))
	default:
		op.Input = value.Draw(t, "input")
		op.Output = op.Input
		if name == "set" && rapid.Bool().Draw(t, "tells") {
			op.Output = history.Bool(rapid.Bool().Draw(t, "output"))
		}
	}
	return op
}

func drawTransaction(t *rapid.T) (input, output history.Value) {
	var asked, did []history.Value
	for range rapid.IntRange(1, 3).Draw(t, "steps") {
		register := rapid.SampledFrom([]history.Value{history.Keyword("x"), history.Keyword("y")}).Draw(t, "register")
		value := rapid.SampledFrom([]history.Value{history.Nil, history.Int(1), history.Int(2)}).Draw(t, "value")
		f, before := history.Keyword("w"), value
		if rapid.Bool().Draw(t, "read") {
			f, before = history.Keyword("r"), history.Nil
		}
		asked = append(asked, history.List(f, register, before))
		did = append(did, history.List(f, register, value))
	}
	return history.List(asked...), history.List(did...)
}

// Models agree with naive objects, states never change, and AppendKey tells just the states apart
// that differ. Every step starts from any earlier state, as in a search.
func TestModelsAgreeWithReferences(t *testing.T) {
	for name, ref := range references {
		t.Run(name, func(t *testing.T) {
			m := newModel(t, name)
			rapid.Check(t, func(t *rapid.T) {
				states := []tracked{newTracked(m.Init(), ref)}
				for range rapid.IntRange(1, 25).Draw(t, "n") {
					// Later states are more often continued, so that runs get long.
					from := states[max(rapid.IntRange(0, len(states)-1).Draw(t, "a"), rapid.IntRange(0, len(states)-1).Draw(t, "b"))]
					op := drawOperation(t, name)
					a, err := m.Decode(op)
					require.NoError(t, err)
					wanted, ok := from.ref.step(op)
					if a.Op == model.Skip {
						require.True(t, ok)
						require.Equal(t, from.ref.key(), wanted.key(), "%s skips %v", name, op)
						continue
					}
					next, possible := from.state.Step(a)
					require.Equal(t, ok, possible, "%s in %s", model.Describe(m, a), from.state)
					require.NotEqual(t, "nothing", model.Describe(m, a))
					again, _ := from.state.Step(a)
					require.Equal(t, next.AppendKey(nil), again.AppendKey(nil))
					if !possible {
						continue
					}
					if a.ReadOnly {
						require.Equal(t, from.key, string(next.AppendKey(nil)), "%s changes %s", model.Describe(m, a), from.state)
					}
					states = append(states, newTracked(next, wanted))
				}
				requireCanonical(t, states)
			})
		})
	}
}

// tracked is a state with what it was when it was reached.
type tracked struct {
	state     model.State
	ref       reference
	key, text string
}

func newTracked(s model.State, ref reference) tracked {
	return tracked{s, ref, string(s.AppendKey(nil)), s.String()}
}

func requireCanonical(t *rapid.T, states []tracked) {
	byKey, byRef := map[string]string{}, map[string]string{}
	for _, s := range states {
		require.Equal(t, s.key, string(s.state.AppendKey(nil)))
		require.Equal(t, s.text, s.state.String())
		require.Equal(t, "prefix"+s.key, string(s.state.AppendKey([]byte("prefix"))))
		if ref, any := byKey[s.key]; any {
			require.Equal(t, ref, s.ref.key(), "two states have one key")
		}
		byKey[s.key] = s.ref.key()
		if key, any := byRef[s.ref.key()]; any {
			require.Equal(t, key, s.key, "one state has two keys")
		}
		byRef[s.ref.key()] = s.key
	}
}
