package walk

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
)

func TestBugsAreFoundAndShrunk(t *testing.T) {
	const durable = "what is done is durable everywhere"
	const reaches = "what node 1 has all have"
	for name, c := range map[string]struct {
		bug      bug
		property string
		kind     explore.Kind
		longest  int
	}{
		"acknowledges early":      {earlyAck, durable, explore.Always, 6},
		"replies early":           {earlyReply, durable, explore.Always, 7},
		"counts acknowledgements": {countsAcks, durable, explore.Always, 6},
		"reuses numbers":          {reuses, "numbers are used once", explore.Always, 18},
		"forgets the timer":       {forgetTimer, reaches, explore.Eventually, 4},
		"sends twice":             {sendsOnce, reaches, explore.Eventually, 4},
		"panics":                  {panics, explore.Contract, explore.Always, 9},
		"believes what comes":     {lastWins, "the newest is the greatest", explore.Always, 4},
	} {
		t.Run(name, func(t *testing.T) {
			v := many(t, 3, 50, c.bug, Options{Runs: 300}).Violation
			require.NotNil(t, v)
			require.Equal(t, c.property, v.Property)
			require.Equal(t, c.kind, v.Kind)
			require.Contains(t, v.Error(), c.property)

			system := toySystem(3, 50, c.bug)
			shrunk := Shrink(context.Background(), system, v)
			t.Logf("seed %d, %d events", v.Seed, len(v.Run.Transitions))
			for _, step := range steps(shrunk) {
				t.Log(step)
			}
			require.LessOrEqual(t, len(shrunk.Run.Transitions), c.longest)
			require.Equal(t, c.property, shrunk.Property)
			if c.kind == explore.Always {
				requireBroken(t, system, shrunk)
			}
		})
	}
}

func steps(v *Violation) []string {
	var all []string
	for _, t := range v.Run.Transitions {
		all = append(all, t.Step.String())
	}
	return all
}

// requireBroken replays a schedule in the explorer: its last step, and no other, breaks the property.
func requireBroken(t *testing.T, system *explore.System, v *Violation) {
	t.Helper()
	free := Unbounded(system)
	w, _ := free.Initial()
	for i, transition := range v.Run.Transitions {
		done, err := free.Do(w, transition.Event)
		require.NoError(t, err)
		w = done.World
		name, why := free.Broken(w)
		if done.Err != nil {
			name, why = explore.Contract, done.Err
		}
		if i < len(v.Run.Transitions)-1 {
			require.NoError(t, why)
			continue
		}
		require.Error(t, why)
		require.Equal(t, v.Property, name)
	}
}

func TestShrinkReturnsTheBestSoFar(t *testing.T) {
	v := many(t, 3, 50, earlyAck, Options{Runs: 100}).Violation
	require.NotNil(t, v)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.Equal(t, v, Shrink(ctx, toySystem(3, 50, earlyAck), v))
	require.Equal(t, v, Shrink(context.Background(), toySystem(3, 50, sound), v), "the property holds in that system")
}

func TestShrinkingIsDeterministic(t *testing.T) {
	v := many(t, 3, 50, earlyReply, Options{Runs: 100}).Violation
	require.NotNil(t, v)
	first := steps(Shrink(context.Background(), toySystem(3, 50, earlyReply), v))
	require.Less(t, len(first), len(v.Run.Transitions))
	require.Equal(t, first, steps(Shrink(context.Background(), toySystem(3, 50, earlyReply), v)))
}

func TestShrinkTakesRunsOfOtherDrivers(t *testing.T) {
	v := many(t, 3, 50, panics, Options{Runs: 100}).Violation
	require.NotNil(t, v)
	foreign := &Violation{Violation: v.Violation, Healed: len(v.Run.Transitions)}
	require.Equal(t, steps(Shrink(context.Background(), toySystem(3, 50, panics), v)),
		steps(Shrink(context.Background(), toySystem(3, 50, panics), foreign)))
}
