package raft_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// printStep prints a step: what the node did, what it changed, and what must wait for its disk.
func (s *story) printStep(out *strings.Builder, step *explore.Step) {
	fmt.Fprintf(out, "%s: %v\n", step.Action, step.Event)
	before, after := describe(step.Before), describe(step.After)
	for _, line := range before {
		if !slices.Contains(after, line) {
			fmt.Fprintf(out, "  - %s\n", line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			fmt.Fprintf(out, "  + %s\n", line)
		}
	}
	timers(out, step)
	for _, r := range step.Records {
		fmt.Fprintf(out, "  writes: %v\n", r)
	}
	var sends []machine.Send
	for _, e := range step.Sends {
		sends = append(sends, machine.Send{To: e.To, Message: e.Message})
	}
	s.effects(out, step.After.ID, "  ", sends, step.Replies, step.Applies)
	if newest := len(step.After.Unsynced) - 1; newest >= 0 && step.Event.Kind != explore.Crash {
		held := step.After.Unsynced[newest]
		for _, b := range step.Before.Unsynced {
			if b.Seq == held.Seq { // it has waited before: only what is added is of this step
				held.Sends, held.Replies = held.Sends[len(b.Sends):], held.Replies[len(b.Replies):]
			}
		}
		s.effects(out, step.After.ID, "  once durable, ", held.Sends, held.Replies, held.Applies)
	}
}

// brief prints a step in one line, and what clients and the application hear of it.
func brief(out *strings.Builder, step *explore.Step) {
	fmt.Fprintf(out, "%s: %v\n", step.Action, step.Event)
	heard(out, "  ", step.Replies, step.Applies)
}

// timers prints which timers a step sets and stops.
func timers(out *strings.Builder, step *explore.Step) {
	var set, stopped []string
	for _, c := range step.Timers {
		if c.Stop {
			stopped = append(stopped, c.Timer.String())
		} else {
			set = append(set, c.Timer.String())
		}
	}
	if len(set) > 0 {
		fmt.Fprintf(out, "  sets: %s\n", strings.Join(set, ", "))
	}
	if len(stopped) > 0 {
		fmt.Fprintf(out, "  stops: %s\n", strings.Join(stopped, ", "))
	}
}

func (s *story) effects(out *strings.Builder, from machine.NodeID, prefix string, sends []machine.Send, replies []machine.Reply, applies []machine.Apply) {
	for _, m := range sends {
		lost := ""
		if s.lost(from, m.To) {
			lost = " (cut off)"
		}
		fmt.Fprintf(out, "%ssends to %d: %v%s\n", prefix, m.To, m.Message, lost)
	}
	heard(out, prefix, replies, applies)
}

func heard(out *strings.Builder, prefix string, replies []machine.Reply, applies []machine.Apply) {
	for _, r := range replies {
		fmt.Fprintf(out, "%sanswers request %d: %v\n", prefix, r.ID, r.Result)
	}
	for _, a := range applies {
		fmt.Fprintf(out, "%stells the application: %v\n", prefix, a.Command)
	}
}

func printMail(out *strings.Builder, prefix string, mail []explore.Envelope) {
	for _, e := range mail {
		fmt.Fprintf(out, "%sfrom %d to %d: %v\n", prefix, e.From, e.To, e.Message)
	}
}

func printLines(out *strings.Builder, prefix string, lines []string) {
	for _, line := range lines {
		fmt.Fprintf(out, "%s%s\n", prefix, line)
	}
}

// describe returns what there is to say of a node, one fact a line.
func describe(n *explore.Node) []string {
	if !n.Up() {
		return []string{"down"}
	}
	return n.Machine.(*raft.Node).Describe()
}
