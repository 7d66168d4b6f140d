package walk

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// cue is an event of a schedule, and where that which happens in it came from.
type cue struct {
	event explore.Event
	// id is the place of the event in the first schedule.
	id int
	// origin is the id of the event whose step sent the envelope or set the timer as its rank-th, or -1.
	origin, rank int
}

// player lets events happen one after the other, and skips those that are not possible. It accepts what explore.System.Do
// does on the Unbounded system, without listing all that may happen.
//
// When earlier events are left out, what a later one speaks of may be called otherwise: the second transaction has become
// the first. So what is delivered or fires is that which its origin has sent or set in this play, if it was played.
type player struct {
	system *explore.System
	world  *explore.World
	judge  judge
	// played are the steps in their order.
	played []*explore.Step
	// steps are what came of cues, by their ids, nil where they were left out.
	steps []*explore.Step
}

func newPlayer(system *explore.System, o *Options, cues int) *player {
	p := &player{system: system, steps: make([]*explore.Step, cues)}
	p.world, _ = system.Initial()
	p.judge.begin(system, o, &Result{})
	p.judge.unseen = nil // that a property is reachable is not what is played for
	p.judge.first(p.world)
	return p
}

// play lets an event happen if it is possible, and returns what is wrong then.
func (p *player) play(c cue) *finding {
	place := p.system.Place(c.event.Node)
	if place < 0 || !p.resolve(place, &c) {
		return nil
	}
	step := take(p.system, p.world, place, c.event)
	if step == nil {
		return nil
	}
	p.played = append(p.played, step)
	p.steps[c.id] = step
	if step.Err != nil {
		return &finding{explore.Contract, explore.Always, step.Err}
	}
	return p.judge.step(p.world, place, step)
}

// resolve makes the event of a cue one that is possible here, and reports whether there is one.
func (p *player) resolve(place int, c *cue) bool {
	node := p.world.Nodes[place]
	if c.event.Kind == explore.Recover {
		return !node.Up()
	}
	if !node.Up() {
		return false
	}
	switch c.event.Kind {
	case explore.Deliver, explore.Drop:
		p.followEnvelope(c)
		_, there := p.world.Inboxes[place].Without(c.event.Envelope)
		return there
	case explore.Fire:
		p.followTimer(c)
		return slices.Contains(node.Timers, c.event.Timer)
	case explore.Persist:
		return len(node.Unsynced) > 0
	case explore.Crash:
		c.event.Kept = min(c.event.Kept, node.UnsyncedRecords())
	case explore.Ask:
		return p.followOffer(c)
	case explore.Flush, explore.Recover:
	}
	return true
}

// origin returns the step that a cue comes from, or nil if it was left out.
func (p *player) origin(c *cue) *explore.Step {
	if c.origin < 0 {
		return nil
	}
	return p.steps[c.origin]
}

// followEnvelope takes the envelope that the origin has sent in this play.
func (p *player) followEnvelope(c *cue) {
	step := p.origin(c)
	if step == nil || c.rank >= len(step.Sends) {
		return
	}
	if e := step.Sends[c.rank]; e.To == c.event.Node && alike(e.Message, c.event.Envelope.Message) {
		c.event.Envelope = e
	}
}

// followTimer takes the timer that the origin has set in this play.
func (p *player) followTimer(c *cue) {
	step := p.origin(c)
	if step == nil || c.rank >= len(step.Timers) {
		return
	}
	if t := step.Timers[c.rank].Timer; step.Event.Node == c.event.Node && alike(t, c.event.Timer) {
		c.event.Timer = t
	}
}

// followOffer takes the same request if it is offered, or else the first one like it: of the same number, or any.
func (p *player) followOffer(c *cue) bool {
	const equal, sameNumber, like = 3, 2, 1
	best := 0
	e := &c.event
	wanted := *e
	for _, o := range p.world.Ghost.Offers() {
		if o.Node != wanted.Node || !alike(o.Request.Op, wanted.Request.Op) {
			continue
		}
		match := like
		if o.Request.ID == wanted.Request.ID {
			match = sameNumber
			if bytes.Equal(o.Request.Op.AppendTo(nil), wanted.Request.Op.AppendTo(nil)) {
				match = equal
			}
		}
		if match > best {
			best, e.Request = match, o.Request
		}
	}
	return best > 0
}

// alike reports whether data are of one kind: the same type in Go.
func alike(a, b machine.Data) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

// cues returns the events of steps with their origins.
func cues(steps []*explore.Step) []cue {
	all := make([]cue, 0, len(steps))
	sent := map[string]cue{}
	type key struct {
		node  machine.NodeID
		timer machine.Timer
	}
	set := map[key]cue{}
	for id, t := range steps {
		c := cue{event: t.Event, id: id, origin: -1}
		var from cue
		var known bool
		switch t.Event.Kind {
		case explore.Deliver, explore.Drop:
			from, known = sent[string(t.Event.Envelope.AppendTo(nil))]
		case explore.Fire:
			from, known = set[key{t.Event.Node, t.Event.Timer}]
		default:
		}
		if known {
			c.origin, c.rank = from.origin, from.rank
		}
		all = append(all, c)
		for rank, e := range t.Sends {
			sent[string(e.AppendTo(nil))] = cue{origin: id, rank: rank}
		}
		for rank, change := range t.Timers {
			set[key{t.Event.Node, change.Timer}] = cue{origin: id, rank: rank}
		}
	}
	return all
}
