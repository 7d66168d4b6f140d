package model

import (
	"encoding/binary"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// kv is one key of a key-value store. A missing key reads as the initial value if that is nil or
// the empty string, and as nil otherwise.
type kv struct {
	init    history.Value
	observe bool
	missing history.Value
}

const kvDelete = Remove

// Codes of kv's actions.
const (
	codeAppend = codeSameCAS + 1 + iota
	codeDelete
)

var kvVerbs = casRegisterVerbs.and(verbs{
	"append": Append, "concat": Append,
	"delete": kvDelete, "del": kvDelete, "remove": kvDelete,
})

func newKV(o Options) Model {
	m := &kv{init: o.Init, observe: o.ObserveFailedCAS}
	if o.Init == history.String("") {
		m.missing = o.Init
	}
	return m
}

func (m *kv) Name() string { return "kv" }

func (m *kv) Init() State { return newKVState(m.init) }

// Shape is Register; histories with append have actions that are none of a register.
func (m *kv) Shape() Shape { return Register }

// Keyed returns true: Operation.Key is the key.
func (m *kv) Keyed() bool { return true }

func (m *kv) Decode(op *history.Operation) (Action, error) {
	verb, err := kvVerbs.find(op.F, "get, put, append, cas or delete")
	if err != nil {
		return Action{}, err
	}
	if verb != Append && verb != kvDelete {
		return decodeRegister(op, verb, m.observe)
	}
	if op.Status == history.Fail {
		return Action{}, nil
	}
	known := op.Status == history.OK
	if verb == kvDelete {
		return Action{Op: Write, Code: codeDelete, Known: known, A: m.missing}, nil
	}
	if op.Input.Kind() != history.KindString {
		return Action{}, fmt.Errorf("%s takes a string, got %s", op.F, clip(op.Input))
	}
	return Action{Op: Other, Code: codeAppend, Known: known, A: op.Input}, nil
}

func (m *kv) Describe(a Action) string {
	switch a.Code {
	case codeAppend:
		return "append " + a.A.String()
	case codeDelete:
		return "delete"
	}
	return describeRegister(a)
}

// Touches is that of a register, for the same reason. What an append leaves depends on all that
// was there before, so no value may be removed beside it.
func (m *kv) Touches(a Action) ([]history.Value, bool) { return touchesRegister(a) }

// kvState is the value of a key. A string is kept as text, so that appending to it need not
// intern it.
type kvState struct {
	value  history.Value // when it is no string
	text   string
	isText bool
}

func newKVState(v history.Value) *kvState {
	if v.Kind() == history.KindString {
		text, _ := v.Text()
		return &kvState{text: text, isText: true}
	}
	return &kvState{value: v}
}

func (s *kvState) holds(v history.Value) bool {
	if !s.isText {
		return s.value == v
	}
	text, _ := v.Text()
	return text == s.text && v.Kind() == history.KindString
}

func (s *kvState) Step(a Action) (State, bool) {
	met := s.holds(a.A)
	switch a.Op {
	case Read:
		return s, met
	case Write:
		return newKVState(a.A), true
	case CAS:
		if met {
			return newKVState(a.B), true
		}
		return s, !a.Known
	case CASFailed:
		return s, !met
	case Other:
		if !s.isText && !s.value.IsNil() {
			return s, !a.Known
		}
		more, _ := a.A.Text()
		return &kvState{text: s.text + more, isText: true}, true
	}
	return s, false
}

func (s *kvState) AppendKey(b []byte) []byte {
	if !s.isText {
		return s.value.AppendBinary(b)
	}
	b = binary.AppendUvarint(append(b, byte(history.KindString)), uint64(len(s.text)))
	return append(b, s.text...)
}

func (s *kvState) String() string {
	if !s.isText {
		return s.value.String()
	}
	return history.String(s.text).String()
}
