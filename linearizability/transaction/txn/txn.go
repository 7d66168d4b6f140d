package txn

import "github.com/tenet-go/tenet/linearizability/history"

// Model says what keys hold.
type Model uint8

const (
	// Registers hold one value each, that a write replaces: Jepsen's rw-register.
	Registers Model = iota
	// Lists hold the elements appended to them, in order: Jepsen's list-append.
	Lists
)

// String returns Jepsen's name of the model.
func (m Model) String() string { return [...]string{"rw-register", "list-append"}[m] }

// Kind says what an Op does.
type Kind uint8

// The kinds of operations. Registers are written, lists are appended to.
const (
	Read Kind = iota
	Write
	Append
)

// String returns the name of the kind as micro-operations have it.
func (k Kind) String() string { return [...]string{"r", "w", "append"}[k] }

// Key numbers a key: an index of History.Keys.
type Key int32

// Version numbers what one write wrote: an index of History.Versions. A value is written to a key
// at most once, so that a value that was read tells which write it is of. Of a list, the version
// that an append makes is the list up to its element.
type Version int32

// Initial is the version of each key that nobody wrote: the initial value, or the empty list.
const Initial Version = -1

// Nobody is the writer of a version that was read, though no transaction wrote it.
const Nobody = -1

// Written says of a version what was written, and by whom.
type Written struct {
	Key   Key
	Value history.Value
	// Txn and Op are the write: Op of History.Txns[Txn]. Txn is Nobody if no transaction wrote it.
	Txn, Op int32
}

// Op is one operation of a transaction: what Jepsen calls a micro-operation.
type Op struct {
	Kind Kind
	Key  Key
	// Version is what the operation wrote, or read. Of a list it is the last element that was read.
	Version Version
	// List is the list that was read, oldest element first; nil for registers. Lists share memory, and
	// must not be changed.
	List []Version
}

// Txn is a transaction.
type Txn struct {
	// Session is the client, numbered from 0: an index of History.Sessions.
	Session int32
	// Source is the operation of the source: an index of its Operations.
	Source int32
	Status history.Status
	// Committed says that the transaction took effect: it returned so, or its outcome is unknown and
	// a transaction that returned ok has read what it wrote.
	Committed bool
	// Call and Return are those of the operation. Return is history.Never if the outcome is unknown.
	Call, Return int64
	// Ops are in program order. A transaction of unknown outcome has none of its reads.
	Ops []Op
}

// History is a history of transactions.
type History struct {
	// Source is what it was decoded of: it has the names and lines.
	Source *history.History
	Model  Model
	// Txns are in order of their Call: all of them, those that failed too.
	Txns []Txn
	// Sessions lists the transactions of each session in their order.
	Sessions [][]int32
	Keys     []history.Value
	Versions []Written
}

// Timed reports whether the history says what happened before what in real time.
func (h *History) Timed() bool { return !h.Source.Untimed }

// Before reports whether transaction a returned before transaction b was called.
func (h *History) Before(a, b int32) bool { return h.Timed() && h.Txns[a].Return < h.Txns[b].Call }
