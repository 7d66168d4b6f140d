package twopc_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// What random and exhaustive schedules do not show, found by mutants that survived them: see mutants/twopc.

// inState returns participant 1 with a branch of txn1 in that state.
func inState(t *testing.T, state twopc.BranchState) *twopc.Participant {
	t.Helper()
	prepared := twopc.PreparedRecord{Txn: txn1, Peers: bothOf, Work: "w"}
	var m machine.Machine
	switch state {
	case twopc.BranchAbsent:
		m, _ = recovered(p1)
	case twopc.BranchEnlisted:
		m = enlisted(t, false)
	case twopc.BranchPreparing:
		m = enlisted(t, false)
		step(m, receive(coordinatorID, twopc.Prepare{Txn: txn1, Participants: bothOf}))
	case twopc.BranchPrepared:
		m, _ = recovered(p1, prepared)
	case twopc.BranchCommitting:
		m, _ = recovered(p1, prepared)
		step(m, receive(coordinatorID, twopc.Decision{Txn: txn1, Outcome: twopc.Committed}))
	case twopc.BranchCommitted:
		m, _ = recovered(p1, prepared, twopc.CommittedRecord{Txn: txn1})
	case twopc.BranchAborted:
		m, _ = recovered(p1, twopc.AbortedRecord{Txn: txn1})
	}
	p := m.(*twopc.Participant)
	require.Equal(t, state, p.State(txn1))
	return p
}

func TestParticipantsRefuseWhatDoesNotFitTheBranch(t *testing.T) {
	commit := receive(coordinatorID, twopc.Decision{Txn: txn1, Outcome: twopc.Committed})
	abort := receive(coordinatorID, twopc.Decision{Txn: txn1, Outcome: twopc.Aborted})
	inquiry := receive(p2, twopc.Inquiry{Txn: txn1})
	prepare := receive(coordinatorID, twopc.Prepare{Txn: txn1, Participants: bothOf})
	branchTimer, inquiryTimer := machine.Fire{Timer: twopc.BranchTimer{Txn: txn1}}, machine.Fire{Timer: twopc.InquiryTimer{Txn: txn1}}
	for state, refused := range map[twopc.BranchState][]machine.Input{
		twopc.BranchAbsent:     {abort, inquiry, branchTimer, inquiryTimer},
		twopc.BranchEnlisted:   {commit, inquiryTimer},
		twopc.BranchPreparing:  {prepare, commit, inquiry, branchTimer, inquiryTimer},
		twopc.BranchPrepared:   {inquiry, branchTimer},
		twopc.BranchCommitting: {prepare, commit, abort, inquiry, branchTimer, inquiryTimer},
		twopc.BranchCommitted:  {prepare, abort, branchTimer, inquiryTimer},
		twopc.BranchAborted:    {commit, abort, branchTimer, inquiryTimer},
	} {
		for _, in := range refused {
			require.True(t, step(inState(t, state), in).Empty(), "%v while the branch is %v", in, state)
		}
	}
}

func TestEnlistedBranchObeysAbort(t *testing.T) {
	p := inState(t, twopc.BranchEnlisted)
	out := step(p, receive(coordinatorID, twopc.Decision{Txn: txn1, Outcome: twopc.Aborted}))
	require.Equal(t, twopc.ActionHandleDecision, out.Action)
	require.Equal(t, twopc.BranchAborted, p.State(txn1))
}

func TestAbortedBranchMayBeForgotten(t *testing.T) {
	p := inState(t, twopc.BranchAborted)
	require.NoError(t, p.Check(twopc.Forget{Txn: txn1}))
	require.NoError(t, inState(t, twopc.BranchCommitted).Check(twopc.Forget{Txn: txn1}))
}

// otherMessage is a message of another protocol.
type otherMessage struct{ machine.Message }

func TestCoordinatorsRefuseWhatDoesNotFitTheTransaction(t *testing.T) {
	voteTimer, resendTimer := machine.Fire{Timer: twopc.VoteTimer{Txn: txn1}}, machine.Fire{Timer: twopc.ResendTimer{Txn: txn1}}
	ack := receive(p1, twopc.Ack{Txn: txn1})
	yes := receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.Yes})
	absent, _ := recovered(coordinatorID)
	decided, _ := recovered(coordinatorID, twopc.EpochRecord{Epoch: 1}, twopc.CommitRecord{Txn: txn1, Yes: bothOf})
	for _, in := range []machine.Input{voteTimer, resendTimer, ack, yes, receive(p1, otherMessage{})} {
		require.True(t, step(absent, in).Empty(), "%T", in)
	}
	for _, in := range []machine.Input{voteTimer, yes} {
		require.True(t, step(decided, in).Empty(), "%v", in)
	}
	require.ErrorIs(t, decided.(*twopc.Coordinator).Check(twopc.Abort{Txn: txn1}), twopc.ErrRefused)
	require.True(t, step(decided, machine.Request{ID: 1, Op: twopc.Abort{Txn: txn1}}).Empty())

	c := preparing(t)
	step(c, yes)
	require.True(t, step(c, ack).Empty(), "nobody has been told yet")
	require.True(t, step(c, resendTimer).Empty())
}

func TestRecoveryNamesItsActionAndTellsAborts(t *testing.T) {
	_, out := recovered(coordinatorID)
	require.Equal(t, twopc.ActionRecover, out.Action)
	_, out = recovered(p1, twopc.AbortedRecord{Txn: txn1})
	require.Equal(t, twopc.ActionRecover, out.Action)
	require.Equal(t, []machine.Apply{{Command: twopc.AbortBranch{Txn: txn1}}}, out.Applies)
}

