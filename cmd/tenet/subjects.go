package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/rafttest"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// subject is what can be explored: a protocol, or an example from a textbook.
type subject struct {
	name    string
	summary string
	// flags registers what can be varied, and returns what makes the system that was asked for.
	flags func(*pflag.FlagSet) func() (*explore.System, error)
	// simulated are the flags for a simulation, whose systems are larger. It is nil if there is no point in simulating it.
	simulated func(*pflag.FlagSet) func() (*explore.System, error)
	// timing says how long timers run in simulations, and askEvery how often clients ask.
	timing   func(machine.Timer) (least, most time.Duration)
	askEvery time.Duration
	// operations counts what the clients of a simulation have asked for. It is nil if they do not say.
	operations operations
}

var subjects = []subject{
	{
		name: "twopc", summary: "two-phase commit: presumed abort, cooperative termination, read-only votes",
		flags: twopcFlags, simulated: twopcSimulated, timing: twopctest.Timing, askEvery: twopctest.AskEvery,
	},
	{
		name: "raft", summary: "Raft: elections, replication, reads and snapshots",
		flags: raftFlags, simulated: raftSimulated, timing: rafttest.Timing, askEvery: rafttest.AskEvery, operations: raftOperations,
	},
	{
		name: "textbook-2pc", summary: "two-phase commit as in the TLA+ example TwoPhase: no crashes, no storage",
		flags: textbookFlags,
	},
}

// subjectOf returns the subject of that name.
func subjectOf(name string) (*subject, error) {
	var names []string
	for i := range subjects {
		if subjects[i].name == name {
			return &subjects[i], nil
		}
		names = append(names, subjects[i].name)
	}
	return nil, fmt.Errorf("%q is nothing that can be explored: expected %s", name, strings.Join(names, " or "))
}

// simulation begins the names of systems that are simulated.
const simulation = "simulate"

// explored makes the system that flags ask for. Its name is the words that ask for it.
func (s *subject) explored(flags *pflag.FlagSet, make func() (*explore.System, error)) (*explore.System, error) {
	return nameSystem([]string{s.name}, s.flags, flags, make)
}

// toSimulate makes the system that flags ask for. Its name is the words that ask for it. Crashes are not bounded: the simulation
// does that.
func (s *subject) toSimulate(flags *pflag.FlagSet, make func() (*explore.System, error)) (*explore.System, error) {
	system, err := nameSystem([]string{simulation, s.name}, s.simulated, flags, make)
	if err == nil {
		system.Faults.Crashes = math.MaxInt
	}
	return system, err
}

func nameSystem(words []string, register func(*pflag.FlagSet) func() (*explore.System, error), flags *pflag.FlagSet,
	make func() (*explore.System, error)) (*explore.System, error) {
	system, err := make()
	if err != nil {
		return nil, err
	}
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	register(own)
	flags.Visit(func(f *pflag.Flag) {
		if own.Lookup(f.Name) != nil {
			words = append(words, "--"+f.Name+"="+f.Value.String())
		}
	})
	system.Name = strings.Join(words, " ")
	return system, nil
}

// named makes the system of that name, as explored and toSimulate give them.
func named(name string) (*explore.System, error) {
	words := strings.Fields(name)
	isSimulation := len(words) > 0 && words[0] == simulation
	if isSimulation {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("the schedule does not name its system: expected a line like \"# system: twopc --model=MCOneTransaction\"")
	}
	s, err := subjectOf(words[0])
	if err != nil {
		return nil, err
	}
	register, finish := s.flags, s.explored
	if isSimulation {
		register, finish = s.simulated, s.toSimulate
	}
	if register == nil {
		return nil, fmt.Errorf("system %q: %s is not simulated", name, s.name)
	}
	flags := pflag.NewFlagSet(s.name, pflag.ContinueOnError)
	flags.Usage = func() {}
	make := register(flags)
	if err := flags.Parse(words[1:]); err != nil {
		return nil, fmt.Errorf("system %q: %v", name, err) //nolint:errorlint // a request for help is none of ours
	}
	system, err := finish(flags, make)
	if err != nil {
		return nil, fmt.Errorf("system %q: %w", name, err)
	}
	system.Name = name
	return system, nil
}

func textbookFlags(flags *pflag.FlagSet) func() (*explore.System, error) {
	n := flags.Int("resource-managers", 3, "how many resource managers there are")
	return func() (*explore.System, error) {
		const most = 16
		if *n < 1 || *n > most {
			return nil, fmt.Errorf("--resource-managers %d: expected 1 to %d", *n, most)
		}
		return twopctest.Textbook(*n)
	}
}

// mostNodes bounds the nodes of one kind in a system, and mostClients the clients of one that is simulated.
const (
	mostNodes   = 64
	mostClients = 10_000
)

