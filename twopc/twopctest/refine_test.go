package twopctest_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/tlc"
	"github.com/tenet-go/tenet/tla/value"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

var (
	models = flag.String("models", "", "a pattern of the models that TestCodeRefinesSpec takes, instead of all that are not deep; the deep ones take many minutes "+
		"and gigabytes below the folder for temporary files")
	dumped = flag.String("dumped", "^MCOneParticipant$", "a pattern of the models for which TestCodeRefinesSpec asks the graph that TLC writes, too, where TLC is")
)

// root is the folder of the repository.
var root = filepath.Join("..", "..")

// judge judges steps, and is named for messages.
type judge struct {
	name string
	explore.Spec
}

// jury asks several judges, which must agree.
type jury struct {
	judges []judge

	mu       sync.Mutex
	disputes []string
}

func (j *jury) Initial(s value.State) error {
	return j.ask(func(spec explore.Spec) error { return spec.Initial(s) })
}

func (j *jury) Step(action machine.Action, before, after value.State) error {
	return j.ask(func(spec explore.Spec) error { return spec.Step(action, before, after) })
}

// ask returns the verdict of the first judge, and notes if another has a different one.
func (j *jury) ask(question func(spec explore.Spec) error) error {
	first := question(j.judges[0])
	for _, other := range j.judges[1:] {
		if err := question(other); (err == nil) != (first == nil) {
			j.mu.Lock()
			j.disputes = append(j.disputes, fmt.Sprintf("%s says %v\n%s says %v", j.judges[0].name, first, other.name, err))
			j.mu.Unlock()
		}
	}
	return first
}

// loadModel loads the specification of a model.
func loadModel(t *testing.T, m *twopctest.Model) *tla.Model {
	t.Helper()
	loaded, err := tla.Load(os.DirFS(root), m.Cfg, tla.WithLibrary("spec/abstract"))
	require.NoError(t, err)
	return loaded
}

// dumpOf lets TLC check a model and write its graph. It returns nil if TLC is not asked, or not there.
func dumpOf(t *testing.T, m *twopctest.Model) *graph.Graph {
	t.Helper()
	if wanted, err := regexp.MatchString(*dumped, m.Name); err != nil || !wanted {
		require.NoError(t, err)
		return nil
	}
	ctx := t.Context()
	checker, err := tlc.Find(ctx)
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Logf("skipped: the graph that TLC writes: %v", err)
		return nil
	}
	require.NoError(t, err)
	module := filepath.Join(root, strings.TrimSuffix(m.Cfg, ".cfg")+".tla")
	dump := filepath.Join(t.TempDir(), m.Name+".dot")
	result, err := checker.Check(ctx, tlc.Model{Module: module, Libraries: []string{filepath.Join(root, "spec", "abstract")}}, tlc.Options{Dump: dump})
	require.NoError(t, err)
	require.Nil(t, result.Violation)
	g, err := graph.ReadFile(ctx, dump)
	require.NoError(t, err)
	require.Equal(t, result.Distinct, int64(g.States()))
	return g
}

// takes reports whether TestCodeRefinesSpec takes a model.
func takes(t *testing.T, m *twopctest.Model) bool {
	t.Helper()
	if *models == "" {
		return !m.Deep && (!testing.Short() || m.Name == "MCOneParticipant")
	}
	wanted, err := regexp.MatchString(*models, m.Name)
	require.NoError(t, err)
	return wanted
}

