package certificate

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Violated verifies that a finding proves that h does not satisfy level l, and returns an error that
// says what is wrong if it does not. Edges may rest on assumptions on the database only if the caller
// vouches for them.
func Violated(h *txn.History, l isolation.Level, f *proof.Finding, vouched ...proof.Basis) error {
	a := &accuser{reader: newReader(h), level: l, vouched: vouched}
	switch {
	case f.Cycle != nil:
		return a.cycle(f.Cycle)
	case f.Refutation != nil:
		return a.refute(f.Refutation)
	}
	return a.single(f)
}

// accuser verifies one proof that a level is violated.
type accuser struct {
	*reader
	level   isolation.Level
	vouched []proof.Basis
	// assumed is what the cases that are being looked at have in common.
	assumed []assumption
}

// assumption says that the first transaction wrote its version of a key before the second one did.
type assumption struct {
	key           txn.Key
	first, second int32
}

// refute verifies a distinction of cases: whichever of two versions comes first, there is a cycle.
func (a *accuser) refute(r *proof.Refutation) error {
	switch {
	case r == nil:
		return errors.New("refutation: a case is missing")
	case r.Cycle != nil:
		return a.cycle(r.Cycle)
	case r.A == r.B || !a.writes(r.A, r.Key) || !a.writes(r.B, r.Key):
		return fmt.Errorf("refutation: %d and %d are not two committed transactions that wrote key %d", r.A, r.B, r.Key)
	}
	for _, c := range []struct {
		assumed assumption
		then    *proof.Refutation
	}{
		{assumption{r.Key, r.A, r.B}, r.AFirst},
		{assumption{r.Key, r.B, r.A}, r.BFirst},
	} {
		a.assumed = append(a.assumed, c.assumed)
		if err := a.refute(c.then); err != nil {
			return err
		}
		a.assumed = a.assumed[:len(a.assumed)-1]
	}
	return nil
}

func (a *accuser) writes(t int32, k txn.Key) bool {
	return a.committed(t) && slices.ContainsFunc(a.h.Txns[t].Ops, func(op txn.Op) bool { return op.Kind != txn.Read && op.Key == k })
}

func (a *accuser) committed(t int32) bool {
	return t >= 0 && int(t) < len(a.h.Txns) && a.h.Txns[t].Committed
}

// cycle verifies that each edge of a cycle is justified, and that the level forbids such a cycle.
func (a *accuser) cycle(c proof.Cycle) error {
	if len(c) < 2 {
		return fmt.Errorf("cycle: %d edges are too few", len(c))
	}
	anti, adjacent := 0, false
	for i := range c {
		if err := a.edge(&c[i]); err != nil {
			return fmt.Errorf("cycle: edge %d, %s from %d to %d: %w", i+1, c[i].Reason, c[i].From, c[i].To, err)
		}
		next := &c[(i+1)%len(c)]
		if c[i].To != next.From {
			return fmt.Errorf("cycle: edge %d leads to %d, and the next one comes from %d", i+1, c[i].To, next.From)
		}
		if c[i].Reason == proof.RW {
			anti++
			adjacent = adjacent || next.Reason == proof.RW
		}
	}
	switch a.level.Base {
	case isolation.ParallelSnapshotIsolation:
		if anti > 1 {
			return fmt.Errorf("cycle: %s allows cycles of %d anti-dependencies", a.level, anti)
		}
	case isolation.SnapshotIsolation:
		if adjacent {
			return fmt.Errorf("cycle: %s allows cycles of adjacent anti-dependencies", a.level)
		}
	case isolation.MonotonicAtomicView, isolation.ReadAtomic, isolation.Causal:
		if anti > 0 {
			return a.overwritten(c)
		}
	}
	return nil
}

// overwritten verifies a cycle of one anti-dependency at a level of visibility: a transaction read
// something older than what another wrote that it sees. The commit order that this forces
// contradicts the order of versions.
func (a *accuser) overwritten(c proof.Cycle) error {
	at := slices.IndexFunc(c, func(e proof.Edge) bool { return e.Reason == proof.RW })
	path := slices.Concat(c[at+1:], c[:at])
	return a.path(path, c[at].To, c[at].From, c[at].FromOp)
}

// path verifies that the transaction from is visible to operation op of the reader.
func (a *accuser) path(path []proof.Edge, from, reader, op int32) error {
	if len(path) == 0 || path[0].From != from || path[len(path)-1].To != reader {
		return fmt.Errorf("the path does not lead from %d to %d", from, reader)
	}
	ordered := true // by sessions and real time only, which is one order
	for i := range path {
		switch path[i].Reason {
		case proof.WR:
			ordered = false
		case proof.Process, proof.RealTime:
		default:
			return fmt.Errorf("a %s edge makes nothing visible", path[i].Reason)
		}
		if err := a.edge(&path[i]); err != nil {
			return fmt.Errorf("path: %w", err)
		}
		if i > 0 && path[i-1].To != path[i].From {
			return fmt.Errorf("the path is broken at %d", path[i].From)
		}
	}
	switch {
	case a.level.Base == isolation.Causal:
	case a.level.Base == isolation.ReadAtomic && (len(path) == 1 || ordered):
	case a.level.Base == isolation.MonotonicAtomicView && len(path) == 1 && !ordered && path[0].ToOp < op:
	default:
		return fmt.Errorf("%s has %d not visible to %d by this path", a.level, from, reader)
	}
	return nil
}

// timed verifies an edge of sessions or real time.
func (a *accuser) timed(e *proof.Edge) error {
	switch {
	case e.Reason == proof.Process && a.h.Txns[e.From].Session == a.h.Txns[e.To].Session && e.From < e.To: // sessions are in order of calls
	case e.Reason == proof.RealTime && a.h.Before(e.From, e.To):
	default:
		return errors.New("they are not in this order")
	}
	return nil
}

// reads returns what operation k of t has read of others.
func (a *accuser) reads(t, k int32) (found read, ok bool) {
	if !a.committed(t) || a.h.Txns[t].Status != history.OK {
		return read{}, false
	}
	a.look(t, func(r read) {
		if r.op == k {
			found, ok = r, true
		}
	}, func(int32, isolation.Anomaly) {})
	return found, ok
}

// op returns operation k of t, if that committed and there is one.
func (a *accuser) op(t, k int32) *txn.Op {
	if !a.committed(t) || k < 0 || int(k) >= len(a.h.Txns[t].Ops) {
		return &txn.Op{Kind: txn.Read, Key: -1}
	}
	return &a.h.Txns[t].Ops[k]
}
