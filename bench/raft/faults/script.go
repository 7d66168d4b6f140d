// Package faults drives a core through scripts of faults, and checks what must hold of any Raft.
//
//   - script.go: what happens to a cluster, and how that is written down
//   - generate.go: scripts from seeds, and smaller ones that still fail
//   - world.go: the cluster, its network and its time
//   - run.go: a run of a script, and what it measures
//   - ledger.go: what must hold
//   - summary.go: many runs
package faults

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
)

// Kind is what an event does.
type Kind string

// The kinds of events. Those of which no nodes are said concern all nodes.
const (
	// Tick lets N heartbeat intervals pass, Round the time that messages take N times.
	Tick  Kind = "tick"
	Round Kind = "round"
	// Propose makes N proposals, in turn at the nodes that say that they lead. If there is none they are not made.
	Propose Kind = "propose"
	// Compact has all nodes take a snapshot of what they have applied.
	Compact Kind = "compact"
	// Cut loses all messages between A and B from now on, CutOneWay those from A to B, Isolate those from and to A.
	Cut       Kind = "cut"
	CutOneWay Kind = "cut-one-way"
	Isolate   Kind = "isolate"
	// Heal loses no more messages.
	Heal Kind = "heal"
	// Crash ends A, Restart begins it again from its storage. What is sent to it meanwhile is lost.
	Crash   Kind = "crash"
	Restart Kind = "restart"
)

// operands says how many numbers follow a kind: those of nodes, or else N.
var operands = map[Kind]struct{ nodes, n int }{
	Tick: {0, 1}, Round: {0, 1}, Propose: {0, 1}, Compact: {0, 0}, Heal: {0, 0},
	Cut: {2, 0}, CutOneWay: {2, 0}, Isolate: {1, 0}, Crash: {1, 0}, Restart: {1, 0},
}

// Event is a line of a script.
type Event struct {
	Kind    Kind
	N, A, B int
}

func (e Event) String() string {
	switch o := operands[e.Kind]; {
	case o.n == 1:
		return fmt.Sprintf("%s %d", e.Kind, e.N)
	case o.nodes == 1:
		return fmt.Sprintf("%s %d", e.Kind, e.A)
	case o.nodes == 2:
		return fmt.Sprintf("%s %d %d", e.Kind, e.A, e.B)
	}
	return string(e.Kind)
}

// Script is what happens to a cluster.
type Script struct {
	Nodes                int
	PreVote, CheckQuorum bool
	// Seed is that of the election timeouts, and of what crashes leave of what was being written.
	Seed   uint64
	Events []Event
}

func (s *Script) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "nodes %d\nseed %d\n", s.Nodes, s.Seed)
	if s.PreVote {
		b.WriteString("pre-vote\n")
	}
	if s.CheckQuorum {
		b.WriteString("check-quorum\n")
	}
	for _, e := range s.Events {
		fmt.Fprintln(&b, e)
	}
	return b.String()
}

// Parse reads a script as String writes it. Empty lines and what follows # do not matter.
func Parse(text string) (*Script, error) {
	s := &Script{}
	lines := bufio.NewScanner(strings.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := s.line(words); err != nil {
			return nil, fmt.Errorf("faults: line %d: %q: %w", number, strings.TrimSpace(line), err)
		}
	}
	if s.Nodes == 0 {
		return nil, fmt.Errorf("faults: no line says how many nodes there are, expected one such as \"nodes 3\"")
	}
	return s, lines.Err()
}

func (s *Script) line(words []string) error {
	numbers := make([]int, len(words)-1)
	for i, word := range words[1:] {
		n, err := strconv.ParseUint(word, 10, 31)
		if err != nil {
			return fmt.Errorf("%q is not a number from 0 on", word)
		}
		numbers[i] = int(n)
	}
	want := map[string]int{"nodes": 1, "seed": 1, "pre-vote": 0, "check-quorum": 0}
	o, isEvent := operands[Kind(words[0])]
	if isEvent {
		want[words[0]] = o.nodes + o.n
	}
	switch count, known := want[words[0]]; {
	case !known:
		return fmt.Errorf("%q is none of the words that a line may begin with", words[0])
	case count != len(numbers):
		return fmt.Errorf("%d numbers follow, expected %d", len(numbers), count)
	}
	switch words[0] {
	case "nodes":
		if s.Nodes = numbers[0]; s.Nodes < 1 || s.Nodes > 9 {
			return fmt.Errorf("%d nodes, expected 1 to 9", s.Nodes)
		}
	case "seed":
		s.Seed = uint64(numbers[0])
	case "pre-vote":
		s.PreVote = true
	case "check-quorum":
		s.CheckQuorum = true
	default:
		return s.event(Kind(words[0]), o.nodes, numbers)
	}
	return nil
}

func (s *Script) event(kind Kind, nodes int, numbers []int) error {
	for _, id := range numbers[:nodes] {
		if id < 1 || id > s.Nodes {
			return fmt.Errorf("there is no node %d, expected 1 to %d", id, s.Nodes)
		}
	}
	e := Event{Kind: kind}
	switch {
	case nodes == 0 && len(numbers) == 1:
		e.N = numbers[0]
	case nodes == 1:
		e.A = numbers[0]
	case nodes == 2:
		e.A, e.B = numbers[0], numbers[1]
	}
	s.Events = append(s.Events, e)
	return nil
}
