package rsm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/rsm"
)

// TestClonesOfClientsAreIndependent: what is settled in one is not in the other.
func TestClonesOfClientsAreIndependent(t *testing.T) {
	c := rsm.NewClient(5, small)
	begin(t, c, "a")
	attempt(t, c, 1)
	copied := c.Clone()
	require.Equal(t, c, copied)
	attempt(t, copied, 1)
	require.Equal(t, rsm.NotApplied, c.Settle(1, rsm.Outcome{Kind: rsm.NotApplied}).Kind, "the other attempt is the copy's")
	require.Equal(t, rsm.Unknown, copied.Settle(1, rsm.Outcome{Kind: rsm.NotApplied}).Kind)
	copied.GiveUp(1)
	require.Equal(t, []uint64{1}, c.Waiting())
	begin(t, copied, "b")
	require.Equal(t, "session 5, last command 1, waiting [1]", c.String())
}

// TestClonesOfReplicasAreIndependent: each goes on from where the log was, with its own application.
func TestClonesOfReplicasAreIndependent(t *testing.T) {
	app := &counter{}
	r, err := rsm.NewReplica(app, small)
	require.NoError(t, err)
	r.Apply(1, string(rsm.Register{Now: 1}.AppendTo(nil)))
	first := string(rsm.Command{Session: 1, Seq: 1, Now: 1, Data: "5"}.AppendTo(nil))
	r.Apply(2, first)
	own := &counter{sum: app.sum}
	copied := r.Clone(own)
	require.EqualValues(t, 2, copied.Applied())
	require.True(t, copied.Apply(3, first).Cached, "its sessions are the same")
	require.Equal(t, "7", copied.Apply(4, string(rsm.Command{Session: 1, Seq: 2, Now: 1, Data: "2"}.AppendTo(nil))).Result)
	require.EqualValues(t, 2, r.Applied())
	require.Equal(t, 5, app.sum)
	require.Equal(t, "6", r.Apply(3, string(rsm.Command{Session: 1, Seq: 2, Now: 1, Data: "1"}.AppendTo(nil))).Result)
	require.Equal(t, 7, own.sum)
}

// TestClonesOfBrokenReplicasAreBroken: a copy of what is in no state is in no state either.
func TestClonesOfBrokenReplicasAreBroken(t *testing.T) {
	r, err := rsm.NewReplica(&counter{}, small)
	require.NoError(t, err)
	require.ErrorIs(t, r.Restore(strings.NewReader("no snapshot")), rsm.ErrDamaged)
	require.Panics(t, func() { r.Clone(&counter{}).Pass(1) })
}
