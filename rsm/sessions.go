package rsm

import (
	"fmt"
	"slices"
)

// Sessions are the sessions of the clients of a log: the part of the replicated state by which a command takes effect at most once.
// They are changed by Apply only, and are a function of the entries that it was given. They are not for several goroutines.
type Sessions struct {
	limits Limits
	// time is the time of the log: the largest clock reading so far.
	time uint64
	// byID and order have the same sessions. order is by use, so by active times too.
	byID  map[uint64]*session
	order queue
}

// NewSessions returns the sessions of a log without entries.
func NewSessions(limits Limits) (*Sessions, error) {
	if err := limits.Check(); err != nil {
		return nil, err
	}
	return &Sessions{limits: limits, byID: map[uint64]*session{}}, nil
}

// Limits returns the limits.
func (s *Sessions) Limits() Limits { return s.limits }

// Len returns how many sessions there are.
func (s *Sessions) Len() int { return len(s.byID) }

// Time returns the time of the log: the largest clock reading so far.
func (s *Sessions) Time() uint64 { return s.time }

// Apply takes the entry of the log at index, whose data is the encoding of an Entry, and says what became of it. If it
// is a command that has not been applied before, app applies it. Data that is no encoding changes nothing. The
// indexes must ascend.
func (s *Sessions) Apply(index uint64, data string, app Applier) Outcome {
	tag, e, err := readEntry(data)
	if err != nil {
		return Outcome{Kind: Malformed}
	}
	s.advance(e.Now)
	if tag == tagRegister {
		return s.register(index)
	}
	return s.command(index, &e, app)
}

// advance moves the time of the log on, and has the sessions that are idle for too long expire. This comes before the entry itself,
// so that a session that is late by the entry's own reading has expired.
func (s *Sessions) advance(now uint64) {
	s.time = max(s.time, now)
	for s.order.first != nil && s.time-s.order.first.active > s.limits.Idle {
		s.expire(s.order.first)
	}
}

func (s *Sessions) expire(x *session) {
	s.order.remove(x)
	delete(s.byID, x.id)
}

// register makes a session that is named index.
func (s *Sessions) register(index uint64) Outcome {
	if index == 0 || s.byID[index] != nil {
		panic(fmt.Sprintf("rsm: session %d is registered, expected the next index of a log", index))
	}
	if uint64(len(s.byID)) >= s.limits.Sessions {
		s.expire(s.order.first)
	}
	s.add(&session{id: index, active: s.time})
	return Outcome{Kind: Registered, Session: index}
}

func (s *Sessions) add(x *session) {
	s.byID[x.id] = x
	s.order.push(x)
}

// command applies a command, unless its session knows better. What the entry acknowledges counts in any case.
func (s *Sessions) command(index uint64, e *Command, app Applier) Outcome {
	o := Outcome{Session: e.Session, Seq: e.Seq}
	x := s.byID[e.Session]
	if x == nil {
		o.Kind = Expired
		return o
	}
	s.order.remove(x)
	s.order.push(x)
	x.active = s.time
	x.acknowledge(e.Acknowledged)
	if e.Seq <= x.acknowledged {
		o.Kind = Freed
		return o
	}
	at, found := x.place(e.Seq)
	switch {
	case found:
		o.Kind, o.Result, o.Cached = Applied, x.results[at].text, true
	case e.Seq-x.acknowledged > s.limits.Outstanding:
		o.Kind = Crowded
	default:
		o.Kind, o.Result = Applied, app.Apply(index, e.Data)
		x.results = slices.Insert(x.results, at, result{e.Seq, o.Result})
	}
	return o
}

// Clone returns an independent copy.
func (s *Sessions) Clone() *Sessions {
	c := &Sessions{limits: s.limits, time: s.time, byID: make(map[uint64]*session, len(s.byID))}
	for x := s.order.first; x != nil; x = x.after {
		c.add(&session{id: x.id, active: x.active, acknowledged: x.acknowledged, results: slices.Clone(x.results)})
	}
	return c
}
