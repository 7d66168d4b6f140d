package faults

import (
	"math/rand/v2"
	"slices"
)

// Generate returns the script of a seed.
func Generate(seed uint64, nodes int, preVote, checkQuorum bool) *Script {
	r := rand.New(rand.NewPCG(seed, uint64(nodes)))
	s := &Script{Nodes: nodes, PreVote: preVote, CheckQuorum: checkQuorum, Seed: seed}
	// A leader, most of the time, before the first fault.
	s.add(Event{Kind: Tick, N: 25 + r.IntN(25)})
	down := make([]bool, nodes+1)
	for range 10 + r.IntN(20) {
		// Half of the faults come while entries are on their way.
		for range r.IntN(2) {
			s.add(Event{Kind: Propose, N: 1 + r.IntN(8)})
			s.add(Event{Kind: Round, N: 1 + r.IntN(3)})
		}
		for range 1 + r.IntN(2) {
			s.fault(r, down)
		}
		for range r.IntN(4) {
			s.add(Event{Kind: Propose, N: 1 + r.IntN(8)})
			s.add(Event{Kind: Tick, N: 1 + r.IntN(8)})
		}
		// Sometimes long enough for an election, or two.
		s.add(Event{Kind: Tick, N: 1 + r.IntN(1<<r.IntN(6))})
	}
	return s
}

func (s *Script) add(e Event) { s.Events = append(s.Events, e) }

// fault adds an event that is none of time's or clients'.
func (s *Script) fault(r *rand.Rand, down []bool) {
	a := 1 + r.IntN(s.Nodes)
	b := 1 + (a+r.IntN(s.Nodes-1))%s.Nodes
	switch r.IntN(10) {
	case 0, 1:
		s.add(Event{Kind: Cut, A: a, B: b})
	case 2, 3:
		s.add(Event{Kind: CutOneWay, A: a, B: b})
	case 4:
		s.add(Event{Kind: Isolate, A: a})
	case 5, 6:
		s.add(Event{Kind: Heal})
	case 7:
		s.add(Event{Kind: Compact})
	default:
		kind := Crash
		if down[a] {
			kind = Restart
		}
		down[a] = !down[a]
		s.add(Event{Kind: kind, A: a})
	}
}

// Shrink returns a shorter script that fails too, if leaving out events leads to one.
func Shrink(s *Script, fails func(*Script) bool) *Script {
	for size := len(s.Events) / 2; size > 0; {
		shorter := false
		for at := 0; at+size <= len(s.Events); {
			c := *s
			c.Events = slices.Delete(slices.Clone(s.Events), at, at+size)
			if fails(&c) {
				s, shorter = &c, true
				continue
			}
			at += size
		}
		if !shorter || size > len(s.Events) {
			size /= 2
		}
	}
	return s
}
