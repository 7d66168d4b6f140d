package model

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// register is a cell that holds one value. It is the model of register and of cas-register.
type register struct {
	name    string
	init    history.Value
	hasInit bool
	observe bool // a failed cas saw another value
	verbs   verbs
	expects string
}

var (
	registerVerbs = verbs{
		"read": Read, "r": Read, "get": Read, "load": Read,
		"write": Write, "w": Write, "put": Write, "set": Write, "assign": Write, "store": Write,
	}
	casRegisterVerbs = registerVerbs.and(verbs{
		"cas": CAS, "compare-and-set": CAS, "compare-and-swap": CAS, "compare-exchange": CAS,
	})
)

func newRegister(o Options) Model {
	return &register{
		name: "register", init: o.Init, hasInit: o.HasInit,
		verbs: registerVerbs, expects: "read or write (cas-register has cas too)",
	}
}

func newCASRegister(o Options) Model {
	return &register{
		name: "cas-register", init: o.Init, hasInit: o.HasInit, observe: o.ObserveFailedCAS,
		verbs: casRegisterVerbs, expects: "read, write or cas",
	}
}

func (m *register) Name() string { return m.name }

func (m *register) Init() State { return &registerState{m.init} }

func (m *register) Shape() Shape { return Register }

func (m *register) Decode(op *history.Operation) (Action, error) {
	verb, err := m.verbs.find(op.F, m.expects)
	if err != nil {
		return Action{}, err
	}
	return decodeRegister(op, verb, m.observe)
}

// codeSameCAS marks a Read that was recorded as a cas from a value to itself.
const codeSameCAS = 1

func decodeRegister(op *history.Operation, verb Op, observe bool) (Action, error) {
	known := op.Status == history.OK
	switch {
	case verb == CAS:
		return decodeCAS(op, observe)
	case verb == Read && known:
		return Action{Op: Read, Known: true, ReadOnly: true, A: op.Output}, nil
	case verb == Write && op.Status != history.Fail:
		return Action{Op: Write, Known: known, A: op.Input}, nil
	}
	return Action{}, nil
}

// decodeCAS reads a compare-and-set. One from a value to itself is a read.
func decodeCAS(op *history.Operation, observe bool) (Action, error) {
	if op.Status == history.Fail && !observe {
		return Action{}, nil
	}
	from, to, err := pair(op.F, op.Input)
	if err != nil {
		return Action{}, err
	}
	switch op.Status {
	case history.Fail:
		return Action{Op: CASFailed, Known: true, ReadOnly: true, A: from}, nil
	case history.Info:
		if from == to {
			return Action{}, nil
		}
		return Action{Op: CAS, A: from, B: to}, nil
	}
	if done, isBool := op.Output.Bool(); isBool && !done {
		return Action{Op: CASFailed, Known: true, ReadOnly: true, A: from}, nil
	}
	if from == to {
		return Action{Op: Read, Code: codeSameCAS, Known: true, ReadOnly: true, A: from}, nil
	}
	return Action{Op: CAS, Known: true, A: from, B: to}, nil
}

func (m *register) Describe(a Action) string { return describeRegister(a) }

func describeRegister(a Action) string {
	switch a.Op {
	case Read:
		if a.Code == codeSameCAS {
			return fmt.Sprintf("cas %s -> %s", a.A, a.A)
		}
		return "read -> " + a.A.String()
	case Write:
		return "write " + a.A.String()
	case CAS:
		return fmt.Sprintf("cas %s -> %s", a.A, a.B)
	case CASFailed:
		return "failed cas of " + a.A.String()
	}
	return "nothing"
}

// Touches links values by the compare-and-sets between them.
//
// Why removing linked groups of values C is sound: take an order that explains the whole. A
// register comes to hold a value outside of C only by a write or a compare-and-set of it, and is
// taken from a value in C to one outside only by a write, since a compare-and-set would link the
// two. All these actions stay. So without the actions that touch C, the register holds the same
// value as before at all moments at which it held a value outside of C, and the actions that
// stay and depend on what it holds act at such moments. At the others it holds something stale,
// which only a compare-and-set of unknown outcome could meet: it may be left out there. The
// initial value needs no exception: if it is in C, it is stale too.
//
// A failed compare-and-set that saw another value could see its own value as a stale one.
func (m *register) Touches(a Action) ([]history.Value, bool) { return touchesRegister(a) }

func touchesRegister(a Action) ([]history.Value, bool) {
	switch a.Op {
	case Read, Write:
		return []history.Value{a.A}, true
	case CAS:
		return []history.Value{a.A, a.B}, true
	}
	return nil, false
}

// registerState is the value that a register holds.
type registerState struct{ value history.Value }

func (s *registerState) Step(a Action) (State, bool) {
	switch a.Op {
	case Read:
		return s, s.value == a.A
	case Write:
		return &registerState{a.A}, true
	case CAS:
		if s.value == a.A {
			return &registerState{a.B}, true
		}
		return s, !a.Known
	case CASFailed:
		return s, s.value != a.A
	}
	return s, false
}

func (s *registerState) AppendKey(b []byte) []byte { return s.value.AppendBinary(b) }

func (s *registerState) String() string { return s.value.String() }
