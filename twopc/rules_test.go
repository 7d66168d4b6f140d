package twopc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// The rules of the papers, one test each, against the bare machines.

const coordinatorID, p1, p2 = machine.NodeID(0), machine.NodeID(1), machine.NodeID(2)

var (
	txn1     = twopc.Txn{Coordinator: coordinatorID, Epoch: 1, Number: 1}
	bothOf   = twopc.NewNodeSet(p1, p2)
	protocol = must(twopc.New(twopc.Config{Coordinators: []machine.NodeID{0}, Participants: []machine.NodeID{1, 2, 3}}))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// step gives m an input, and returns what its host must do.
func step(m machine.Machine, in machine.Input) *machine.Output {
	var out machine.Output
	m.Step(in, &out)
	return &out
}

func receive(from machine.NodeID, m machine.Message) machine.Input {
	return machine.Receive{From: from, Message: m}
}

func recovered(id machine.NodeID, records ...machine.Record) (machine.Machine, *machine.Output) {
	storage := protocol.Empty(id)
	for _, r := range records {
		if err := storage.Add(r); err != nil {
			panic(err)
		}
	}
	var out machine.Output
	return protocol.Recover(id, storage, &out), &out
}

// readyCoordinator returns a coordinator that has begun txn1.
func readyCoordinator(t *testing.T) *twopc.Coordinator {
	t.Helper()
	m, _ := recovered(coordinatorID)
	step(m, machine.Persisted{Seq: 1})
	began := step(m, machine.Request{ID: 7, Op: twopc.Begin{}})
	require.Equal(t, []machine.Reply{{ID: 7, Result: twopc.Began{Txn: txn1}}}, began.Replies)
	return m.(*twopc.Coordinator)
}

// preparing returns a coordinator that has asked both participants to prepare txn1.
func preparing(t *testing.T) *twopc.Coordinator {
	t.Helper()
	c := readyCoordinator(t)
	out := step(c, machine.Request{ID: 8, Op: twopc.Commit{Txn: txn1, Participants: bothOf}})
	require.Equal(t, twopc.ActionRequestCommit, out.Action)
	require.Equal(t, []machine.Send{
		{To: p1, Message: twopc.Prepare{Txn: txn1, Participants: bothOf}},
		{To: p2, Message: twopc.Prepare{Txn: txn1, Participants: bothOf}},
	}, out.Sends)
	return c
}

func enlisted(t *testing.T, readOnly bool) *twopc.Participant {
	t.Helper()
	m, _ := recovered(p1)
	out := step(m, machine.Request{ID: 1, Op: twopc.Enlist{Txn: txn1, ReadOnly: readOnly, Work: "w"}})
	require.Equal(t, []machine.TimerChange{{Timer: twopc.BranchTimer{Txn: txn1}}}, out.Timers)
	return m.(*twopc.Participant)
}

func TestRStar_2_1_CommitRecordIsForcedBeforeTheDecision(t *testing.T) {
	c := preparing(t)
	require.Equal(t, twopc.ActionHandleVote, step(c, receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.Yes})).Action)
	out := step(c, receive(p2, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	require.Equal(t, []machine.Record{twopc.CommitRecord{Txn: txn1, Yes: bothOf}}, out.Records)
	require.Equal(t, []machine.Send{
		{To: p1, Message: twopc.Decision{Txn: txn1, Outcome: twopc.Committed}, After: out.Seq},
		{To: p2, Message: twopc.Decision{Txn: txn1, Outcome: twopc.Committed}, After: out.Seq},
	}, out.Sends)
	require.Equal(t, []machine.Reply{{ID: 8, Result: twopc.Ended{Txn: txn1, Outcome: twopc.Committed}, After: out.Seq}}, out.Replies)
	require.Equal(t, twopc.Committing, c.Phase(txn1))
	step(c, machine.Persisted{Seq: out.Seq})
	require.Equal(t, twopc.Decided, c.Phase(txn1))
}

func TestRStar_2_1_PreparedRecordIsForcedBeforeTheVote(t *testing.T) {
	p := enlisted(t, false)
	out := step(p, receive(coordinatorID, twopc.Prepare{Txn: txn1, Participants: bothOf}))
	require.Equal(t, []machine.Record{twopc.PreparedRecord{Txn: txn1, Peers: bothOf, Work: "w"}}, out.Records)
	require.Equal(t, []machine.Send{{To: coordinatorID, Message: twopc.Vote{Txn: txn1, Choice: twopc.Yes}, After: out.Seq}}, out.Sends)
}

func TestRStar_3_PresumedAbortWritesNothingAtTheCoordinator(t *testing.T) {
	c := preparing(t)
	step(c, receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	out := step(c, receive(p2, twopc.Vote{Txn: txn1, Choice: twopc.No}))
	require.Empty(t, out.Records)
	require.Equal(t, []machine.Send{{To: p1, Message: twopc.Decision{Txn: txn1, Outcome: twopc.Aborted}}}, out.Sends,
		"whoever has voted no knows")
	require.Equal(t, twopc.Absent, c.Phase(txn1))
	require.Empty(t, c.Transactions())
}

func TestRStar_3_UnknownMeansAborted(t *testing.T) {
	m, _ := recovered(coordinatorID)
	out := step(m, receive(p1, twopc.Inquiry{Txn: txn1}))
	require.Equal(t, []machine.Send{{To: p1, Message: twopc.Decision{Txn: txn1, Outcome: twopc.Aborted}}}, out.Sends)
}

func TestRStar_3_ReadOnlyParticipantHasNoSecondPhase(t *testing.T) {
	c := preparing(t)
	step(c, receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.ReadOnly}))
	out := step(c, receive(p2, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	require.Equal(t, []machine.Record{twopc.CommitRecord{Txn: txn1, Yes: twopc.NewNodeSet(p2)}}, out.Records)
	require.Len(t, out.Sends, 1)

	p := enlisted(t, true)
	out = step(p, receive(coordinatorID, twopc.Prepare{Txn: txn1, Participants: bothOf}))
	require.Empty(t, out.Records)
	require.Equal(t, []machine.Apply{{Command: twopc.ReleaseBranch{Txn: txn1}}}, out.Applies)
	require.Equal(t, twopc.BranchAbsent, p.State(txn1))
}

func TestRStar_3_ReadOnlyTransactionWritesNothing(t *testing.T) {
	c := preparing(t)
	step(c, receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.ReadOnly}))
	out := step(c, receive(p2, twopc.Vote{Txn: txn1, Choice: twopc.ReadOnly}))
	require.Empty(t, out.Records)
	require.Empty(t, out.Sends)
	require.Equal(t, []machine.Reply{{ID: 8, Result: twopc.Ended{Txn: txn1, Outcome: twopc.Committed}}}, out.Replies)
	require.Equal(t, twopc.Absent, c.Phase(txn1))
}

