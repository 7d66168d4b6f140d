package twopctest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/machine/machinetest"
	"github.com/tenet-go/tenet/twopc"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// drawn are the systems that random schedules are drawn of.
func drawn(t *testing.T) map[string]*explore.System {
	t.Helper()
	systems := map[string]*explore.System{}
	for name, c := range map[string]twopctest.Config{
		"two clients": {
			Participants: 3, Scopes: [][]machine.NodeID{{1, 2}, {2, 3}}, ReadOnly: true, Forget: true, Abort: true, Crashes: 3,
		},
		"two coordinators": {
			Participants: 2, Coordinators: 2, Scopes: [][]machine.NodeID{{1, 2}, {1, 2}}, ReadOnly: true, Forget: true, Abort: true, Crashes: 3,
		},
		"messages once": {
			Participants: 2, Scopes: [][]machine.NodeID{{1, 2}, {1, 2}}, Forget: true, Network: explore.Once, Crashes: 2,
		},
		"ordered links": {
			Participants: 2, Scopes: [][]machine.NodeID{{1, 2}, {1, 2}}, Forget: true, Network: explore.Ordered, Crashes: 2,
		},
	} {
		s, err := twopctest.System(c)
		require.NoError(t, err)
		systems[name] = s
	}
	return systems
}

func TestMachinesKeepTheContract(t *testing.T) {
	systems := drawn(t)
	for _, name := range []string{"two coordinators", "messages once"} {
		s := systems[name]
		t.Run(name, func(t *testing.T) { machinetest.Run(t, s, twopc.Codec{}) })
	}
}

func TestRandomSchedules(t *testing.T) {
	for name, s := range drawn(t) {
		t.Run(name, func(t *testing.T) { rapidtest.Check(t, s, rapidtest.Options{Steps: 128}) })
	}
}
