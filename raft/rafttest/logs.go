package rafttest

import (
	"fmt"

	"github.com/tenet-go/tenet/raft"
)

// view is a log: what follows base.
type view struct {
	base     raft.Index
	baseTerm raft.Term
	entries  []raft.Entry
}

func viewOf(n *raft.Node) view {
	base, term := n.Base()
	return view{base, term, n.Entries()}
}

func storedView(s *raft.Storage) view {
	base, term := s.Base()
	return view{base, term, s.Entries()}
}

func (v *view) last() raft.Index { return v.base + raft.Index(len(v.entries)) }

// at returns the entry at i, if it is there.
func (v *view) at(i raft.Index) (raft.Entry, bool) {
	if i <= v.base || i > v.last() {
		return raft.Entry{}, false
	}
	return v.entries[i-v.base-1], true
}

func (v *view) has(i raft.Index, e raft.Entry) bool {
	at, ok := v.at(i)
	return ok && at == e
}

// logsMatch says where two logs have an entry of the same index and term, but differ there or before.
func logsMatch(a, b view) error {
	matched := raft.Index(0)
	for i := min(a.last(), b.last()); i > max(a.base, b.base); i-- {
		x, _ := a.at(i)
		y, _ := b.at(i)
		if matched == 0 && x.Term == y.Term {
			matched = i
		}
		if matched > 0 && x != y {
			return fmt.Errorf("they agree on the term at %d, but at %d they have %v and %v", matched, i, x, y)
		}
	}
	return nil
}
