package twopctest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
)

func system(t *testing.T, c Config) *explore.System {
	t.Helper()
	s, err := System(c)
	require.NoError(t, err)
	return s
}

func check(t *testing.T, s *explore.System) *exhaustive.Result {
	t.Helper()
	result, err := exhaustive.Check(context.Background(), s, exhaustive.Options{})
	require.NoError(t, err)
	return result
}

// TestEveryWorld visits all worlds. That their number is known shows when a rule is gone or does something else.
func TestEveryWorld(t *testing.T) {
	for name, c := range map[string]struct {
		config Config
		worlds uint64
	}{
		"one participant, crashes": {Config{Participants: 1, Scopes: [][]machine.NodeID{{1}}, ReadOnly: true, Forget: true, Crashes: 1}, 1111},
		"two participants":         {Config{Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}}, 952},
		"two participants, forget": {Config{Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, Forget: true}, 5895},
		"two participants, crash":  {Config{Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, Crashes: 1}, 10078},
		"two clients":              {Config{Participants: 2, Scopes: [][]machine.NodeID{{1}, {2}}}, 2889},
	} {
		t.Run(name, func(t *testing.T) {
			result := check(t, system(t, c.config))
			require.Nil(t, result.Violation)
			require.True(t, result.Complete)
			require.Empty(t, result.Unreached)
			require.Empty(t, result.Unchecked)
			require.Equal(t, c.worlds, result.Distinct)
		})
	}
}

// TestOtherSystems visits what the specification's models do not have. Networks that are not Unreliable are for drivers that
// draw: messages that are sent again and again make endlessly many worlds there.
func TestOtherSystems(t *testing.T) {
	for name, c := range map[string]Config{
		"clients give up":                {Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, Abort: true},
		"clients give up, with crashes":  {Participants: 1, Scopes: [][]machine.NodeID{{1}}, Abort: true, Forget: true, Crashes: 2},
		"two coordinators, with a crash": {Participants: 1, Coordinators: 2, Scopes: [][]machine.NodeID{{1}, {1}}, Crashes: 1},
		"two coordinators":               {Participants: 1, Coordinators: 2, Scopes: [][]machine.NodeID{{1}, {1}}},
	} {
		t.Run(name, func(t *testing.T) {
			result := check(t, system(t, c))
			require.Nil(t, result.Violation)
			require.True(t, result.Complete)
			require.Empty(t, result.Unreached)
		})
	}
}
