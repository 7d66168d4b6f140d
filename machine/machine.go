package machine

import "fmt"

// NodeID identifies a node within its cluster.
type NodeID uint32

// Action names the rule that fired, as the TLA+ specification of the protocol calls it.
type Action string

// Data is an immutable value with one canonical encoding: equal values have equal bytes, and
// different values different bytes. The string is for people, and tells different values apart too.
type Data interface {
	// AppendTo appends the encoding to b and returns the extended slice.
	AppendTo(b []byte) []byte
	fmt.Stringer
}

// The roles in which data passes between a machine and its host.
type (
	// Message travels from one node to another. It may be lost, duplicated and reordered.
	Message interface{ Data }
	// Record is written to the storage of one node.
	Record interface{ Data }
	// Op is what a client asks for.
	Op interface{ Data }
	// Result is what a client is answered.
	Result interface{ Data }
	// Command is what the application on the machine's own node is told to do.
	Command interface{ Data }
	// Timer says of what the machine is to be reminded. Timers are compared with ==.
	Timer interface{ Data }
)

// Machine is one node of a protocol.
type Machine interface {
	// Step gives the machine an input and adds to out, which is empty (see Output.Reset), what the host must do. It is a
	// function of the machine's state and the input. It keeps neither of them, nor out.
	Step(in Input, out *Output)
	// Clone returns a machine of the same state, which shares nothing that can change.
	Clone() Machine
	// AppendTo appends the canonical encoding of the state to b. Machines of equal encoding behave
	// alike, up to the absolute values of a Seq: these are encoded relative to the last one that was
	// acknowledged (see Journal).
	AppendTo(b []byte) []byte
}

// Durable is what the storage of one node holds: the fold of the records that were written.
type Durable interface {
	// Add adds a record. It fails if the record cannot follow what is there, which only damage explains.
	Add(r Record) error
	// Clone returns an independent copy.
	Clone() Durable
	// AppendTo appends the canonical encoding to b.
	AppendTo(b []byte) []byte
}

// Protocol makes the nodes of a cluster. Its methods panic for nodes that are none of the cluster's, and for storage of another
// protocol: these are mistakes of the host.
type Protocol interface {
	// Empty returns the storage of a node that has never written.
	Empty(id NodeID) Durable
	// Recover makes a node from its storage, and adds to out what its host must do at once. It does
	// not keep storage.
	Recover(id NodeID, storage Durable, out *Output) Machine
}

// Codec decodes what nodes exchange and write. Decoders accept any bytes: they return an error that
// says what is wrong with them, never panic, and allocate no more than a small multiple of their input.
type Codec interface {
	DecodeMessage(b []byte) (Message, error)
	DecodeRecord(b []byte) (Record, error)
}
