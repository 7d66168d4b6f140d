package rafttest_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine/machinetest"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/graph"
)

// The tests of this file are rungs of evidence that are short enough to be run for every mutant: see package mutants/raft. All draw
// from fixed seeds.

// graphsVariable names the folder with the specification and its models, for TestRungRefinement.
const graphsVariable = "TENET_RAFT_GRAPHS"

// small returns the models by which mutants are judged, the quickest first. They take every action.
func small() []rafttest.Model {
	names := []string{
		"MCSingle", "MCTerms", "MCPreVote", "MCWindow", "MCRetry", "MCCompaction", "MCRead", "MCCheckQuorum", "MCTwoCandidates", "MCSnapshot",
		"MCForwardedRead", "MCConflict", "MCHeartbeats",
	}
	models := make([]rafttest.Model, len(names))
	for i, name := range names {
		models[i] = *modelNamed(name)
	}
	return models
}

// most is how many worlds these systems have at most; a mutant may have no end of them.
const most = 200_000

func exhaust(t *testing.T, s *explore.System, spec explore.Spec) *exhaustive.Result {
	t.Helper()
	r, err := exhaustive.Check(t.Context(), s, exhaustive.Options{Workers: 1, MaxWorlds: most, Spec: spec})
	require.NoError(t, err)
	if r.Violation != nil {
		t.Fatal(r.Violation)
	}
	require.True(t, r.Complete, r.Limit)
	return r
}

// TestRungExhaustive looks at properties alone: in the models, and in some systems that are too large for the specification's checker.
func TestRungExhaustive(t *testing.T) {
	models := small()
	for _, name := range []string{"MCElection", "MCPreVoteMixed", "MCFailedRead", "MCStepDown", "MCRestriction", "MCFigure8", "MCStaleRead", "MCSession"} {
		models = append(models, *modelNamed(name))
	}
	for _, m := range models {
		t.Run(m.Name, func(t *testing.T) {
			require.Empty(t, exhaust(t, system(t, m.Config), nil).Unreached)
		})
	}
}

// TestRungRefinement looks at steps alone: each must be one of the specification, and each of the specification is taken.
func TestRungRefinement(t *testing.T) {
	folder := os.Getenv(graphsVariable)
	if folder == "" {
		t.Skip("$" + graphsVariable + " names no folder: tenet mutants raft makes it")
	}
	for _, m := range small() {
		t.Run(m.Name, func(t *testing.T) {
			kept := filepath.Join(folder, m.Name+".edges")
			s := system(t, m.Config)
			s.Properties = nil
			if known, err := readEdges(kept); err == nil {
				r := exhaust(t, s, known)
				require.EqualValues(t, known.count(), r.Refinement.Edges, "the code does not take all steps of the specification")
				return
			}
			g := rungGraph(t, folder, m.Name)
			seen := &edges{of: g, hashes: map[uint64]bool{}}
			r := exhaust(t, s, seen)
			require.EqualValues(t, g.States(), r.Refinement.States, "the code does not reach all states of the specification")
			for _, c := range g.Coverage() {
				require.Equal(t, c.Edges+c.Stutters, c.Taken+c.TakenStutters, "the code does not take all steps of %s", c.Action)
			}
			require.EqualValues(t, seen.count(), r.Refinement.Edges)
			require.NoError(t, seen.write(kept))
		})
	}
}

// rungGraph makes the graph of a model.
func rungGraph(t *testing.T, folder, name string) *graph.Graph {
	t.Helper()
	model, err := tla.Load(os.DirFS(folder), name+".cfg")
	require.NoError(t, err)
	g, err := graph.Explore(t.Context(), model.Program, graph.AtMost(most))
	require.NoError(t, err)
	return g
}

// TestRungWalk simulates, with any mix of faults, and judges the histories of clients.
func TestRungWalk(t *testing.T) {
	for _, nodes := range []int{1, 3, 5} {
		runs := map[int]int{1: 5, 3: 30, 5: 10}[nodes]
		totals, err := walk.Many(t.Context(), crowd(t, nodes), walk.Options{
			Seed: 1, Runs: runs, Events: 3000, CheckEvery: 10, Workers: 1,
			Timing: rafttest.Timing, AskEvery: rafttest.AskEvery, Time: 10 * time.Minute, Bound: 20 * time.Second,
		})
		require.NoError(t, err)
		if totals.Violation != nil {
			t.Fatal(totals.Violation)
		}
		require.Positive(t, totals.Faults.Total())
	}
}

// broad is a cluster with everything, for schedules that are drawn.
var broad = rafttest.Config{
	Nodes: 3, MaxTerm: 4, PreVote: rafttest.First(2), CheckQuorum: rafttest.First(3), Heartbeats: true, LeaderTimeouts: true,
	Commands: 3, Attempts: 2, Reads: 2, MaxRounds: 4, Snapshotting: rafttest.First(3), MaxInflight: 2, MaxEntries: 2, Crashes: 2,
}

// TestRungRapid draws schedules.
func TestRungRapid(t *testing.T) {
	rapidtest.Check(t, system(t, broad), rapidtest.Options{Steps: 96})
}

// TestRungContract checks the contract of machines.
func TestRungContract(t *testing.T) {
	machinetest.Run(t, system(t, broad), raft.Codec{})
}
