package exhaustive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// violation checks sys with several numbers of workers and returns the violation, the same one each time.
func violation(t *testing.T, sys *explore.System, o exhaustive.Options) *explore.Violation {
	t.Helper()
	var first *exhaustive.Result
	for _, o.Workers = range []int{1, 2, 5} {
		found, err := exhaustive.Check(ctx, sys, o)
		require.NoError(t, err)
		if first == nil {
			first = found
			continue
		}
		require.Equal(t, first.Generated, found.Generated)
		require.Equal(t, first.Distinct, found.Distinct)
		require.Equal(t, first.Depth, found.Depth)
		require.Equal(t, first.Actions, found.Actions)
		require.Equal(t, first.Refinement, found.Refinement)
		require.Equal(t, first.Unreached, found.Unreached)
		require.Equal(t, first.Violation == nil, found.Violation == nil)
		if first.Violation != nil {
			require.Equal(t, firstLine(first.Violation), firstLine(found.Violation))
			require.Equal(t, events(first.Violation), events(found.Violation))
		}
	}
	if first.Violation != nil {
		require.False(t, first.Complete && first.Violation.Kind != explore.Eventually)
		replay(t, sys, first.Violation)
	}
	return first.Violation
}

// firstLine leaves out the stack of a panic.
func firstLine(v *explore.Violation) string {
	line, _, _ := strings.Cut(v.Error(), "\n")
	return line
}

func events(v *explore.Violation) []string {
	names := []string{}
	for _, t := range v.Run.Transitions {
		names = append(names, t.Event.String())
	}
	return names
}

// replay demands that the run of a violation is one of the system.
func replay(t *testing.T, sys *explore.System, v *explore.Violation) {
	w, _ := sys.Initial()
	require.Equal(t, w.AppendTo(nil), v.Run.Initial.AppendTo(nil))
	worlds := []*explore.World{w}
	for _, step := range v.Run.Transitions {
		taken, err := sys.Do(w, step.Event)
		require.NoError(t, err)
		w = taken.World
		worlds = append(worlds, w)
		require.Equal(t, w.AppendTo(nil), step.World.AppendTo(nil))
	}
	if v.Loop >= 0 {
		require.Equal(t, worlds[v.Loop].AppendTo(nil), w.AppendTo(nil), "the run comes back to where its loop begins")
		require.Less(t, v.Loop, len(v.Run.Transitions))
	}
}

func TestAlwaysGivesTheShortestRun(t *testing.T) {
	sys := counter(100, add, 1, 7)
	sys.Properties = []explore.Property{
		{Name: "stays below 100", Kind: explore.Always, Holds: less(100)},
		{Name: "stays below 15", Kind: explore.Always, Holds: less(15)},
	}
	v := violation(t, sys, exhaustive.Options{})
	require.NotNil(t, v)
	require.Equal(t, "stays below 15", v.Property)
	require.Equal(t, explore.Always, v.Kind)
	require.Equal(t, -1, v.Loop)
	require.Len(t, v.Run.Transitions, 3)
	require.EqualError(t, v.Why, "the number is 15")
}

// TestNumbersOfAViolationDoNotDependOnWorkers has many chunks in the level of the violation.
func TestNumbersOfAViolationDoNotDependOnWorkers(t *testing.T) {
	sys := grid(3, 60)
	sys.Abstraction = scrambleSystem(&scramble{nodes: 3}, explore.Unreliable, 0).Abstraction
	sys.Abstraction.Node = func(n *explore.Node, _ explore.Inbox) value.Value {
		return value.Int(int64(n.Machine.(*doll).n / 2))
	}
	sys.Abstraction.Ghost = func(explore.Ghost, int) value.Value { return value.Bool(true) }
	sys.Properties = []explore.Property{
		{Name: "the first is low", Kind: explore.Always, Holds: less(60)},
		{Name: "never", Kind: explore.Reachable, Holds: is(61)},
	}
	v := violation(t, sys, exhaustive.Options{Spec: &anything{}})
	require.NotNil(t, v)
	require.Len(t, v.Run.Transitions, 60)
}

func TestAlwaysIsCheckedInitially(t *testing.T) {
	sys := counter(100, add, 1)
	sys.Properties = []explore.Property{{Name: "never", Kind: explore.Always, Holds: less(0)}}
	v := violation(t, sys, exhaustive.Options{})
	require.NotNil(t, v)
	require.Empty(t, v.Run.Transitions)
}

func TestReachableNamesWhatWasNeverSeen(t *testing.T) {
	sys := counter(10, add, 2)
	sys.Properties = []explore.Property{
		{Name: "8", Kind: explore.Reachable, Holds: is(8)},
		{Name: "7", Kind: explore.Reachable, Holds: is(7)},
		{Name: "10", Kind: explore.Reachable, Holds: is(10)},
		{Name: "12", Kind: explore.Reachable, Holds: is(12)},
	}
	found, err := exhaustive.Check(ctx, sys, exhaustive.Options{})
	require.NoError(t, err)
	require.True(t, found.Complete)
	require.Equal(t, []string{"7", "12"}, found.Unreached)
}

