package exhaustive_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// naive is what a search finds, by explore.System.Transitions alone.
type naive struct {
	generated, distinct uint64
	depth               int
	complete            bool
	actions             map[machine.Action]uint64
	edges               map[judged]int
	states              map[value.Value]bool
	steps, stutters     uint64
	depthOf3            int // the first level where no3 does not hold, 0 if there is none
}

// search explores a system without sharing anything with the package under test, up to so many worlds.
func search(sys *explore.System, most int) *naive {
	n := &naive{actions: map[machine.Action]uint64{}, edges: map[judged]int{}, states: map[value.Value]bool{}}
	initial, _ := sys.Initial()
	level := []*explore.World{initial}
	seen := map[string]bool{string(initial.AppendTo(nil)): true}
	n.generated, n.distinct = 1, 1
	for ; len(level) > 0; n.depth++ {
		if len(seen) > most {
			return n
		}
		var next []*explore.World
		for _, w := range level {
			before := sys.Abstraction.State(w).Record()
			n.states[before] = true
			if n.depthOf3 == 0 && no3(w) != nil {
				n.depthOf3 = n.depth + 1
			}
			for _, t := range sys.Transitions(w) {
				n.generated++
				n.actions[t.Action]++
				n.note(judged{before, t.Action, sys.Abstraction.State(t.World).Record()})
				if key := string(t.World.AppendTo(nil)); !seen[key] {
					seen[key] = true
					n.distinct++
					next = append(next, t.World)
				}
			}
		}
		level = next
	}
	n.complete = true
	return n
}

func (n *naive) note(e judged) {
	n.steps++
	if e.before == e.after {
		n.stutters++
	}
	n.edges[e] = 1
}

const naiveWorlds = 400

// compare demands that a search finds what the naive one does, which may be incomplete. It returns what was found.
func compare(t require.TestingT, sys *explore.System, want *naive, o exhaustive.Options) *exhaustive.Result {
	spec := &anything{}
	o.MaxWorlds, o.Spec = naiveWorlds+1, spec
	found, err := exhaustive.Check(ctx, sys, o)
	require.NoError(t, err)
	require.Equal(t, want.complete, found.Complete, found.Limit)
	if !want.complete {
		return found
	}
	require.Equal(t, want.generated, found.Generated)
	require.Equal(t, want.distinct, found.Distinct)
	require.Equal(t, want.depth, found.Depth)
	require.Equal(t, want.actions, found.Actions)
	require.Equal(t, want.edges, spec.all(), "each edge of the specification is judged, and once")
	require.Equal(t, uint64(len(want.edges)), found.Refinement.Edges)
	require.Equal(t, uint64(len(want.states)), found.Refinement.States)
	require.Equal(t, want.steps, found.Refinement.Steps)
	require.Equal(t, want.stutters, found.Refinement.Stutters)
	return found
}

func TestSearchFindsWhatTheNaiveSearchFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawScramble(t)
		want := search(sys, naiveWorlds)
		compare(t, sys, want, exhaustive.Options{
			Workers: rapid.IntRange(1, 4).Draw(t, "workers"),
			Memory:  rapid.SampledFrom([]int64{0, 1, 50_000}).Draw(t, "memory"),
		})
		if want.depthOf3 == 0 {
			return
		}
		sys.Properties = []explore.Property{{Name: "no 3", Kind: explore.Always, Holds: no3}}
		found, err := exhaustive.Check(ctx, sys, exhaustive.Options{})
		require.NoError(t, err)
		require.NotNil(t, found.Violation)
		require.Len(t, found.Violation.Run.Transitions, want.depthOf3-1)
		require.Error(t, no3(found.Violation.Run.Last()))
	})
}

// TestSearchFindsTheSameWithFiles takes the same systems each time, as few systems are of the size for that.
func TestSearchFindsTheSameWithFiles(t *testing.T) {
	complete, spilled := 0, 0
	for seed := range uint64(45) {
		sys := scrambleSystem(&scramble{seed: seed, nodes: 1 + int(seed/9%2), values: 2, sends: 1 - int(seed/9%2)}, explore.Network(seed%3), int(seed/3%3))
		want := search(sys, naiveWorlds)
		found := compare(t, sys, want, exhaustive.Options{Workers: int(seed%2) + 1, Memory: 1})
		if found.Complete {
			complete++
		}
		if found.Complete && found.Spilled > 0 {
			spilled++
		}
	}
	require.Greater(t, complete, 15)
	require.Greater(t, spilled, 3)
}

// no3 holds where the first node has not the value 3.
func no3(w *explore.World) error {
	if w.Nodes[0].Up() && w.Nodes[0].Machine.(*scrambled).value == 3 {
		return errors.New("it is 3")
	}
	return nil
}

func (a *anything) all() map[judged]int {
	if a.asked == nil {
		return map[judged]int{}
	}
	return a.asked
}
