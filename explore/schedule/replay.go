package schedule

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/explore"
)

// Mode says what a replay does where the schedule no longer fits the code.
type Mode uint8

const (
	// Strict stops with a Divergence where an event is not possible, or fires another action. The
	// schedule of a bug that is mended ends so, or comes to its end without a violation.
	Strict Mode = iota
	// Skipping leaves out events that are not possible, and accepts other actions. It follows a schedule as far as
	// its events make sense, which keeps it useful as a test while the code around it changes.
	Skipping
)

// Replayed is what came of a replay.
type Replayed struct {
	Run explore.Run
	// Violation is what went wrong in the last step of the run; nothing was replayed after it.
	Violation *explore.Violation
	// Departures are the events that were left out, or fired another action. In the mode Strict there are none.
	Departures []*Divergence
}

// Divergence says that an entry of a schedule does not fit the code.
type Divergence struct {
	Entry Entry
	// Position is that of the entry in the schedule, from 1.
	Position int
	// Action is the rule that fires instead, "" if the event is not possible or refused.
	Action string
	// Enabled are the entries that would fit, unless another action fires.
	Enabled []Entry
}

// Error says where and why the replay diverges, and what was possible.
func (d *Divergence) Error() string {
	var b strings.Builder
	if d.Entry.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", d.Entry.Line)
	} else {
		fmt.Fprintf(&b, "entry %d: ", d.Position)
	}
	if d.Action != "" {
		fmt.Fprintf(&b, "expected %s, but %s fires on %s", d.Entry.action(), d.Action, d.Entry.Event)
		return b.String()
	}
	fmt.Fprintf(&b, "%s is not enabled; enabled are:", d.Entry)
	for _, e := range d.Enabled {
		fmt.Fprintf(&b, "\n\t%s", e)
	}
	if len(d.Enabled) == 0 {
		b.WriteString(" no events")
	}
	return b.String()
}

// Replay lets the events of s happen in system, judging each step, by spec too unless it is nil. In the mode Strict the
// error is a *Divergence if the schedule does not fit, and the result is the run up to there.
func Replay(system *explore.System, s *Schedule, mode Mode, spec explore.Spec) (*Replayed, error) {
	if name := s.Value(SystemKey); name != "" && name != system.Name {
		return nil, fmt.Errorf("the schedule is of the system %q, expected %q", name, system.Name)
	}
	r := &Replayed{}
	var course *Course
	course, r.Violation = Begin(system, spec)
	var err error
	for i := 0; i < len(s.Entries) && r.Violation == nil && err == nil; i++ {
		var d *Divergence
		if d, r.Violation = course.follow(s.Entries[i], mode); d == nil {
			continue
		}
		d.Position = i + 1
		if mode == Strict {
			err = d
		} else {
			r.Departures = append(r.Departures, d)
		}
	}
	r.Run = course.Run()
	return r, err
}

// follow lets the event of an entry happen, if it is possible.
func (c *Course) follow(e Entry, mode Mode) (*Divergence, *explore.Violation) {
	t, found := c.find(e)
	if !found {
		return &Divergence{Entry: e, Enabled: c.enabled()}, nil
	}
	var d *Divergence
	if t.Action != e.Action {
		d = &Divergence{Entry: e, Action: Entry{Action: t.Action}.action()}
		if mode == Strict {
			return d, nil
		}
	}
	return d, c.Take(t)
}

// find returns the transition of an entry's event.
func (c *Course) find(e Entry) (explore.Transition, bool) {
	for _, candidate := range c.Candidates() {
		if candidate.Node == e.Node && candidate.String() == e.Event {
			return c.system.Try(c.World(), candidate)
		}
	}
	return explore.Transition{}, false
}

func (c *Course) enabled() []Entry {
	transitions := c.system.Transitions(c.World())
	entries := make([]Entry, len(transitions))
	for i := range transitions {
		entries[i] = entry(transitions[i].Step)
	}
	return entries
}
