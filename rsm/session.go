package rsm

import "sort"

// session is what is remembered of one client.
type session struct {
	id uint64
	// active is the time of the log at its last entry.
	active uint64
	// acknowledged is the largest number that the client has acknowledged: smaller ones and this one are freed.
	acknowledged uint64
	// results are those of the commands that are applied and not freed, by ascending numbers.
	results []result
	// before and after are the sessions that were used before and after this one.
	before, after *session
}

// result is that of a command.
type result struct {
	seq  uint64
	text string
}

// acknowledge frees the results up to seq.
func (s *session) acknowledge(seq uint64) {
	if seq <= s.acknowledged {
		return
	}
	s.acknowledged = seq
	freed, _ := s.place(seq + 1)
	kept := copy(s.results, s.results[freed:])
	clear(s.results[kept:])
	s.results = s.results[:kept]
}

// place returns where the result of seq is, or would be.
func (s *session) place(seq uint64) (at int, found bool) {
	at = sort.Search(len(s.results), func(i int) bool { return s.results[i].seq >= seq })
	return at, at < len(s.results) && s.results[at].seq == seq
}

// queue has all sessions in the order of their last use, the least recently used one first.
type queue struct{ first, last *session }

func (q *queue) push(s *session) {
	s.before, s.after = q.last, nil
	if q.last == nil {
		q.first = s
	} else {
		q.last.after = s
	}
	q.last = s
}

func (q *queue) remove(s *session) {
	if s.before == nil {
		q.first = s.after
	} else {
		s.before.after = s.after
	}
	if s.after == nil {
		q.last = s.before
	} else {
		s.after.before = s.before
	}
	s.before, s.after = nil, nil
}
