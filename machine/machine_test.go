package machine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
)

func TestJournalNumbersBatches(t *testing.T) {
	var j machine.Journal
	require.Equal(t, machine.Seq(0), j.Last())
	require.Equal(t, machine.Seq(1), j.Next())
	require.Equal(t, machine.Seq(2), j.Next())
	require.Equal(t, machine.Seq(2), j.Last())
	require.Equal(t, 2, j.Outstanding())
	j.Acknowledge(1)
	require.Equal(t, machine.Seq(2), j.Last())
	j.Acknowledge(2)
	require.Equal(t, machine.Seq(0), j.Last(), "everything is durable: nothing to wait for")
	require.Zero(t, j.Outstanding())
	require.Equal(t, machine.Seq(3), j.Next())
}

func TestJournalsOfEqualOutstandingAreEqual(t *testing.T) {
	var a, b machine.Journal
	a.Next()
	b.Next()
	b.Acknowledge(1)
	require.NotEqual(t, a.AppendTo(nil), b.AppendTo(nil))
	b.Next()
	require.Equal(t, a.AppendTo(nil), b.AppendTo(nil))
}

func TestJournalPanicsWhenTheHostBreaksTheContract(t *testing.T) {
	for _, seq := range []machine.Seq{0, 2, 3} {
		var j machine.Journal
		j.Next()
		j.Next()
		require.PanicsWithValue(t, "machine: batch "+string(rune('0'+seq))+" was acknowledged, expected 1 of 2", func() { j.Acknowledge(seq) })
	}
	var j machine.Journal
	require.Panics(t, func() { j.Acknowledge(1) })
}

type text string

func (t text) AppendTo(b []byte) []byte { return append(b, t...) }
func (t text) String() string           { return string(t) }

func TestOutput(t *testing.T) {
	var out machine.Output
	require.True(t, out.Empty())
	out.Persist(4, text("r"), text("s"))
	out.Send(2, text("m"), 4)
	out.Reply(7, text("done"), 4)
	out.Apply(text("do"), 0)
	out.SetTimer(text("t"))
	out.StopTimer(text("u"))
	out.Action = "Act"
	require.Equal(t, machine.Output{
		Action: "Act", Records: []machine.Record{text("r"), text("s")}, Seq: 4,
		Sends:   []machine.Send{{To: 2, Message: text("m"), After: 4}},
		Replies: []machine.Reply{{ID: 7, Result: text("done"), After: 4}},
		Applies: []machine.Apply{{Command: text("do")}},
		Timers:  []machine.TimerChange{{Timer: text("t")}, {Timer: text("u"), Stop: true}},
	}, out)
	require.False(t, out.Empty())
	require.Panics(t, func() { out.Persist(5, text("q")) }, "one batch a step")
	out.Reset()
	require.True(t, out.Empty())
	require.Zero(t, out.Seq)
}

func TestInputsSayWhatTheyAre(t *testing.T) {
	for want, in := range map[string]machine.Input{
		"receive m from 3": machine.Receive{From: 3, Message: text("m")},
		"fire t":           machine.Fire{Timer: text("t")},
		"request 7: op":    machine.Request{ID: 7, Op: text("op")},
		"flush":            machine.Flush{},
		"persisted 2":      machine.Persisted{Seq: 2},
	} {
		require.Equal(t, want, in.String())
	}
}
