package rafttest

import "github.com/tenet-go/tenet/raft"

// Searched is a configuration all of whose worlds were searched, by properties alone, and what that came to. Numbers that change mean that the
// protocol has.
type Searched struct {
	// Config has the name.
	Config Config
	// Worlds are the distinct ones, Transitions those between them that were not refused, and Depth is how many levels there are.
	Worlds, Transitions uint64
	Depth               int
}

func searched(name string, c Config, worlds, transitions uint64, depth int) Searched {
	return Searched{modelOf(name, true, c).Config, worlds, transitions, depth}
}

// lag is what is committed in a lagging cluster.
var lag = []raft.Entry{NoOpEntry(1), NoOpEntry(2)}

// Large are configurations that are too large to be held to the specification in reasonable time, and are searched for violations of properties. They differ in what they
// exercise.
var Large = []Searched{
	searched("a command and two crashes", Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Crashes: 2, Crashing: ids(2, 3), Reaches: []Situation{EverybodyHasSeen},
	}, 1_828_787, 24_493_120, 41),
	searched("a command and a crash of anybody", Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Crashes: 1, Reaches: []Situation{EverybodyHasSeen},
	}, 900_181, 11_794_833, 39),
	searched("two commands and heartbeats", Config{
		Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 2, MaxInflight: 1, Heartbeats: true, Reaches: []Situation{EverybodyHasSeen},
	}, 2_433_047, 40_180_625, 45),
	searched("logs that conflict", Config{
		Nodes: 3, MaxTerm: 4, MaxEntries: 2, Campaigning: ids(3), Heartbeats: true, Committed: lag[:1],
		Disks:   disks{1: noOps(3, 0, 1, 2, 2), 2: noOps(3, 0, 1), 3: noOps(3, 3, 1, 1, 3)},
		Reaches: []Situation{ConflictSeen, OlderTermSeen},
	}, 1_920_922, 40_028_384, 47),
	searched("a snapshot and two crashes", Config{
		Nodes: 3, MaxTerm: 3, MaxEntries: 2, Campaigning: ids(1), Heartbeats: true, Crashes: 2, Crashing: ids(3), Disks: lagging(), Committed: lag,
		Reaches: []Situation{SendingSnapshotSeen, HalfSnapshotSeen, InstalledSeen, ConflictSeen},
	}, 1_990_674, 35_269_508, 47),
	searched("two candidates that ask before", Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2), PreVote: all, LeaderTimeouts: true, Reaches: []Situation{PreCandidateSeen},
	}, 2_858_233, 30_475_653, 35),
	searched("two candidates, check-quorum and a read", Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2), CheckQuorum: all, Reads: 1, Reaches: []Situation{SteppedDownSeen, FailedReadSeen, ForwardedReadSeen},
	}, 1_464_666, 18_021_703, 30),
	searched("two reads, one forwarded", Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Reads: 2, Readers: ids(1, 2), MaxRounds: 2, Reaches: []Situation{ForwardedReadSeen, StaleRoundSeen},
	}, 3_675_016, 51_363_729, 35),
	searched("two reads and heartbeats", Config{
		Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Reads: 2, MaxRounds: 2, Heartbeats: true, Reaches: []Situation{ForwardedReadSeen, StaleRoundSeen},
	}, 3_331_805, 49_416_976, 40),
	searched("two leaders, a command and a crash", Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Commands: 1, Crashes: 1, Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, ToldNotAppliedSeen},
	}, 570_623, 5_637_478, 45),
	searched("two leaders, a command and a read", Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Commands: 1, Reads: 1, Readers: ids(1), Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, ToldNotAppliedSeen, FailedReadSeen},
	}, 592_874, 6_360_588, 39),
	searched("two leaders, pre-vote, check-quorum and silence", Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), PreVote: all, CheckQuorum: all, LeaderTimeouts: true, Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, PreCandidateSeen, SteppedDownSeen},
	}, 669_476, 6_589_326, 46),
}
