package generate

import (
	"math/rand/v2"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// begin fixes what a transaction sees where its level has it see a snapshot.
func (g *Generator) begin(s *session) {
	t := &s.txn
	switch {
	case replicated(g.options.Level):
		if g.options.Level.Order == isolation.Unordered {
			s.replica = uint8(g.rng.IntN(replicas))
		}
		t.known = g.store.replicas[s.replica]
	case g.options.Level.Base == isolation.SnapshotIsolation:
		t.snapshot = g.stale(s)
	}
}

// stale returns a number of a transaction up to which a snapshot goes: the latest, or, where the
// order of the level allows it, an older one.
func (g *Generator) stale(s *session) int64 {
	at := g.store.committed
	floor := int64(0)
	switch g.options.Level.Order {
	case isolation.RealTime:
		return at
	case isolation.Session:
		floor = s.seen
	}
	if g.rng.IntN(2) == 0 {
		at -= g.rng.Int64N(window)
	}
	return max(at, floor)
}

// execute lets a transaction read, and, if nothing is in its way, write. It reports whether it took
// effect.
func (g *Generator) execute(s *session) bool {
	t := &s.txn
	level := g.options.Level
	switch level.Base {
	case isolation.Serializable:
		t.snapshot = g.store.committed
		if t.readOnly() {
			t.snapshot = g.stale(s)
		}
		g.read(t, func(*operation) view { return snapshot(t.snapshot) })
	case isolation.SnapshotIsolation:
		g.read(t, func(*operation) view { return snapshot(t.snapshot) })
		if t.conflicts(snapshot(t.snapshot)) {
			return false
		}
	case isolation.ParallelSnapshotIsolation, isolation.Causal:
		g.read(t, func(*operation) view { return &t.known })
		if level.Base == isolation.ParallelSnapshotIsolation && t.conflicts(&t.known) {
			return false
		}
	case isolation.ReadAtomic:
		v := g.partial(s)
		g.read(t, func(*operation) view { return v })
	case isolation.MonotonicAtomicView:
		v := g.partial(s)
		g.read(t, func(*operation) view { v.extra |= g.rng.Uint64() & g.rng.Uint64(); return v })
	default:
		g.read(t, func(*operation) view { return g.partial(s) })
		if level.Base == isolation.ReadUncommitted {
			t.cut(g.rng)
		}
	}
	if g.options.Model == txn.Lists && t.outOfOrder() {
		return false
	}
	g.store.apply(t, s.replica)
	s.seen = max(s.seen, t.snapshot)
	if !t.readOnly() {
		s.seen = g.store.committed
	}
	return true
}

// replicate lets a replica hear of what a recent transaction depends on, and of itself.
func (g *Generator) replicate() {
	const often = 3
	if !replicated(g.options.Level) || g.store.committed == 0 || g.rng.IntN(often) > 0 {
		return
	}
	n := g.store.committed - g.rng.Int64N(min(g.store.committed, window))
	g.store.replicas[g.rng.IntN(replicas)].merge(&g.store.recent[n%window])
}

// view says which versions are seen.
type view interface{ sees(*keyVersion) bool }

// snapshot sees all transactions up to one.
type snapshot int64

func (at snapshot) sees(v *keyVersion) bool { return v.commit <= int64(at) }

// partial sees all transactions up to one, and some of the window after it.
type partial struct {
	upTo  int64
	extra uint64
}

func (p *partial) sees(v *keyVersion) bool {
	return v.commit <= p.upTo || p.extra>>(uint64(v.commit-p.upTo)%window)&1 == 1
}

// partial returns a random view of a level that allows those. It has what the order of the level
// demands: of read atomic, the session's own transactions, or what took effect before the call.
func (g *Generator) partial(s *session) *partial {
	floor := max(g.store.committed-window+1, 0)
	switch g.options.Level.Order {
	case isolation.Session:
		floor = max(floor, s.seen)
	case isolation.RealTime:
		floor = max(floor, s.txn.called)
	}
	p := &partial{upTo: floor, extra: g.rng.Uint64()}
	if g.rng.IntN(4) == 0 {
		p.upTo += g.rng.Int64N(g.store.committed - floor + 1)
	}
	return p
}

// read fills in what the transaction reads, each operation in a view.
func (g *Generator) read(t *transaction, in func(*operation) view) {
	for i := range t.ops {
		op := &t.ops[i]
		if !op.read {
			continue
		}
		v := in(op)
		op.version = op.key.latest(v.sees)
		op.result = append(op.result[:0], op.key.read(op.version, g.options.Model == txn.Registers)...)
		op.others = len(op.result)
		for _, earlier := range t.ops[:i] {
			if !earlier.read && earlier.key == op.key {
				op.result = append(op.result, earlier.value)
			}
		}
	}
}

// cut lets some reads of keys that the transaction has not written stop short of what other
// transactions left.
func (t *transaction) cut(rng *rand.Rand) {
	const often = 4
	for i := range t.ops {
		if op := &t.ops[i]; op.read && op.others == len(op.result) && op.others > 0 && rng.IntN(often) == 0 {
			op.others = 1 + rng.IntN(op.others)
			op.result = op.result[:op.others]
		}
	}
}

// conflicts reports whether another transaction, which the view does not see, has written a key that
// this one writes: the first committer wins.
func (t *transaction) conflicts(v view) bool {
	for i := range t.ops {
		if k := t.ops[i].key; !t.ops[i].read && len(k.versions) > 0 && !v.sees(&k.versions[len(k.versions)-1]) {
			return true
		}
	}
	return false
}

// outOfOrder reports whether the transaction read what it appended itself behind a list that is not
// the latest: the list that it leaves would not begin with the one that it read.
func (t *transaction) outOfOrder() bool {
	for i := range t.ops {
		if op := &t.ops[i]; op.read && op.others < len(op.result) && op.version < len(op.key.versions) {
			return true
		}
	}
	return false
}

func (t *transaction) readOnly() bool {
	for i := range t.ops {
		if !t.ops[i].read {
			return false
		}
	}
	return true
}
