package model

import "github.com/tenet-go/tenet/linearizability/history"

// Model is the sequential specification of an object: what its operations mean when they happen
// one at a time. A Model is immutable and safe for concurrent use.
//
// Models are deterministic: the state and the operation's input determine the next state and the
// output. So an operation of unknown outcome needs no more than an Action whose Known is false.
type Model interface {
	// Name is the name by which the command line knows the model.
	Name() string
	// Init returns the initial state.
	Init() State
	// Decode says what an operation does. The error tells which part of the operation the model
	// does not understand and what it expected; it does not repeat where the operation stands.
	Decode(op *history.Operation) (Action, error)
	// Shape says which laws the model obeys, for the engines that need them.
	Shape() Shape
}

// State is a state of an object. States are immutable: Step returns another.
type State interface {
	// Step returns the state after a, or false if a cannot happen in this state with the output
	// that was seen.
	Step(a Action) (State, bool)
	// AppendKey appends an encoding of the state to b: equal states have equal encodings and
	// different states different ones.
	AppendKey(b []byte) []byte
	// String describes the state to people.
	String() string
}

// Shape is a family of objects for which special algorithms exist.
type Shape uint8

// The shapes. Each says which Ops the model's actions may have.
const (
	Opaque        Shape = iota // any; nothing is known but Step
	Register                   // Read, Write, CAS, CASFailed
	Queue                      // Insert, Remove, RemoveEmpty: first in, first out
	Stack                      // Insert, Remove, RemoveEmpty: last in, first out
	PriorityQueue              // Insert, Remove, RemoveEmpty: least first
	Set                        // Insert, Remove, RemoveEmpty (absent), Contains, ReadAll
	Log                        // Append, ReadAll: a list that only grows
)

// Op is what an action does, in the terms of its model's shape.
type Op uint8

const (
	// Skip marks an operation that is not one of the object's, such as a failed one.
	Skip Op = iota
	// Read returns A.
	Read
	// Write sets the register to A.
	Write
	// CAS sets the register from A to B. When Known is false and the register is not A, it
	// changes nothing.
	CAS
	// CASFailed saw that the register was not A.
	CASFailed
	// Insert adds A to a container. For sets, B is Bool(true) or Bool(false) if the operation
	// told whether the set changed, else nil.
	Insert
	// Remove takes A out of a container. When Known is false it takes out what the container
	// gives, or nothing. For sets, A is the argument, and B as for Insert.
	Remove
	// RemoveEmpty found the container empty.
	RemoveEmpty
	// Contains asked a set for A and saw B, a boolean.
	Contains
	// ReadAll returned A, the whole set or list.
	ReadAll
	// Append adds A at the end of a list.
	Append
	// Other is an operation that only Step understands. Its meaning is in A, B and Code.
	Other
)

// Action is an operation as a model understands it. Actions that are equal under == do the same.
type Action struct {
	Op Op
	// Code distinguishes a model's Other actions. In actions of other Ops it only tells Describe
	// under which name the operation was recorded.
	Code uint8
	// Known is false if the outcome is unknown: Step then allows any output.
	Known bool
	// ReadOnly is true if the action never changes the state, whatever the state is.
	ReadOnly bool
	A, B, C  history.Value
	// Key is the object on which a Product acts; Nil in other models.
	Key history.Value
}
