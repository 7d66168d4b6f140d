package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// raftFlags are those of clusters that are searched.
func raftFlags(flags *pflag.FlagSet) func() (*explore.System, error) {
	c := &rafttest.Config{MaxEntries: 1, MaxInflight: 2, MaxRounds: 1}
	model := flags.String("model", "", "a configuration that has a TLA+ model: "+strings.Join(raftModels(), ", "))
	flags.IntVar(&c.Nodes, "nodes", 3, "how many nodes there are: 1, 2, 3...")
	maxTerm := flags.Uint64("max-term", 1, "elections begin up to this term")
	flags.IntVar(&c.Commands, "commands", 1, "how many commands clients propose")
	flags.IntVar(&c.Attempts, "attempts", 1, "how often each command is proposed at most")
	flags.IntVar(&c.Reads, "reads", 0, "how many reads clients ask for")
	flags.BoolVar(&c.Heartbeats, "heartbeats", false, "heartbeat timers may fire")
	flags.BoolVar(&c.LeaderTimeouts, "leader-timeouts", false, "leader timers may fire")
	flags.IntVar(&c.Crashes, "crashes", 0, "how many crashes there may be in all")
	sets := nodeSets(flags, map[string]nodeSet{
		"campaigning":  {&c.Campaigning, "1", "whose election timers may fire"},
		"pre-vote":     {&c.PreVote, "", "which nodes ask before they begin a term"},
		"check-quorum": {&c.CheckQuorum, "", "which nodes step down without a quorum"},
		"readers":      {&c.Readers, "", "which nodes are asked to read (default all)"},
		"snapshotting": {&c.Snapshotting, "", "whose applications take snapshots"},
		"crashing":     {&c.Crashing, "", "which nodes may crash (default all)"},
	})
	network := flags.String("network", "unreliable", "what may happen to messages: unreliable (lost, duplicated, reordered), once (lost, reordered) or ordered")
	return func() (*explore.System, error) {
		if *model != "" {
			return raftModelNamed(flags, *model)
		}
		if err := sets(); err != nil {
			return nil, err
		}
		if c.Nodes < 1 || c.Nodes > mostNodes {
			return nil, fmt.Errorf("--nodes %d: expected 1 to %d", c.Nodes, mostNodes)
		}
		var err error
		if c.Network, err = parseNetwork(*network); err != nil {
			return nil, err
		}
		c.MaxTerm = raft.Term(*maxTerm)
		return rafttest.System(*c)
	}
}

// nodeSet is a flag that names nodes.
type nodeSet struct {
	nodes     *[]machine.NodeID
	byDefault string
	usage     string
}

// nodeSets registers flags that name nodes, and returns what parses them.
func nodeSets(flags *pflag.FlagSet, sets map[string]nodeSet) func() error {
	given := map[string]*string{}
	for name, set := range sets {
		given[name] = flags.String(name, set.byDefault, set.usage+", such as 1,2")
	}
	return func() error {
		for name, set := range sets {
			var err error
			if *set.nodes, err = parseNodes(*given[name]); err != nil {
				return fmt.Errorf("--%s %q: %w", name, *given[name], err)
			}
		}
		return nil
	}
}

func raftModels() []string {
	names := make([]string, len(rafttest.Models))
	for i, m := range rafttest.Models {
		names[i] = m.Name
	}
	return names
}

// raftModelNamed returns the system of a model, which goes with no other flag.
func raftModelNamed(flags *pflag.FlagSet, name string) (*explore.System, error) {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	raftFlags(own)
	var other string
	flags.Visit(func(f *pflag.Flag) {
		if f.Name != "model" && own.Lookup(f.Name) != nil {
			other = f.Name
		}
	})
	if other != "" {
		return nil, fmt.Errorf("--model and --%s: a model has its own bounds, so give one or the other", other)
	}
	for _, m := range rafttest.Models {
		if m.Name == name {
			return rafttest.System(m.Config)
		}
	}
	return nil, fmt.Errorf("--model %q: expected %s", name, strings.Join(raftModels(), " or "))
}

// raftSimulated are the flags of clusters that are simulated.
func raftSimulated(flags *pflag.FlagSet) func() (*explore.System, error) {
	const usual = 3
	w := rafttest.DefaultWorkload(usual)
	flags.IntVar(&w.Nodes, "nodes", usual, "how many nodes there are: 1, 2, 3...")
	flags.IntVar(&w.Clients, "clients", w.Clients, "how many clients there are: each asks on and on")
	flags.IntVar(&w.Keys, "keys", w.Keys, "how many keys they write and read")
	flags.Uint64Var(&w.SnapshotEvery, "snapshot-every", w.SnapshotEvery, "after how many entries applications take snapshots")
	flags.Uint64Var(&w.Raft.TrailingEntries, "trailing", w.Raft.TrailingEntries, "how many entries before a snapshot the log keeps")
	flags.BoolVar(&w.Raft.PreVote, "pre-vote", w.Raft.PreVote, "nodes ask before they begin a term")
	flags.BoolVar(&w.Raft.CheckQuorum, "check-quorum", w.Raft.CheckQuorum, "leaders step down without a quorum")
	return func() (*explore.System, error) {
		w := w // it is called by several goroutines
		if w.Nodes < 1 || w.Nodes > mostNodes {
			return nil, fmt.Errorf("--nodes %d: expected 1 to %d", w.Nodes, mostNodes)
		}
		if w.Clients < 1 || w.Clients > mostRaftClients {
			return nil, fmt.Errorf("--clients %d: expected 1 to %d", w.Clients, mostRaftClients)
		}
		if w.Keys < 1 || w.Keys > mostKeys {
			return nil, fmt.Errorf("--keys %d: expected 1 to %d", w.Keys, mostKeys)
		}
		if w.SnapshotEvery < 1 {
			return nil, fmt.Errorf("--snapshot-every %d: expected 1 or more", w.SnapshotEvery)
		}
		w.Sessions.Sessions = uint64(w.Clients + w.Clients/5) // few more than clients
		return w.System()
	}
}

// mostKeys bounds the keys of a simulated store, and mostRaftClients its clients, whose numbers are one byte of those of their requests.
const (
	mostKeys        = 10_000
	mostRaftClients = 255
)

// raftOperations counts what the clients of a simulated cluster have asked for, and what was answered by what it did.
func raftOperations(g explore.Ghost) (asked, answered int) { return g.(*rafttest.Crowd).Operations() }
