package twopc

import (
	"slices"
	"sort"
)

// table holds at most one element for each transaction, in the order of the transactions.
type table[E interface{ key() Txn }] []E

func (s table[E]) place(t Txn) (at int, found bool) {
	at = sort.Search(len(s), func(i int) bool { return s[i].key().Compare(t) >= 0 })
	return at, at < len(s) && s[at].key() == t
}

// find returns the element of t where it stands, or nil. It is valid until the table changes.
func (s table[E]) find(t Txn) *E {
	at, found := s.place(t)
	if !found {
		return nil
	}
	return &s[at]
}

// put adds e, or replaces the element of the same transaction.
func (s *table[E]) put(e E) {
	at, found := s.place(e.key())
	if found {
		(*s)[at] = e
		return
	}
	*s = slices.Insert(*s, at, e)
}

// drop removes the element of t.
func (s *table[E]) drop(t Txn) {
	if at, found := s.place(t); found {
		*s = slices.Delete(*s, at, at+1)
	}
}
