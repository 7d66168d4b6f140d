package rsm_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/rsm"
)

func begin(t require.TestingT, c *rsm.Client, data string) uint64 {
	seq, err := c.Begin(data)
	require.NoError(t, err)
	return seq
}

func attempt(t require.TestingT, c *rsm.Client, seq uint64) rsm.Command {
	e, ok := c.Attempt(seq, 7)
	require.True(t, ok)
	return e
}

func TestClientsNumberAndAcknowledge(t *testing.T) {
	c := rsm.NewClient(5, rsm.Limits{Outstanding: 3})
	require.EqualValues(t, 5, c.Session())
	require.EqualValues(t, 1, begin(t, c, "a"))
	require.EqualValues(t, 2, begin(t, c, "b"))
	require.EqualValues(t, 3, begin(t, c, "c"))
	require.Equal(t, []uint64{1, 2, 3}, c.Waiting())
	_, err := c.Begin("d")
	require.ErrorIs(t, err, rsm.ErrOutstanding)
	require.ErrorIs(t, err, rsm.ErrNotApplied)
	require.ErrorContains(t, err, "rsm: command 4 of session 5: too many outstanding")
	require.Equal(t, command(5, 3, 0, 7, "c"), attempt(t, c, 3))
	require.Equal(t, rsm.Applied, c.Settle(3, rsm.Outcome{Kind: rsm.Applied}).Kind)
	require.Equal(t, command(5, 2, 0, 7, "b"), attempt(t, c, 2), "1 is not answered")
	_, err = c.Begin("d")
	require.ErrorIs(t, err, rsm.ErrOutstanding, "1 still counts from")
	attempt(t, c, 1)
	c.Settle(1, rsm.Outcome{Kind: rsm.Applied})
	require.Equal(t, []uint64{2}, c.Waiting())
	require.EqualValues(t, 4, begin(t, c, "d"))
	require.Equal(t, command(5, 4, 1, 7, "d"), attempt(t, c, 4))
	c.GiveUp(2)
	require.Equal(t, command(5, 4, 3, 7, "d"), attempt(t, c, 4), "what is given up is acknowledged")
	require.Equal(t, "session 5, last command 4, waiting [4]", c.String())
	c.GiveUp(4)
	require.EqualValues(t, 5, begin(t, c, "e"))
	require.Equal(t, command(5, 5, 4, 7, "e"), attempt(t, c, 5))
	_, ok := c.Attempt(4, 7)
	require.False(t, ok)
	_, ok = c.Attempt(6, 7)
	require.False(t, ok)
}

func TestClientsJudgeSeveralAttempts(t *testing.T) {
	const (
		unknown, notApplied, applied, expired, freed, crowded, malformed = rsm.Unknown, rsm.NotApplied, rsm.Applied, rsm.Expired, rsm.Freed, rsm.Crowded, rsm.Malformed
	)
	for _, c := range []struct {
		attempts int
		told     []rsm.Kind
		want     []rsm.Kind
	}{
		{1, []rsm.Kind{notApplied}, []rsm.Kind{notApplied}},
		{1, []rsm.Kind{crowded}, []rsm.Kind{crowded}},
		{1, []rsm.Kind{malformed}, []rsm.Kind{malformed}},
		{1, []rsm.Kind{unknown}, []rsm.Kind{unknown}},
		{1, []rsm.Kind{freed}, []rsm.Kind{unknown}},
		{1, []rsm.Kind{expired}, []rsm.Kind{notApplied}}, // there was no earlier attempt
		{2, []rsm.Kind{notApplied, notApplied}, []rsm.Kind{unknown, notApplied}},
		{2, []rsm.Kind{notApplied, expired}, []rsm.Kind{unknown, notApplied}},
		{2, []rsm.Kind{unknown, notApplied}, []rsm.Kind{unknown, unknown}},
		{2, []rsm.Kind{unknown, expired}, []rsm.Kind{unknown, expired}},
		{2, []rsm.Kind{unknown, applied}, []rsm.Kind{unknown, applied}},
		{2, []rsm.Kind{expired, expired}, []rsm.Kind{expired, notApplied}},
		{2, []rsm.Kind{expired, unknown}, []rsm.Kind{expired, expired}},
		{2, []rsm.Kind{expired, applied}, []rsm.Kind{expired, applied}}, // before it expired
		{1, []rsm.Kind{unknown, applied}, []rsm.Kind{unknown, applied}}, // an answer that came late
		{1, []rsm.Kind{unknown, notApplied}, []rsm.Kind{unknown, unknown}},
		{1, []rsm.Kind{applied, notApplied}, []rsm.Kind{applied, unknown}}, // nobody waits for it
		{0, []rsm.Kind{notApplied}, []rsm.Kind{unknown}},                   // nobody has attempted it
	} {
		client := rsm.NewClient(5, small)
		begin(t, client, "a")
		for range c.attempts {
			attempt(t, client, 1)
		}
		for i, told := range c.told {
			got := client.Settle(1, rsm.Outcome{Kind: told, Session: 5, Seq: 1})
			require.Equal(t, rsm.Outcome{Kind: c.want[i], Session: 5, Seq: 1}, got, "%d attempts, %v, number %d", c.attempts, c.told, i)
		}
		require.Equal(t, slices.Contains(c.told, expired), client.Over(), "%v", c.told)
	}
}

