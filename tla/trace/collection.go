package trace

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/tla/eval"
)

// collection collects candidates, each state once.
type collection struct {
	list  []*candidate
	known map[uint64]bool // by their fingerprints
	most  int
	err   error
}

func (c *checker) collection() *collection {
	return &collection{known: map[uint64]bool{}, most: c.options.MaxCandidates}
}

// add adds a state, which it copies, and the way to it. It returns false if there are too many.
func (l *collection) add(s eval.State, parent *candidate, action string, line int) bool {
	h := s.Hash()
	if l.known[h] {
		return true
	}
	return l.insert(h, &candidate{slices.Clone(s), parent, action, line})
}

// put adds a candidate.
func (l *collection) put(c *candidate) bool { return l.insert(c.state.Hash(), c) }

func (l *collection) insert(h uint64, c *candidate) bool {
	if len(l.list) == l.most {
		l.err = fmt.Errorf("%w: more than %d", ErrTooManyCandidates, l.most)
		return false
	}
	l.known[h] = true
	l.list = append(l.list, c)
	return true
}
