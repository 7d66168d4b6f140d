package trace

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/tla/eval"
)

// collection collects candidates, each state once.
type collection struct {
	list  []*candidate
	known map[uint64][]*candidate
	most  int
	err   error
}

func (c *checker) collection() *collection {
	return &collection{known: map[uint64][]*candidate{}, most: c.options.MaxCandidates}
}

// add adds a state, which it copies, and the way to it. It returns false if there are too many.
func (l *collection) add(s eval.State, parent *candidate, action string, line int) bool {
	h := hash(s)
	if l.has(h, s) {
		return true
	}
	return l.insert(h, &candidate{slices.Clone(s), parent, action, line})
}

// put adds a candidate.
func (l *collection) put(c *candidate) bool { return l.insert(hash(c.state), c) }

func (l *collection) insert(h uint64, c *candidate) bool {
	if len(l.list) == l.most {
		l.err = fmt.Errorf("%w: more than %d", ErrTooManyCandidates, l.most)
		return false
	}
	l.known[h] = append(l.known[h], c)
	l.list = append(l.list, c)
	return true
}

func (l *collection) has(h uint64, s eval.State) bool {
	for _, c := range l.known[h] {
		if slices.EqualFunc(c.state, s, same) {
			return true
		}
	}
	return false
}

func hash(s eval.State) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, d := range s {
		h = (h ^ d.Hash()) * 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}
