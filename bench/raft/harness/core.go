// Package harness runs Raft cores, ours and others, by the same loop and the same rules, and measures what a proposal costs.
//
//   - core.go: what a core must offer
//   - cluster.go: three nodes, whose messages are passed in memory, and clients that keep proposals in flight
//   - benchmark.go: the benchmarks of a core
package harness

import "math/rand/v2"

// Data is how a core holds what is proposed.
type Data interface{ string | []byte }

// Core is an implementation of Raft. M is what its nodes send each other.
type Core[M any, D Data] interface {
	// Name is how tables call it.
	Name() string
	// Windows are the values of Options.MaxInflight with which it is measured.
	Windows() []int
	// Answers says whether nodes tell their host what became of its requests.
	Answers() bool
	// New returns a node that begins with empty storage.
	New(id int, o *Options) Node[M, D]
	// Data converts what is proposed.
	Data(s string) D
	// Encode appends the bytes of a message to b.
	Encode(b []byte, m M) []byte
	// Own returns about how many bytes a message takes if its decoder keeps them, so that their memory must not be used again, and 0 if it keeps none.
	Own(m M) int
}

// Options say how a node is to be configured.
type Options struct {
	// Nodes are numbered from 1 to Nodes.
	Nodes                int
	PreVote, CheckQuorum bool
	// ElectionTicks is the election timeout, in heartbeat intervals.
	ElectionTicks int
	// MaxMessageBytes bounds the entries of a message, and MaxInflight the messages with entries on their way to one follower.
	// Cores that bound something else do so as they do by default.
	MaxMessageBytes, MaxInflight int
	// Trailing is how many entries before a snapshot the log keeps.
	Trailing uint64
	// Random draws the election timeouts of a node, and what a crash leaves of what it was writing.
	Random *rand.Rand
}

// Node is a node of a core with its storage. Inputs that it refuses change nothing.
type Node[M any, D Data] interface {
	// Decode makes a message of its bytes, which it may keep if they are its own. The message is good until the node decodes the next one.
	Decode(b []byte, own bool) (M, error)
	// Receive gives it a message.
	Receive(m M)
	// Tick says that a heartbeat interval is over.
	Tick()
	// Campaign ends its election timeout.
	Campaign()
	// Propose and ProposeAll propose data as requests of the numbers from id on. They report whether the node has taken it.
	Propose(id uint64, data D) bool
	ProposeAll(id uint64, data []D) bool
	// Compact says that the application has a snapshot of its state after the entry at index, which it has applied.
	Compact(index uint64)
	// Flush ends a burst of inputs: what there is to write is written, and the host is told the rest.
	Flush(host Host[M, D])
	// Leader returns the node's term, and whether it leads.
	Leader() (term uint64, leads bool)
	// Sent says whether a message of this node has arrived, as far as transports know.
	Sent(m M, arrived bool)
	// Crash ends the node in the middle of a burst: what it has not written is lost, or a part of it. Effects that need not wait for
	// storage may have left.
	Crash(host Host[M, D])
	// Restart begins again from what is in storage.
	Restart()
}

// Host is told what a node wants done.
type Host[M any, D Data] interface {
	// Send sends a message to another node.
	Send(to int, m M)
	// Apply hands over a committed entry. Entries without data are the core's own.
	Apply(index uint64, data D)
	// Restore says that the application is to become what it was after the entry at index, 0 for the beginning.
	Restore(index uint64)
	// Answer says of a request whether it was applied, or never will be. Nodes of cores that do not answer never call it.
	Answer(id uint64, applied bool)
}
