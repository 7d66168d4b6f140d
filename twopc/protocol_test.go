package twopc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

func TestConfigurationErrorsAreListed(t *testing.T) {
	for _, c := range []struct {
		config twopc.Config
		want   []string
	}{
		{twopc.Config{}, []string{"there are no coordinators", "there are no participants"}},
		{
			twopc.Config{Coordinators: []machine.NodeID{1, 1}, Participants: []machine.NodeID{1, 2, 2}},
			[]string{"a coordinator is named twice in [1 1]", "a participant is named twice in [1 2 2]", "node 1 is both a coordinator and a participant"},
		},
	} {
		_, err := twopc.New(c.config)
		for _, want := range c.want {
			require.ErrorContains(t, err, want)
		}
	}
	require.Equal(t, twopc.NewNodeSet(0), protocol.Coordinators())
	require.Equal(t, twopc.NewNodeSet(1, 2, 3), protocol.Participants())
}

func TestNodesOfNoClusterPanic(t *testing.T) {
	require.PanicsWithValue(t, "twopc: node 9 is neither a coordinator nor a participant", func() { protocol.Empty(9) })
	for id, storage := range map[machine.NodeID]machine.Durable{
		0: protocol.Empty(1), 1: protocol.Empty(0), 9: protocol.Empty(1),
	} {
		require.Panics(t, func() { protocol.Recover(id, storage, &machine.Output{}) }, "node %d", id)
	}
}

func TestStorageRefusesWhatCannotFollow(t *testing.T) {
	prepared := twopc.PreparedRecord{Txn: txn1, Peers: bothOf}
	for _, c := range []struct {
		id      machine.NodeID
		records []machine.Record
		want    string
	}{
		{0, []machine.Record{twopc.EpochRecord{Epoch: 1}, twopc.EpochRecord{Epoch: 1}}, "epoch 1 after epoch 1"},
		{0, []machine.Record{twopc.EpochRecord{Epoch: 2}}, "epoch 2 after epoch 0"},
		{0, []machine.Record{twopc.CommitRecord{Txn: txn1}, twopc.CommitRecord{Txn: txn1}}, "is there twice"},
		{0, []machine.Record{twopc.EndRecord{Txn: txn1}}, "without its commit record"},
		{0, []machine.Record{prepared}, "storage of a coordinator: a record of type twopc.PreparedRecord"},
		{1, []machine.Record{prepared, prepared}, "cannot follow"},
		{1, []machine.Record{twopc.CommittedRecord{Txn: txn1}}, "cannot follow"},
		{1, []machine.Record{twopc.AbortedRecord{Txn: txn1}, prepared}, "cannot follow"},
		{1, []machine.Record{prepared, twopc.CommittedRecord{Txn: txn1}, twopc.AbortedRecord{Txn: txn1}}, "cannot follow"},
		{1, []machine.Record{prepared, twopc.ForgottenRecord{Txn: txn1}}, "cannot follow"},
		{1, []machine.Record{twopc.EndRecord{Txn: txn1}}, "storage of a participant: a record of type twopc.EndRecord"},
	} {
		storage := protocol.Empty(c.id)
		var err error
		for i, r := range c.records {
			require.NoError(t, err, "record %d is the first that is wrong", i)
			err = storage.Add(r)
		}
		require.ErrorContains(t, err, c.want)
	}
}

func TestStorageIsTheFoldOfItsRecords(t *testing.T) {
	s := protocol.Empty(p1).(*twopc.ParticipantStorage)
	empty := s.AppendTo(nil)
	for _, r := range []machine.Record{
		twopc.PreparedRecord{Txn: txn1, Peers: bothOf, Work: "w"}, twopc.CommittedRecord{Txn: txn1},
	} {
		require.NoError(t, s.Add(r))
	}
	require.Equal(t, []twopc.Branch{{Txn: txn1, State: twopc.BranchCommitted, Work: "w"}}, s.Branches())
	copied := s.Clone()
	require.NoError(t, copied.Add(twopc.ForgottenRecord{Txn: txn1}))
	require.Equal(t, empty, copied.AppendTo(nil))
	require.Equal(t, twopc.BranchCommitted, s.State(txn1), "a clone shares nothing")

	_, out := recovered(p1, twopc.PreparedRecord{Txn: txn1, Peers: bothOf, Work: "w"}, twopc.CommittedRecord{Txn: txn1})
	require.Equal(t, []machine.Apply{{Command: twopc.CommitBranch{Txn: txn1, Work: "w"}}}, out.Applies)
}

func TestErrorsTellNotAppliedFromUnknown(t *testing.T) {
	aborted := twopc.Ended{Txn: txn1, Outcome: twopc.Aborted}.Err()
	require.ErrorIs(t, aborted, twopc.ErrAborted)
	require.ErrorIs(t, aborted, twopc.ErrNotApplied)
	require.NotErrorIs(t, aborted, twopc.ErrUnknown)
	require.NotErrorIs(t, aborted, twopc.ErrRefused)
	require.NoError(t, twopc.Ended{Txn: txn1, Outcome: twopc.Committed}.Err())

	unknown := twopc.Unknown(txn1)
	require.ErrorIs(t, unknown, twopc.ErrUnknown)
	require.NotErrorIs(t, unknown, twopc.ErrNotApplied)
	require.ErrorContains(t, unknown, "0/1.1")
}

func TestCheckSaysWhyARequestIsRefused(t *testing.T) {
	c := preparing(t)
	p := enlisted(t, false)
	foreign := twopc.Txn{Coordinator: 5, Epoch: 1, Number: 1}
	checkers := map[string]interface{ Check(op machine.Op) error }{"coordinator": c, "participant": p}
	for _, x := range []struct {
		at   string
		op   machine.Op
		want string
	}{
		{"coordinator", twopc.Commit{Txn: txn1, Participants: bothOf}, "asked for already"},
		{"coordinator", twopc.Commit{Txn: txn1}, "no participants are named"},
		{"coordinator", twopc.Commit{Txn: txn1, Participants: twopc.NodeSet{2, 1}}, "not in order"},
		{"coordinator", twopc.Commit{Txn: txn1, Participants: twopc.NodeSet{1, 1}}, "named twice"},
		{"coordinator", twopc.Commit{Txn: txn1, Participants: twopc.NodeSet{1, 8}}, "participants of the cluster, [1 2 3]"},
		{"coordinator", twopc.Commit{Txn: foreign, Participants: bothOf}, "another coordinator"},
		{"coordinator", twopc.Abort{Txn: foreign}, "does not know"},
		{"coordinator", twopc.Enlist{Txn: txn1}, "a coordinator is asked to"},
		{"participant", twopc.Enlist{Txn: txn1}, "there already, enlisted"},
		{"participant", twopc.Abort{Txn: foreign}, "this one is absent"},
		{"participant", twopc.Forget{Txn: txn1}, "this one is enlisted"},
		{"participant", twopc.Begin{}, "a participant is asked to"},
	} {
		err := checkers[x.at].Check(x.op)
		require.ErrorIs(t, err, twopc.ErrRefused)
		require.ErrorIs(t, err, twopc.ErrNotApplied)
		require.ErrorContains(t, err, x.want)
		require.True(t, step(checkers[x.at].(machine.Machine), machine.Request{ID: 1, Op: x.op}).Empty(), "%v", x.op)
	}
	step(c, receive(p1, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	step(c, receive(p2, twopc.Vote{Txn: txn1, Choice: twopc.Yes}))
	require.ErrorContains(t, c.Check(twopc.Abort{Txn: txn1}), "too late")
}