func twopcFlags(flags *pflag.FlagSet) func() (*explore.System, error) {
	names := make([]string, len(twopctest.Models))
	for i, m := range twopctest.Models {
		names[i] = m.Name
	}
	c := &twopctest.Config{}
	model := flags.String("model", "", "a configuration that has a TLA+ model: "+strings.Join(names, ", "))
	flags.IntVar(&c.Participants, "participants", 2, "how many participants there are: nodes 1, 2, 3...; node 0 is the coordinator")
	scopes := flags.String("scopes", "1,2", "for each client the participants of its transaction, such as 1,2/2,3 for two clients")
	flags.BoolVar(&c.ReadOnly, "read-only", false, "branches may be read-only")
	flags.BoolVar(&c.Forget, "forget", false, "applications may ask for branches to be forgotten")
	flags.BoolVar(&c.Abort, "abort", false, "clients may give up")
	flags.IntVar(&c.Crashes, "crashes", 1, "how many crashes there may be in all")
	crashing := flags.String("crashing", "", "which nodes may crash, such as 0,1 (default all)")
	network := flags.String("network", "unreliable", "what may happen to messages: unreliable (lost, duplicated, reordered), once (lost, reordered) or ordered")
	return func() (*explore.System, error) {
		if *model != "" {
			return modelNamed(flags, *model)
		}
		var err error
		if c.Scopes, err = parseScopes(*scopes); err != nil {
			return nil, fmt.Errorf("--scopes %q: %w", *scopes, err)
		}
		if c.Crashing, err = parseNodes(*crashing); err != nil {
			return nil, fmt.Errorf("--crashing %q: %w", *crashing, err)
		}
		if c.Network, err = parseNetwork(*network); err != nil {
			return nil, err
		}
		if c.Participants < 1 || c.Participants > mostNodes {
			return nil, fmt.Errorf("--participants %d: expected 1 to %d", c.Participants, mostNodes)
		}
		if c.Crashes < 0 {
			return nil, fmt.Errorf("--crashes %d: expected 0 or more", c.Crashes)
		}
		return twopctest.System(*c)
	}
}

// modelNamed returns the system of a model, which goes with no other flag.
func modelNamed(flags *pflag.FlagSet, name string) (*explore.System, error) {
	var other string
	flags.Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "participants", "scopes", "read-only", "forget", "abort", "crashes", "crashing", "network":
			other = f.Name
		}
	})
	if other != "" {
		return nil, fmt.Errorf("--model and --%s: a model has its own bounds, so give one or the other", other)
	}
	var names []string
	for _, m := range twopctest.Models {
		if m.Name == name {
			return twopctest.System(m.Config)
		}
		names = append(names, m.Name)
	}
	return nil, fmt.Errorf("--model %q: expected %s", name, strings.Join(names, " or "))
}

func parseScopes(s string) ([][]machine.NodeID, error) {
	var scopes [][]machine.NodeID
	for _, scope := range strings.Split(s, "/") {
		nodes, err := parseNodes(scope)
		if err != nil {
			return nil, err
		}
		scopes = append(scopes, nodes)
	}
	return scopes, nil
}

func parseNodes(s string) ([]machine.NodeID, error) {
	var nodes []machine.NodeID
	if s == "" {
		return nil, nil
	}
	for _, word := range strings.Split(s, ",") {
		n, err := strconv.ParseUint(strings.TrimSpace(word), 10, 32)
		if err != nil {
			return nil, fmt.Errorf("%q is no node: expected numbers with commas between them", word)
		}
		nodes = append(nodes, machine.NodeID(n))
	}
	return nodes, nil
}

func parseNetwork(s string) (explore.Network, error) {
	for _, n := range []explore.Network{explore.Unreliable, explore.Once, explore.Ordered} {
		if n.String() == s {
			return n, nil
		}
	}
	return 0, fmt.Errorf("--network %q: expected unreliable, once or ordered", s)
}

func twopcSimulated(flags *pflag.FlagSet) func() (*explore.System, error) {
	participants := flags.Int("participants", 6, "how many participants there are")
	coordinators := flags.Int("coordinators", 2, "how many coordinators there are")
	clients := flags.Int("clients", 64, "how many clients there are, each with one transaction")
	return func() (*explore.System, error) {
		if *participants < 1 || *participants > mostNodes {
			return nil, fmt.Errorf("--participants %d: expected 1 to %d", *participants, mostNodes)
		}
		if *coordinators < 1 || *coordinators > mostNodes {
			return nil, fmt.Errorf("--coordinators %d: expected 1 to %d", *coordinators, mostNodes)
		}
		if *clients < 1 || *clients > mostClients {
			return nil, fmt.Errorf("--clients %d: expected 1 to %d", *clients, mostClients)
		}
		return twopctest.System(twopctest.Workload(*clients, *participants, *coordinators))
	}
}
