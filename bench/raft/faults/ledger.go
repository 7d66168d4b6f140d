package faults

import (
	"fmt"

	"github.com/tenet-go/tenet/bench/raft/harness"
)

// ledger knows what was proposed, applied and answered, and notes the first thing that must not be.
type ledger struct {
	proposals []proposal // number i is at i-1
	committed []uint64   // the proposals of the entries that were applied, in the log's order, 0 for the core's own
	applied   []uint64   // up to where each node has applied the log, node i at i-1
	leaders   map[uint64]int
	err       error
}

// proposal is what became of a proposal.
type proposal struct {
	at       int  // who was asked
	refused  bool // at once: it must never be applied
	asked    bool // the node has not crashed since
	told     bool // its node has applied it, and would have told the client
	answered bool // the core has said so
	never    bool // the core has said that it never will be applied
	places   int
}

func newLedger(nodes int) *ledger {
	return &ledger{applied: make([]uint64, nodes), leaders: map[uint64]int{}}
}

func (l *ledger) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf("faults: "+format, args...)
	}
}

// propose notes that a node is asked, and returns the proposal's number.
func (l *ledger) propose(at int) uint64 {
	l.proposals = append(l.proposals, proposal{at: at, asked: true})
	return uint64(len(l.proposals))
}

// refuse notes that a proposal was not taken.
func (l *ledger) refuse(id uint64) { l.proposals[id-1].refused = true }

// apply notes that a node applies an entry. What any node applied at an index, all do (State Machine Safety), and none leaves one out.
func (l *ledger) apply(node int, index, id uint64) {
	if index != l.applied[node-1]+1 {
		l.fail("node %d applies %d after %d", node, index, l.applied[node-1])
		return
	}
	l.applied[node-1] = index
	if id > uint64(len(l.proposals)) {
		l.fail("node %d applies proposal %d at %d, which nobody has made", node, id, index)
		return
	}
	switch {
	case index > uint64(len(l.committed)):
		l.committed = append(l.committed, id)
		if id != 0 {
			l.proposals[id-1].places++
		}
	case l.committed[index-1] != id:
		l.fail("node %d applies proposal %d at %d, where proposal %d was applied", node, id, index, l.committed[index-1])
	}
	if id != 0 && l.proposals[id-1].at == node && l.proposals[id-1].asked {
		l.proposals[id-1].told = true
	}
}

// restore notes that a node becomes what it was after the entry at index, which some node has applied.
func (l *ledger) restore(node int, index uint64) {
	if index > uint64(len(l.committed)) {
		l.fail("node %d restores a snapshot at %d, where nothing was applied before", node, index)
	}
	l.applied[node-1] = index
}

// answer notes what a core itself says of a proposal.
func (l *ledger) answer(node int, id uint64, applied bool) {
	if id == 0 || id > uint64(len(l.proposals)) || l.proposals[id-1].at != node || !l.proposals[id-1].asked {
		l.fail("node %d answers proposal %d, which does not wait there", node, id)
		return
	}
	p := &l.proposals[id-1]
	if p.answered || p.never {
		l.fail("node %d answers proposal %d again", node, id)
	}
	p.answered, p.never = applied, !applied
}

// crash notes that what a node was asked it will not answer, and that its application is gone.
func (l *ledger) crash(node int) {
	l.applied[node-1] = 0
	for i := range l.proposals {
		if l.proposals[i].at == node {
			l.proposals[i].asked = false
		}
	}
}

// lead notes that a node leads. A term has one leader (Election Safety).
func (l *ledger) lead(node int, term uint64) {
	if other, ok := l.leaders[term]; ok && other != node {
		l.fail("nodes %d and %d lead in term %d", other, node, term)
	}
	l.leaders[term] = node
}

// close judges the proposals when nothing will happen any more. A core that answers must have answered those that its node has applied.
func (l *ledger) close(answers bool) {
	for i, p := range l.proposals {
		id := i + 1
		switch {
		case p.places > 1:
			l.fail("proposal %d is applied in %d places", id, p.places)
		case p.places > 0 && p.refused:
			l.fail("proposal %d is applied although it was refused", id)
		case p.places > 0 && p.never:
			l.fail("proposal %d is applied although node %d has said that it never will be", id, p.at)
		case p.places == 0 && (p.told || p.answered):
			l.fail("proposal %d was acknowledged, and is lost", id)
		case answers && p.told != p.answered:
			l.fail("proposal %d: node %d has applied it: %v, and said so: %v", id, p.at, p.told, p.answered)
		}
	}
	for node, index := range l.applied {
		if index != uint64(len(l.committed)) {
			l.fail("node %d has applied the log to %d, expected %d, like the others", node+1, index, len(l.committed))
		}
	}
}

// number returns the proposal that has this data, 0 for none.
func number[D harness.Data](d D) uint64 {
	var n uint64
	for i := range len(d) {
		n = n<<8 | uint64(d[i])
	}
	return n
}

// data returns the data of a proposal.
func data(id uint64) string {
	return string([]byte{byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)})
}
