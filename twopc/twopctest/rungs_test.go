package twopctest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/machine/machinetest"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/twopc"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// The tests of this file are rungs of evidence that are short enough to be run for every mutant: see package
// mutants/twopc, which has models of the same names and bounds. All draw from fixed seeds.

// graphsVariable names the folder with the specification and its models, for TestRungRefinement; or with their graphs, if TLC has made them.
const graphsVariable = "TENET_TWOPC_GRAPHS"

// small are systems that are exhausted in a second, the smallest first.
var small = []twopctest.Config{
	{Name: "TwoClients", Participants: 1, Scopes: [][]machine.NodeID{{1}, {1}}},
	{Name: "TwoCrashes", Participants: 1, Scopes: [][]machine.NodeID{{1}}, ReadOnly: true, Forget: true, Crashes: 2},
	{Name: "AllFeatures", Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, ReadOnly: true, Forget: true},
	{Name: "OneCrash", Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, Crashes: 1},
}

// most is how many worlds these systems have at most; a mutant may have no end of them.
const most = 200_000

func system(t *testing.T, c twopctest.Config) *explore.System {
	t.Helper()
	s, err := twopctest.System(c)
	require.NoError(t, err)
	return s
}

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

// TestRungExhaustive looks at properties alone. Beyond the systems that have a model, it has one in which nodes recover with two
// transactions.
func TestRungExhaustive(t *testing.T) {
	recovering := twopctest.Config{Name: "Recovering", Participants: 1, Scopes: [][]machine.NodeID{{1}, {1}}, Crashes: 1, SafetyOnly: true}
	for _, c := range append(small[:len(small):len(small)], recovering) {
		t.Run(c.Name, func(t *testing.T) {
			r := exhaust(t, system(t, c), nil)
			for _, property := range r.Unreached {
				// One participant has no peer.
				require.Equal(t, 1, c.Participants, "never seen: %s", property)
				require.Equal(t, "a peer ends the doubt while the coordinator is down", property)
			}
		})
	}
}

// TestRungRefinement looks at steps alone: each must be one of the specification, and each of the specification is taken.
func TestRungRefinement(t *testing.T) {
	folder := os.Getenv(graphsVariable)
	if folder == "" {
		t.Skip("$" + graphsVariable + " names no folder: tenet mutants twopc makes it")
	}
	for _, c := range small {
		t.Run(c.Name, func(t *testing.T) {
			g := rungGraph(t, folder, c.Name)
			s := system(t, c)
			s.Properties = nil
			r := exhaust(t, s, g)
			require.EqualValues(t, g.States(), r.Refinement.States, "the code does not reach all states of the specification")
			for _, c := range g.Coverage() {
				require.Equal(t, c.Edges+c.Stutters, c.Taken+c.TakenStutters, "the code does not take all steps of %s", c.Action)
			}
		})
	}
}

// rungGraph is the graph of a model: that which TLC has made, or else our own.
func rungGraph(t *testing.T, folder, name string) *graph.Graph {
	t.Helper()
	g, err := graph.ReadFile(t.Context(), filepath.Join(folder, name+".dot"))
	if errors.Is(err, fs.ErrNotExist) {
		var model *tla.Model
		model, err = tla.Load(os.DirFS(folder), name+".cfg")
		require.NoError(t, err)
		g, err = graph.Explore(t.Context(), model.Program, graph.AtMost(most))
	}
	require.NoError(t, err)
	return g
}

// TestRungWalk simulates: a crowd with any mix of faults, and few with a network that loses much, where nothing but the
// protocol's own timers repeats a message.
func TestRungWalk(t *testing.T) {
	all := []machine.NodeID{1, 2, 3}
	for _, c := range []struct {
		config  twopctest.Config
		options walk.Options
	}{
		{twopctest.Workload(12, 3, 2), walk.Options{Seed: 1, Runs: 80, Events: 400}},
		{
			twopctest.Config{Name: "lossy", Participants: 3, Coordinators: 2, Scopes: [][]machine.NodeID{all, all, all, all}},
			walk.Options{Seed: 1, Runs: 150, Events: 300, EveryFault: true, Faults: []walk.Fault{walk.Loss, walk.PartitionOneWay, walk.PartitionOne, walk.SlowDisk}},
		},
	} {
		t.Run(c.config.Name, func(t *testing.T) {
			system(t, c.config)
			c.options.Workers, c.options.Timing = 1, patient
			totals, err := walk.Many(t.Context(), func() *explore.System {
				s, _ := twopctest.System(c.config) // checked above
				return s
			}, c.options)
			require.NoError(t, err)
			if totals.Violation != nil {
				t.Fatal(totals.Violation)
			}
			require.Positive(t, totals.Faults.Total())
		})
	}
}

// patient lets transactions take their time, and those in doubt ask sooner.
func patient(timer machine.Timer) (least, most time.Duration) {
	switch timer.(type) {
	case twopc.VoteTimer, twopc.BranchTimer:
		return 300 * time.Millisecond, 3 * time.Second
	default:
		return 50 * time.Millisecond, 200 * time.Millisecond
	}
}

// TestRungRapid draws schedules.
func TestRungRapid(t *testing.T) {
	rapidtest.Check(t, system(t, twopctest.Workload(2, 2, 1)), rapidtest.Options{Steps: 128})
}

// TestRungContract checks the contract of machines.
func TestRungContract(t *testing.T) {
	machinetest.Run(t, system(t, twopctest.Workload(2, 2, 1)), twopc.Codec{})
}
