package certificate

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// edge verifies that the operations that an edge quotes justify it, and that the level has such
// edges.
func (a *accuser) edge(e *proof.Edge) error {
	base := a.level.Base
	visibility := base >= isolation.MonotonicAtomicView && base <= isolation.Causal
	var allowed bool
	switch e.Reason {
	case proof.WW:
		allowed = true
	case proof.WR:
		allowed = base >= isolation.ReadCommitted
	case proof.RW:
		allowed = base >= isolation.MonotonicAtomicView
	case proof.Process:
		allowed = a.level.Order >= isolation.Session
	case proof.RealTime:
		allowed = a.level.Order == isolation.RealTime
	case proof.Visible:
		allowed = visibility
	}
	switch {
	case !allowed:
		return fmt.Errorf("%s has no such edges", a.level)
	case !a.committed(e.From) || !a.committed(e.To) || e.From == e.To:
		return errors.New("these are not two committed transactions")
	}
	switch e.Reason {
	case proof.Process, proof.RealTime:
		return a.timed(e)
	case proof.RW:
		return a.antiDependency(e)
	case proof.Visible:
		return a.visible(e)
	}
	from, to := a.op(e.From, e.FromOp), a.op(e.To, e.ToOp)
	if from.Kind == txn.Read || from.Key != e.Key || to.Key != e.Key {
		return errors.New("the first did not write the key in this operation, or the second did not use it")
	}
	if e.Reason == proof.WW {
		return a.precedes(e, from.Version, e.From)
	}
	if r, ok := a.reads(e.To, e.ToOp); !ok || r.version != from.Version {
		return errors.New("the second did not read what the first wrote")
	}
	return nil
}

// antiDependency verifies that one transaction read a version, and the other wrote a later one.
func (a *accuser) antiDependency(e *proof.Edge) error {
	r, ok := a.reads(e.From, e.FromOp)
	to := a.op(e.To, e.ToOp)
	switch {
	case !ok || r.key != e.Key:
		return errors.New("the first did not read the key in this operation")
	case to.Kind == txn.Read || to.Key != e.Key:
		return errors.New("the second did not write the key in this operation")
	case e.Basis == proof.ByReads && (r.from == txn.Nobody || a.h.Model == txn.Lists && !slices.Contains(a.op(e.From, e.FromOp).List, to.Version)):
		return nil
	case r.from == txn.Nobody:
		return errors.New("the first read the initial version: reads show that it is the first")
	}
	return a.precedes(e, r.version, r.from)
}

// visible verifies that one transaction precedes the other by an axiom of visibility.
func (a *accuser) visible(e *proof.Edge) error {
	from, to := a.op(e.From, e.FromOp), a.op(e.To, e.ToOp)
	r, ok := a.reads(e.Reader, e.ReaderOp)
	switch {
	case from.Kind == txn.Read || from.Key != e.Key || to.Kind == txn.Read || to.Key != e.Key:
		return errors.New("they did not both write the key in these operations")
	case !ok || r.key != e.Key || r.from != e.To || r.version != to.Version:
		return errors.New("the reader did not read the key from the second")
	case e.Reader == e.From:
		return errors.New("the reader is the first")
	}
	return a.path(e.Path, e.From, e.Reader, e.ReaderOp)
}

// precedes verifies that a version, that transaction first wrote, is older than the one that To of an edge
// wrote.
func (a *accuser) precedes(e *proof.Edge, older txn.Version, first int32) error {
	to := a.op(e.To, e.ToOp)
	if to.Kind == txn.Read || to.Key != e.Key || to.Version == older {
		return errors.New("the second did not write another version of the key in this operation")
	}
	shown := false
	switch e.Basis {
	case proof.ByReads:
		list := a.op(e.Reader, e.ReaderOp).List
		i, k := slices.Index(list, older), slices.Index(list, to.Version)
		shown = i >= 0 && (k < 0 || i < k)
	case proof.ByAssumption:
		shown = slices.Contains(a.assumed, assumption{e.Key, first, e.To})
	case proof.ByReadBeforeWrite:
		for k := range e.ToOp {
			r, ok := a.reads(e.To, k)
			shown = shown || ok && r.version == older && r.key == e.Key
		}
	case proof.BySessionOrder, proof.ByRealTimeOrder:
		shown = a.ordered(e, older, to.Version)
	}
	if e.Basis > proof.ByAssumption && !slices.Contains(a.vouched, e.Basis) {
		return fmt.Errorf("nobody vouches for the order of versions (%s)", e.Basis)
	}
	if !shown {
		return fmt.Errorf("the order of versions does not follow (%s)", e.Basis)
	}
	return nil
}

// ordered verifies that one transaction wrote or read a version, and a later one of its session, or
// in real time, a newer version.
func (a *accuser) ordered(e *proof.Edge, older, newer txn.Version) bool {
	if len(e.Path) != 1 {
		return false
	}
	p := &e.Path[0]
	reason := proof.Process
	if e.Basis == proof.ByRealTimeOrder {
		reason = proof.RealTime
	}
	first, of, ok := a.accessed(proof.Place{Txn: p.From, Op: p.FromOp})
	second, same, too := a.accessed(proof.Place{Txn: p.To, Op: p.ToOp})
	return p.Reason == reason && ok && too && a.timed(p) == nil && of == e.Key && same == e.Key && first == older && second == newer
}
