package rsm

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// AppendTo appends the canonical encoding: sessions of equal encoding behave alike, and a log makes the same
// sessions everywhere. It has the limits, the time, and the sessions in the order of their use.
func (s *Sessions) AppendTo(b []byte) []byte {
	for _, n := range [...]uint64{s.limits.Sessions, s.limits.Outstanding, s.limits.Idle, s.time, uint64(len(s.byID))} {
		b = binary.AppendUvarint(b, n)
	}
	for x := s.order.first; x != nil; x = x.after {
		b = x.appendTo(b)
	}
	return b
}

func (s *session) appendTo(b []byte) []byte {
	for _, n := range [...]uint64{s.id, s.active, s.acknowledged, uint64(len(s.results))} {
		b = binary.AppendUvarint(b, n)
	}
	for _, r := range s.results {
		b = appendString(binary.AppendUvarint(b, r.seq), r.text)
	}
	return b
}

// What a session and a result take at least.
const (
	sessionSize = 4
	resultSize  = 2
)

// DecodeSessions decodes what AppendTo appends, and nothing else. Bytes that encode what no log could make, such as more sessions than their limits
// allow, are ErrMalformed too.
func DecodeSessions(b []byte) (*Sessions, error) {
	s, err := decodeSessions(b)
	if err != nil {
		return nil, fmt.Errorf("rsm: sessions: %w", err)
	}
	return s, nil
}

func decodeSessions(b []byte) (*Sessions, error) {
	text := string(b)
	r := reader{all: text, rest: text}
	s := &Sessions{byID: map[uint64]*session{}}
	s.limits = Limits{r.uvarint("the limit of sessions"), r.uvarint("the limit of outstanding commands"), r.uvarint("the limit of idleness")}
	if err := s.limits.Check(); err != nil {
		r.fail("%v", err)
	}
	s.time = r.uvarint("the time")
	n := r.count("the number of sessions", sessionSize)
	if uint64(n) > s.limits.Sessions {
		r.fail("the number of sessions is %d, expected at most %d", n, s.limits.Sessions)
	}
	for range n {
		x := readSession(&r, s.limits.Outstanding)
		s.checkNext(&r, x)
		if r.err != nil {
			break
		}
		s.add(x)
	}
	return s, r.end()
}

func readSession(r *reader, outstanding uint64) *session {
	x := &session{id: r.uvarint("a session"), active: r.uvarint("the time of its last entry"), acknowledged: r.uvarint("its acknowledged number")}
	n := r.count("the number of results", resultSize)
	if n == 0 {
		return x
	}
	x.results = make([]result, n)
	last := x.acknowledged
	for i := range x.results {
		seq := r.uvarint("the number of a result")
		switch {
		case seq <= last:
			r.fail("the number of a result is %d, expected more than %d", seq, last)
		case seq-x.acknowledged > outstanding:
			r.fail("the number of a result is %d, expected at most %d more than %d", seq, outstanding, x.acknowledged)
		}
		last = seq
		// A copy: a part would keep all of the snapshot in memory.
		x.results[i] = result{seq, strings.Clone(r.string("the length of a result"))}
	}
	return x
}

// checkNext checks that x can be the most recently used session.
func (s *Sessions) checkNext(r *reader, x *session) {
	switch {
	case x.id == 0 || s.byID[x.id] != nil:
		r.fail("session %d, expected another name", x.id)
	case x.active > s.time:
		r.fail("session %d was active at time %d, expected at most %d", x.id, x.active, s.time)
	case s.time-x.active > s.limits.Idle:
		r.fail("session %d was active at time %d, expected it to have expired by time %d", x.id, x.active, s.time)
	case s.order.last != nil && x.active < s.order.last.active:
		r.fail("session %d was active at time %d, expected at least %d", x.id, x.active, s.order.last.active)
	}
}
