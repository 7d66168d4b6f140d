package twopc

import "github.com/tenet-go/tenet/machine"

// The actions, as spec/twopc/TwoPhaseCommit.tla names them. Each has a handler of the same name.
const (
	// ActionRecover is the start of any node.
	ActionRecover machine.Action = "Recover"

	// Of the coordinator.

	ActionBegin              machine.Action = "Begin"
	ActionRequestCommit      machine.Action = "RequestCommit"
	ActionRefuseCommit       machine.Action = "RefuseCommit"
	ActionHandleVote         machine.Action = "HandleVote"
	ActionVoteTimeout        machine.Action = "VoteTimeout"
	ActionHandleInquiry      machine.Action = "HandleInquiry"
	ActionHandleAck          machine.Action = "HandleAck"
	ActionResendDecision     machine.Action = "ResendDecision"
	ActionPersistCoordinator machine.Action = "PersistCoordinator"

	// Of the participant.

	ActionEnlist              machine.Action = "Enlist"
	ActionHandlePrepare       machine.Action = "HandlePrepare"
	ActionHandleDecision      machine.Action = "HandleDecision"
	ActionHandleBranchInquiry machine.Action = "HandleBranchInquiry"
	ActionInquire             machine.Action = "Inquire"
	ActionBranchTimeout       machine.Action = "BranchTimeout"
	ActionForget              machine.Action = "Forget"
	ActionPersistParticipant  machine.Action = "PersistParticipant"
)
