package model

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tenet-go/tenet/linearizability/history"
)

// mutex is a lock that is not reentrant and that only its holder can release.
type mutex struct {
	fenced bool
}

const mutexExpects = "acquire or release"

// Codes of the mutex's and the semaphore's actions.
const (
	codeAcquire = iota
	codeRelease
)

var lockVerbs = verbs{
	"acquire": Insert, "lock": Insert, "try-lock": Insert, "try-acquire": Insert,
	"release": Remove, "unlock": Remove,
}

func newMutex(Options) Model { return mutex{} }

func newFencedMutex(Options) Model { return mutex{fenced: true} }

func (m mutex) Name() string {
	if m.fenced {
		return "fenced-mutex"
	}
	return "mutex"
}

func (mutex) Init() State { return &mutexState{token: math.MinInt64} }

func (mutex) Shape() Shape { return Opaque }

// Decode puts the process in A and, for the fenced mutex, the token of an acquisition in B. An
// attempt that returned false did not happen.
func (m mutex) Decode(op *history.Operation) (Action, error) {
	verb, err := lockVerbs.find(op.F, mutexExpects)
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	if done, isBool := op.Output.Bool(); known && isBool && !done {
		return Action{}, nil
	}
	a := Action{Op: Other, Code: codeRelease, Known: known, A: history.Int(op.Process)}
	if verb == Insert {
		a.Code = codeAcquire
		if m.fenced && known {
			token, err := fencingToken(op)
			if err != nil {
				return Action{}, err
			}
			a.B = token
		}
	}
	return a, nil
}

// fencingToken returns the token that an acquisition returned: an integer, or nil if it told none.
// As in Jepsen, a completion may also repeat what was invoked, or be true.
func fencingToken(op *history.Operation) (history.Value, error) {
	_, isBool := op.Output.Bool()
	switch {
	case op.Output.Kind() == history.KindInt:
		return op.Output, nil
	case op.Output.IsNil(), isBool, op.Output == op.Input:
		return history.Nil, nil
	}
	return history.Nil, fmt.Errorf("%s returned %s: expected a fencing token, an integer of 64 bits", op.F, clip(op.Output))
}

func (m mutex) Describe(a Action) string {
	switch {
	case a.Op != Other:
		return "nothing"
	case a.Code == codeRelease:
		return fmt.Sprintf("release by process %s", a.A)
	case a.B.IsNil():
		return fmt.Sprintf("acquire by process %s", a.A)
	}
	return fmt.Sprintf("acquire by process %s -> token %s", a.A, a.B)
}

// mutexState says who holds the lock, if anyone, and the least that the last token can be. An
// acquisition that reports no token counts as one with the least token that is allowed.
type mutexState struct {
	held   bool
	holder history.Value
	token  int64
}

func (s *mutexState) Step(a Action) (State, bool) {
	switch {
	case a.Op != Other:
		return s, false
	case a.Code == codeRelease:
		if !s.held || s.holder != a.A {
			return s, !a.Known
		}
		return &mutexState{token: s.token}, true
	case s.held:
		return s, !a.Known
	}
	token, told := a.B.Int()
	if told && token <= s.token {
		return s, false
	}
	if !told {
		token = s.token
		if token != math.MinInt64 && token != math.MaxInt64 {
			token++
		}
	}
	return &mutexState{held: true, holder: a.A, token: token}, true
}

func (s *mutexState) AppendKey(b []byte) []byte {
	b = binary.AppendVarint(b, s.token)
	if !s.held {
		return append(b, 0)
	}
	return s.holder.AppendBinary(append(b, 1))
}

func (s *mutexState) String() string {
	text := "free"
	if s.held {
		text = "held by process " + s.holder.String()
	}
	if s.token != math.MinInt64 {
		text += fmt.Sprintf(", last token %d", s.token)
	}
	return text
}
