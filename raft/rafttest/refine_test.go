package rafttest_test

import (
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
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/tlc"
	"github.com/tenet-go/tenet/tla/value"
)

var (
	models = flag.String("models", "", "a pattern of the models that TestCodeRefinesSpec takes, instead of those that are quick; the deep ones take many minutes "+
		"and gigabytes below the folder for temporary files")
	dumped = flag.String("dumped", "", "a pattern of the models for which TestCodeRefinesSpec asks the graph that TLC writes, too; .ci/run tlc has it do so for one")
)

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

// quick returns the models that are held to their specification whenever tests run, which take every action: those of few worlds, and what else
// it takes. With -short, there are fewer. tenet verify raft takes all that are not deep.
func quick(t *testing.T) []string {
	t.Helper()
	few := 15_000
	if testing.Short() {
		few = 8_000
	}
	var names []string
	for _, m := range rafttest.Models {
		if m.Deep {
			continue
		}
		s := system(t, m.Config)
		s.Properties = nil
		found, err := exhaustive.Check(t.Context(), s, exhaustive.Options{MaxWorlds: uint64(few) + 1})
		require.NoError(t, err)
		if found.Complete && found.Distinct <= uint64(few) || !testing.Short() && slices.Contains(larger, m.Name) {
			names = append(names, m.Name)
		}
	}
	return names
}

// larger are the models with actions that those of few worlds do not take: pre-votes, reads at followers, snapshots that are sent, silence, heartbeats.
var larger = []string{"MCPreVote", "MCForwardedRead", "MCSnapshot", "MCTwoCandidates", "MCHeartbeats"}

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

// dumpOf lets TLC check a model and write its graph. It returns nil if TLC is not asked, or not there.
func dumpOf(t *testing.T, m *rafttest.Model) *graph.Graph {
	t.Helper()
	if wanted, err := regexp.MatchString(*dumped, m.Name); err != nil || !wanted || *dumped == "" {
		require.NoError(t, err)
		return nil
	}
	ctx := t.Context()
	checker, err := tlc.Find(ctx)
	require.NoError(t, err)
	module := filepath.Join(root, strings.TrimSuffix(m.Cfg, ".cfg")+".tla")
	dump := filepath.Join(t.TempDir(), m.Name+".dot")
	result, err := checker.Check(ctx, tlc.Model{Module: module, Libraries: []string{filepath.Join(root, "spec", "abstract")}}, tlc.Options{Dump: dump})
	require.NoError(t, err)
	require.Nil(t, result.Violation)
	g, err := graph.ReadFile(ctx, dump)
	require.NoError(t, err)
	require.Equal(t, result.Distinct, int64(g.States()))
	t.Logf("TLC has written a graph of %d states", g.States())
	return g
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
// reaches every state of the specification and takes all of its edges. The formulas of the actions and the graph of the specification, our own and for
// one model TLC's, say the same of each step.
func TestCodeRefinesSpec(t *testing.T) {
	taken := quick(t)
	for _, m := range rafttest.Models {
		t.Run(m.Name, func(t *testing.T) {
			switch {
			case *models != "" && !chosen(t, &m, *models), *models == "" && !slices.Contains(taken, m.Name):
				t.Skip("tenet verify raft takes it, with --deep if it is large; or: go test -run TestCodeRefinesSpec -timeout 0 ./raft/rafttest -models " + m.Name)
			}
			t.Parallel() // one goroutine makes the graph of each
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
			if dump != nil {
				requireTaken(t, dump, hits)
			}
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

// Together, the models that are quick take every action of the code: the specification of one that is never taken would say nothing.
func TestModelsTakeEveryAction(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: TestCodeRefinesSpec takes fewer models")
	}
	taken := map[machine.Action]uint64{}
	for _, name := range quick(t) {
		s := system(t, modelNamed(name).Config)
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
