package twopctest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// planted is a protocol with a bug, which changes what machines are given and what they ask for.
type planted struct {
	machine.Protocol
	in  func(in machine.Input) machine.Input
	out func(id machine.NodeID, out *machine.Output)
}

func (p *planted) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	m := &plantedMachine{p.Protocol.Recover(id, storage, out), id, p}
	if p.out != nil {
		p.out(id, out)
	}
	return m
}

type plantedMachine struct {
	machine.Machine
	id  machine.NodeID
	bug *planted
}

func (m *plantedMachine) Unwrap() machine.Machine { return m.Machine }

func (m *plantedMachine) Clone() machine.Machine {
	return &plantedMachine{m.Machine.Clone(), m.id, m.bug}
}

func (m *plantedMachine) Step(in machine.Input, out *machine.Output) {
	if m.bug.in != nil {
		in = m.bug.in(in)
	}
	m.Machine.Step(in, out)
	if m.bug.out != nil {
		m.bug.out(m.id, out)
	}
}

// withoutTimers sets none of those timers.
func withoutTimers(is func(t machine.Timer) bool) *planted {
	return &planted{out: func(_ machine.NodeID, out *machine.Output) {
		kept := out.Timers[:0]
		for _, c := range out.Timers {
			if c.Stop || !is(c.Timer) {
				kept = append(kept, c)
			}
		}
		out.Timers = kept
	}}
}

func isTimer[T machine.Timer](t machine.Timer) bool { _, ok := t.(T); return ok }

// onReceive changes messages on their way in.
func onReceive(change func(m machine.Message) machine.Message) *planted {
	return &planted{in: func(in machine.Input) machine.Input {
		if r, ok := in.(machine.Receive); ok {
			return machine.Receive{From: r.From, Message: change(r.Message)}
		}
		return in
	}}
}

// bug is a planted bug, and the property that it violates.
type bug struct {
	bug  *planted
	want string
	// abort says that it takes clients that give up.
	abort bool
}

// plantedBugs are one for each property that machines can violate.
func plantedBugs() map[string]bug {
	return map[string]bug{
		"votes do not wait for the disk": {&planted{out: func(id machine.NodeID, out *machine.Output) {
			for i := range out.Sends {
				if id != 0 {
					out.Sends[i].After = 0
				}
			}
		}}, PromiseIsDurable, false},
		"decisions do not wait for the disk": {&planted{out: func(id machine.NodeID, out *machine.Output) {
			for i := range out.Sends {
				if id == 0 {
					out.Sends[i].After = 0
				}
			}
		}}, DecisionIsKept, false},
		"the client does not wait for the disk": {&planted{out: func(_ machine.NodeID, out *machine.Output) {
			for i := range out.Replies {
				out.Replies[i].After = 0
			}
		}}, DecisionIsKept, false},
		"the application does not wait for the disk": {&planted{out: func(_ machine.NodeID, out *machine.Output) {
			for i := range out.Applies {
				out.Applies[i].After = 0
			}
		}}, CommitIsDurable, false},
		"a no counts as read-only": {onReceive(func(m machine.Message) machine.Message {
			if v, ok := m.(twopc.Vote); ok && v.Choice == twopc.No {
				return twopc.Vote{Txn: v.Txn, Choice: twopc.ReadOnly}
			}
			return m
		}), Unanimity, false},
		"an abort is heard as a commit": {onReceive(func(m machine.Message) machine.Message {
			if d, ok := m.(twopc.Decision); ok {
				return twopc.Decision{Txn: d.Txn, Outcome: twopc.Committed}
			}
			return m
		}), Atomicity, false},
		"locks are not restored": {&planted{out: func(_ machine.NodeID, out *machine.Output) {
			kept := out.Applies[:0]
			for _, a := range out.Applies {
				if _, restore := a.Command.(twopc.RestoreBranch); !restore {
					kept = append(kept, a)
				}
			}
			out.Applies = kept
		}}, Locking, false},
		"work is lost": {&planted{out: func(_ machine.NodeID, out *machine.Output) {
			for i := range out.Applies {
				if c, ok := out.Applies[i].Command.(twopc.CommitBranch); ok {
					out.Applies[i].Command = twopc.CommitBranch{Txn: c.Txn}
				}
			}
		}}, WorkIsKept, false},
		"transactions do not time out": {withoutTimers(isTimer[twopc.VoteTimer]), TransactionsEnd, false},
		"branches do not time out":     {withoutTimers(isTimer[twopc.BranchTimer]), BranchesEnd, false},
		"who is in doubt does not ask": {withoutTimers(isTimer[twopc.InquiryTimer]), BranchesEnd, false},
		"the client is never answered": {&planted{out: func(_ machine.NodeID, out *machine.Output) {
			if len(out.Replies) > 0 && out.Action != twopc.ActionBegin && out.Action != twopc.ActionEnlist {
				out.Replies = nil
			}
		}}, ClientsAreTold, false},
		"answers go to nobody": {&planted{out: func(_ machine.NodeID, out *machine.Output) {
			for i := range out.Replies {
				out.Replies[i].ID = 0
			}
		}}, AnswersFit, false},
		"clients abort what is prepared": {&planted{in: func(in machine.Input) machine.Input {
			if r, ok := in.(machine.Request); ok {
				if op, ok := r.Op.(twopc.Abort); ok {
					return machine.Receive{Message: twopc.Decision{Txn: op.Txn, Outcome: twopc.Aborted}}
				}
			}
			return in
		}}, Atomicity, true},
	}
}

