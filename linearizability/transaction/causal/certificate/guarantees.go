package certificate

import (
	"fmt"
	"strings"
)

// guarantees are the session guarantees of a model.
type guarantees struct{ readYourWrites, monotonicReads, monotonicWrites, writesFollowReads bool }

func parse(model string) (guarantees, error) {
	var g guarantees
	for name := range strings.SplitSeq(model, "+") {
		switch name {
		case "read-your-writes":
			g.readYourWrites = true
		case "monotonic-reads":
			g.monotonicReads = true
		case "monotonic-writes":
			g.monotonicWrites = true
		case "writes-follow-reads":
			g.writesFollowReads = true
		default:
			return g, fmt.Errorf("no model is called %q", model)
		}
	}
	return g, nil
}

// speakOf reports whether a guarantee speaks of two operations of one session.
func (g guarantees) speakOf(fromWrite, toWrite bool) bool {
	switch {
	case fromWrite && toWrite:
		return g.monotonicWrites
	case fromWrite:
		return g.readYourWrites
	case toWrite:
		return g.writesFollowReads
	}
	return g.monotonicReads
}

// guaranteed verifies an order of writes against guarantees.
func (o *operations) guaranteed(model string, at []int32) error {
	g, err := parse(model)
	if err != nil {
		return err
	}
	switch {
	case g.monotonicReads:
		return o.observed(g, at)
	case g == guarantees{readYourWrites: true}:
		return o.ownWritesRead(at)
	case g == guarantees{monotonicWrites: true}:
		return o.sessionsOrdered(at)
	case g == guarantees{writesFollowReads: true}:
		return o.followed(at)
	}
	return fmt.Errorf("%s: expected monotonic-reads where there are several guarantees", model)
}

// ownWritesRead verifies that reads return nothing before the writes of their session to the key.
func (o *operations) ownWritesRead(at []int32) error {
	last := make([]int32, len(o.h.Keys))
	for _, session := range o.h.Sessions {
		for _, t := range session {
			if o.place[t] >= 0 {
				last[o.key(t)] = -1
			}
		}
		for _, t := range session {
			if o.place[t] < 0 {
				continue
			}
			k, position := o.key(t), int32(-1)
			if o.writes(t) {
				last[k] = max(last[k], at[t])
				continue
			}
			if w := o.from[t]; w >= 0 {
				position = at[w]
			}
			if position < last[k] {
				return fmt.Errorf("operation %d read %d, which comes before a write of its session", t, o.from[t])
			}
		}
	}
	return nil
}

// sessionsOrdered verifies that positions agree with the order of each session. A read that returned a
// write sees the earlier ones of that write's session; they are before it in the order.
func (o *operations) sessionsOrdered(at []int32) error {
	for _, session := range o.h.Sessions {
		last := int32(-1)
		for _, t := range session {
			if !o.writes(t) {
				continue
			}
			if at[t] < last {
				return fmt.Errorf("order: write %d stands before an earlier one of its session", t)
			}
			last = at[t]
		}
	}
	return nil
}

// followed verifies that each write comes after all that the earlier reads of its session saw: what they
// returned, and what had come before that for the same reason. So what a read sees besides what it returned
// is before that in the order.
func (o *operations) followed(at []int32) error {
	previous := o.previous()
	saw := make([]int32, len(at)) // the latest position of what an operation saw, or earlier ones of its session
	for _, t := range o.order {
		seen := int32(-1)
		if u := previous[t]; u != none {
			seen = saw[u]
		}
		if o.writes(t) {
			if at[t] < seen {
				return fmt.Errorf("order: write %d stands before one that its session had seen", t)
			}
		} else if w := o.from[t]; w >= 0 {
			seen = max(seen, at[w]) // what w must come after is before it
		}
		saw[t] = seen
	}
	return nil
}

// observer goes through a session and knows which writes it must see under monotonic reads, and other
// guarantees: what it sees it keeps.
type observer struct {
	*operations
	guarantees
	at []int32
	// seen says which writes are seen: number of the session, from 1. latest is the latest position of one,
	// and last has those of each key.
	seen   []int32
	number int32
	latest int32
	last   []int32
	// reads and earlier say how much of each session is already taken into account, of its reads and of its
	// writes.
	reads, earlier []int32
	// committed lists the operations of each session that took effect.
	committed [][]int32
}

func (o *operations) observed(g guarantees, at []int32) error {
	n := len(o.h.Sessions)
	b := &observer{operations: o, guarantees: g, at: at, seen: make([]int32, len(at)), last: make([]int32, len(o.h.Keys)),
		reads: make([]int32, n), earlier: make([]int32, n), committed: make([][]int32, n)}
	for s, session := range o.h.Sessions {
		for _, t := range session {
			if o.place[t] >= 0 {
				b.committed[s] = append(b.committed[s], t)
			}
		}
	}
	for s := range b.committed {
		if err := b.session(int32(s)); err != nil {
			return err
		}
	}
	return nil
}

func (b *observer) session(s int32) error {
	b.number++
	b.latest = -1
	clear(b.reads)
	clear(b.earlier)
	for k := range b.last {
		b.last[k] = -1
	}
	before := int32(-1) // the latest position that a later write of the session must follow
	for _, t := range b.committed[s] {
		if b.writes(t) {
			if b.at[t] < before {
				return fmt.Errorf("order: write %d stands before one that its session has seen, or made, earlier", t)
			}
			if b.monotonicWrites {
				before = max(before, b.at[t])
			}
			if b.readYourWrites {
				b.see(t)
			}
			continue
		}
		position := int32(-1)
		if w := b.from[t]; w >= 0 {
			b.see(w)
			position = b.at[w]
		}
		if position < b.last[b.key(t)] {
			return fmt.Errorf("operation %d read %d, and its session has seen a later write", t, b.from[t])
		}
		if b.writesFollowReads {
			before = max(before, b.latest)
		}
	}
	return nil
}

// see makes a write seen, with what the guarantees make seen with it.
func (b *observer) see(w int32) {
	for todo := []int32{w}; len(todo) > 0; {
		u := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if b.seen[u] == b.number {
			continue
		}
		b.seen[u] = b.number
		b.latest = max(b.latest, b.at[u])
		b.last[b.key(u)] = max(b.last[b.key(u)], b.at[u])
		s := b.operations.session(u)
		if b.monotonicWrites {
			todo = b.earlierWrites(s, b.place[u], todo)
		}
		if b.writesFollowReads {
			todo = b.earlierReads(s, b.place[u], todo)
		}
	}
}

// earlierWrites adds the writes among the first operations of a session.
func (b *observer) earlierWrites(s, end int32, todo []int32) []int32 {
	for ; b.earlier[s] < end; b.earlier[s]++ {
		if t := b.committed[s][b.earlier[s]]; b.writes(t) {
			todo = append(todo, t)
		}
	}
	return todo
}

// earlierReads adds what the reads among the first operations of a session saw.
func (b *observer) earlierReads(s, end int32, todo []int32) []int32 {
	for ; b.reads[s] < end; b.reads[s]++ {
		t := b.committed[s][b.reads[s]]
		if b.writes(t) {
			continue
		}
		if b.from[t] >= 0 {
			todo = append(todo, b.from[t])
		}
		if b.readYourWrites {
			todo = b.earlierWrites(s, b.reads[s], todo)
		}
	}
	return todo
}
