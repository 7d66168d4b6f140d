package config

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Config is a configuration: a model of a specification. Names that are not given are nil.
type Config struct {
	File string // the name it was read under, for messages; "" if unknown

	Specification *Name // SPECIFICATION, instead of INIT and NEXT
	Init, Next    *Name

	Invariants        []Name // INVARIANT, INVARIANTS
	Properties        []Name // PROPERTY, PROPERTIES
	Constraints       []Name // CONSTRAINT, CONSTRAINTS
	ActionConstraints []Name // ACTION_CONSTRAINT, ACTION_CONSTRAINTS
	Symmetry          []Name // SYMMETRY: one name at most
	View, Alias       *Name
	Postcondition     *Name // POSTCONDITION
	CheckDeadlock     *bool // CHECK_DEADLOCK; nil means TRUE

	Constants []Constant // CONSTANT, CONSTANTS, in their order

	// Ignored are the keywords that TLC knows and nothing here obeys: TYPE, TYPE_CONSTRAINT, _PERIODIC, _POSSIBLE, _RL_REWARD.
	Ignored []Name
}

// Name is a name in a configuration, and where it stands.
type Name struct {
	Text string
	Pos  syntax.Pos
}

// Constant is c = value, c <- name, c <- [M]name or c = [M]value. Either Value or Replacement is set.
type Constant struct {
	Name        Name     // of the constant or the definition that is given a value; also I!c, and operators in their canonical form
	Args        []*Value // of f(a, b) = value, which gives one value of an operator
	Module      string   // in which Name is meant; "" for the root module
	Value       *Value
	Replacement *Name
}

// Value is a value as it is written in a configuration.
type Value struct {
	Pos    syntax.Pos
	Kind   ValueKind
	Number int64    // of a Number, and 1 for TRUE
	Text   string   // of a String or a Model
	Elems  []*Value // of a Set
}

// ValueKind is a kind of Value.
type ValueKind uint8

// Kinds of values.
const (
	Boolean ValueKind = iota
	Number
	String
	Model // a model value: a name that equals only itself
	Set
)

// Error says where a text is no configuration, or means nothing.
type Error = syntax.Error

// Datum is the value to compute with. A set must have elements that can be compared, or it panics with a *datum.Error.
func (v *Value) Datum() datum.Datum {
	switch v.Kind {
	case Boolean:
		return datum.Bool(v.Number == 1)
	case Number:
		return datum.Int(v.Number)
	case String:
		return datum.String(v.Text)
	case Set:
		elems := make([]datum.Datum, len(v.Elems))
		for i, e := range v.Elems {
			elems[i] = e.Datum()
		}
		return datum.Set(elems)
	}
	return datum.Model(v.Text)
}
