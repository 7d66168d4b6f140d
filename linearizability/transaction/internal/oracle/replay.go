package oracle

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// state is what a database holds: of each key the versions that make it up, which for a register
// is its last one.
type state [][]txn.Version

// execute executes a transaction literally. It returns the state that it leaves, and whether it
// read what the history says.
func (w *world) execute(s state, t int) (state, bool) {
	s = slices.Clone(s)
	for _, op := range w.txns[t].Ops {
		switch op.Kind {
		case txn.Write:
			s[op.Key] = []txn.Version{op.Version}
		case txn.Append:
			s[op.Key] = append(slices.Clip(s[op.Key]), op.Version)
		case txn.Read:
			if !slices.Equal(s[op.Key], versions(op)) {
				return nil, false
			}
		}
	}
	return s, true
}

// serial reports whether there is an order that respects so, in which the transactions can have
// been executed one after the other.
func (w *world) serial(so relation) bool {
	var try func(done set, s state) bool
	try = func(done set, s state) bool {
		if done == 1<<w.n-1 {
			return true
		}
		for t := range w.txns {
			if done.has(t) || !so.allows(t, done) {
				continue
			}
			if next, ok := w.execute(s, t); ok && try(done|1<<t, next) {
				return true
			}
		}
		return false
	}
	return try(0, make(state, len(w.h.Keys)))
}

// allows reports whether all that come before t are done.
func (r *relation) allows(t int, done set) bool {
	for before := range r {
		if r[before].has(t) && !done.has(before) {
			return false
		}
	}
	return true
}

// snapshots reports whether there is an order of beginnings and commits that respects so, in which
// each transaction reads from the state when it begins, and none commits a key that another has
// committed since it began.
func (w *world) snapshots(so relation) bool {
	began := make([]state, w.n) // the state in which each active transaction began
	var try func(active, done set, s state) bool
	try = func(active, done set, s state) bool {
		if done == 1<<w.n-1 {
			return true
		}
		for t := range w.txns {
			switch {
			case done.has(t):
			case active.has(t):
				if next, ok := w.commit(began[t], s, t); ok && try(active&^(1<<t), done|1<<t, next) {
					return true
				}
			case so.allows(t, done):
				if _, ok := w.execute(s, t); !ok {
					continue
				}
				began[t] = s
				if try(active|1<<t, done, s) {
					return true
				}
			}
		}
		return false
	}
	return try(0, 0, make(state, len(w.h.Keys)))
}

// commit returns the state s with what t writes, if no key that it writes has changed since it began.
func (w *world) commit(began, s state, t int) (state, bool) {
	left, _ := w.execute(began, t)
	next := slices.Clone(s)
	for key := range left {
		if !slices.Contains(w.writers[key], t) {
			continue
		}
		if !slices.Equal(began[key], s[key]) {
			return nil, false
		}
		next[key] = left[key]
	}
	return next, true
}
