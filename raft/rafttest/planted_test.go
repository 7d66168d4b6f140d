package rafttest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// planted is a protocol with a bug, which changes what machines are given and what they ask for.
type planted struct {
	machine.Protocol
	in  func(in machine.Input) machine.Input
	out func(in machine.Input, out *machine.Output)
}

func (p *planted) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	m := &plantedMachine{p.Protocol.Recover(id, storage, out), p}
	if p.out != nil {
		p.out(nil, out)
	}
	return m
}

type plantedMachine struct {
	machine.Machine
	bug *planted
}

func (m *plantedMachine) Unwrap() machine.Machine { return m.Machine }

func (m *plantedMachine) Clone() machine.Machine { return &plantedMachine{m.Machine.Clone(), m.bug} }

func (m *plantedMachine) Step(in machine.Input, out *machine.Output) {
	if m.bug.in != nil {
		in = m.bug.in(in)
	}
	m.Machine.Step(in, out)
	if m.bug.out != nil && out.Action != "" {
		m.bug.out(in, out)
	}
}

// onReceive changes messages of one type on their way in.
func onReceive[M machine.Message](change func(m M) M) *planted {
	return &planted{in: func(in machine.Input) machine.Input {
		if r, ok := in.(machine.Receive); ok {
			if m, ok := r.Message.(M); ok {
				return machine.Receive{From: r.From, Message: change(m)}
			}
		}
		return in
	}}
}

// hasty sends messages of one type before the disk has what they rest on.
func hasty[M machine.Message]() *planted {
	return &planted{out: func(_ machine.Input, out *machine.Output) {
		for i := range out.Sends {
			if _, ok := out.Sends[i].Message.(M); ok {
				out.Sends[i].After = 0
			}
		}
	}}
}

// onWrite changes records of one type that messages lead to.
func onWrite[R machine.Record](change func(r R) R) *planted {
	return &planted{out: func(in machine.Input, out *machine.Output) {
		if _, ok := in.(machine.Receive); !ok {
			return
		}
		for i := range out.Records {
			if r, ok := out.Records[i].(R); ok {
				out.Records[i] = change(r)
			}
		}
	}}
}

// writeOther writes entries of the same terms.
func writeOther(r raft.Append) raft.Append {
	r.Entries = slices.Clone(r.Entries)
	for i := range r.Entries {
		r.Entries[i] = raft.Entry{Term: r.Entries[i].Term, Data: "9"}
	}
	return r
}

// onReply changes results of one type.
func onReply[R machine.Result](change func(r R) machine.Result) *planted {
	return &planted{out: func(_ machine.Input, out *machine.Output) {
		for i := range out.Replies {
			if r, ok := out.Replies[i].Result.(R); ok {
				out.Replies[i].Result = change(r)
			}
		}
	}}
}

// bug is a planted bug, the property that it violates, and where.
type bug struct {
	bug    *planted
	want   string
	config Config
}

var (
	election = Config{Nodes: 3, MaxTerm: 1, Campaigning: ids(1, 2)}
	command  = Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 1, MaxEntries: 2, MaxInflight: 2}
	reading  = Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Reads: 1, MaxRounds: 1}
	live     = Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Heartbeats: true, MaxEntries: 2, MaxInflight: 2, Liveness: true}
	// behind is a cluster one of whose nodes lacks what is committed.
	behind = Config{Nodes: 3, MaxTerm: 2, Campaigning: ids(3), Disks: disks{1: noOps(1, 1, 1), 2: noOps(1, 1, 1)}, Committed: []raft.Entry{NoOpEntry(1)}}
	// conflicting is a cluster one of whose nodes has the term and as many entries as the leader, but other ones.
	conflicting = Config{
		Nodes: 2, MaxTerm: 3, Campaigning: ids(1), MaxEntries: 2, MaxInflight: 2, Committed: []raft.Entry{NoOpEntry(1)},
		Disks: disks{1: noOps(2, 0, 1, 2), 2: noOps(3, 0, 1, 1, 1)},
	}
	mistold = Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Commands: 1, Attempts: 2, MaxEntries: 2, MaxInflight: 2}
)

