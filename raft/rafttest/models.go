package rafttest

import (
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Model is a configuration that is explored in code and, under the same name, in the specification.
type Model struct {
	// Name is the module of the model in spec/raft, without its extension.
	Name   string
	Config Config
	// Cfg is the configuration file of the model, within the module's folder.
	Cfg string
	// Deep means that it takes more than a few seconds.
	Deep bool
}

func modelOf(name string, deep bool, c Config) Model {
	c.Name = name
	if c.MaxEntries == 0 {
		c.MaxEntries = 1
	}
	if c.MaxInflight == 0 {
		c.MaxInflight = 2
	}
	if c.MaxRounds == 0 {
		c.MaxRounds = 1
	}
	return Model{Name: name, Config: c, Cfg: "spec/raft/" + name + ".cfg", Deep: deep}
}

func ids(nodes ...machine.NodeID) []machine.NodeID { return nodes }

// noOps returns a disk of a node that is in a term, has voted, and has entries of these terms.
func noOps(term raft.Term, votedFor machine.NodeID, terms ...raft.Term) []machine.Record {
	entries := make([]raft.Entry, len(terms))
	for i, t := range terms {
		entries[i] = NoOpEntry(t)
	}
	return Disk(term, votedFor, entries...)
}

type disks = map[machine.NodeID][]machine.Record

// lagging is a cluster whose first node has a snapshot, and whose third one has a log that conflicts with it.
func lagging() disks {
	return disks{1: append(noOps(2, 0, 1, 2), SnapshotAt(1, 2, 2, 2)), 2: noOps(2, 0, 1, 2), 3: noOps(2, 0, 1, 1, 1)}
}

var all = ids(1, 2, 3)

// apart are two nodes that hear nothing of each other. Both hear the third one.
var apart = [][2]machine.NodeID{{1, 2}}

// late is a disk of node 2 which has it begin with term 2.
var late = disks{2: noOps(1, 2)}

// Models are the bounds at which the code is held to its specification.
var Models = []Model{
	modelOf("MCElection", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2), Crashes: 1}),
	modelOf("MCTerms", false, Config{Nodes: 3, MaxTerm: 2, Campaigning: ids(1), Crashes: 1, Crashing: ids(2)}),
	modelOf("MCPreVote", false, Config{
		Nodes: 3, MaxTerm: 2, Campaigning: ids(1), PreVote: all, Disks: disks{2: noOps(1, 0), 3: noOps(1, 0)},
		Reaches: []Situation{PreCandidateSeen},
	}),
	modelOf("MCPreVoteMixed", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2), PreVote: ids(1), Reaches: []Situation{PreCandidateSeen}}),
	modelOf("MCCheckQuorum", false, Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), PreVote: all, CheckQuorum: all, Reaches: []Situation{SteppedDownSeen},
	}),
	modelOf("MCTwoCandidates", false, Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2), CheckQuorum: all, LeaderTimeouts: true, Reaches: []Situation{SteppedDownSeen},
	}),
	modelOf("MCHeartbeats", false, Config{
		Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Heartbeats: true, Reaches: []Situation{EverybodyHasSeen},
	}),
	modelOf("MCWindow", false, Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 2, MaxInflight: 1}),
	modelOf("MCConflict", false, Config{
		Nodes: 3, MaxTerm: 4, MaxEntries: 2, Campaigning: ids(3), Committed: []raft.Entry{NoOpEntry(1)},
		Disks:   disks{1: noOps(3, 0, 1, 2, 2), 2: noOps(3, 0, 1), 3: noOps(3, 3, 1, 1, 3)},
		Reaches: []Situation{ConflictSeen, OlderTermSeen},
	}),
	modelOf("MCRead", false, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Reads: 1, Readers: ids(1)}),
	modelOf("MCForwardedRead", false, Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Reads: 1, Readers: ids(2), Reaches: []Situation{ForwardedReadSeen},
	}),
	modelOf("MCTwoRounds", false, Config{
		Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Reads: 2, Readers: ids(1, 2), MaxRounds: 2, Reaches: []Situation{ForwardedReadSeen, StaleRoundSeen},
	}),
	modelOf("MCFailedRead", false, Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Reads: 1, Readers: ids(1), CheckQuorum: all, Reaches: []Situation{FailedReadSeen},
	}),
	modelOf("MCReadAgain", false, Config{Nodes: 2, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1), CheckQuorum: ids(1), Reads: 1, Readers: ids(1)}),
	modelOf("MCCompaction", false, Config{Nodes: 2, MaxTerm: 1, MaxEntries: 2, Campaigning: ids(1), Commands: 1, Snapshotting: ids(1, 2)}),
	modelOf("MCSnapshot", false, Config{
		Nodes: 3, MaxTerm: 3, MaxEntries: 2, Campaigning: ids(1), Crashes: 1, Crashing: ids(3), Disks: lagging(),
		Committed: []raft.Entry{NoOpEntry(1), NoOpEntry(2)},
		Reaches:   []Situation{SendingSnapshotSeen, HalfSnapshotSeen, InstalledSeen, ConflictSeen},
	}),
	modelOf("MCRetry", false, Config{
		Nodes: 2, MaxTerm: 1, MaxEntries: 2, MaxInflight: 1, Campaigning: ids(1), Commands: 1, Attempts: 2, Reaches: []Situation{AppliedTwiceSeen},
	}),
	modelOf("MCSingle", false, Config{Nodes: 1, MaxTerm: 3, Commands: 2, Reads: 1, Crashes: 2}),
	modelOf("MCSession", false, Config{
		Nodes: 1, MaxTerm: 3, Commands: 2, Sessions: []int{1, 1}, Attempts: 2, Crashes: 2, Reaches: []Situation{AppliedTwiceSeen},
	}),
	modelOf("MCRestriction", false, Config{
		Nodes: 3, MaxTerm: 3, MaxEntries: 2, Campaigning: ids(1, 2), Committed: []raft.Entry{NoOpEntry(1), NoOpEntry(2)},
		Disks:   disks{1: noOps(2, 0, 1, 1, 1), 2: noOps(2, 0, 1, 2), 3: noOps(2, 0, 1, 2)},
		Reaches: []Situation{ConflictSeen},
	}),
	modelOf("MCFigure8", false, Config{
		Nodes: 3, MaxTerm: 4, Campaigning: ids(1), Committed: []raft.Entry{NoOpEntry(1)},
		Disks:   disks{1: noOps(3, 0, 1, 2), 2: noOps(3, 0, 1), 3: noOps(3, 3, 1, 3)},
		Reaches: []Situation{ConflictSeen, OlderTermSeen},
	}),
	modelOf("MCLongerLog", true, Config{
		Nodes: 3, MaxTerm: 3, Campaigning: ids(1), Heartbeats: true, Committed: []raft.Entry{NoOpEntry(1)},
		Disks:   disks{1: noOps(2, 0, 1), 2: noOps(2, 0, 1, 2), 3: noOps(2, 0, 1)},
		Reaches: []Situation{ConflictSeen},
	}),
	modelOf("MCStaleRead", false, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Reads: 1, Readers: ids(1), Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, FailedReadSeen},
	}),
	modelOf("MCTwoLeaders", false, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Crashes: 1, Crashing: ids(3), Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen},
	}),

	modelOf("MCPipeline", true, Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 2, Reaches: []Situation{PipelineSeen}}),
	modelOf("MCCommand", true, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Reaches: []Situation{EverybodyHasSeen}}),
	modelOf("MCStepDown", true, Config{
		Nodes: 2, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Commands: 1, Disks: disks{2: noOps(1, 0)},
		Reaches: []Situation{ToldNotAppliedSeen},
	}),
	modelOf("MCTwoReads", true, Config{
		Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Reads: 2, Readers: ids(1), MaxRounds: 2, Reaches: []Situation{StaleRoundSeen},
	}),
	modelOf("MCCommandCrash", true, Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Crashes: 1, Crashing: ids(2)}),
	modelOf("MCSnapshotHeartbeats", true, Config{
		Nodes: 3, MaxTerm: 3, MaxEntries: 2, Campaigning: ids(1), Heartbeats: true, Disks: lagging(),
		Committed: []raft.Entry{NoOpEntry(1), NoOpEntry(2)}, Reaches: []Situation{InstalledSeen},
	}),
	modelOf("MCPreVoteSilence", true, Config{
		Nodes: 3, MaxTerm: 2, Campaigning: ids(1, 2), PreVote: all, LeaderTimeouts: true, Disks: late, Cut: apart,
		Reaches: []Situation{PreCandidateSeen, TwoLeadersSeen},
	}),
	modelOf("MCTwoLeadersCommand", true, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Commands: 1, Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, ToldNotAppliedSeen},
	}),
	modelOf("MCTakeOver", true, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 3), Cut: apart, Reaches: []Situation{TwoLeadersSeen, OverwritingSeen},
	}),
	modelOf("MCTwoLeadersCrash", true, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Commands: 1, Crashes: 1, Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, ToldNotAppliedSeen},
	}),
	modelOf("MCTwoLeadersRead", true, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), Commands: 1, Reads: 1, Readers: ids(1), Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, ToldNotAppliedSeen, FailedReadSeen},
	}),
	modelOf("MCTwoLeadersSilence", true, Config{
		Nodes: 3, MaxTerm: 2, MaxEntries: 2, Campaigning: ids(1, 2), PreVote: all, CheckQuorum: all, LeaderTimeouts: true, Disks: late, Cut: apart,
		Reaches: []Situation{TwoLeadersSeen, PreCandidateSeen, SteppedDownSeen},
	}),
}
