package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/fuzztest"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// FuzzTwoPhaseCommitSchedules takes any bytes as a schedule of two-phase commit: two clients whose transactions share a participant,
// crashes of any node, and an unreliable network. Each step is held to the properties of twopctest.
func FuzzTwoPhaseCommitSchedules(f *testing.F) {
	system, err := twopctest.System(twopctest.Config{
		Participants: 3, Scopes: [][]machine.NodeID{{1, 2}, {2, 3}}, ReadOnly: true, Forget: true, Abort: true, Crashes: 3,
	})
	require.NoError(f, err)
	fuzztest.Fuzz(f, system, fuzztest.Options{})
}
