package model

import (
	"encoding/binary"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// semaphore counts permits. It does not know who holds them: any process may release a permit
// that is taken, as with Java's semaphores.
type semaphore struct {
	permits int64
}

func newSemaphore(o Options) Model { return semaphore{int64(max(o.Permits, 1))} }

func (semaphore) Name() string { return "semaphore" }

func (m semaphore) Init() State { return &semaphoreState{m.permits, 0} }

func (semaphore) Shape() Shape { return Opaque }

// Decode puts the number of permits in A: the argument, or 1. An attempt that returned false did
// not happen.
func (semaphore) Decode(op *history.Operation) (Action, error) {
	verb, err := lockVerbs.find(op.F, mutexExpects)
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	if done, isBool := op.Output.Bool(); known && isBool && !done {
		return Action{}, nil
	}
	n, err := amount(op.F, op.Input, 1)
	if err == nil && n < 1 {
		err = fmt.Errorf("%s takes 1 permit or more, got %d", op.F, n)
	}
	if err != nil {
		return Action{}, err
	}
	a := Action{Op: Other, Code: codeAcquire, Known: known, A: history.Int(n)}
	if verb == Remove {
		a.Code = codeRelease
	}
	return a, nil
}

func (semaphore) Describe(a Action) string {
	switch {
	case a.Op != Other:
		return "nothing"
	case a.Code == codeAcquire:
		return "acquire " + a.A.String()
	}
	return "release " + a.A.String()
}

// semaphoreState is the number of permits there are, and of those taken.
type semaphoreState struct{ permits, taken int64 }

func (s *semaphoreState) Step(a Action) (State, bool) {
	if a.Op != Other {
		return s, false
	}
	n, _ := a.A.Int()
	if a.Code == codeAcquire {
		if n > s.permits-s.taken {
			return s, !a.Known
		}
		return &semaphoreState{s.permits, s.taken + n}, true
	}
	if n > s.taken {
		return s, !a.Known
	}
	return &semaphoreState{s.permits, s.taken - n}, true
}

func (s *semaphoreState) AppendKey(b []byte) []byte { return binary.AppendVarint(b, s.taken) }

func (s *semaphoreState) String() string {
	return fmt.Sprintf("%d of %d permits taken", s.taken, s.permits)
}