func TestRStar_2_1_EndRecordWaitsForAllAcknowledgements(t *testing.T) {
	m, out := recovered(coordinatorID, twopc.CommitRecord{Txn: txn1, Yes: bothOf})
	require.Equal(t, []machine.TimerChange{{Timer: twopc.ResendTimer{Txn: txn1}}}, out.Timers)
	require.Empty(t, step(m, receive(p1, twopc.Ack{Txn: txn1})).Records)
	require.True(t, step(m, receive(p1, twopc.Ack{Txn: txn1})).Empty(), "it counts once")
	require.True(t, step(m, receive(3, twopc.Ack{Txn: txn1})).Empty(), "it has not voted")
	end := step(m, receive(p2, twopc.Ack{Txn: txn1}))
	require.Equal(t, []machine.Record{twopc.EndRecord{Txn: txn1}}, end.Records)
	require.Equal(t, []machine.TimerChange{{Timer: twopc.ResendTimer{Txn: txn1}, Stop: true}}, end.Timers)
}

func TestBernstein_7_4_WhoIsInDoubtAsksAll(t *testing.T) {
	m, out := recovered(p1, twopc.PreparedRecord{Txn: txn1, Peers: bothOf, Work: "w"})
	require.Equal(t, []machine.Apply{{Command: twopc.RestoreBranch{Txn: txn1, Work: "w"}}}, out.Applies)
	require.Equal(t, []machine.TimerChange{{Timer: twopc.InquiryTimer{Txn: txn1}}}, out.Timers)
	out = step(m, machine.Fire{Timer: twopc.InquiryTimer{Txn: txn1}})
	require.Equal(t, []machine.Send{
		{To: coordinatorID, Message: twopc.Inquiry{Txn: txn1}}, {To: p2, Message: twopc.Inquiry{Txn: txn1}},
	}, out.Sends)
	require.Equal(t, []machine.TimerChange{{Timer: twopc.InquiryTimer{Txn: txn1}}}, out.Timers)
}

func TestBernstein_7_4_WhoIsAskedBeforeItsVoteAborts(t *testing.T) {
	p := enlisted(t, false)
	out := step(p, receive(p2, twopc.Inquiry{Txn: txn1}))
	require.Equal(t, []machine.Send{{To: p2, Message: twopc.Decision{Txn: txn1, Outcome: twopc.Aborted}}}, out.Sends)
	require.Equal(t, []machine.Apply{{Command: twopc.AbortBranch{Txn: txn1}}}, out.Applies)
	out = step(p, receive(coordinatorID, twopc.Prepare{Txn: txn1, Participants: bothOf}))
	require.Equal(t, []machine.Send{{To: coordinatorID, Message: twopc.Vote{Txn: txn1, Choice: twopc.No}}}, out.Sends)
}

