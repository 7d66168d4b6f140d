package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/fuzztest"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// FuzzRaftSchedules takes any bytes as a schedule of three Raft nodes, with pre-vote and check-quorum, proposals that are tried again, reads,
// snapshots, crashes of any node, and an unreliable network. Each step is held to the properties of rafttest.
func FuzzRaftSchedules(f *testing.F) {
	system, err := rafttest.System(rafttest.Config{
		Nodes: 3, MaxTerm: 4, PreVote: rafttest.First(2), CheckQuorum: rafttest.First(3), Heartbeats: true, LeaderTimeouts: true,
		Commands: 3, Attempts: 2, Reads: 2, MaxRounds: 4, Snapshotting: rafttest.First(3), MaxInflight: 2, MaxEntries: 2, Crashes: 2,
	})
	require.NoError(f, err)
	fuzztest.Fuzz(f, system, fuzztest.Options{})
}
