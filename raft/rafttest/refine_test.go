package rafttest_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/value"
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
func loadModel(t testing.TB, m *rafttest.Model) *tla.Model {
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

// jury asks the formulas of the actions and the graph of the specification, which must agree.
type jury struct {
	formula, graph explore.Spec

	mu       sync.Mutex
	disputes []string
}

func (j *jury) Initial(s value.State) error {
	return j.ask(func(spec explore.Spec) error { return spec.Initial(s) })
}

func (j *jury) Step(action machine.Action, before, after value.State) error {
	return j.ask(func(spec explore.Spec) error { return spec.Step(action, before, after) })
}

// ask returns the verdict of the formulas, and notes if the graph has a different one.
func (j *jury) ask(question func(spec explore.Spec) error) error {
	first, second := question(j.formula), question(j.graph)
	if (first == nil) != (second == nil) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.disputes = append(j.disputes, fmt.Sprintf("the formula says %v\nthe graph says %v", first, second))
	}
	return first
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
	maps.DeleteFunc(edges, func(_ machine.Action, n uint64) bool { return n == 0 })
	require.Equal(t, edges, hits)
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
			g, err := graph.Explore(t.Context(), program)
			require.NoError(t, err)
			all := &jury{formula: stepper, graph: g}
			found, err := exhaustive.Check(t.Context(), system(t, m.Config), exhaustive.Options{Spec: all})
			require.NoError(t, err)
			require.Empty(t, all.disputes)
			require.Nil(t, found.Violation, "%v", found.Violation)
			require.True(t, found.Complete)
			t.Logf("%v; worlds %d, transitions %d, edges %d, stutter share %.3f", found.Elapsed, found.Distinct, found.Generated,
				found.Refinement.Edges, found.Refinement.StutterShare())
			require.Equal(t, found.Refinement.States, found.Distinct, "the refinement map forgets something")
			require.EqualValues(t, g.States(), found.Distinct, "the code does not reach all states of the specification")

			hits := found.Refinement.Hits
			requireTaken(t, g, hits)
			accepted := stepper.Statistics().Accepted
			maps.DeleteFunc(accepted, func(_ machine.Action, n uint64) bool { return n == 0 })
			require.Equal(t, hits, accepted)
		})
	}
}

// modelNamed returns the model of that name.
func modelNamed(name string) *rafttest.Model {
	m := rafttest.Models[slices.IndexFunc(rafttest.Models, func(m rafttest.Model) bool { return m.Name == name })]
	return &m
}

// What is beyond the bounds of the specification is refused by formulas and by graph, which say why: a crash more, and a term more.
func TestRefinementCanFail(t *testing.T) {
	for what, c := range map[machine.Action]struct {
		beyond func(c *rafttest.Config)
		guard  string
	}{
		"Crash":           {func(c *rafttest.Config) { c.Crashes++ }, "crashes < MaxCrashes"},
		"ElectionTimeout": {func(c *rafttest.Config) { c.MaxTerm++ }, "n.term < MaxTerm"},
	} {
		m := modelNamed("MCSingle")
		program := loadModel(t, m).Program
		c.beyond(&m.Config)
		refused := func(spec explore.Spec) *explore.Violation {
			s := system(t, m.Config)
			s.Properties = nil
			found, err := exhaustive.Check(t.Context(), s, exhaustive.Options{Spec: spec})
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
		require.Equal(t, what, missing.Action)

		stepper, err := step.New(program)
		require.NoError(t, err)
		byFormula := refused(stepper)
		var failed *step.Error
		require.ErrorAs(t, byFormula, &failed)
		require.Equal(t, what, failed.Action)
		require.Len(t, byFormula.Run.Transitions, len(inGraph.Run.Transitions), "both find a first bad step")
		explained := failed.Explanation()
		require.Contains(t, explained.Conjuncts[explained.Failed-1].Text, c.guard)
	}
}

// Together, the models take every action of the code: the specification of one that is never taken would say nothing.
func TestModelsTakeEveryAction(t *testing.T) {
	taken := map[machine.Action]uint64{}
	for _, m := range rafttest.Models {
		if m.Deep {
			continue
		}
		s := system(t, m.Config)
		s.Properties = nil
		found, err := exhaustive.Check(t.Context(), s, exhaustive.Options{})
		require.NoError(t, err)
		for action, n := range found.Actions {
			taken[action] += n
		}
	}
	for _, action := range []machine.Action{
		"Crash", raft.ActionRecover, raft.ActionLeaderTimeout, raft.ActionElectionTimeout, raft.ActionHandlePreVoteRequest,
		raft.ActionHandlePreVoteResponse, raft.ActionHandleVoteRequest, raft.ActionHandleVoteResponse, raft.ActionQuorumTimeout,
		raft.ActionPropose, raft.ActionFlush, raft.ActionHeartbeatTimeout, raft.ActionHandleAppendRequest, raft.ActionHandleAppendResponse,
		raft.ActionPersist, raft.ActionRead, raft.ActionForwardRead, raft.ActionHandleReadRequest, raft.ActionHandleReadResponse,
		raft.ActionTakeSnapshot, raft.ActionHandleSnapshotRequest, raft.ActionHandleSnapshotResponse,
	} {
		require.Positive(t, taken[action], "%s", action)
		delete(taken, action)
	}
	require.Empty(t, taken, "actions that are not listed here")
}