// Code and specification have the same graph: every step of the code is a step of the action that it names, and the code
// reaches every state of the specification and takes all of its edges. The formulas of the actions and the graph of the specification,
// both our own and TLC's, say the same of each step.
func TestCodeRefinesSpec(t *testing.T) {
	for _, m := range twopctest.Models {
		t.Run(m.Name, func(t *testing.T) {
			if !takes(t, &m) {
				t.Skip("go test -run TestCodeRefinesSpec -timeout 0 ./twopc/twopctest -models " + m.Name)
			}
			program := loadModel(t, &m).Program
			stepper, err := step.New(program)
			require.NoError(t, err)
			g, err := graph.Explore(t.Context(), program)
			require.NoError(t, err)
			all := &jury{judges: []judge{{"the formula", stepper}, {"the graph", g}}}
			dump := dumpOf(t, &m)
			if dump != nil {
				all.judges = append(all.judges, judge{"the graph that TLC has written", dump})
			}

			m.Config.SafetyOnly = true
			found, err := exhaustive.Check(t.Context(), system(t, m.Config), exhaustive.Options{Spec: all})
			require.NoError(t, err)
			require.Empty(t, all.disputes)
			require.Nil(t, found.Violation, "%v", found.Violation)
			require.True(t, found.Complete)
			t.Logf("%v; worlds %d, transitions %d, edges %d, stutter share %.3f", found.Elapsed, found.Distinct, found.Generated,
				found.Refinement.Edges, found.Refinement.StutterShare())
			require.EqualValues(t, g.States(), found.Refinement.States)
			require.EqualValues(t, g.States(), found.Distinct, "the refinement map forgets something")
			require.EqualValues(t, g.Generated(), found.Generated)

			hits := found.Refinement.Hits
			requireTaken(t, g, hits)
			accepted := stepper.Statistics().Accepted
			maps.DeleteFunc(accepted, func(_ machine.Action, n uint64) bool { return n == 0 })
			require.Equal(t, hits, accepted)
			if dump != nil {
				requireTaken(t, dump, hits)
			}
		})
	}
}

// requireTaken requires that all edges of a graph were taken, and that they are as many as the steps of each action.
func requireTaken(t *testing.T, g *graph.Graph, hits map[machine.Action]uint64) {
	t.Helper()
	require.Empty(t, g.Untaken(1))
	edges := map[machine.Action]uint64{}
	for _, c := range g.Coverage() {
		require.Equal(t, c.Stutters, c.TakenStutters, "%s may stutter in the specification only", c.Action)
		edges[c.Action] = uint64(c.Edges + c.Stutters)
	}
	require.Equal(t, edges, hits)
}

// A third crash is beyond the bounds of the specification. Both the graph and the formulas refuse it, and say why.
func TestRefinementCanFail(t *testing.T) {
	m := twopctest.Models[slices.IndexFunc(twopctest.Models, func(m twopctest.Model) bool { return m.Name == "MCOneParticipant" })]
	program := loadModel(t, &m).Program
	m.Config.SafetyOnly = true
	m.Config.Crashes++
	refused := func(spec explore.Spec) *explore.Violation {
		found, err := exhaustive.Check(t.Context(), system(t, m.Config), exhaustive.Options{Spec: spec})
		require.NoError(t, err)
		require.NotNil(t, found.Violation)
		require.Equal(t, explore.Refinement, found.Violation.Property)
		return found.Violation
	}

	g, err := graph.Explore(t.Context(), program)
	require.NoError(t, err)
	inGraph := refused(g)
	var missing *graph.StepError
	require.ErrorAs(t, inGraph, &missing)
	require.Equal(t, graph.UnknownAfter, missing.Kind)
	require.EqualValues(t, "Crash", missing.Action)

	stepper, err := step.New(program)
	require.NoError(t, err)
	byFormula := refused(stepper)
	var failed *step.Error
	require.ErrorAs(t, byFormula, &failed)
	require.EqualValues(t, "Crash", failed.Action)
	require.Empty(t, failed.Others())
	require.Equal(t, 1, failed.Explanation().Failed, "%v", failed)
	require.Equal(t, "crashes < MaxCrashes", failed.Explanation().Conjuncts[0].Text)
	require.Len(t, byFormula.Run.Transitions, len(inGraph.Run.Transitions), "both find a first bad step")
}