func TestContract(t *testing.T) {
	// wrong is done when the number would come to 3.
	planted := func(wrong func(out *machine.Output)) *explore.System {
		sys := counter(100, add, 1, 2)
		sys.Faults.Crashes = 1
		sys.Protocol.(*puppet).step = func(n int, in machine.Input, out *machine.Output) int {
			request, ok := in.(machine.Request)
			if !ok || n > 20 {
				return n
			}
			out.Action = "Add"
			n += int(request.Op.(token))
			if n == 3 {
				wrong(out)
			}
			return n
		}
		return sys
	}
	for _, c := range []struct {
		name, why string
		events    int
		wrong     func(out *machine.Output)
	}{
		{"panic", "panic: broken", 2, func(*machine.Output) { panic("broken") }},
		{"no action", "names no action", 2, func(out *machine.Output) { out.Action = ""; out.Send(0, token(1), 0) }},
		{"batch twice", "panic: machine: a step writes two batches", 2, func(out *machine.Output) {
			out.Persist(1, token(1))
			out.Persist(1, token(1))
		}},
		{"effect of no batch", "which was not issued", 2, func(out *machine.Output) {
			out.Persist(1, token(1))
			out.Send(0, token(1), 9)
		}},
		{"damage", "the storage of node 0 refuses token 13: unlucky", 3, func(out *machine.Output) { out.Persist(1, token(13)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := violation(t, planted(c.wrong), exhaustive.Options{})
			require.NotNil(t, v)
			require.Equal(t, explore.Contract, v.Property)
			require.Len(t, v.Run.Transitions, c.events)
			require.ErrorContains(t, v.Why, c.why)
		})
	}
	require.Nil(t, violation(t, planted(func(*machine.Output) {}), exhaustive.Options{}))
}

func TestContractHoldsFromTheStart(t *testing.T) {
	sys := counter(3, add, 1)
	sys.Protocol.(*puppet).start = func(machine.NodeID, *machine.Output) { panic("no start") }
	v := violation(t, sys, exhaustive.Options{})
	require.NotNil(t, v)
	require.Equal(t, explore.Contract, v.Property)
	require.ErrorContains(t, v.Why, "no start")
	require.Empty(t, v.Run.Transitions)
}

func TestRefinement(t *testing.T) {
	v := violation(t, counter(50, add, 1), exhaustive.Options{Spec: byOne{}})
	require.Nil(t, v)

	t.Run("a step that is none of its action", func(t *testing.T) {
		v := violation(t, counter(50, add, 1, 3), exhaustive.Options{Spec: byOne{}})
		require.NotNil(t, v)
		require.Equal(t, explore.Refinement, v.Property)
		require.Len(t, v.Run.Transitions, 1)
		require.ErrorContains(t, v.Why, "x goes from 0 to 3")
	})
	t.Run("the wrong action", func(t *testing.T) {
		sys := counter(50, func(n, _ int) machine.Action {
			if n == 4 {
				return "Jump"
			}
			return "Add"
		}, 1)
		v := violation(t, sys, exhaustive.Options{Spec: byOne{}})
		require.NotNil(t, v)
		require.Len(t, v.Run.Transitions, 5)
		require.ErrorContains(t, v.Why, "no action Jump")
	})
	t.Run("a silent stutter", func(t *testing.T) {
		sys := counter(50, add, 0, 1)
		v := violation(t, sys, exhaustive.Options{Spec: byOne{}})
		require.NotNil(t, v)
		require.ErrorContains(t, v.Why, "Add leaves the state of the specification as it is, and is not among the actions that may")
		sys.Abstraction.Stutters = []machine.Action{"Add"}
		found, err := exhaustive.Check(ctx, sys, exhaustive.Options{Spec: byOne{}})
		require.NoError(t, err)
		require.Nil(t, found.Violation)
		require.Equal(t, &exhaustive.Refinement{
			States: 51, Edges: 50, Steps: 101, Stutters: 51, Hits: map[machine.Action]uint64{"Add": 50},
			Collision: found.Refinement.Collision,
		}, found.Refinement)
		require.InDelta(t, 51.0/101, found.Refinement.StutterShare(), 1e-9)
	})
	t.Run("a stutter that the specification allows", func(t *testing.T) {
		require.Nil(t, violation(t, counter(50, add, 0, 1), exhaustive.Options{Spec: &anything{}}))
	})
	t.Run("the initial state", func(t *testing.T) {
		v := violation(t, counter(50, add, 1), exhaustive.Options{Spec: byOne{start: 1}})
		require.NotNil(t, v)
		require.ErrorContains(t, v.Why, "no initial state of the specification: x is not 0")
	})
}
