package graph_test

import (
	"context"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/graph"
)

// program loads a model of testdata.
func program(t *testing.T, name string) *eval.Program {
	t.Helper()
	m, err := tla.Load(os.DirFS("testdata"), name+".cfg")
	require.NoError(t, err)
	return m.Program
}

// toy compiles a module Toy with a model.
func toy(t *testing.T, module, model string) *eval.Program {
	t.Helper()
	files := fstest.MapFS{
		"Toy.tla": {Data: []byte("---- MODULE Toy ----\nEXTENDS Naturals, TLC\n" + module + "\n====\n")},
		"Toy.cfg": {Data: []byte(model)},
	}
	m, err := tla.Load(files, "Toy.cfg")
	require.NoError(t, err)
	return m.Program
}

func TestOurGraphIsTheOneThatTLCDumps(t *testing.T) {
	for _, name := range []string{"Small", "One"} {
		ours, err := graph.Explore(t.Context(), program(t, name))
		require.NoError(t, err)
		dumped := load(t, name+".dot")
		require.Equal(t, dumped.Variables(), ours.Variables())
		require.Equal(t, dumped.Actions(), ours.Actions())
		require.Equal(t, dumped.States(), ours.States())
		require.Equal(t, dumped.Edges(), ours.Edges())
		require.Greater(t, ours.Generated(), ours.Edges())
		require.Zero(t, dumped.Generated())
		for _, e := range dumped.Untaken(1000) {
			require.NoError(t, ours.Step(e.Action, e.Before, e.After))
		}
		require.Empty(t, ours.Untaken(1))
		for _, e := range ours.Fresh().Untaken(1000) {
			require.NoError(t, dumped.Step(e.Action, e.Before, e.After))
			if dumped.Initial(e.Before) == nil {
				require.NoError(t, ours.Initial(e.Before))
			} else {
				require.Error(t, ours.Initial(e.Before))
			}
		}
	}
}

func TestConstraintsCutTheGraph(t *testing.T) {
	const module = `VARIABLES x, y
Init == x \in 0..5 /\ y = 0
Up == x' = x + 1 /\ UNCHANGED y
Over == y' = y + 1 /\ x' = x
Next == Up \/ Over
Low == x <= 3
Flat == y' = 0`
	g, err := graph.Explore(t.Context(), toy(t, module, "INIT Init\nNEXT Next\nCONSTRAINT Low\nACTION_CONSTRAINT Flat\n"))
	require.NoError(t, err)
	require.Equal(t, 4, g.States())
	require.Equal(t, 3, g.Edges())
	require.Equal(t, 6+2*4, g.Generated())
}

func TestGraphsThatCannotBeMade(t *testing.T) {
	const module = `CONSTANTS m1, m2
VARIABLE x
Init == x = 0
Up == x' = x + 1
Bad == x = 7 /\ x' = "a" + 1
Next == Up \/ Bad
Ok == 1 \in {x}
Wrong == x \in 3
Mod == x % 2
Symmetric == Permutations({m1, m2})`
	const model = "CONSTANTS m1 = m1 m2 = m2\nINIT Init\nNEXT Next\n"
	for name, c := range map[string]struct{ model, says string }{
		"next":       {"", "Toy.tla:7:"},
		"constraint": {"CONSTRAINT Wrong", "the graph of the specification: "},
		"action":     {"ACTION_CONSTRAINT Wrong", "the graph of the specification: "},
		"view":       {"VIEW Mod", "VIEW or SYMMETRY"},
		"symmetry":   {"SYMMETRY Symmetric", "VIEW or SYMMETRY"},
	} {
		_, err := graph.Explore(t.Context(), toy(t, module, model+c.model))
		require.ErrorContains(t, err, c.says, name)
	}
	_, err := graph.Explore(t.Context(), toy(t, module, model), graph.AtMost(3))
	require.ErrorIs(t, err, graph.ErrTooLarge)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = graph.Explore(ctx, toy(t, module, model))
	require.ErrorIs(t, err, context.Canceled)
}
