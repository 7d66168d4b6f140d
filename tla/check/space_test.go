package check_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// votes is a system in which each of three nodes holds its vote: none, itself or another; and one of them is the leader.
func votes() (y *toy, nodes []datum.Datum) {
	nodes = []datum.Datum{datum.Model("a"), datum.Model("b"), datum.Model("c")}
	set := datum.Set(append([]datum.Datum(nil), nodes...))
	none := datum.Model("none")
	y = newToy("votes", "leader")
	y.actions("Vote", "Lead")
	y.initial = []eval.State{{datum.Function(set, []datum.Datum{none, none, none}), none}}
	y.next = func(_ *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		for _, n := range nodes {
			held, _ := datum.Apply(s[0], n)
			for _, to := range nodes {
				if datum.Equal(held, none) {
					changed, _ := datum.With(s[0], n, to)
					if !yield(0, eval.State{changed, s[1]}) {
						return nil
					}
				}
			}
			if datum.Equal(held, n) && datum.Equal(s[1], none) && !yield(1, eval.State{s[0], n}) {
				return nil
			}
		}
		return nil
	}
	return y, nodes
}

func symmetry(nodes []datum.Datum) []*datum.Permutation {
	var swaps []*datum.Permutation // of neighbors: they generate all permutations
	for i := range len(nodes) - 1 {
		images := slices.Clone(nodes)
		images[i], images[i+1] = images[i+1], images[i]
		swaps = append(swaps, datum.NewPermutation(datum.Pairs(slices.Clone(nodes), images)))
	}
	return datum.Group(swaps)
}

// TestSymmetryVisitsOneStateOfEachOrbit counts the orbits of all states by permuting them.
func TestSymmetryVisitsOneStateOfEachOrbit(t *testing.T) {
	y, nodes := votes()
	states := map[string]eval.State{}
	y.Invariants = []*eval.Predicate{y.formula("Collect", func(s, _ eval.State) bool {
		states[fmt.Sprint(s)] = append(eval.State(nil), s...)
		return true
	})}
	full := run(t, y, check.Options{Workers: 1})
	require.Len(t, states, int(full.Stats.Distinct))
	group := symmetry(nodes)
	require.Len(t, group, 5)
	orbits := 0
	for len(states) > 0 {
		for name, s := range states {
			orbits++
			delete(states, name)
			for _, p := range group {
				delete(states, fmt.Sprint(eval.State{datum.Permute(s[0], p), datum.Permute(s[1], p)}))
			}
			break
		}
	}
	y.Symmetry = group
	for _, workers := range []int{1, 3} {
		y.Invariants = nil
		r := run(t, y, check.Options{Workers: workers})
		require.Equal(t, int64(orbits), r.Stats.Distinct)
		require.Less(t, r.Stats.Distinct, full.Stats.Distinct)
		require.Equal(t, full.Stats.Depth, r.Stats.Depth)
	}

	// A behavior that leads through states of an orbit is one of the specification.
	y.Invariants = []*eval.Predicate{y.formula("NoLeader", func(s, _ eval.State) bool {
		held, voted := datum.Apply(s[0], nodes[2])
		return !voted || !datum.Equal(s[1], nodes[0]) || !datum.Equal(held, nodes[0])
	})}
	r := run(t, y, check.Options{Workers: 1})
	require.Equal(t, check.InvariantViolated, r.Verdict)
	require.Equal(t, []string{"", "Vote"}, names(r)[:2])
	requireBehavior(t, y, r.Trace)
}

// requireBehavior requires that a trace is a behavior.
func requireBehavior(t *testing.T, y *toy, trace []check.Step) {
	t.Helper()
	for i := 1; i < len(trace); i++ {
		found := false
		require.NoError(t, y.next(nil, trace[i-1].State, func(action int, s eval.State) bool {
			found = found || y.Actions[action].Name == trace[i].Action && fmt.Sprint(s) == fmt.Sprint(trace[i].State)
			return true
		}))
		require.True(t, found, "step %d", i)
	}
}

