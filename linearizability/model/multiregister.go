package model

import (
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// multiRegister is a map of registers. Transactions read and write several of them at once.
type multiRegister struct {
	init    history.Value                   // of registers that are not in inits
	inits   map[history.Value]history.Value // never changed after construction
	hasInit bool
}

// Codes of the multi-register's actions. Transactions on one register, which are most, come
// without a list.
const (
	codeReadOne      = iota // A is the register, B what it held
	codeWriteOne            // A is the register, B what it is to hold
	codeReadWriteOne        // A is the register, B what it held, C what it is to hold
	codeTransaction         // A lists what is read: register, value, register, ...; B what is written
	codeImpossible          // A is the transaction; it contradicts itself
)

func newMultiRegister(o Options) Model {
	m := &multiRegister{hasInit: o.HasInit}
	if o.Init.Kind() != history.KindMap {
		m.init = o.Init
		return m
	}
	m.inits = map[history.Value]history.Value{}
	for _, e := range o.Init.Entries() {
		m.inits[e.Key] = e.Value
	}
	return m
}

func (m *multiRegister) Name() string { return "multi-register" }

func (m *multiRegister) Init() State { return &multiRegisterState{m, nil} }

func (m *multiRegister) Shape() Shape { return Opaque }

func (m *multiRegister) initOf(register history.Value) history.Value {
	if v, ok := m.inits[register]; ok {
		return v
	}
	return m.init
}

func (m *multiRegister) Decode(op *history.Operation) (Action, error) {
	accesses, err := decodeAccesses(op)
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	e := effectOf(accesses, known)
	if len(e.reads)+len(e.writes) == 0 && !e.impossible {
		return Action{}, nil
	}
	a := Action{Op: Other, Known: known, ReadOnly: len(e.writes) == 0}
	switch {
	case e.impossible:
		a.Code, a.A, a.ReadOnly = codeImpossible, op.Output, true
	case len(e.reads) == 1 && len(e.writes) == 0:
		a.Code, a.A, a.B = codeReadOne, e.reads[0].Key, e.reads[0].Value
	case len(e.reads) == 0 && len(e.writes) == 1:
		a.Code, a.A, a.B = codeWriteOne, e.writes[0].Key, e.writes[0].Value
	case len(e.reads) == 1 && len(e.writes) == 1 && e.reads[0].Key == e.writes[0].Key:
		a.Code, a.A, a.B, a.C = codeReadWriteOne, e.reads[0].Key, e.reads[0].Value, e.writes[0].Value
	default:
		a.Code, a.A, a.B = codeTransaction, flatten(e.reads), flatten(e.writes)
	}
	return a, nil
}

func (m *multiRegister) Describe(a Action) string {
	if a.Op != Other {
		return "nothing"
	}
	read := func(register, value history.Value) string {
		return "read " + register.String() + " -> " + value.String()
	}
	write := func(register, value history.Value) string {
		return "write " + register.String() + " " + value.String()
	}
	switch a.Code {
	case codeReadOne:
		return read(a.A, a.B)
	case codeWriteOne:
		return write(a.A, a.B)
	case codeReadWriteOne:
		return read(a.A, a.B) + ", " + write(a.A, a.C)
	case codeImpossible:
		return "transaction " + a.A.String()
	}
	var steps []string
	reads, writes := a.A.Elems(), a.B.Elems()
	for i := 0; i < len(reads); i += 2 {
		steps = append(steps, read(reads[i], reads[i+1]))
	}
	for i := 0; i < len(writes); i += 2 {
		steps = append(steps, write(writes[i], writes[i+1]))
	}
	return strings.Join(steps, ", ")
}

// Touches returns the registers of a transaction. What happens to registers that share no
// transaction is independent, so that a linked group of them may be left out.
func (m *multiRegister) Touches(a Action) ([]history.Value, bool) {
	switch {
	case a.Code == codeImpossible:
		return nil, false
	case a.Code != codeTransaction:
		return []history.Value{a.A}, true
	}
	var registers []history.Value
	for _, list := range [][]history.Value{a.A.Elems(), a.B.Elems()} {
		for i := 0; i < len(list); i += 2 {
			registers = append(registers, list[i])
		}
	}
	return registers, true
}

// PartitionKey returns the register of a transaction that has but one.
func (m *multiRegister) PartitionKey(a Action) (history.Value, bool) {
	return a.A, a.Code != codeTransaction && a.Code != codeImpossible
}

// Part returns a register with compare-and-set.
func (m *multiRegister) Part(key history.Value) Model {
	return &register{
		name: m.Name(), init: m.initOf(key), hasInit: true,
		verbs: casRegisterVerbs, expects: "read, write or cas",
	}
}

// PartAction translates to reads, writes, and compare-and-sets for both at once.
func (m *multiRegister) PartAction(a Action) Action {
	switch part := (Action{Known: a.Known, ReadOnly: a.ReadOnly, A: a.B}); a.Code {
	case codeReadOne:
		part.Op = Read
		return part
	case codeWriteOne:
		part.Op = Write
		return part
	default:
		if a.B == a.C {
			part.Op, part.Code, part.ReadOnly = Read, codeSameCAS, true
			return part
		}
		part.Op, part.B = CAS, a.C
		return part
	}
}

// multiRegisterState holds the registers that do not hold their initial value.
type multiRegisterState struct {
	model   *multiRegister
	changed *treap[history.Value]
}

func (s *multiRegisterState) get(register history.Value) history.Value {
	if v, ok := s.changed.get(register); ok {
		return v
	}
	return s.model.initOf(register)
}

func (s *multiRegisterState) with(register, value history.Value) *multiRegisterState {
	if value == s.model.initOf(register) {
		return &multiRegisterState{s.model, s.changed.without(register)}
	}
	return &multiRegisterState{s.model, s.changed.with(register, value)}
}

func (s *multiRegisterState) Step(a Action) (State, bool) {
	if a.Op != Other {
		return s, false
	}
	switch a.Code {
	case codeReadOne:
		return s, s.get(a.A) == a.B
	case codeWriteOne:
		return s.with(a.A, a.B), true
	case codeReadWriteOne:
		if s.get(a.A) != a.B {
			return s, false
		}
		return s.with(a.A, a.C), true
	case codeTransaction:
		return s.transact(a)
	}
	return s, false
}

func (s *multiRegisterState) transact(a Action) (State, bool) {
	reads, writes := a.A.Elems(), a.B.Elems()
	for i := 0; i < len(reads); i += 2 {
		if s.get(reads[i]) != reads[i+1] {
			return s, false
		}
	}
	next := s
	for i := 0; i < len(writes); i += 2 {
		next = next.with(writes[i], writes[i+1])
	}
	return next, true
}

func (s *multiRegisterState) AppendKey(b []byte) []byte {
	s.changed.each(func(register, value history.Value) {
		b = value.AppendBinary(register.AppendBinary(b))
	})
	return b
}

func (s *multiRegisterState) String() string {
	var entries []history.Entry
	s.changed.each(func(register, value history.Value) {
		entries = append(entries, history.Entry{Key: register, Value: value})
	})
	return history.Map(entries...).String()
}