// plantedBugs are at least one for each property.
func plantedBugs() map[string]bug {
	return map[string]bug{
		"a no is heard as a vote": {onReceive(func(m raft.VoteResponse) raft.VoteResponse {
			m.Granted = true
			return m
		}), ElectionSafety, election},
		"votes do not wait for the disk":           {hasty[raft.VoteResponse](), VoteIsDurable, election},
		"candidates do not wait for the disk":      {hasty[raft.VoteRequest](), VoteIsDurable, election},
		"followers do not wait for the disk":       {hasty[raft.AppendResponse](), AcknowledgementIsDurable, command},
		"what conflicts on disk is acknowledged":   {hasty[raft.AppendResponse](), AcknowledgementIsDurable, conflicting},
		"other entries are written than come":      {onWrite(writeOther), AcknowledgementIsDurable, command},
		"other entries are in memory than written": {onWrite(writeOther), MemoryIsDisk, command},
		"the vote is not written": {onWrite(func(r raft.HardState) raft.HardState {
			r.VotedFor = raft.None
			return r
		}), MemoryIsDisk, election},
		"what is committed is in one place only": {hasty[raft.AppendResponse](), CommittedIsDurable, command},
		"an entry changes on its way": {onReceive(func(m raft.AppendRequest) raft.AppendRequest {
			if len(m.Entries) > 0 {
				m.Entries = append([]raft.Entry(nil), m.Entries...)
				m.Entries[0] = raft.Entry{Term: m.Entries[0].Term, Data: "9"}
			}
			return m
		}), LogMatching, command},
		"what came changed is acknowledged": {onReceive(func(m raft.AppendRequest) raft.AppendRequest {
			m.Entries = writeOther(raft.Append{Entries: m.Entries}).Entries
			return m
		}), AcknowledgementIsDurable, command},
		"whoever asks is voted for": {onReceive(func(m raft.VoteRequest) raft.VoteRequest {
			m.LastIndex, m.LastTerm = 9, 9
			return m
		}), LeaderCompleteness, behind},
		"the application is not told": {&planted{out: func(_ machine.Input, out *machine.Output) {
			out.Applies = nil
		}}, StateMachineSafety, command},
		"the application is told twice": {&planted{out: func(_ machine.Input, out *machine.Output) {
			out.Applies = append(out.Applies, out.Applies...)
		}}, StateMachineSafety, command},
		"answers are to rounds that never were": {onReceive(func(m raft.AppendResponse) raft.AppendResponse {
			m.Round++
			return m
		}), RoundsAreOwn, reading},
		"what is taken is said to be refused": {&planted{out: func(in machine.Input, out *machine.Output) {
			if r, ok := in.(machine.Request); ok {
				out.Reply(r.ID, raft.NotApplied{}, 0)
			}
		}}, AnswersAreTrue, command},
		"another attempt is said to be refused": {&planted{out: func(in machine.Input, out *machine.Output) {
			if r, ok := in.(machine.Request); ok && r.ID == 2 {
				out.Reply(1, raft.NotApplied{}, 0)
			}
		}}, AnswersAreTrue, mistold},
		"somebody else is answered": {&planted{out: func(in machine.Input, out *machine.Output) {
			if r, ok := in.(machine.Request); ok {
				out.Reply(r.ID+1, raft.Unknown{}, 0)
			}
		}}, StateMachineSafety, command},
		"reads are as old as the log": {onReply(func(raft.ReadAt) machine.Result { return raft.ReadAt{} }), ReadSafety, func() Config {
			c := reading
			c.Commands, c.MaxEntries, c.MaxInflight, c.Readers = 1, 2, 2, ids(1)
			return c
		}()},
		"reads are of the future": {onReply(func(r raft.ReadAt) machine.Result { return raft.ReadAt{Index: r.Index + 1} }), ReadSafety, reading},
		"nobody begins an election": {&planted{out: func(_ machine.Input, out *machine.Output) {
			kept := out.Timers[:0]
			for _, t := range out.Timers {
				if t.Timer != raft.ElectionTimer {
					kept = append(kept, t)
				}
			}
			out.Timers = kept
		}}, SomebodyLeads, live},
		"followers are not told what is committed": {onReceive(func(m raft.AppendRequest) raft.AppendRequest {
			m.Commit = 0
			return m
		}), EverybodyApplies, live},
	}
}

