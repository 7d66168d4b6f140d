package twopc

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// Coordinator is the machine that decides transactions. Make it with Protocol.Recover.
type Coordinator struct {
	id           machine.NodeID
	participants NodeSet // of the cluster; constant

	epoch   uint64 // of the transactions that begin here; durable once ready
	ready   bool
	next    uint64 // the number of the next transaction
	txns    table[Transaction]
	journal journal
}

// Phase says how far a coordinator has come with a transaction.
type Phase uint8

// The phases. A transaction that the coordinator does not know has the phase Absent, and is presumed aborted.
const (
	Absent Phase = iota
	// Active means begun: the client enlists participants.
	Active
	// Preparing means that the participants are asked to vote.
	Preparing
	// Committing means that the commit record is in flight. Nobody may be told yet.
	Committing
	// Decided means that the commit record is durable. It is kept until all that voted yes have acknowledged.
	Decided
)

var phases = [...]string{"absent", "active", "preparing", "committing", "committed"}

func (p Phase) String() string { return phases[p] }

// Transaction is what a coordinator knows of a transaction. Its sets are immutable.
type Transaction struct {
	Txn   Txn
	Phase Phase
	// Request is to be answered with the outcome. It is 0 while nobody has asked to commit, and again when the answer
	// has left.
	Request machine.RequestID
	// Waiting have not voted.
	Waiting NodeSet
	// Yes have voted yes, and Acked of them have acknowledged the commit.
	Yes, Acked NodeSet
}

func (t Transaction) key() Txn { return t.Txn }

// Step gives the coordinator an input.
func (c *Coordinator) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		c.request(in.ID, in.Op, out)
	case machine.Receive:
		if m, ok := in.Message.(message); ok && m.txn().Coordinator == c.id {
			c.receive(in.From, m, out)
		}
	case machine.Fire:
		switch timer := in.Timer.(type) {
		case VoteTimer:
			c.voteTimeout(timer.Txn, out)
		case ResendTimer:
			c.resendDecision(timer.Txn, out)
		}
	case machine.Persisted:
		c.persistCoordinator(in.Seq, out)
	}
}

func (c *Coordinator) request(id machine.RequestID, op machine.Op, out *machine.Output) {
	if c.Check(op) != nil {
		return
	}
	switch op := op.(type) {
	case Begin:
		c.begin(id, out)
	case Commit:
		if c.txns.find(op.Txn) == nil {
			c.refuseCommit(id, op.Txn, out)
			return
		}
		c.requestCommit(id, op, out)
	case Abort:
		c.voteTimeout(op.Txn, out)
		out.Reply(id, Ended{op.Txn, Aborted}, 0)
	}
}

func (c *Coordinator) receive(from machine.NodeID, m message, out *machine.Output) {
	switch m := m.(type) {
	case Vote:
		c.handleVote(from, m, out)
	case Inquiry:
		c.handleInquiry(from, m, out)
	case Ack:
		c.handleAck(from, m, out)
	}
}

// persistCoordinator notes that the oldest record in flight is durable (action PersistCoordinator in
// spec/twopc/TwoPhaseCommit.tla). What waited for it, the host lets out.
func (c *Coordinator) persistCoordinator(seq machine.Seq, out *machine.Output) {
	out.Action = ActionPersistCoordinator
	switch r := c.journal.acknowledge(seq).(type) {
	case EpochRecord:
		c.ready = true
	case CommitRecord:
		c.txns.put(decided(r))
		out.SetTimer(ResendTimer{r.Txn})
	}
}

// recoverCoordinator makes a coordinator from its storage (action Recover in spec/twopc/TwoPhaseCommit.tla). What has
// no commit record is presumed aborted, so nothing else is needed.
func recoverCoordinator(p *Protocol, id machine.NodeID, storage *CoordinatorStorage, out *machine.Output) *Coordinator {
	out.Action = ActionRecover
	c := &Coordinator{id: id, participants: p.participants, epoch: storage.epoch + 1, next: 1}
	c.journal.write(EpochRecord{c.epoch}, out)
	for _, r := range storage.commits {
		c.txns.put(decided(r))
		out.SetTimer(ResendTimer{r.Txn})
	}
	return c
}

// decided is what a coordinator knows of a transaction whose commit record is durable, before or after a crash.
func decided(r CommitRecord) Transaction {
	return Transaction{Txn: r.Txn, Phase: Decided, Yes: r.Yes}
}

// ID returns the coordinator's node.
func (c *Coordinator) ID() machine.NodeID { return c.id }

// Epoch returns the epoch of the transactions that begin here.
func (c *Coordinator) Epoch() uint64 { return c.epoch }

// Next returns the number that the next transaction will have.
func (c *Coordinator) Next() uint64 { return c.next }

// Ready reports whether the epoch is durable, so that transactions can begin.
func (c *Coordinator) Ready() bool { return c.ready }

// Phase returns how far the coordinator has come with t.
func (c *Coordinator) Phase(t Txn) Phase {
	if txn := c.txns.find(t); txn != nil {
		return txn.Phase
	}
	return Absent
}

// Transactions returns what the coordinator knows, in the order of the transactions.
func (c *Coordinator) Transactions() []Transaction { return slices.Clone([]Transaction(c.txns)) }

// Clone returns a coordinator of the same state.
func (c *Coordinator) Clone() machine.Machine {
	clone := *c
	clone.txns = slices.Clone(c.txns)
	clone.journal = c.journal.clone()
	return &clone
}

// AppendTo appends the canonical encoding of the state to b.
func (c *Coordinator) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(c.id))
	b = binary.AppendUvarint(b, c.epoch)
	b = binary.AppendUvarint(appendBool(b, c.ready), c.next)
	b = binary.AppendUvarint(b, uint64(len(c.txns)))
	for i := range c.txns {
		b = c.txns[i].appendTo(b)
	}
	return c.journal.appendTo(b)
}

func (t *Transaction) appendTo(b []byte) []byte {
	b = append(t.Txn.AppendTo(b), byte(t.Phase))
	b = binary.AppendUvarint(b, uint64(t.Request))
	for _, set := range []NodeSet{t.Waiting, t.Yes, t.Acked} {
		b = set.AppendTo(b)
	}
	return b
}
