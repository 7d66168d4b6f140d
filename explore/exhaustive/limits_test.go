package exhaustive_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
)

// grid is a system of several nodes that count to most, each for itself: (most+1)^nodes worlds.
func grid(nodes, most int) *explore.System {
	sys := counter(most, add)
	sys.Nodes = nil
	var w wishes
	for id := range machine.NodeID(nodes) {
		sys.Nodes = append(sys.Nodes, id)
		w = append(w, explore.Offer{Node: id, Request: machine.Request{ID: 1, Op: token(1)}})
	}
	sys.Ghost = w
	return sys
}

func TestLimitsAreSaid(t *testing.T) {
	for _, workers := range []int{1, 3} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			found, err := exhaustive.Check(ctx, grid(3, 9), exhaustive.Options{Workers: workers, MaxDepth: 4})
			require.NoError(t, err)
			require.Equal(t, "depth 4", found.Limit)
			require.False(t, found.Complete)
			require.Equal(t, 4, found.Depth)
			require.Equal(t, uint64(1+3+6+10), found.Distinct)
			require.Equal(t, uint64(1+3*(1+3+6)), found.Generated)

			found, err = exhaustive.Check(ctx, grid(3, 9), exhaustive.Options{Workers: workers, MaxWorlds: 12})
			require.NoError(t, err)
			require.Equal(t, "12 worlds", found.Limit)
			require.False(t, found.Complete)
			require.Equal(t, uint64(1+3+6+10), found.Distinct)
		})
	}
}

func TestWorldsOfTheLastLevelAreChecked(t *testing.T) {
	sys := counter(100, add, 1)
	sys.Properties = []explore.Property{{Name: "less", Kind: explore.Always, Holds: less(5)}}
	require.NotNil(t, violation(t, sys, exhaustive.Options{MaxDepth: 6}))
	require.Nil(t, violation(t, sys, exhaustive.Options{MaxDepth: 5}))
}

func TestSearchEndsWithItsContext(t *testing.T) {
	for _, workers := range []int{1, 4} {
		canceled, cancel := context.WithCancel(ctx)
		sys := grid(3, 200)
		var asked atomic.Int64
		sys.Properties = []explore.Property{{Name: "less", Kind: explore.Always, Holds: func(*explore.World) error {
			if asked.Add(1) == 20_000 {
				cancel()
			}
			return nil
		}}}
		found, err := exhaustive.Check(canceled, sys, exhaustive.Options{Workers: workers})
		require.NoError(t, err)
		require.False(t, found.Complete)
		require.Equal(t, "canceled: context canceled", found.Limit)
		require.Nil(t, found.Violation)
		require.GreaterOrEqual(t, found.Distinct, uint64(19_000))
		require.Less(t, found.Distinct, uint64(2_000_000))
		require.GreaterOrEqual(t, found.Generated, found.Distinct)
	}
}

// TestViolationIsShownEvenIfTheContextEnds lets the context end as the violation is found.
func TestViolationIsShownEvenIfTheContextEnds(t *testing.T) {
	canceled, cancel := context.WithCancel(ctx)
	sys := counter(50, add, 1)
	sys.Properties = []explore.Property{{Name: "less", Kind: explore.Always, Holds: func(w *explore.World) error {
		err := less(30)(w)
		if err != nil {
			cancel()
		}
		return err
	}}}
	found, err := exhaustive.Check(canceled, sys, exhaustive.Options{})
	require.NoError(t, err)
	require.NotNil(t, found.Violation)
	require.Len(t, found.Violation.Run.Transitions, 30)
}

func TestProgressIsTold(t *testing.T) {
	var told []exhaustive.Progress
	found, err := exhaustive.Check(ctx, grid(3, 60), exhaustive.Options{
		Interval: time.Millisecond, Progress: func(p exhaustive.Progress) { told = append(told, p) },
	})
	require.NoError(t, err)
	require.True(t, found.Complete)
	require.NotEmpty(t, told)
	for i, p := range told {
		require.Equal(t, "search", p.Phase)
		require.LessOrEqual(t, p.Generated, found.Generated)
		require.LessOrEqual(t, p.Level, found.Depth)
		require.Positive(t, p.Elapsed)
		require.GreaterOrEqual(t, p.Rate, 0.0)
		if i > 0 {
			require.GreaterOrEqual(t, p.Level, told[i-1].Level)
			require.GreaterOrEqual(t, p.Generated, told[i-1].Generated)
		}
	}
}

