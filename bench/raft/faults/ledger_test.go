package faults

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// played is a ledger of three nodes after a run without faults: node 1 was asked for proposal 1.
func played() *ledger {
	l := newLedger(3)
	l.lead(1, 1)
	l.propose(1)
	for node := 1; node <= 3; node++ {
		l.apply(node, 1, 0)
		l.apply(node, 2, 1)
	}
	l.answer(1, 1, true)
	return l
}

func TestLedgerAcceptsWhatMayBe(t *testing.T) {
	l := played()
	l.lead(2, 2)
	l.crash(1)
	l.restore(1, 1)
	l.apply(1, 2, 1)
	l.refuse(l.propose(2))
	l.answer(3, l.propose(3), false)
	l.propose(2) // nobody knows what became of it
	l.close(true)
	require.NoError(t, l.err)
}

func TestLedgerRefusesWhatMustNotBe(t *testing.T) {
	for want, do := range map[string]func(l *ledger){
		"faults: nodes 1 and 2 lead in term 1":                                         func(l *ledger) { l.lead(2, 1) },
		"faults: node 2 applies 4 after 2":                                             func(l *ledger) { l.apply(2, 4, 1) },
		"faults: node 2 applies 2 after 2":                                             func(l *ledger) { l.apply(2, 2, 1) },
		"faults: node 2 applies proposal 7 at 3, which nobody has made":                func(l *ledger) { l.apply(2, 3, 7) },
		"faults: node 2 restores a snapshot at 3, where nothing was applied before":    func(l *ledger) { l.restore(2, 3) },
		"faults: node 1 answers proposal 1 again":                                      func(l *ledger) { l.answer(1, 1, false) },
		"faults: node 2 answers proposal 1, which does not wait there":                 func(l *ledger) { l.answer(2, 1, true) },
		"faults: proposal 1 is applied in 2 places":                                    func(l *ledger) { apply(l, 1) },
		"faults: proposal 2 was acknowledged, and is lost":                             func(l *ledger) { l.answer(1, l.propose(1), true) },
		"faults: proposal 2: node 1 has applied it: true, and said so: false":          func(l *ledger) { apply(l, l.propose(1)) },
		"faults: node 2 has applied the log to 2, expected 3, like the others":         func(l *ledger) { l.apply(1, 3, 0) },
		"faults: node 2 applies proposal 0 at 3, where proposal 1 was applied":         func(l *ledger) { l.apply(1, 3, 1); l.apply(2, 3, 0) },
		"faults: node 1 answers proposal 2, which does not wait there":                 func(l *ledger) { id := l.propose(1); l.crash(1); l.answer(1, id, true) },
		"faults: proposal 2 is applied although it was refused":                        func(l *ledger) { id := l.propose(1); l.refuse(id); apply(l, id) },
		"faults: proposal 2 is applied although node 1 has said that it never will be": func(l *ledger) { id := l.propose(1); l.answer(1, id, false); apply(l, id) },
		"faults: node 1 answers proposal 0, which does not wait there":                 func(l *ledger) { l.answer(1, 0, true) },
		"faults: node 3 has applied the log to 1, expected 2, like the others":         func(l *ledger) { l.restore(3, 1) },
	} {
		t.Run(want, func(t *testing.T) {
			l := played()
			do(l)
			l.close(true)
			require.EqualError(t, l.err, want)
		})
	}
}

func apply(l *ledger, id uint64) {
	for node := 1; node <= 3; node++ {
		l.apply(node, 3, id)
	}
}
