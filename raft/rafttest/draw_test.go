package rafttest_test

import (
	"testing"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/machine/machinetest"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// drawn are clusters that random schedules are drawn of, beside the one of TestRungRapid, which has everything.
var drawn = map[string]rafttest.Config{
	"nothing but the paper": {
		Nodes: 3, MaxTerm: 4, Heartbeats: true, Commands: 4, Attempts: 2, MaxInflight: 2, MaxEntries: 1, Crashes: 3,
	},
	"five nodes": {
		Nodes: 5, MaxTerm: 3, Campaigning: rafttest.First(2), Heartbeats: true, Commands: 2, Reads: 2, MaxRounds: 3, Crashes: 1,
	},
	"messages once": {
		Nodes: 3, MaxTerm: 3, PreVote: rafttest.First(3), Heartbeats: true, LeaderTimeouts: true, Commands: 3, Snapshotting: rafttest.First(3),
		MaxEntries: 2, Network: explore.Once, Crashes: 2,
	},
	"ordered links": {
		Nodes: 3, MaxTerm: 3, CheckQuorum: rafttest.First(3), Heartbeats: true, LeaderTimeouts: true, Commands: 3, Reads: 2, MaxRounds: 4,
		Network: explore.Ordered, Crashes: 2,
	},
	"logs that conflict": {
		Nodes: 3, MaxTerm: 5, Heartbeats: true, Commands: 2, Snapshotting: rafttest.First(3), MaxEntries: 2, Crashes: 1,
		Committed: []raft.Entry{rafttest.NoOpEntry(1)},
		Disks: map[machine.NodeID][]machine.Record{
			1: append(rafttest.Disk(2, 1, rafttest.NoOpEntry(1), rafttest.NoOpEntry(2)), rafttest.SnapshotAt(1, 1, 1, 1)),
			2: rafttest.Disk(3, 2, rafttest.NoOpEntry(1), rafttest.NoOpEntry(3)),
			3: rafttest.Disk(1, 1, rafttest.NoOpEntry(1)),
		},
	},
}

// TestMachinesKeepTheContract begins with logs that conflict, TestRungContract with none. Neither runs beside others: machinetest counts what
// decoders allocate.
func TestMachinesKeepTheContract(t *testing.T) {
	machinetest.Run(t, system(t, drawn["logs that conflict"]), raft.Codec{})
}

func TestRandomSchedules(t *testing.T) {
	for name, c := range drawn {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapidtest.Check(t, system(t, c), rapidtest.Options{Steps: 128})
		})
	}
}
