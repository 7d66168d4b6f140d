package twopctest

import (
	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
	"github.com/tenet-go/tenet/twopc"
)

// Abstraction returns the refinement map from worlds of one coordinator and an unreliable network to states of
// spec/twopc/TwoPhaseCommit.tla. It leaves out timers, the work of branches and the effects that wait for the disk: they are functions of the
// rest.
func Abstraction() *explore.Abstraction {
	return &explore.Abstraction{
		Spec: "TwoPhaseCommit",
		Node: func(n *explore.Node, inbox explore.Inbox) value.Value {
			if _, ok := n.Durable.(*twopc.CoordinatorStorage); ok {
				return value.Tuple(coordinatorValue(n), coordinatorDisk(n), unsynced(n), messages(inbox))
			}
			return value.Tuple(participantValue(n), participantDisk(n), unsynced(n), messages(inbox))
		},
		Ghost: func(g explore.Ghost, crashes int) value.Value {
			ghost := g.(*Ghost)
			return value.Tuple(clients(ghost), applied(ghost), forgets(ghost), value.Int(int64(crashes)))
		},
		Join: join,
	}
}

// join makes the variables of the parts: the first node is the coordinator, the others are the participants.
func join(nodes []value.Value, ghost value.Value) value.State {
	coordinator, n := nodes[0], len(nodes)
	part, partDisk, partUnsynced, sent := make([]value.Value, n-1), make([]value.Value, n-1), make([]value.Value, n-1), make([]value.Value, n)
	sent[0] = coordinator.Element(3)
	for i, p := range nodes[1:] {
		part[i], partDisk[i], partUnsynced[i], sent[i+1] = p.Element(0), p.Element(1), p.Element(2), p.Element(3)
	}
	return value.NewState( // by name
		value.Field{Name: "applied", Value: ghost.Element(1)},
		value.Field{Name: "client", Value: ghost.Element(0)},
		value.Field{Name: "coord", Value: coordinator.Element(0)},
		value.Field{Name: "coordDisk", Value: coordinator.Element(1)},
		value.Field{Name: "coordUnsynced", Value: coordinator.Element(2)},
		value.Field{Name: "crashes", Value: ghost.Element(3)},
		value.Field{Name: "forgets", Value: ghost.Element(2)},
		value.Field{Name: "messages", Value: value.Union(sent...)},
		value.Field{Name: "part", Value: value.Tuple(part...)},
		value.Field{Name: "partDisk", Value: value.Tuple(partDisk...)},
		value.Field{Name: "partUnsynced", Value: value.Tuple(partUnsynced...)},
	)
}

var down = record("up", value.Bool(false))

func coordinatorValue(n *explore.Node) value.Value {
	if !n.Up() {
		return down
	}
	c := coordinatorOf(n)
	var txns []value.Pair
	for _, t := range c.Transactions() {
		txns = append(txns, value.Pair{Key: txn(t.Txn), Value: record(
			"phase", value.String(t.Phase.String()), "client", number(t.Request),
			"waiting", set(t.Waiting), "yes", set(t.Yes), "acked", set(t.Acked))})
	}
	return record("up", value.Bool(true), "epoch", number(c.Epoch()), "ready", value.Bool(c.Ready()),
		"next", number(c.Next()), "txns", value.Function(txns...))
}

func coordinatorDisk(n *explore.Node) value.Value {
	storage := n.Durable.(*twopc.CoordinatorStorage)
	var commits []value.Pair
	for _, r := range storage.Commits() {
		commits = append(commits, value.Pair{Key: txn(r.Txn), Value: set(r.Yes)})
	}
	return record("epoch", number(storage.Epoch()), "commits", value.Function(commits...))
}

func participantValue(n *explore.Node) value.Value {
	if !n.Up() {
		return down
	}
	var branches []value.Pair
	for _, b := range participantOf(n).Branches() {
		branches = append(branches, value.Pair{Key: txn(b.Txn), Value: record(
			"state", value.String(b.State.String()), "readOnly", value.Bool(b.ReadOnly), "peers", set(b.Peers))})
	}
	return record("up", value.Bool(true), "branches", value.Function(branches...))
}

func participantDisk(n *explore.Node) value.Value {
	var branches []value.Pair
	for _, b := range n.Durable.(*twopc.ParticipantStorage).Branches() {
		branches = append(branches, value.Pair{Key: txn(b.Txn), Value: record(
			"state", value.String(b.State.String()), "peers", set(b.Peers))})
	}
	return value.Function(branches...)
}

// unsynced returns the records in flight, oldest first.
func unsynced(n *explore.Node) value.Value {
	var records []value.Value
	for _, batch := range n.Unsynced {
		for _, r := range batch.Records {
			records = append(records, recordValue(r))
		}
	}
	return value.Tuple(records...)
}

func recordValue(r machine.Record) value.Value {
	kind := func(name string, t twopc.Txn, more ...any) value.Value {
		return record(append([]any{"kind", value.String(name), "txn", txn(t)}, more...)...)
	}
	switch r := r.(type) {
	case twopc.EpochRecord:
		return record("kind", value.String("epoch"), "epoch", number(r.Epoch))
	case twopc.CommitRecord:
		return kind("commit", r.Txn, "yes", set(r.Yes))
	case twopc.EndRecord:
		return kind("end", r.Txn)
	case twopc.PreparedRecord:
		return kind("prepared", r.Txn, "peers", set(r.Peers))
	case twopc.CommittedRecord:
		return kind("committed", r.Txn)
	case twopc.AbortedRecord:
		return kind("aborted", r.Txn)
	case twopc.ForgottenRecord:
		return kind("forgotten", r.Txn)
	}
	panic("twopctest: an unknown record, " + r.String())
}

func messages(inbox explore.Inbox) value.Value {
	all := make([]value.Value, inbox.Len())
	for i := range all {
		all[i] = messageValue(inbox.At(i))
	}
	return value.Set(all...)
}

func messageValue(e explore.Envelope) value.Value {
	message := func(name string, t twopc.Txn, more ...any) value.Value {
		return record(append([]any{
			"type", value.String(name), "txn", txn(t), "from", number(e.From), "to", number(e.To),
		}, more...)...)
	}
	switch m := e.Message.(type) {
	case twopc.Prepare:
		return message("prepare", m.Txn, "participants", set(m.Participants))
	case twopc.Vote:
		return message("vote", m.Txn, "vote", value.String(votes[m.Choice]))
	case twopc.Decision:
		return message("decision", m.Txn, "decision", value.String(m.Outcome.String()))
	case twopc.Ack:
		return message("ack", m.Txn)
	case twopc.Inquiry:
		return message("inquiry", m.Txn)
	}
	panic("twopctest: an unknown message, " + e.Message.String())
}

var votes = [...]string{twopc.No: "no", twopc.Yes: "yes", twopc.ReadOnly: "readonly"}
