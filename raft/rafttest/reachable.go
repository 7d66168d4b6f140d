package rafttest

import (
	"errors"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/progress"
)

var errNotHere = errors.New("not in this world")

// reachability returns what must be seen within the bounds, or else the safety properties say little.
func reachability(c *Config) []explore.Property {
	all := []explore.Property{reachable("a node leads", someNode(func(n *raft.Node) bool { return n.Role() == raft.Leader }))}
	add := func(when bool, name string, holds func(w *World) bool) {
		if when {
			all = append(all, reachable(name, holds))
		}
	}
	for _, s := range c.situations() {
		add(slices.Contains(c.Reaches, s), string(s), situations[s])
	}
	add(c.Commands > 0, "a client is told that its command is applied", toldOf(ToldApplied))
	add(c.Reads > 0, "a read is answered", someRead(func(r *Read) bool { return len(r.Answers) > 0 }))
	return all
}

// Situation is something that a configuration is made for.
type Situation string

// The situations.
const (
	ToldNotAppliedSeen  Situation = "a client is told that its command is not applied"
	ToldUnknownSeen     Situation = "a client is told that nobody knows"
	AppliedTwiceSeen    Situation = "a command is committed twice"
	TwoLeadersSeen      Situation = "two nodes lead, in different terms"
	ForwardedReadSeen   Situation = "a follower's read is answered"
	FailedReadSeen      Situation = "a read fails"
	PreCandidateSeen    Situation = "a node asks before it begins a term"
	SteppedDownSeen     Situation = "a leader has stepped down in its term"
	ConflictSeen        Situation = "a log on disk conflicts with the leader's"
	OverwritingSeen     Situation = "entries are overwritten while the write of others in their place is in flight"
	OlderTermSeen       Situation = "a leader has entries of an older term that a quorum has, and are not committed"
	PipelineSeen        Situation = "two messages with entries are on their way to a follower"
	SendingSnapshotSeen Situation = "a follower is sent a snapshot"
	HalfSnapshotSeen    Situation = "half a snapshot is in storage"
	InstalledSeen       Situation = "a snapshot of another node is installed"
	StaleRoundSeen      Situation = "a read waits for a newer round than was answered"
	EverybodyHasSeen    Situation = "all nodes have applied a command"
	TooMuchSeen         Situation = "a leader refuses proposals, since too much is uncommitted"
)

var situations = map[Situation]func(w *World) bool{
	ToldNotAppliedSeen: toldOf(ToldNotApplied),
	ToldUnknownSeen:    toldOf(ToldUnknown),
	AppliedTwiceSeen:   appliedTwice,
	TwoLeadersSeen: func(w *World) bool {
		leaders := 0
		for _, n := range w.running() {
			leaders += boolean(n.Role() == raft.Leader)
		}
		return leaders > 1
	},
	ForwardedReadSeen: func(w *World) bool {
		for _, inbox := range w.Inboxes {
			for i := range inbox.Len() {
				if m, ok := inbox.At(i).Message.(raft.ReadResponse); ok && len(w.ghost().Reads[w.ghost().config.readNumber(m.ID)-1].Answers) > 0 {
					return true
				}
			}
		}
		return false
	},
	FailedReadSeen:      someRead(func(r *Read) bool { return r.Failed }),
	PreCandidateSeen:    someNode(func(n *raft.Node) bool { return n.Role() == raft.PreCandidate }),
	SteppedDownSeen:     func(w *World) bool { return slices.Contains(w.history().SteppedDown, true) },
	ConflictSeen:        conflicts,
	OverwritingSeen:     overwrites,
	OlderTermSeen:       olderTerm,
	PipelineSeen:        someFollower(func(f *progress.Follower) bool { return f.Inflight.Len() > 1 }),
	SendingSnapshotSeen: someFollower(func(f *progress.Follower) bool { return f.State == progress.Snapshot }),
	HalfSnapshotSeen: func(w *World) bool {
		return slices.ContainsFunc(w.Nodes, func(n *explore.Node) bool { return storageOf(n).Incoming().Offset > 0 })
	},
	InstalledSeen: func(w *World) bool {
		return slices.ContainsFunc(w.Nodes, func(n *explore.Node) bool {
			s := storageOf(n).Snapshot()
			return s.Index > 0 && s.Handle != uint64(n.ID)
		})
	},
	StaleRoundSeen: someNode(func(n *raft.Node) bool {
		for _, r := range n.Reads() {
			for f := range n.Followers() {
				if f.Round > 0 && f.Round < r.Round {
					return true
				}
			}
		}
		return false
	}),
	EverybodyHasSeen: func(w *World) bool {
		for _, applied := range w.history().Applied {
			if applied < w.history().Committed.Len() {
				return false
			}
		}
		return toldOf(ToldApplied)(w)
	},
	TooMuchSeen: someNode(func(n *raft.Node) bool {
		return n.Role() == raft.Leader && errors.Is(n.Check(raft.Propose{Data: data(1)}), raft.ErrTooMuch)
	}),
}