// plantedSystem returns a system with a bug, watched by the property that the bug violates, which must fail by its own strength.
func plantedSystem(t *testing.T, b bug) *explore.System {
	t.Helper()
	s := system(t, Config{Participants: 2, Scopes: [][]machine.NodeID{{1, 2}}, Crashes: 1, Abort: b.abort})
	if b.bug != nil {
		b.bug.Protocol = s.Protocol
		s.Protocol = b.bug
	}
	s.Properties = only(s.Properties, b.want)
	return s
}

// TestPropertiesFailOnPlantedBugs: each property is violated by a bug that it is there for.
func TestPropertiesFailOnPlantedBugs(t *testing.T) {
	for name, c := range plantedBugs() {
		t.Run(name, func(t *testing.T) {
			s := plantedSystem(t, c)
			result, err := exhaustive.Check(context.Background(), s, exhaustive.Options{})
			require.NoError(t, err)
			require.NotNil(t, result.Violation, "nothing is violated")
			require.Equal(t, c.want, result.Violation.Property)
		})
	}
}

func only(properties []explore.Property, name string) []explore.Property {
	var found []explore.Property
	for _, p := range properties {
		if p.Name == name {
			found = append(found, p)
		}
	}
	return found
}

// TestNamesAreUniqueFails, in a ghost that two clients have told the same.
func TestNamesAreUniqueFails(t *testing.T) {
	s := system(t, Config{Participants: 1, Scopes: [][]machine.NodeID{{1}, {1}}})
	w, _ := s.Initial()
	g := w.Ghost.(*Ghost)
	g.Clients[0].Txn = twopc.Txn{Epoch: 1, Number: 1}
	property, _ := s.Broken(w)
	require.Empty(t, property)
	g.Clients[1].Txn = g.Clients[0].Txn
	property, why := s.Broken(w)
	require.Equal(t, NamesAreUnique, property)
	require.ErrorContains(t, why, "clients 1 and 2 both have the transaction 0/1.1")
}

// TestReachabilityIsNotVacuous: a cluster that does nothing has no world in which anything is reached.
func TestReachabilityIsNotVacuous(t *testing.T) {
	s := system(t, Config{Participants: 2, Scopes: [][]machine.NodeID{{1, 2}, {1}}, ReadOnly: true, Forget: true, Crashes: 1})
	w, _ := s.Initial()
	count := 0
	for _, p := range s.Properties {
		if p.Kind == explore.Reachable {
			count++
			require.ErrorIs(t, p.Holds(w), errNotHere, p.Name)
		}
	}
	require.Equal(t, 11, count)
}
