package main

import (
	"fmt"
	"slices"
	"sync"

	"github.com/tenet-go/tenet/explore"
)

// operations returns how many operations clients have asked for, and how many were answered by what they did.
type operations func(explore.Ghost) (asked, answered int)

// operationCount is how many operations clients asked for.
type operationCount struct {
	Asked    int `json:"asked"`
	Answered int `json:"answered"`
}

// tally counts the operations of clients in simulations.
type tally struct {
	operations operations // nil if clients do not say
	mu         sync.Mutex
	counters   []*counter
}

// counter counts the operations in the runs of one system, which come one after the other.
type counter struct {
	earlier operationCount // of the runs that have ended
	now     operationCount // of the run under way, as far as it was looked at
}

// counting returns systems whose properties count when they are looked at, as they are in the beginning and at the end of each run.
func (t *tally) counting(system func() *explore.System) func() *explore.System {
	if t.operations == nil {
		return system
	}
	return func() *explore.System {
		s, c := system(), &counter{}
		s.Properties = slices.Clone(s.Properties)
		for i := range s.Properties {
			p := &s.Properties[i]
			if p.Kind == explore.Reachable {
				continue // it is not looked at any more once it was seen
			}
			judge := p.Holds
			p.Holds = func(w *explore.World) error {
				c.note(t.operations(w.Ghost))
				return judge(w)
			}
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.counters = append(t.counters, c)
		return s
	}
}

func (c *counter) note(asked, answered int) {
	if asked < c.now.Asked { // another run has begun
		c.earlier.add(c.now)
	}
	c.now = operationCount{asked, answered}
}

func (n *operationCount) add(more operationCount) {
	n.Asked += more.Asked
	n.Answered += more.Answered
}

// total returns the count when all runs have ended, nil if clients do not say.
func (t *tally) total() *operationCount {
	if t.operations == nil {
		return nil
	}
	sum := &operationCount{}
	for _, c := range t.counters {
		sum.add(c.earlier)
		sum.add(c.now)
	}
	return sum
}

// String returns the count as words that go before others, "" if clients do not say.
func (t *tally) String() string {
	n := t.total()
	if n == nil {
		return ""
	}
	return fmt.Sprintf("%s operations asked and %s answered, ", grouped(uint64(n.Asked)), grouped(uint64(n.Answered)))
}