func TestEpochIsDurableBeforeTheFirstTransaction(t *testing.T) {
	m, out := recovered(coordinatorID, twopc.EpochRecord{Epoch: 1})
	require.Equal(t, []machine.Record{twopc.EpochRecord{Epoch: 2}}, out.Records)
	c := m.(*twopc.Coordinator)
	require.True(t, step(c, machine.Request{ID: 1, Op: twopc.Begin{}}).Empty())
	require.ErrorIs(t, c.Check(twopc.Begin{}), twopc.ErrNotReady)
	step(c, machine.Persisted{Seq: 1})
	require.NoError(t, c.Check(twopc.Begin{}))
	began := step(c, machine.Request{ID: 1, Op: twopc.Begin{}})
	require.Equal(t, twopc.Began{Txn: twopc.Txn{Epoch: 2, Number: 1}}, began.Replies[0].Result)
}

func TestClientGivesUp(t *testing.T) {
	c := readyCoordinator(t)
	out := step(c, machine.Request{ID: 9, Op: twopc.Abort{Txn: txn1}})
	require.Equal(t, twopc.ActionVoteTimeout, out.Action)
	require.Equal(t, []machine.Reply{{ID: 9, Result: twopc.Ended{Txn: txn1, Outcome: twopc.Aborted}}}, out.Replies)
	require.Equal(t, []machine.TimerChange{{Timer: twopc.VoteTimer{Txn: txn1}, Stop: true}}, out.Timers)
	require.ErrorIs(t, c.Check(twopc.Abort{Txn: txn1}), twopc.ErrRefused)

	c = preparing(t)
	out = step(c, machine.Request{ID: 9, Op: twopc.Abort{Txn: txn1}})
	require.Len(t, out.Sends, 2)
	require.Equal(t, []machine.Reply{
		{ID: 8, Result: twopc.Ended{Txn: txn1, Outcome: twopc.Aborted}},
		{ID: 9, Result: twopc.Ended{Txn: txn1, Outcome: twopc.Aborted}},
	}, out.Replies)

	p := enlisted(t, false)
	out = step(p, machine.Request{ID: 9, Op: twopc.Abort{Txn: txn1}})
	require.Equal(t, twopc.ActionBranchTimeout, out.Action)
	require.Equal(t, []machine.Reply{{ID: 9, Result: twopc.Ended{Txn: txn1, Outcome: twopc.Aborted}}}, out.Replies)
	require.Equal(t, twopc.BranchAborted, p.State(txn1))
}

func TestMisdirectedMessagesAreRefused(t *testing.T) {
	c := preparing(t)
	other := twopc.Txn{Coordinator: 5, Epoch: 1, Number: 1}
	require.True(t, step(c, receive(p1, twopc.Inquiry{Txn: other})).Empty(), "it would presume the abort of another coordinator's transaction")
	require.True(t, step(c, receive(3, twopc.Vote{Txn: txn1, Choice: twopc.Yes})).Empty(), "not asked to vote")
	require.True(t, step(c, receive(p1, twopc.Prepare{Txn: txn1})).Empty())
	require.True(t, step(c, machine.Flush{}).Empty())
	require.True(t, step(c, machine.Fire{Timer: twopc.BranchTimer{Txn: txn1}}).Empty())

	p := enlisted(t, false)
	require.True(t, step(p, receive(p2, twopc.Ack{Txn: txn1})).Empty())
	require.True(t, step(p, machine.Flush{}).Empty())
	require.True(t, step(p, machine.Fire{Timer: twopc.VoteTimer{Txn: txn1}}).Empty())
}

func TestLateTimersAreRefused(t *testing.T) {
	c := preparing(t)
	require.True(t, step(c, machine.Fire{Timer: twopc.ResendTimer{Txn: txn1}}).Empty())
	step(c, receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	step(c, receive(p2, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	require.True(t, step(c, machine.Fire{Timer: twopc.VoteTimer{Txn: txn1}}).Empty(), "it is committing")

	p := enlisted(t, false)
	require.True(t, step(p, machine.Fire{Timer: twopc.InquiryTimer{Txn: txn1}}).Empty())
	step(p, receive(coordinatorID, twopc.Prepare{Txn: txn1, Participants: bothOf}))
	require.True(t, step(p, machine.Fire{Timer: twopc.BranchTimer{Txn: txn1}}).Empty(), "it may have voted")
}

// TestAbortOfACommittedBranchIsRefused: it is the answer of a coordinator that has forgotten, to an inquiry of long ago.
func TestAbortOfACommittedBranchIsRefused(t *testing.T) {
	m, _ := recovered(p1, twopc.PreparedRecord{Txn: txn1, Peers: bothOf, Work: "w"})
	abort := receive(coordinatorID, twopc.Decision{Txn: txn1, Outcome: twopc.Aborted})
	out := step(m, receive(coordinatorID, twopc.Decision{Txn: txn1, Outcome: twopc.Committed}))
	require.Equal(t, []machine.Record{twopc.CommittedRecord{Txn: txn1}}, out.Records)
	require.True(t, step(m, abort).Empty(), "its record is in flight")
	step(m, machine.Persisted{Seq: out.Seq})
	require.True(t, step(m, abort).Empty())
	step(m, machine.Request{ID: 1, Op: twopc.Forget{Txn: txn1}})
	require.True(t, step(m, abort).Empty(), "it is forgotten")
}
