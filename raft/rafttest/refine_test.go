package rafttest_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/rafttest"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/step"
)

var models = flag.String("models", "", "a pattern of the models that TestCodeRefinesSpec takes, instead of all that are not deep; the deep ones take many minutes "+
	"and gigabytes below the folder for temporary files")

// root is the folder of the repository.
var root = filepath.Join("..", "..")

func system(t *testing.T, c rafttest.Config) *explore.System {
	t.Helper()
	s, err := rafttest.System(c)
	require.NoError(t, err)
	return s
}

// loadModel loads the specification of a model.
func loadModel(t *testing.T, m *rafttest.Model) *tla.Model {
	t.Helper()
	loaded, err := tla.Load(os.DirFS(root), m.Cfg, tla.WithLibrary("spec/abstract"))
	require.NoError(t, err)
	return loaded
}

// chosen reports whether a test takes a model: those of a pattern, or if it is empty those that are not deep.
func chosen(t *testing.T, m *rafttest.Model, pattern string) bool {
	t.Helper()
	if pattern == "" {
		return !m.Deep
	}
	wanted, err := regexp.MatchString(pattern, m.Name)
	require.NoError(t, err)
	return wanted
}

// Code and specification have the same graph: every step of the code is a step of the action that it names, and the code
// reaches every state of the specification and takes all of its edges. The formulas of the actions and the graph of the specification
// say the same of each step.
func TestCodeRefinesSpec(t *testing.T) {
	for _, m := range rafttest.Models {
		t.Run(m.Name, func(t *testing.T) {
			if !chosen(t, &m, *models) {
				t.Skip("go test -run TestCodeRefinesSpec -timeout 0 ./raft/rafttest -models " + m.Name)
			}
			program := loadModel(t, &m).Program
			stepper, err := step.New(program)
			require.NoError(t, err)
			found, err := exhaustive.Check(t.Context(), system(t, m.Config), exhaustive.Options{Spec: stepper})
			require.NoError(t, err)
			require.Nil(t, found.Violation, "%v", found.Violation)
			require.True(t, found.Complete)
			t.Logf("%v; worlds %d, transitions %d, edges %d, stutter share %.3f", found.Elapsed, found.Distinct, found.Generated,
				found.Refinement.Edges, found.Refinement.StutterShare())
			require.EqualValues(t, found.Refinement.States, found.Distinct, "the refinement map forgets something")

			g, err := graph.Explore(t.Context(), program)
			require.NoError(t, err)
			require.EqualValues(t, g.States(), found.Distinct)
			hits := found.Refinement.Hits
			accepted := stepper.Statistics().Accepted
			maps.DeleteFunc(accepted, func(_ machine.Action, n uint64) bool { return n == 0 })
			require.Equal(t, hits, accepted)
		})
	}
}