// TestViewsMergeStates also shows a behavior through states that were merged: the first that was found counts.
func TestViewsMergeStates(t *testing.T) {
	y := grid(2, 5)
	y.View = y.expression(func(s, _ eval.State) datum.Datum { return s[0] })
	r := run(t, y, check.Options{})
	require.Equal(t, int64(6), r.Stats.Distinct)
	require.Equal(t, int64(1+5*2+1), r.Stats.Generated)
	y.Invariants = []*eval.Predicate{y.less(4)}
	r = run(t, y, check.Options{})
	require.Equal(t, []string{"", "X", "X", "X", "X"}, names(r))
	requireBehavior(t, y, r.Trace)
}

func TestAliasIsOfTheStepToTheNextState(t *testing.T) {
	y := grid(1, 5)
	y.Invariants = []*eval.Predicate{y.less(2)}
	y.Alias = y.expression(func(s, t eval.State) datum.Datum { return datum.Tuple(append(append([]datum.Datum(nil), s...), t...)) })
	r := run(t, y, check.Options{})
	var all []string
	for _, s := range r.Trace {
		all = append(all, s.Alias.String())
	}
	require.Equal(t, []string{"<<0, 1>>", "<<1, 2>>", "<<2, 2>>"}, all)
}

// chart is a random graph: of each state, its successors by action.
type chart [][]int64

func (g chart) toy(bad int64) *toy {
	y := newToy("x")
	y.actions("A", "B", "C", "D")
	y.initial = []eval.State{ints(0)}
	y.next = func(_ *evaluator, s eval.State, yield func(int, eval.State) bool) error {
		for i, t := range g[s[0].Int()] {
			if !yield(i, ints(t)) {
				return nil
			}
		}
		return nil
	}
	y.Invariants = []*eval.Predicate{y.formula("Good", func(s, _ eval.State) bool { return s[0].Int() != bad })}
	return y
}

// levels finds the level of each reachable state the simple way.
func (g chart) levels() map[int64]int {
	found, queue := map[int64]int{0: 1}, []int64{0}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for _, t := range g[s] {
			if found[t] == 0 {
				found[t] = found[s] + 1
				queue = append(queue, t)
			}
		}
	}
	return found
}

// TestRandomGraphs compares searches, in various memory and by various workers, with a simple one.
func TestRandomGraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "states")
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		g := make(chart, n)
		for i := range g {
			for range dice.IntN(4) {
				g[i] = append(g[i], int64(dice.IntN(min(n, i*2+10))))
			}
		}
		levels := g.levels()
		o := check.Options{Workers: rapid.IntRange(1, 3).Draw(t, "workers"), Memory: rapid.SampledFrom([]int64{0, 1, 3000}).Draw(t, "memory")}
		r, err := check.Run(ctx, &g.toy(-1).Spec, o)
		require.NoError(t, err)
		require.Equal(t, int64(len(levels)), r.Stats.Distinct)
		edges, depth := 0, 0
		for s, level := range levels {
			edges += len(g[s])
			depth = max(depth, level)
		}
		require.Equal(t, int64(edges+1), r.Stats.Generated)
		require.Equal(t, depth, r.Stats.Depth)

		bad := int64(dice.IntN(n))
		y := g.toy(bad)
		r, err = check.Run(ctx, &y.Spec, o)
		require.NoError(t, err)
		if levels[bad] == 0 {
			require.Equal(t, check.OK, r.Verdict)
			return
		}
		require.Equal(t, check.InvariantViolated, r.Verdict)
		require.Empty(t, r.TraceNote)
		require.Len(t, r.Trace, levels[bad])
		for i := 1; i < len(r.Trace); i++ {
			require.Contains(t, g[r.Trace[i-1].State[0].Int()], r.Trace[i].State[0].Int())
		}
	})
}
