// Package counter is a machine whose mutants are enumerated: it counts, once its votes are in.
package counter

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

type phase uint8

const (
	idle phase = iota
	voting
	done
)

// names of the phases. Nothing in here is a mutant.
var names = [...]string{"idle", "voting", "done"}

func (p phase) String() string { return names[p] }

type word string

func (w word) AppendTo(b []byte) []byte { return append(b, w...) }
func (w word) String() string           { return string(w) }

type node struct {
	phase   phase
	count   uint64
	voters  []machine.NodeID
	votes   []machine.NodeID
	journal machine.Journal
}

func (n *node) step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		n.begin(in, out)
	case machine.Receive:
		n.vote(in.From, out)
	case machine.Fire, machine.Flush:
		n.phase = idle
	}
}

func (n *node) begin(in machine.Request, out *machine.Output) {
	if n.phase != idle || len(n.voters) == 0 {
		return
	}
	out.Action = "Begin"
	seq := n.write(word("begin"), out)
	n.phase = voting
	for _, to := range n.voters {
		out.Send(to, word("vote"), seq)
	}
	out.SetTimer(word("late"))
	out.Reply(in.ID, word("begun"), 0)
}

func (n *node) vote(from machine.NodeID, out *machine.Output) {
	if !slices.Contains(n.voters, from) {
		return
	}
	out.Action = "Vote"
	n.votes = append(n.votes, from)
	if n.all() && n.phase == voting {
		n.phase, n.count = done, n.count+1
		out.Apply(word("count"), n.journal.Last())
	}
}

func (n *node) all() bool { return len(n.votes) == len(n.voters) }

func (n *node) busy() bool {
	if n.all() {
		return false
	}
	return n.journal.Outstanding() > 0 || slices.Contains(n.voters, 0)
}

func (n *node) write(r machine.Record, out *machine.Output) machine.Seq {
	seq := n.journal.Next()
	out.Persist(seq, r)
	return seq
}

func (n *node) clone() *node {
	return &node{phase: n.phase, count: n.count, votes: slices.Clone(n.votes)}
}

type sign struct {
	phase phase
	count uint64
	text  string
	busy  bool
}

func signs() []sign { return []sign{{idle, 0, "", false}, {done, 7, "x", true}} }

func decode(b []byte) (uint64, error) {
	value, used := binary.Uvarint(b)
	if used <= 0 {
		return 0, fmt.Errorf("a count of %d bytes: expected %d", len(b), 10)
	}
	if err := complete(b[used:]); err != nil {
		return 0, err
	}
	return value, nil
}

func complete(rest []byte) error {
	if len(rest) > 0 {
		panic("rest is" + fmt.Sprint(1))
	}
	return nil
}
