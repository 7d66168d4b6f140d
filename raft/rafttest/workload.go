package rafttest

import (
	"fmt"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// Workload is a cluster for simulations: clients of a replicated key-value store, that write and read as long as the run goes on.
type Workload struct {
	Nodes, Clients, Keys int
	// SnapshotEvery has applications take snapshots where the log is applied up to one less than a multiple of it.
	SnapshotEvery raft.Index
	// Sessions bounds what the application remembers of clients, whose clocks count the steps of the run.
	Sessions rsm.Limits
	// Raft is the configuration but for the voters.
	Raft raft.Config

	// apply and restored stand for Replica.Apply and for what follows Replica.Restore, nil for what is right: tests plant bugs there.
	apply    func(r *replica, index raft.Index, data string) rsm.Outcome
	restored func(w *Workload, r *replica)
}

func (w *Workload) applies(r *replica, index raft.Index, data string) rsm.Outcome {
	if w.apply != nil {
		return w.apply(r, index, data)
	}
	return r.Apply(index, data)
}

func (w *Workload) restores(r *replica) {
	if w.restored != nil {
		w.restored(w, r)
	}
}

// DefaultWorkload has ten clients at so many nodes, with pre-vote, check-quorum, small messages and small snapshots, so that all of the protocol is at work. What
// waits to be committed is bounded so that leaders refuse proposals at times. There is room for few more sessions than clients, and those expire that are idle for a part of a run.
func DefaultWorkload(nodes int) Workload {
	return Workload{
		Nodes: nodes, Clients: 10, Keys: 4, SnapshotEvery: 12,
		Sessions: rsm.Limits{Sessions: 12, Outstanding: 64, Idle: 1500},
		Raft: raft.Config{
			PreVote: true, CheckQuorum: true, MaxMessageBytes: 192, MaxInflightEntries: 16, MaxInflightBytes: 256, MaxUncommittedBytes: 256,
			ChunkBytes: 96, TrailingEntries: 4,
		},
	}
}

// System returns what is simulated, or an error that says what is wrong with it.
func (w Workload) System() (*explore.System, error) {
	if w.Nodes < 1 || w.Clients < 1 || w.Clients >= firstOperation || w.Keys < 1 || w.SnapshotEvery < 1 {
		return nil, fmt.Errorf("rafttest: %d nodes, %d clients, %d keys, a snapshot every %d entries: expected at least 1 of each, and less than %d clients",
			w.Nodes, w.Clients, w.Keys, w.SnapshotEvery, firstOperation)
	}
	if err := w.Sessions.Check(); err != nil {
		return nil, fmt.Errorf("rafttest: %w", err)
	}
	c := w.Raft
	c.Voters = First(w.Nodes)
	protocol, err := raft.New(c)
	if err != nil {
		return nil, err
	}
	eventually := func(name string, holds func(w *World) error) explore.Property {
		return explore.Property{Name: name, Kind: explore.Eventually, Holds: func(w *explore.World) error { return holds(&World{w}) }}
	}
	properties := append(safety(c.Voters),
		always(SessionOnce, func(w *World) error { return said(w.Ghost.(*Crowd).Twice) }),
		always(OutcomesAreTrue, func(w *World) error { return said(w.Ghost.(*Crowd).Untrue) }),
		reachable("an operation is answered", countsOf(func(c *Counts) bool { return c.Answered > 0 })))
	for _, s := range []Situation{TwoLeadersSeen, SteppedDownSeen, ConflictSeen, OverwritingSeen, SendingSnapshotSeen, HalfSnapshotSeen, InstalledSeen, PipelineSeen, TooMuchSeen} {
		properties = append(properties, reachable(string(s), situations[s]))
	}
	for _, s := range []Situation{RepeatedSeen, RememberedSeen, ExpiredSeen} {
		properties = append(properties, reachable(string(s), sessionSituations[s]))
	}
	properties = append(properties, liveness()...)
	properties = append(properties, eventually(ReplicasAreEqual, replicasAreEqual), eventually(ProposalsAreSettled, proposalsAreSettled), eventually(Linearizability, linearizable))
	return &explore.System{
		Name: "raft", Protocol: protocol, Nodes: c.Voters, Network: explore.Unreliable, Ghost: newCrowd(&w),
		Faults: explore.Faults{Crashes: 1}, Properties: properties,
	}, nil
}

// ProposalsAreSettled says that no leader has proposals or reads whose fate it does not know. Others may have: what was cut off from their logs is
// settled when something is committed in its place, and clients that are quiet have nothing committed.
const ProposalsAreSettled = "proposals are settled"

func proposalsAreSettled(w *World) error {
	for id, n := range w.running() {
		if len(n.Reads()) > 0 {
			return fmt.Errorf("a read waits at node %d", id)
		}
		for _, p := range n.Proposals() {
			if n.Role() == raft.Leader && p.Term == n.Term() {
				return fmt.Errorf("request %d waits at node %d", p.ID, id)
			}
		}
	}
	return nil
}

// electionTimeout is that of simulations.
const electionTimeout = 200 * time.Millisecond

// Timing says for simulations how long timers run.
func Timing(timer machine.Timer) (least, most time.Duration) {
	switch timer {
	case raft.HeartbeatTimer:
		return electionTimeout / 5, electionTimeout / 5
	case raft.ElectionTimer:
		return electionTimeout, 2 * electionTimeout
	}
	return electionTimeout, electionTimeout
}

// AskEvery is the mean time between requests in simulations of a Workload.
const AskEvery = 2 * time.Millisecond