func TestSpillingChangesNothing(t *testing.T) {
	sys := grid(3, 19)
	want, err := exhaustive.Check(ctx, sys, exhaustive.Options{})
	require.NoError(t, err)
	require.Zero(t, want.Spilled)
	require.Equal(t, uint64(8000), want.Distinct)
	for _, memory := range []int64{1, 20_000, 60_000} {
		for _, workers := range []int{1, 3} {
			dir := t.TempDir()
			found, err := exhaustive.Check(ctx, sys, exhaustive.Options{Workers: workers, Memory: memory, Dir: dir})
			require.NoError(t, err)
			require.Positive(t, found.Spilled)
			found.Spilled, found.Elapsed, found.Sites = 0, want.Elapsed, want.Sites
			require.Equal(t, want, found)
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Empty(t, left, "files are removed")
		}
	}
}

func TestRunsAreFoundInSpilledLevels(t *testing.T) {
	sys := grid(3, 15)
	sys.Properties = []explore.Property{{Name: "sum", Kind: explore.Always, Holds: func(w *explore.World) error {
		sum := 0
		for _, n := range w.Nodes {
			sum += n.Machine.(*doll).n
		}
		if sum > 37 {
			return errors.New("too much")
		}
		return nil
	}}}
	want := violation(t, sys, exhaustive.Options{})
	require.Len(t, want.Run.Transitions, 38)
	require.Equal(t, events(want), events(violation(t, sys, exhaustive.Options{Memory: 1})))
}

func TestFilesThatCannotBeWrittenAreAnError(t *testing.T) {
	_, err := exhaustive.Check(ctx, grid(3, 19), exhaustive.Options{Memory: 1, Dir: filepath.Join(t.TempDir(), "none")})
	require.ErrorContains(t, err, "cannot make a file for what does not fit into memory")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestPanicsOfTheSystemAreErrors(t *testing.T) {
	sys := grid(2, 5)
	sys.Properties = []explore.Property{{Name: "broken", Kind: explore.Always, Holds: func(w *explore.World) error {
		if number(w) == 3 {
			panic("no number")
		}
		return nil
	}}}
	_, err := exhaustive.Check(ctx, sys, exhaustive.Options{Workers: 2})
	require.ErrorContains(t, err, "a function of the system panics: no number")
}

// TestImpureSystemsAreFound says that a run which cannot be repeated is an error, and no violation.
func TestImpureSystemsAreFound(t *testing.T) {
	sys := counter(20, add, 1)
	calls := 0
	sys.Properties = []explore.Property{{Name: "once", Kind: explore.Always, Holds: func(*explore.World) error {
		if calls++; calls == 5 {
			return errors.New("the fifth call")
		}
		return nil
	}}}
	_, err := exhaustive.Check(ctx, sys, exhaustive.Options{Workers: 1})
	require.ErrorContains(t, err, "it is no function of the world (the fifth call)")

	sys = counter(20, add, 1)
	step := sys.Protocol.(*puppet).step
	moody := 0
	sys.Protocol.(*puppet).step = func(n int, in machine.Input, out *machine.Output) int {
		if moody++; moody > 12 && n == 2 {
			out.Action = "Moody"
			return 19
		}
		return step(n, in, out)
	}
	sys.Properties = []explore.Property{{Name: "less", Kind: explore.Always, Holds: less(10)}}
	_, err = exhaustive.Check(ctx, sys, exhaustive.Options{Workers: 1})
	require.ErrorContains(t, err, "a function of the system is not pure")
}

func TestOptionsAreValidated(t *testing.T) {
	sys := &explore.System{Nodes: []machine.NodeID{1, 1}, Properties: []explore.Property{{Name: "empty"}}}
	_, err := exhaustive.Check(ctx, sys, exhaustive.Options{
		Workers: -1, MaxDepth: -1, MaxGraph: -1, Memory: -1, Interval: -1, Spec: byOne{},
	})
	for _, wrong := range []string{
		"no protocol", "no ghost", "Workers", "MaxDepth", "MaxGraph", "Memory", "Interval", "no Abstraction",
		"a node twice", "property empty has no Holds",
	} {
		require.ErrorContains(t, err, wrong)
	}
	_, err = exhaustive.Check(ctx, &explore.System{}, exhaustive.Options{})
	require.ErrorContains(t, err, "no nodes")
	sys = grid(2, 2)
	sys.Properties = eventually(3)
	_, err = exhaustive.Check(ctx, sys, exhaustive.Options{Symmetry: &exhaustive.Symmetry{}})
	require.ErrorContains(t, err, "which Symmetry may not be combined with")
}
