package rsm

import "io"

// Applier takes effect of commands.
type Applier interface {
	// Apply applies a command and returns its result. index is the entry's place in the log.
	Apply(index uint64, command string) string
}

// StateMachine is an application that is replicated by a log. It must be deterministic: its state and its results depend on nothing
// but the commands that were applied, in their order, and their indexes. So it must not read clocks, draw random numbers or
// depend on the order of a map; what it needs of these goes into commands.
type StateMachine interface {
	Applier
	// Snapshot returns the state as it is, to be written later, once, while commands go on being applied: a copy, or a view
	// that later commands leave alone. A strings.Reader or bytes.Reader will do for small states. Equal
	// states should be written as equal bytes.
	Snapshot() io.WriterTo
	// Restore replaces the state by one that Snapshot's result has written. It reads r to its end, and must not take a state
	// from a part of it: an error of r means that the rest is damaged or lost. After an error the state does not matter.
	Restore(r io.Reader) error
}
