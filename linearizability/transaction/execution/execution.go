package execution

import "github.com/tenet-go/tenet/linearizability/transaction/txn"

// Execution has the committed transactions of a history. They are called nodes here and numbered
// from 0 in order of their Call.
type Execution struct {
	History *txn.History
	// Txns are the transactions of the nodes: indices of History.Txns.
	Txns []int32
	// Nodes are the nodes of the transactions, or None.
	Nodes []int32
	// Sessions lists the nodes of each session in session order; Session and Position say of each node
	// where in it the node stands.
	Sessions          [][]int32
	Session, Position []int32

	reads    []Read
	readsAt  []int32 // node -> its first read; one more than there are nodes
	writes   []Write
	writesAt []int32
}

// None stands for a node that there is not: the initial state is written by none.
const None int32 = -1

// Read is an external read: of a version that other transactions have left.
type Read struct {
	Key txn.Key
	// From is the node that wrote the version, or None if it is the initial one. It is never the reader.
	From    int32
	Version txn.Version
	// Op is the operation of the transaction that read it.
	Op int32
	// Repeated is set if an earlier operation of the transaction read the same version of the key.
	Repeated bool
}

// Write is what a transaction leaves of a key.
type Write struct {
	Key txn.Key
	// Version is the last one that the transaction wrote.
	Version txn.Version
	// Op is the operation that wrote it, First the first one that wrote or appended to the key.
	Op, First int32
}

// Len returns the number of nodes.
func (e *Execution) Len() int { return len(e.Txns) }

// Txn returns the transaction of a node.
func (e *Execution) Txn(node int32) *txn.Txn { return &e.History.Txns[e.Txns[node]] }

// Reads returns the external reads of a node in program order. Reads of versions that no committed
// transaction wrote are left out, since they are anomalies by themselves.
func (e *Execution) Reads(node int32) []Read { return e.reads[e.readsAt[node]:e.readsAt[node+1]] }

// Writes returns what a node leaves, one Write for each key, in order of the first writes.
func (e *Execution) Writes(node int32) []Write { return e.writes[e.writesAt[node]:e.writesAt[node+1]] }

// Writer returns the node that wrote a version: None if it is the initial one, or if no committed
// transaction wrote it.
func (e *Execution) Writer(v txn.Version) int32 {
	if v == txn.Initial {
		return None
	}
	t := e.History.Versions[v].Txn
	if t == txn.Nobody {
		return None
	}
	return e.Nodes[t]
}
