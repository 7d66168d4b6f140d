package faults

import (
	"fmt"

	"github.com/tenet-go/tenet/bench/raft/harness"
)

// Report is what a run of a script came to.
type Report struct {
	// FirstLeader is after how many ticks from the beginning there was a leader, and Leader after how many from the moment on at which all faults
	// were over there was one that stayed.
	FirstLeader, Leader float64
	// Commit is after how many ticks from that moment on a proposal was applied where it was made, and Settled, everything everywhere.
	Commit, Settled float64
	// Proposed are the proposals of the script that some node has taken, Acknowledged those that it has applied before it crashed, and
	// Committed those that were applied.
	Proposed, Acknowledged, Committed int
	// Messages were sent until the faults were over. Terms is the last one.
	Messages int
	Terms    uint64
}

// bound is within how many ticks a cluster without faults must have settled: that of some fifty elections, each of which may fail.
const bound = 100 * electionTicks

// Run drives a core through a script, ends all faults and waits until the cluster has settled. It returns an error if something
// has happened that must not, or nothing happens that must.
func Run[M any, D harness.Data](core harness.Core[M, D], s *Script) (report Report, err error) {
	w := newWorld(core, s)
	r := run[M, D]{world: w}
	defer func() {
		// Cores panic where their own invariants are broken.
		if p := recover(); p != nil {
			report, err = r.report, fmt.Errorf("%s: tick %.2f: faults: panic: %v", core.Name(), w.ticks(), p)
		}
	}()
	for _, e := range s.Events {
		r.play(e)
	}
	r.report.Messages = w.messages
	for id := range s.Nodes {
		w.restart(id + 1)
	}
	w.heal()
	r.settle()
	w.ledger.close(core.Answers())
	r.count()
	if w.ledger.err != nil {
		return r.report, fmt.Errorf("%s: tick %.2f: %w", core.Name(), w.ticks(), w.ledger.err)
	}
	return r.report, nil
}

type run[M any, D harness.Data] struct {
	*world[M, D]

	report Report
}

func (r *run[M, D]) play(e Event) {
	switch e.Kind {
	case Tick:
		r.pass(e.N * roundsInTick)
	case Round:
		r.pass(e.N)
	case Propose:
		leaders := r.leaders()
		for i := range e.N {
			if len(leaders) > 0 {
				r.propose(leaders[i%len(leaders)])
			}
		}
	case Compact:
		r.compact()
	case Cut:
		r.lost[e.A-1][e.B-1], r.lost[e.B-1][e.A-1] = true, true
	case CutOneWay:
		r.lost[e.A-1][e.B-1] = true
	case Isolate:
		for i := range r.seats {
			if i != e.A-1 {
				r.lost[e.A-1][i], r.lost[i][e.A-1] = true, true
			}
		}
	case Heal:
		r.heal()
	case Crash:
		r.crash(e.A)
	case Restart:
		r.restart(e.A)
	}
}

func (r *run[M, D]) pass(rounds int) {
	for range rounds {
		r.step()
		if r.report.FirstLeader == 0 && len(r.leaders()) > 0 {
			r.report.FirstLeader = r.ticks()
		}
	}
}

// settle waits until a proposal is applied where it was made, and then until all nodes have applied the same.
func (r *run[M, D]) settle() {
	healed, leader, probe := r.ticks(), 0, uint64(0)
	for r.ticks() < healed+bound && r.ledger.err == nil {
		if r.report.Commit == 0 {
			leader, probe = r.probe(healed, leader, probe)
		} else if r.even() {
			r.report.Settled = r.ticks() - healed
			return
		}
		r.step()
		if probe != 0 && r.report.Commit == 0 && r.ledger.proposals[probe-1].told {
			r.report.Commit = r.ticks() - healed
		}
	}
	r.ledger.fail("%d ticks after the last fault the cluster has not settled: ticks to a leader %v, to a commit %v; applied %v",
		bound, r.report.Leader, r.report.Commit, r.ledger.applied)
}

// probe makes a proposal at the newest leader, again if that is another one.
func (r *run[M, D]) probe(healed float64, leader int, probe uint64) (newLeader int, newProbe uint64) {
	newest, last := 0, uint64(0)
	for _, id := range r.leaders() {
		if term, _ := r.seats[id-1].node.Leader(); newest == 0 || term > last {
			newest, last = id, term
		}
	}
	if newest == 0 || newest == leader {
		return newest, probe
	}
	r.report.Leader = r.ticks() - healed
	if id, taken := r.propose(newest); taken {
		return newest, id
	}
	return 0, probe
}

// even reports whether all nodes have applied all that any has.
func (r *run[M, D]) even() bool {
	for _, index := range r.ledger.applied {
		if index != uint64(len(r.ledger.committed)) {
			return false
		}
	}
	return true
}

func (r *run[M, D]) count() {
	for _, p := range r.ledger.proposals {
		if !p.refused {
			r.report.Proposed++
		}
		if p.told {
			r.report.Acknowledged++
		}
		if p.places > 0 {
			r.report.Committed++
		}
	}
	for term := range r.ledger.leaders {
		r.report.Terms = max(r.report.Terms, term)
	}
}
