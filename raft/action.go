package raft

import "github.com/tenet-go/tenet/machine"

// The actions, as spec/raft/Raft.tla names them. Each has a handler of the same name.
const (
	ActionRecover machine.Action = "Recover"

	// election.go

	ActionLeaderTimeout         machine.Action = "LeaderTimeout"
	ActionElectionTimeout       machine.Action = "ElectionTimeout"
	ActionHandlePreVoteRequest  machine.Action = "HandlePreVoteRequest"
	ActionHandlePreVoteResponse machine.Action = "HandlePreVoteResponse"
	ActionHandleVoteRequest     machine.Action = "HandleVoteRequest"
	ActionHandleVoteResponse    machine.Action = "HandleVoteResponse"
	ActionQuorumTimeout         machine.Action = "QuorumTimeout"

	// replication.go, flush.go, commit.go

	ActionPropose              machine.Action = "Propose"
	ActionFlush                machine.Action = "Flush"
	ActionHeartbeatTimeout     machine.Action = "HeartbeatTimeout"
	ActionHandleAppendRequest  machine.Action = "HandleAppendRequest"
	ActionHandleAppendResponse machine.Action = "HandleAppendResponse"
	ActionPersist              machine.Action = "Persist"

	// read.go

	ActionRead               machine.Action = "Read"
	ActionForwardRead        machine.Action = "ForwardRead"
	ActionHandleReadRequest  machine.Action = "HandleReadRequest"
	ActionHandleReadResponse machine.Action = "HandleReadResponse"

	// snapshot.go

	ActionTakeSnapshot           machine.Action = "TakeSnapshot"
	ActionHandleSnapshotRequest  machine.Action = "HandleSnapshotRequest"
	ActionHandleSnapshotResponse machine.Action = "HandleSnapshotResponse"
)
