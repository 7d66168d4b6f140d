package model

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
)

// counter is an integer that operations add to. It wraps around at 64 bits.
type counter struct{ init int64 }

const (
	counterAdd Op = iota + 1
	counterSub
	counterRead
)

var counterVerbs = verbs{
	"add": counterAdd, "inc": counterAdd, "incr": counterAdd, "increment": counterAdd,
	"dec": counterSub, "decr": counterSub, "decrement": counterSub, "sub": counterSub,
	"subtract": counterSub,
	"read":     counterRead, "get": counterRead, "r": counterRead,
}

func newCounter(o Options) Model {
	n, _ := o.Init.Int()
	return counter{n}
}

func (counter) Name() string { return "counter" }

func (m counter) Init() State { return &counterState{m.init} }

func (counter) Shape() Shape { return Opaque }

// Decode puts what is added in A: the argument, or 1, negated for decrements. What an addition
// returns is not looked at, since systems repeat the argument there.
func (counter) Decode(op *history.Operation) (Action, error) {
	verb, err := counterVerbs.find(op.F, "add, inc, dec or read")
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	if verb == counterRead {
		if !known {
			return Action{}, nil
		}
		if op.Output.Kind() != history.KindInt {
			return Action{}, fmt.Errorf("%s returns an integer, got %s", op.F, clip(op.Output))
		}
		return Action{Op: Read, Known: true, ReadOnly: true, A: op.Output}, nil
	}
	n, err := amount(op.F, op.Input, 1)
	if err != nil {
		return Action{}, err
	}
	if verb == counterSub {
		n = -n
	}
	if n == 0 {
		return Action{}, nil
	}
	return Action{Op: Other, Known: known, A: history.Int(n)}, nil
}

func (counter) Describe(a Action) string {
	switch a.Op {
	case Read:
		return "read -> " + a.A.String()
	case Other:
		return "add " + a.A.String()
	}
	return "nothing"
}

// counterState is the sum so far.
type counterState struct{ n int64 }

func (s *counterState) Step(a Action) (State, bool) {
	n, _ := a.A.Int()
	switch a.Op {
	case Read:
		return s, n == s.n
	case Other:
		return &counterState{s.n + n}, true
	}
	return s, false
}

func (s *counterState) AppendKey(b []byte) []byte { return binary.AppendVarint(b, s.n) }

func (s *counterState) String() string { return strconv.FormatInt(s.n, 10) }
