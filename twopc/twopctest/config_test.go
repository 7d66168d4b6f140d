package twopctest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

func TestConfigurationErrors(t *testing.T) {
	for want, c := range map[string]Config{
		"twopctest: x: twopc: configuration: there are no participants":  {Name: "x"},
		"twopctest: twopc: there are no clients":                         {Participants: 1},
		"the scope of client 2 is [], expected some of the participants": {Participants: 1, Scopes: [][]machine.NodeID{{1}, {}}},
		"the scope of client 1 is [1 1]":                                 {Participants: 1, Scopes: [][]machine.NodeID{{1, 1}}},
		"the scope of client 1 is [2]":                                   {Participants: 1, Scopes: [][]machine.NodeID{{2}}},
		"node 7 is to crash, but is not there":                           {Participants: 1, Scopes: [][]machine.NodeID{{1}}, Crashing: []machine.NodeID{0, 1, 7}},
	} {
		_, err := System(c)
		require.ErrorContains(t, err, want)
	}
}

func TestModelsAreSystems(t *testing.T) {
	require.NotEmpty(t, Models)
	for _, m := range Models {
		s := system(t, m.Config)
		require.Equal(t, m.Name, s.Name)
		require.NotNil(t, s.Abstraction)
	}
}

// TestOnlySpecifiedSystemsHaveAnAbstraction: the map would lie about others.
func TestOnlySpecifiedSystemsHaveAnAbstraction(t *testing.T) {
	scopes := [][]machine.NodeID{{1}}
	require.NotNil(t, system(t, Config{Participants: 1, Scopes: scopes}).Abstraction)
	require.Nil(t, system(t, Config{Participants: 1, Scopes: scopes, Coordinators: 2}).Abstraction)
	require.Nil(t, system(t, Config{Participants: 1, Scopes: scopes, Network: explore.Once}).Abstraction)
}

func TestWorkloadOverlaps(t *testing.T) {
	c := Workload(5, 3, 2)
	require.Equal(t, [][]machine.NodeID{{1, 2, 3}, {2, 3}, {3, 1}, {1, 2}, {2, 3}}, c.Scopes)
	s := system(t, c)
	require.Equal(t, []machine.NodeID{0, 1, 2, 3, 4}, s.Nodes)
}

func TestConfigSaysWhatItIs(t *testing.T) {
	require.Equal(t, "1 participant, 1 transaction of [1], no crashes, unreliable network",
		Config{Participants: 1, Scopes: [][]machine.NodeID{{1}}}.String())
	require.Equal(t, "3 participants, 2 transactions of [1 2], [3], read-only branches, forgetting, clients that give up, 2 crashes of [0], once network",
		Config{
			Participants: 3, Scopes: [][]machine.NodeID{{2, 1}, {3}}, ReadOnly: true, Forget: true, Abort: true, Crashes: 2,
			Crashing: []machine.NodeID{0}, Network: explore.Once,
		}.String())
	require.Contains(t, Config{Crashes: 1}.String(), "1 crash of any node")
}
