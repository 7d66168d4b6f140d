package rsm

import (
	"fmt"
	"slices"
)

// Client is the client's side of a session: it numbers commands, acknowledges answers, and knows what the outcomes of several attempts at one
// command say of the command. It is not for several goroutines. A client that loses it, in a crash, registers a new session.
type Client struct {
	session     uint64
	outstanding uint64
	last        uint64 // the number given last
	waiting     []waiting
	over        bool
}

// waiting is a command that is not answered yet.
type waiting struct {
	seq  uint64
	data string
	// open is how many attempts may still be answered, doubt that one is Unknown, which nothing but Applied resolves.
	open  int
	doubt bool
}

// NewClient returns the client's side of a session that was Registered, under the limits of the log.
func NewClient(session uint64, limits Limits) *Client {
	return &Client{session: session, outstanding: limits.Outstanding}
}

// Session returns the name of the session.
func (c *Client) Session() uint64 { return c.session }

// Over reports whether the session is known to have expired. Then nothing can be attempted any more.
func (c *Client) Over() bool { return c.over }

// Begin gives a command the next number. It fails with an ErrOutstanding if too many are unanswered, and with an ErrExpired, which is ErrUnknown
// only of other commands, if the session is over; neither has any effect.
func (c *Client) Begin(data string) (seq uint64, err error) {
	o := Outcome{Session: c.session, Seq: c.last + 1}
	switch {
	case c.over:
		o.Kind = NotApplied
		return 0, o.error("the session is over; register another one", ErrExpired, ErrNotApplied)
	case c.last-c.acknowledged() >= c.outstanding:
		o.Kind = Crowded
		return 0, o.Err()
	}
	c.last++
	c.waiting = append(c.waiting, waiting{seq: c.last, data: data})
	return c.last, nil
}

// acknowledged is the largest number such that neither it nor a smaller one waits for an answer.
func (c *Client) acknowledged() uint64 {
	if len(c.waiting) > 0 {
		return c.waiting[0].seq - 1
	}
	return c.last
}

// Attempt returns what is to be proposed for a command that was begun and is not answered: the first attempt, or a further one. now is a
// reading of the proposer's clock. ok is false if there is no such command, or the session is over.
func (c *Client) Attempt(seq, now uint64) (e Command, ok bool) {
	w := c.find(seq)
	if w == nil || c.over {
		return Command{}, false
	}
	w.open++
	return Command{Session: c.session, Seq: seq, Acknowledged: c.acknowledged(), Now: now, Data: w.data}, true
}

// Settle takes the outcome of one attempt at a command, Unknown if no answer came in time, and returns what is known of the command:
//   - Applied, which is final;
//   - NotApplied, Crowded or Malformed, if no attempt has been or will be applied;
//   - Expired, if the session is over and an attempt may have been applied;
//   - Unknown, if an attempt may have been applied or may yet be.
//
// A command that is not Applied may be attempted again, or given up. An attempt that was settled as Unknown may be settled once more as Applied, when its
// answer comes late. When Applied was returned, or the command given up, nothing is known of it here any more: whatever comes then is Unknown, and the host
// leaves it out. So is an outcome that names another session or another number: it settles no attempt.
func (c *Client) Settle(seq uint64, o Outcome) Outcome {
	w := c.find(seq)
	switch {
	case w == nil || w.open == 0 && o.Kind != Applied, c.foreign(seq, o):
		return c.outcome(Unknown, seq)
	case o.Kind == Applied: // also of an attempt that was settled as Unknown before
		c.GiveUp(seq)
		return o
	}
	w.open--
	switch o.Kind {
	case NotApplied, Crowded, Malformed:
	case Expired:
		c.over = true
	default:
		w.doubt = true
	}
	switch {
	case w.certain() && o.Kind == Expired:
		return c.outcome(NotApplied, seq)
	case w.certain():
		return o
	case c.over:
		return c.outcome(Expired, seq)
	default:
		return c.outcome(Unknown, seq)
	}
}

// foreign reports whether an outcome is of another command, as far as it says of which.
func (c *Client) foreign(seq uint64, o Outcome) bool {
	return o.Session != 0 && o.Session != c.session || o.Seq != 0 && o.Seq != seq
}

func (c *Client) outcome(k Kind, seq uint64) Outcome {
	return Outcome{Kind: k, Session: c.session, Seq: seq}
}

// certain reports whether no attempt has been or will be applied.
func (w *waiting) certain() bool { return w.open == 0 && !w.doubt }

// GiveUp stops waiting for a command. When no smaller number waits, the next command that is applied has the session forget the number
// too: if it was not applied until then, it never will be.
func (c *Client) GiveUp(seq uint64) {
	c.waiting = slices.DeleteFunc(c.waiting, func(w waiting) bool { return w.seq == seq })
}

// Waiting returns the numbers of the commands that wait for an answer.
func (c *Client) Waiting() []uint64 {
	seqs := make([]uint64, len(c.waiting))
	for i, w := range c.waiting {
		seqs[i] = w.seq
	}
	return seqs
}

// Clone returns an independent copy.
func (c *Client) Clone() *Client {
	copied := *c
	copied.waiting = slices.Clone(c.waiting)
	return &copied
}

func (c *Client) find(seq uint64) *waiting {
	at := slices.IndexFunc(c.waiting, func(w waiting) bool { return w.seq == seq })
	if at < 0 {
		return nil
	}
	return &c.waiting[at]
}

func (c *Client) String() string {
	return fmt.Sprintf("session %d, last command %d, waiting %v", c.session, c.last, c.Waiting())
}
