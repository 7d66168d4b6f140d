package rafttest

import "slices"

// sequence is an immutable list that grows at little cost.
type sequence[E any] struct {
	chunks [][]E
	length int
}

const chunkLength = 32

func (s *sequence[E]) at(i int) *E { return &s.chunks[i/chunkLength][i%chunkLength] }

// with returns the list with one more element. Chunks are never written again, since others may share them.
func (s *sequence[E]) with(e E) sequence[E] {
	last := len(s.chunks) - 1
	if s.length%chunkLength == 0 {
		return sequence[E]{append(s.chunks[:last+1:last+1], []E{e}), s.length + 1}
	}
	grown := slices.Concat(s.chunks[last], []E{e})
	return sequence[E]{append(s.chunks[:last:last], grown), s.length + 1}
}
