// Package sequential decides sequential consistency: whether some order of all operations that
// keeps each process's own order is one that the model allows, whatever the clock says (Lamport,
// "How to make a multiprocessor computer that correctly executes multiprocess programs", 1979).
//
// The problem is NP-complete even where linearizability is easy, and it is not local: objects
// cannot be checked one by one. So this is for small histories.
package sequential

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Engine returns the engine, which remembers at most the given number of dead ends.
func Engine(configurations int) engine.Engine { return sequential{configurations} }

type sequential struct{ most int }

func (sequential) Name() string { return "sequential" }

func (e sequential) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	s := &search{ctx: ctx, p: p, most: e.most, dead: map[string]struct{}{}}
	s.threads = threadsOf(p)
	s.at = make([]int, len(s.threads))
	found := s.explore(p.Model.Init())
	switch {
	case s.err != nil:
		return engine.Result{Why: s.err.Error()}
	case found:
		return engine.Result{Outcome: engine.Valid, Order: s.order}
	}
	return engine.Result{Outcome: engine.Invalid}
}

// threadsOf lists the operations of each process in its own order.
func threadsOf(p *engine.Problem) [][]int32 {
	var threads [][]int32
	number := map[int64]int{}
	for i := range p.Index {
		process := p.Operation(int32(i)).Process
		t, known := number[process]
		if !known {
			t = len(threads)
			number[process] = t
			threads = append(threads, nil)
		}
		threads[t] = append(threads[t], int32(i))
	}
	return threads
}

// search is a depth-first search over how far each process has come.
type search struct {
	ctx     context.Context
	p       *engine.Problem
	most    int
	threads [][]int32
	at      []int
	order   []int32
	dead    map[string]struct{} // positions and state from which there is no way on
	visits  int
	err     error
}

// explore reports whether the operations from here on have an order; s.order then holds it.
func (s *search) explore(state model.State) bool {
	mark := len(s.order)
	s.observe(state)
	if s.finished() {
		return true
	}
	key := s.key(state)
	if _, known := s.dead[key]; known || s.halt() {
		s.undo(mark)
		return false
	}
	for t, thread := range s.threads {
		if s.at[t] == len(thread) {
			continue
		}
		op := thread[s.at[t]]
		if next, ok := state.Step(*s.p.Action(op)); ok {
			s.take(t)
			if s.explore(next) {
				return true
			}
			s.undo(len(s.order) - 1)
		}
	}
	s.dead[key] = struct{}{}
	s.undo(mark)
	return false
}

// observe takes the read-only operations that can happen now: taking them can do no harm.
func (s *search) observe(state model.State) {
	for moved := true; moved; {
		moved = false
		for t, thread := range s.threads {
			for s.at[t] < len(thread) {
				action := s.p.Action(thread[s.at[t]])
				if !action.ReadOnly {
					break
				}
				if _, ok := state.Step(*action); !ok {
					break
				}
				s.take(t)
				moved = true
			}
		}
	}
}

func (s *search) take(t int) {
	s.order = append(s.order, s.threads[t][s.at[t]])
	s.at[t]++
}

func (s *search) undo(to int) {
	for len(s.order) > to {
		last := s.order[len(s.order)-1]
		s.order = s.order[:len(s.order)-1]
		for t, thread := range s.threads {
			if s.at[t] > 0 && thread[s.at[t]-1] == last {
				s.at[t]--
			}
		}
	}
}

// finished reports whether only operations of unknown outcome are left. Such an operation is the
// last of its process.
func (s *search) finished() bool {
	for t, thread := range s.threads {
		left := thread[s.at[t]:]
		if slices.ContainsFunc(left, func(op int32) bool { return !s.p.Pending(op) }) {
			return false
		}
	}
	return true
}

func (s *search) key(state model.State) string {
	b := make([]byte, 0, 64)
	for _, at := range s.at {
		b = binary.AppendUvarint(b, uint64(at))
	}
	return string(state.AppendKey(b))
}

func (s *search) halt() bool {
	if s.err == nil && len(s.dead) > s.most {
		s.err = fmt.Errorf("more than %d configurations", s.most)
	}
	if s.visits++; s.err == nil && s.visits&255 == 0 {
		s.err = context.Cause(s.ctx)
	}
	return s.err != nil
}