// situations returns all, in order.
func (c *Config) situations() []Situation {
	all := slices.Clone(c.Reaches)
	slices.Sort(all)
	return slices.Compact(all)
}

func reachable(name string, holds func(w *World) bool) explore.Property {
	return explore.Property{Name: name, Kind: explore.Reachable, Holds: func(w *explore.World) error {
		if !holds(&World{w}) {
			return errNotHere
		}
		return nil
	}}
}

func someNode(holds func(n *raft.Node) bool) func(w *World) bool {
	return func(w *World) bool {
		for _, n := range w.running() {
			if holds(n) {
				return true
			}
		}
		return false
	}
}

func someFollower(holds func(f *progress.Follower) bool) func(w *World) bool {
	return someNode(func(n *raft.Node) bool {
		for f := range n.Followers() {
			if holds(&f) {
				return true
			}
		}
		return false
	})
}

func someRead(holds func(r *Read) bool) func(w *World) bool {
	return func(w *World) bool {
		return slices.ContainsFunc(w.ghost().Reads, func(r Read) bool { return holds(&r) })
	}
}

func toldOf(fate Telling) func(w *World) bool {
	return func(w *World) bool {
		return slices.ContainsFunc(w.ghost().Clients, func(attempts []Telling) bool {
			return slices.ContainsFunc(attempts, func(t Telling) bool { return t&fate != 0 })
		})
	}
}

func appliedTwice(w *World) bool {
	committed := &w.history().Committed
	for i := raft.Index(1); i <= committed.Len(); i++ {
		for j := i + 1; j <= committed.Len(); j++ {
			if a, b := committed.At(i), committed.At(j); a.Kind == raft.Command && b.Kind == raft.Command && a.Data == b.Data {
				return true
			}
		}
	}
	return false
}

func conflicts(w *World) bool {
	for _, leader := range w.running() {
		if leader.Role() != raft.Leader {
			continue
		}
		own := viewOf(leader)
		for _, n := range w.Nodes {
			stored := storedView(storageOf(n))
			for i := max(own.base, stored.base) + 1; i <= min(own.last(), stored.last()); i++ {
				if e, _ := own.at(i); !stored.has(i, e) {
					return true
				}
			}
		}
	}
	return false
}

func overwrites(w *World) bool {
	for _, n := range w.Nodes {
		last := raft.Index(0)
		for _, batch := range n.Unsynced {
			for _, r := range batch.Records {
				a, ok := r.(raft.Append)
				if !ok {
					continue
				}
				if last > a.PrevIndex {
					return true
				}
				last = a.PrevIndex + raft.Index(len(a.Entries))
			}
		}
	}
	return false
}

func olderTerm(w *World) bool {
	for _, leader := range w.running() {
		if leader.Role() != raft.Leader {
			continue
		}
		last := leader.Start() - 1
		if last <= leader.Commit() {
			continue
		}
		log, has := viewOf(leader), 1
		e, _ := log.at(last)
		for f := range leader.Followers() {
			has += boolean(f.Match >= last)
		}
		if has >= quorum(len(w.Nodes)) && e.Term < leader.Term() {
			return true
		}
	}
	return false
}
