package rafttest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// The names of the properties that always hold. Those of Raft's figure 3 have its names.
const (
	// ElectionSafety says that at most one leader is elected in a term, at one time or another.
	ElectionSafety = "election safety"
	// LeaderAppendOnly says that leaders add to their logs, and change nothing that is there.
	LeaderAppendOnly = "leader append-only"
	// LogMatching says that logs that have an entry of the same index and term are the same up to there.
	LogMatching = "log matching"
	// LeaderCompleteness says that what was committed in a term is in the log of the leaders of all later terms.
	LeaderCompleteness = "leader completeness"
	// StateMachineSafety says that no two applications apply different entries at an index, and that they apply them in order, each once.
	StateMachineSafety = "state machine safety"
	// CommittedIsDurable says that what anybody knows to be committed is in the storage of a quorum.
	CommittedIsDurable = "committed is durable"
	// AcknowledgementIsDurable says that storage has the entries, and the term, that a node acknowledges: its own entries in the step in which it does, and
	// those of the leader as long as that one leads.
	AcknowledgementIsDurable = "acknowledgement is durable"
	// MemoryIsDisk says that a node is what its storage will hold when all that is in flight has arrived there, but for what a leader has not written: term,
	// vote, snapshot, incoming snapshot and log. It is looked at in each step.
	MemoryIsDisk = "memory is disk"
	// VoteIsDurable says that whoever was told of a vote can rely on it: storage has it, or a later term. So it is with the vote of those who
	// ask for others.
	VoteIsDurable = "vote is durable"
	// RoundsAreOwn says that a leader counts only answers to rounds that it has begun in its reign.
	RoundsAreOwn = "rounds are own"
	// AnswersAreTrue says that what was told to be applied is committed, that what was told not to be never is, and that nobody is told both.
	AnswersAreTrue = "answers are true"
	// ReadSafety says that a read sees all that was acknowledged before it was asked.
	ReadSafety = "read safety"
)

// safety returns the properties of nodes and their history.
func safety(nodes []machine.NodeID) []explore.Property {
	enough := quorum(len(nodes))
	return []explore.Property{
		always(ElectionSafety, electionSafety),
		always(LeaderAppendOnly, func(w *World) error { return said(w.history().Rewritten) }),
		always(LogMatching, logMatching),
		always(LeaderCompleteness, leaderCompleteness),
		always(StateMachineSafety, stateMachineSafety),
		always(CommittedIsDurable, func(w *World) error { return committedIsDurable(w, enough) }),
		always(AcknowledgementIsDurable, acknowledgementIsDurable),
		always(MemoryIsDisk, func(w *World) error { return said(w.history().Apart) }),
		always(VoteIsDurable, voteIsDurable),
		always(RoundsAreOwn, roundsAreOwn),
	}
}

// clientSafety returns the properties of what the clients of a Ghost are told.
func clientSafety() []explore.Property {
	return []explore.Property{always(AnswersAreTrue, answersAreTrue), always(ReadSafety, readSafety)}
}

func always(name string, holds func(w *World) error) explore.Property {
	return explore.Property{Name: name, Kind: explore.Always, Holds: func(w *explore.World) error { return holds(&World{w}) }}
}

func electionSafety(w *World) error {
	elections := w.history().Elections
	for i := 1; i < len(elections); i++ {
		if a, b := elections[i-1], elections[i]; a.Term == b.Term {
			return fmt.Errorf("nodes %d and %d were both elected in term %d", a.Leader, b.Leader, a.Term)
		}
	}
	return nil
}

func logMatching(w *World) error {
	for i, a := range w.running() {
		for j, b := range w.running() {
			if i >= j {
				continue
			}
			if err := logsMatch(viewOf(a), viewOf(b)); err != nil {
				return fmt.Errorf("the logs of nodes %d and %d: %w", i, j, err)
			}
		}
	}
	return nil
}

func leaderCompleteness(w *World) error {
	committed := &w.history().Committed
	for id, n := range w.running() {
		if n.Role() != raft.Leader {
			continue
		}
		log := viewOf(n)
		for i := log.base + 1; i <= committed.Len(); i++ {
			c := committed.At(i)
			if c.At >= n.Term() {
				continue
			}
			if e, ok := log.at(i); !ok || e != c.Entry {
				return fmt.Errorf("node %d leads term %d without %v at %d, which was committed in term %d", id, n.Term(), c.Entry, i, c.At)
			}
		}
	}
	return nil
}

func stateMachineSafety(w *World) error {
	h := w.history()
	if h.Wrong != "" {
		return errors.New(h.Wrong)
	}
	for id, n := range w.running() {
		if applied := h.Applied[id-1]; n.Commit() != applied {
			return fmt.Errorf("node %d has committed up to %d, and applied up to %d", id, n.Commit(), applied)
		}
		log := viewOf(n)
		if !h.Committed.matches(log.base, log.baseTerm) {
			return fmt.Errorf("the log of node %d begins after %d:%d, which is not of the committed log", id, log.base, log.baseTerm)
		}
		for i := log.base + 1; i <= n.Commit(); i++ {
			if e, _ := log.at(i); !h.Committed.has(i, e) {
				return fmt.Errorf("node %d has %v at %d, where another entry is committed", id, e, i)
			}
		}
	}
	return nil
}