func TestAccessorsShareNothing(t *testing.T) {
	txn2 := twopc.Txn{Coordinator: coordinatorID, Epoch: 1, Number: 2}
	c := preparing(t)
	c.Transactions()[0].Phase = twopc.Decided
	require.Equal(t, twopc.Preparing, c.Phase(txn1))
	p := inState(t, twopc.BranchPrepared)
	p.Branches()[0].State = twopc.BranchAborted
	require.Equal(t, twopc.BranchPrepared, p.State(txn1))

	cs := protocol.Empty(coordinatorID).(*twopc.CoordinatorStorage)
	require.NoError(t, cs.Add(twopc.CommitRecord{Txn: txn1, Yes: bothOf}))
	cs.Commits()[0].Txn = txn2
	r, there := cs.Commit(txn1)
	require.True(t, there)
	require.Equal(t, twopc.CommitRecord{Txn: txn1, Yes: bothOf}, r)
	_, there = cs.Commit(txn2)
	require.False(t, there)
	ps := protocol.Empty(p1).(*twopc.ParticipantStorage)
	require.NoError(t, ps.Add(twopc.AbortedRecord{Txn: txn1}))
	ps.Branches()[0].State = twopc.BranchCommitted
	require.Equal(t, twopc.BranchAborted, ps.State(txn1))
}

func TestEncodingsHaveAllOfTheState(t *testing.T) {
	txn2 := twopc.Txn{Coordinator: coordinatorID, Epoch: 1, Number: 2}
	differ := func(a, b interface{ AppendTo(b []byte) []byte }) {
		t.Helper()
		require.NotEqual(t, a.AppendTo(nil), b.AppendTo(nil))
	}
	one, _ := recovered(p1)
	two, _ := recovered(p2)
	differ(one, two)
	other := must(twopc.New(twopc.Config{Coordinators: []machine.NodeID{0, 5}, Participants: []machine.NodeID{1}}))
	differ(other.Recover(0, other.Empty(0), &machine.Output{}), other.Recover(5, other.Empty(5), &machine.Output{}))

	// The order of the records in flight says what is acknowledged next.
	differ(inFlight(t, 1, 2, 3), inFlight(t, 2, 1, 3))
	differ(inFlight(t, 1, 2, 3), inFlight(t, 1, 3, 2))

	storage := func(second twopc.Txn) machine.Durable {
		s := protocol.Empty(coordinatorID)
		require.NoError(t, s.Add(twopc.CommitRecord{Txn: txn1, Yes: bothOf}))
		require.NoError(t, s.Add(twopc.CommitRecord{Txn: second, Yes: bothOf}))
		return s
	}
	differ(storage(txn2), storage(twopc.Txn{Coordinator: coordinatorID, Epoch: 1, Number: 3}))
}

// inFlight returns a participant that has aborted transactions in that order, given by their numbers.
func inFlight(t *testing.T, order ...uint64) machine.Machine {
	t.Helper()
	m, _ := recovered(p1)
	for number := range uint64(len(order)) {
		txn := twopc.Txn{Epoch: 1, Number: number + 1}
		require.Equal(t, twopc.ActionEnlist, step(m, machine.Request{ID: 1, Op: twopc.Enlist{Txn: txn}}).Action)
	}
	for _, number := range order {
		timer := twopc.BranchTimer{Txn: twopc.Txn{Epoch: 1, Number: number}}
		require.Equal(t, twopc.ActionBranchTimeout, step(m, machine.Fire{Timer: timer}).Action)
	}
	return m
}

func TestAcknowledgementsOutOfOrderPanic(t *testing.T) {
	m := inFlight(t, 1, 2)
	require.Panics(t, func() { step(m, machine.Persisted{Seq: 2}) })
	m = inFlight(t, 1)
	step(m, machine.Persisted{Seq: 1})
	require.Panics(t, func() { step(m, machine.Persisted{Seq: 1}) })
}

func TestSetsOfUsersAreChecked(t *testing.T) {
	c := readyCoordinator(t)
	require.ErrorContains(t, c.Check(twopc.Commit{Txn: txn1, Participants: twopc.NodeSet{1, 3, 2}}), "not in order")
	require.ErrorContains(t, c.Check(twopc.Commit{Txn: txn1, Participants: twopc.NodeSet{1, 2, 2}}), "named twice")
}

func TestOneMistakeInAConfigurationIsEnough(t *testing.T) {
	nodes := func(ids ...machine.NodeID) []machine.NodeID { return ids }
	for want, c := range map[string]twopc.Config{
		"no coordinators":       {Participants: nodes(1)},
		"no participants":       {Coordinators: nodes(0)},
		"named twice in [0 4 4": {Coordinators: nodes(0, 4, 4), Participants: nodes(1)},
		"named twice in [1 2 2": {Coordinators: nodes(0), Participants: nodes(1, 2, 2)},
		"node 5 is both":        {Coordinators: nodes(0, 5), Participants: nodes(1, 5)},
	} {
		_, err := twopc.New(c)
		require.ErrorContains(t, err, want)
	}
}

func TestErrorsSayWhatWasAskedAndWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{twopc.Ended{Txn: txn1, Outcome: twopc.Aborted}.Err(), "0/1.1 run it again"},
		{twopc.Unknown(txn1), "0/1.1 read what it would have changed"},
		{readyCoordinator(t).Check(twopc.Enlist{Txn: txn1}), "enlist 0/1.1"},
	} {
		for word := range strings.FieldsSeq(c.want) {
			require.ErrorContains(t, c.err, word)
		}
	}
}