func TestNothingIsAttemptedInASessionThatIsOver(t *testing.T) {
	c := rsm.NewClient(5, small)
	begin(t, c, "a")
	attempt(t, c, 1)
	c.Settle(1, rsm.Outcome{Kind: rsm.Expired})
	_, ok := c.Attempt(1, 7)
	require.False(t, ok)
	_, err := c.Begin("b")
	require.ErrorIs(t, err, rsm.ErrExpired)
	require.ErrorIs(t, err, rsm.ErrNotApplied)
	require.NotErrorIs(t, err, rsm.ErrUnknown)
	require.EqualError(t, err, "rsm: command 2 of session 5: not applied: the session is over; register another one")
}

// TestWhatNobodyHasAttemptedSettlesNothing: an answer too many does not count for an attempt that comes after it.
func TestWhatNobodyHasAttemptedSettlesNothing(t *testing.T) {
	c := rsm.NewClient(5, small)
	begin(t, c, "a")
	require.Equal(t, rsm.Unknown, c.Settle(1, rsm.Outcome{Kind: rsm.NotApplied}).Kind)
	attempt(t, c, 1)
	attempt(t, c, 1)
	require.Equal(t, rsm.Unknown, c.Settle(1, rsm.Outcome{Kind: rsm.NotApplied}).Kind, "the other attempt may be applied")
	require.Equal(t, rsm.NotApplied, c.Settle(1, rsm.Outcome{Kind: rsm.NotApplied}).Kind)
}

// TestOutcomesOfOtherCommandsSettleNothing: the host has mixed up its answers. The attempt waits for its own, which still counts for all that it says.
func TestOutcomesOfOtherCommandsSettleNothing(t *testing.T) {
	for _, other := range []rsm.Outcome{{Session: 6, Seq: 1}, {Session: 5, Seq: 2}, {Session: 6}, {Seq: 2}, {Session: 4, Seq: 3}} {
		for _, kind := range []rsm.Kind{rsm.Unknown, rsm.NotApplied, rsm.Applied, rsm.Expired, rsm.Freed, rsm.Crowded, rsm.Malformed} {
			c := rsm.NewClient(5, small)
			begin(t, c, "a")
			attempt(t, c, 1)
			other.Kind = kind
			require.Equal(t, rsm.Outcome{Kind: rsm.Unknown, Session: 5, Seq: 1}, c.Settle(1, other), "%v of %d, %d", kind, other.Session, other.Seq)
			require.Equal(t, []uint64{1}, c.Waiting())
			require.False(t, c.Over())
			own := c.Clone()
			require.Equal(t, rsm.NotApplied, c.Settle(1, rsm.Outcome{Kind: rsm.NotApplied, Session: 5, Seq: 1}).Kind)
			require.Equal(t, rsm.Applied, own.Settle(1, rsm.Outcome{Kind: rsm.Applied, Seq: 1}).Kind)
		}
	}
}