func built(t *testing.T, c Config) *explore.System {
	t.Helper()
	s, err := System(c)
	require.NoError(t, err)
	return s
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

// TestPropertiesFailOnPlantedBugs: each property is violated by a bug that it is there for, and only then.
func TestPropertiesFailOnPlantedBugs(t *testing.T) {
	for name, b := range plantedBugs() {
		t.Run(name, func(t *testing.T) {
			s := built(t, b.config)
			s.Properties = only(s.Properties, b.want)
			require.NotEmpty(t, s.Properties)
			sound, err := exhaustive.Check(t.Context(), s, exhaustive.Options{})
			require.NoError(t, err)
			require.Nil(t, sound.Violation, "%v", sound.Violation)
			require.True(t, sound.Complete)

			b.bug.Protocol = s.Protocol
			s.Protocol = b.bug
			broken, err := exhaustive.Check(t.Context(), s, exhaustive.Options{})
			require.NoError(t, err)
			require.NotNil(t, broken.Violation, "nothing is violated")
			require.Equal(t, b.want, broken.Violation.Property)
			t.Logf("%d events: %v", len(broken.Violation.Run.Transitions), broken.Violation.Why)
		})
	}
}

// TestEachPropertyHasABug: a property that is never seen to fail may be one that cannot.
func TestEachPropertyHasABug(t *testing.T) {
	violated := map[string]bool{LeaderAppendOnly: true} // no disguise of messages makes a leader do that: see below
	for _, b := range plantedBugs() {
		violated[b.want] = true
	}
	for _, p := range built(t, live).Properties {
		if p.Kind != explore.Reachable {
			require.True(t, violated[p.Name], "%s", p.Name)
		}
	}
}

// TestLeaderAppendOnlyFails, in a step that was never taken: from a leader's later state to an earlier one.
func TestLeaderAppendOnlyFails(t *testing.T) {
	s := built(t, Config{Nodes: 1, MaxTerm: 1, Commands: 2})
	w, _ := s.Initial()
	var leaders []*explore.Node
	for _, name := range []string{"fire election timer at 1", "persist 1", `ask propose "1" at 1, request 1`, `ask propose "2" at 1, request 2`} {
		w = do(t, s, w, name)
		if leads(w.Nodes[0]) {
			leaders = append(leaders, w.Nodes[0])
		}
	}
	require.Len(t, leaders, 3)
	forth, _ := w.Ghost.(*Ghost).after(&explore.Step{Before: leaders[0], After: leaders[2]})
	require.Empty(t, forth.Rewritten)
	back, changed := w.Ghost.(*Ghost).after(&explore.Step{Before: leaders[2], After: leaders[1]})
	require.True(t, changed)
	require.ErrorContains(t, said(back.Rewritten), `node 1 leads term 1 and had 1:"2" at 3, which is gone`)
}

// do lets the event of that name happen.
func do(t *testing.T, s *explore.System, w *explore.World, name string) *explore.World {
	t.Helper()
	var names []string
	for _, next := range s.Transitions(w) {
		if next.Event.String() == name {
			return next.World
		}
		names = append(names, next.Event.String())
	}
	require.Contains(t, names, name)
	return nil
}

// TestReachabilityIsNotVacuous: clusters that have not begun have reached nothing.
func TestReachabilityIsNotVacuous(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Models {
		s := built(t, m.Config)
		w, _ := s.Initial()
		for _, p := range s.Properties {
			if p.Kind == explore.Reachable {
				seen[p.Name] = true
				require.ErrorIs(t, p.Holds(w), errNotHere, "%s in the beginning of %s", p.Name, m.Name)
			}
		}
	}
	require.Greater(t, len(seen), 12)
}

// TestWalkFindsBugs plants bugs in simulations of clients that write and read.
func TestWalkFindsBugs(t *testing.T) {
	for name, c := range map[string]struct {
		bug      func() *planted
		property string
	}{
		"followers do not wait for the disk": {hasty[raft.AppendResponse], CommittedIsDurable},
		"votes do not wait for the disk":     {hasty[raft.VoteResponse], VoteIsDurable},
		"reads are as old as the log": {func() *planted {
			return onReply(func(raft.ReadAt) machine.Result { return raft.ReadAt{} })
		}, Linearizability},
		"commands are said to be refused": {func() *planted {
			return &planted{out: func(in machine.Input, out *machine.Output) {
				if r, ok := in.(machine.Request); ok && out.Action == raft.ActionPropose && isCommand(r.Op.(raft.Propose).Data) {
					out.Reply(r.ID, raft.NotApplied{}, 0)
				}
			}}
		}, Linearizability},
		"nobody begins an election": {plantedBugs()["nobody begins an election"].planted, SomebodyLeads},
	} {
		t.Run(name, func(t *testing.T) {
			system := func() *explore.System {
				s, err := DefaultWorkload(3).System()
				require.NoError(t, err)
				b := c.bug()
				b.Protocol, s.Protocol = s.Protocol, b
				s.Properties = only(s.Properties, c.property)
				return s
			}
			totals, err := walk.Many(context.Background(), system, walk.Options{
				Runs: 60, Workers: 1, Events: 1500, CheckEvery: 1, Timing: Timing, AskEvery: AskEvery, Time: time.Minute, Bound: 5 * time.Second,
			})
			require.NoError(t, err)
			require.NotNil(t, totals.Violation)
			require.Equal(t, c.property, totals.Violation.Property)
		})
	}
}

// isCommand reports whether an entry is a command of a session.
func isCommand(data string) bool {
	e, err := rsm.DecodeEntry(data)
	_, is := e.(rsm.Command)
	return err == nil && is
}

func (b bug) planted() *planted { return b.bug }