func committedIsDurable(w *World, enough int) error {
	committed := &w.history().Committed
	if committed.Len() == 0 {
		return nil
	}
	// Logs match: who has the last entry has all.
	last, holders := committed.Len(), 0
	for _, n := range w.Nodes {
		s := storageOf(n)
		if log := storedView(s); last <= s.Snapshot().Index || log.has(last, committed.At(last).Entry) {
			holders++
		}
	}
	if holders < enough {
		return fmt.Errorf("the entry at %d is committed, but in the storage of %d nodes only, expected %d", last, holders, enough)
	}
	return nil
}

// said makes an error of what the history says is wrong.
func said(wrong string) error {
	if wrong == "" {
		return nil
	}
	return errors.New(wrong)
}

// acknowledgementIsDurable compares the last entry of each acknowledgement with that of the leader which it is for. The entries before match if that one does.
func acknowledgementIsDurable(w *World) error {
	if h := w.history(); h.Hasty != "" {
		return errors.New(h.Hasty)
	}
	for at, inbox := range w.Inboxes {
		leader := w.Nodes[at]
		if !leads(leader) {
			continue
		}
		term, own := nodeOf(leader).Term(), viewOf(nodeOf(leader))
		for i := range inbox.Len() {
			e := inbox.At(i)
			m, ok := e.Message.(raft.AppendResponse)
			if !ok || m.Rejected || m.Term != term {
				continue
			}
			s := storageOf(w.Nodes[e.From-1])
			if s.Term() != term {
				continue // others lead there, who may cut off what this one does not know to be committed
			}
			want, known := own.at(m.Index)
			if stored := storedView(s); known && m.Index > stored.base && !stored.has(m.Index, want) {
				return fmt.Errorf("node %d has sent %v, but its storage does not have the leader's %v at %d", e.From, m, want, m.Index)
			}
		}
	}
	return nil
}

func voteIsDurable(w *World) error {
	for _, inbox := range w.Inboxes {
		for i := range inbox.Len() {
			e := inbox.At(i)
			term, votedFor := voteIn(e)
			if term == 0 {
				continue
			}
			s := storageOf(w.Nodes[e.From-1])
			if s.Term() < term || s.Term() == term && s.VotedFor() != votedFor {
				return fmt.Errorf("node %d has told node %d of its vote for node %d in term %d, but its storage has term %d and the vote %d",
					e.From, e.To, votedFor, term, s.Term(), s.VotedFor())
			}
		}
	}
	return nil
}

// voteIn returns the vote that a message tells of: that which it gives, or that of the candidate for itself. Its term is 0 if there is none.
func voteIn(e explore.Envelope) (term raft.Term, votedFor machine.NodeID) {
	switch m := e.Message.(type) {
	case raft.VoteResponse:
		if m.Granted && !m.Pre {
			return m.Term, e.To
		}
	case raft.VoteRequest:
		if !m.Pre {
			return m.Term, e.From
		}
	}
	return 0, raft.None
}

func roundsAreOwn(w *World) error {
	for id, n := range w.running() {
		for f := range n.Followers() {
			if f.Round > n.Round() {
				return fmt.Errorf("node %d has an answer of node %d to round %d, and has begun %d rounds", id, f.ID, f.Round, n.Round())
			}
		}
	}
	return nil
}

func answersAreTrue(w *World) error {
	g := w.ghost()
	for c := 1; c <= g.config.Commands; c++ {
		attempts := g.Clients[c-1]
		applied, never := 0, 0
		for a, told := range attempts {
			if told&ToldApplied != 0 {
				applied++
			}
			if told&ToldNotApplied != 0 {
				never++
			}
			if told&^ToldUnknown == ToldApplied|ToldNotApplied {
				return fmt.Errorf("attempt %d at command %d was told to be applied, and not to be", a+1, c)
			}
		}
		times := 0
		for i := raft.Index(1); i <= g.Committed.Len(); i++ {
			if e := g.Committed.At(i); e.Kind == raft.Command && e.Data == data(c) {
				times++
			}
		}
		if before := g.config.committedBefore(c); times < applied+before || times > len(attempts)-never+before {
			return fmt.Errorf("command %d is committed %d times: %d of %d attempts were told to be applied, and %d not to be", c, times, applied, len(attempts), never)
		}
	}
	return nil
}

// committedBefore counts how often a command may be committed by what is on disks in the beginning.
func (c *Config) committedBefore(command int) int {
	return howMany(c.Committed, func(e raft.Entry) bool { return e.Kind == raft.Command && e.Data == data(command) })
}

func howMany[E any](all []E, is func(E) bool) int {
	n := 0
	for _, e := range all {
		n += boolean(is(e))
	}
	return n
}

func readSafety(w *World) error {
	for r, read := range w.ghost().Reads {
		if len(read.Answers) == 0 {
			continue
		}
		if least := slices.Min(read.Answers); least < read.From {
			return fmt.Errorf("read %d was told to read at %d, but %d entries were committed when it was asked", r+1, least, read.From)
		}
		if most := slices.Max(read.Answers); most > w.history().Committed.Len() {
			return fmt.Errorf("read %d was told to read at %d, which is not committed", r+1, most)
		}
	}
	return nil
}