// cluster is a log of which clients see little: proposals wait, are dropped, come in any order, come twice, and are not answered.
type cluster struct {
	log
	clients []*rsm.Client
	waiting []proposal
	now     uint64
	begun   int                    // commands, which makes their data different
	final   map[string]rsm.Outcome // by the data of the command
}

type proposal struct {
	entry  rsm.Command
	client int
	silent bool // its client was told that it is unknown, or that an answer has come
}

func (c *cluster) settle(p proposal, o rsm.Outcome) {
	if p.silent {
		return
	}
	if known := c.clients[p.client].Settle(p.entry.Seq, o); known.Kind == rsm.Applied {
		c.final[p.entry.Data] = known
	} else {
		c.final[p.entry.Data] = rsm.Outcome{Kind: known.Kind}
	}
}

// What clients conclude is true: what they know to be applied has taken effect once, with the result that they have, and what
// they know not to be applied never takes effect.
func TestClientsKnowWhatTheyKnow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := genLimits().Draw(t, "limits")
		c := &cluster{log: newLog(limits), final: map[string]rsm.Outcome{}}
		for range rapid.IntRange(1, 3).Draw(t, "clients") {
			c.clients = append(c.clients, rsm.NewClient(c.add(rsm.Register{}).Session, limits))
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			c.step(t)
		}
		for _, p := range c.waiting { // late ones take effect, or not, when nobody asks
			c.add(p.entry)
		}
		requireOnce(t, c.log)
		for data, o := range c.final {
			at := slices.IndexFunc(c.app.commands, func(x string) bool { return strings.HasSuffix(x, ":"+data) })
			switch o.Kind {
			case rsm.Applied:
				require.Equal(t, fmt.Sprintf("%s is %d", data, at+1), o.Result)
			case rsm.NotApplied, rsm.Crowded:
				require.Negative(t, at, "%s is applied", data)
			}
		}
	})
}

func (c *cluster) step(t *rapid.T) {
	c.now += rapid.Uint64Max(5).Draw(t, "time")
	number := rapid.IntRange(0, len(c.clients)-1).Draw(t, "client")
	client := c.clients[number]
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0, 1, 2:
		seq, err := client.Begin(fmt.Sprintf("%d-%d", client.Session(), c.begun))
		c.begun++
		if err == nil {
			c.attempt(number, seq)
		}
	case 3, 4:
		if seqs := client.Waiting(); len(seqs) > 0 {
			c.attempt(number, rapid.SampledFrom(seqs).Draw(t, "seq"))
		}
	case 5:
		if seqs := client.Waiting(); len(seqs) > 0 {
			client.GiveUp(rapid.SampledFrom(seqs).Draw(t, "seq"))
		}
	default:
		c.decide(t)
	}
}

func (c *cluster) attempt(client int, seq uint64) {
	if e, ok := c.clients[client].Attempt(seq, c.now); ok {
		delete(c.final, e.Data) // not final any more
		c.waiting = append(c.waiting, proposal{entry: e, client: client})
	}
}

// decide says what becomes of a proposal.
func (c *cluster) decide(t *rapid.T) {
	if len(c.waiting) == 0 {
		return
	}
	at := rapid.IntRange(0, len(c.waiting)-1).Draw(t, "proposal")
	p := c.waiting[at]
	switch rapid.IntRange(0, 5).Draw(t, "fate") {
	case 0: // it is dropped, and its client told
		c.waiting = slices.Delete(c.waiting, at, at+1)
		c.settle(p, rsm.Outcome{Kind: rsm.NotApplied})
	case 1: // its client gets no answer, and it may come later
		c.waiting[at].silent = true
		c.settle(p, rsm.Outcome{Kind: rsm.Unknown})
	case 2: // it comes twice
		c.waiting[at].silent = true
		c.settle(p, c.add(p.entry))
	default:
		c.waiting = slices.Delete(c.waiting, at, at+1)
		c.settle(p, c.add(p.entry))
	}
}
