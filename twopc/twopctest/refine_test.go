package twopctest_test

import (
	"errors"
	"flag"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/tlc"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

var models = flag.String("models", "^MCOneParticipant$",
	"a pattern of the models that TestCodeRefinesSpec takes; the deep ones take many minutes and gigabytes below the folder for temporary files")

// specGraphs are the graphs of models that TLC has written in this process, and its results.
var specGraphs = map[string]specGraph{}

type specGraph struct {
	*graph.Graph
	checked *tlc.Result
}

// specGraphOf lets TLC check a model and write its graph, of which no edge is taken.
func specGraphOf(t *testing.T, m *twopctest.Model) (*graph.Graph, *tlc.Result) {
	t.Helper()
	if known, ok := specGraphs[m.Name]; ok {
		return known.Fresh(), known.checked
	}
	ctx := t.Context()
	checker, err := tlc.Find(ctx)
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	root := filepath.Join("..", "..")
	module := filepath.Join(root, strings.TrimSuffix(m.Cfg, ".cfg")+".tla")
	dump := filepath.Join(t.TempDir(), m.Name+".dot")
	result, err := checker.Check(ctx, tlc.Model{Module: module, Libraries: []string{filepath.Join(root, "spec", "abstract")}}, tlc.Options{Dump: dump})
	require.NoError(t, err)
	require.Nil(t, result.Violation)
	g, err := graph.ReadFile(ctx, dump)
	require.NoError(t, err)
	require.Equal(t, result.Distinct, int64(g.States()))
	specGraphs[m.Name] = specGraph{g, result}
	return g, result
}

// Code and specification have the same graph: every step of the code is a step of the action that it names, and the code
// reaches every state of the specification and takes all of its edges.
func TestCodeRefinesSpec(t *testing.T) {
	wanted, err := regexp.Compile(*models)
	require.NoError(t, err)
	for _, m := range twopctest.Models {
		t.Run(m.Name, func(t *testing.T) {
			if !wanted.MatchString(m.Name) {
				t.Skip("go test -run TestCodeRefinesSpec -timeout 0 ./twopc/twopctest -models " + m.Name)
			}
			m.Config.SafetyOnly = true
			system, err := twopctest.System(m.Config)
			require.NoError(t, err)
			g, checked := specGraphOf(t, &m)
			found, err := exhaustive.Check(t.Context(), system, exhaustive.Options{Spec: g})
			require.NoError(t, err)
			require.Nil(t, found.Violation, "%v", found.Violation)
			require.True(t, found.Complete)
			t.Logf("TLC %v, code %v; worlds %d, transitions %d, edges %d, stutter share %.3f", checked.Duration, found.Elapsed,
				found.Distinct, found.Generated, found.Refinement.Edges, found.Refinement.StutterShare())
			require.Equal(t, checked.Distinct, int64(found.Refinement.States))
			require.Equal(t, checked.Distinct, int64(found.Distinct), "the refinement map forgets something")
			require.Equal(t, checked.Generated, int64(found.Generated))
			require.Empty(t, g.Untaken(1))
			for _, c := range g.Coverage() {
				t.Logf("%+v", c)
				require.Equal(t, c.Stutters, c.TakenStutters, "%s may stutter in the specification only", c.Action)
			}
		})
	}
}

// A graph that lacks an action of the code, or has another map of it, is refused.
func TestRefinementCanFail(t *testing.T) {
	m := twopctest.Models[slices.IndexFunc(twopctest.Models, func(m twopctest.Model) bool { return m.Name == "MCOneParticipant" })]
	g, _ := specGraphOf(t, &m)
	m.Config.SafetyOnly = true
	m.Config.Crashes++
	system, err := twopctest.System(m.Config)
	require.NoError(t, err)
	found, err := exhaustive.Check(t.Context(), system, exhaustive.Options{Spec: g})
	require.NoError(t, err)
	require.NotNil(t, found.Violation, "the third crash is beyond the bounds of the specification")
	var failed *graph.StepError
	require.ErrorAs(t, found.Violation, &failed)
	require.Equal(t, graph.UnknownAfter, failed.Kind)
	require.EqualValues(t, "Crash", failed.Action)
}
