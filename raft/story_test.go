package raft_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// story runs a transcript. Its commands:
//
//	cluster nodes=3 [pre-vote[=(1,2)]] [check-quorum[=(1,2)]] [trailing=1] [chunk=2] [entries=1] [uncommitted=1] [committed=(1:-,1:a)]
//	disk at=(1,2) term=2 [vote=1] [log=(1:-,1:a,2:b)] [snapshot=2 base=1 size=3 handle=7]
//	recover at=(1,2)
//	propose x at=1 request=7 | read at=1 request=7 | snapshot at=1 request=7 index=3 size=3 handle=1
//	deliver append at=2 [from=1] [nth=1] [keep] [refused]
//	drop [append] [at=2] [from=1] | delay [append] [at=2] [from=1]
//	fire election|leader|heartbeat|quorum at=1
//	flush at=1 | persist at=1
//	crash at=1 keeping=0
//	cut at=(1,2) | cut from=(1,2) to=3 | heal
//	exchange [at=(1,2)]
//	expect ...
//	state | mail
//
// Nodes are down until they recover. With brief, a command prints no more than exchange does. Entries are written as term:data, no-ops as term:-. Messages are named by their kinds (see kind), and of those
// that are on the way the oldest is delivered, or the nth; keep leaves a copy on the way, which is delayed, and the test fails unless the node refuses what is said to be
// refused, and nothing else. What is sent over a connection that is cut is lost. With exchange, nodes write, flush and hear each other until they are
// quiet, but for messages that are delayed: only the steps are printed, and what leaves to clients and applications. After each step all safety properties are checked.
//
// What expect names must be so, however the transcript is written:
//
//	expect at=(1,2) [role=leader] [term=2] [vote=1] [leader=1] [commit=3] [log=(1:-,1:a)] [base=1] [snapshot=2] [incoming=2] [votes=(1,2)]
//	expect at=1 follower=2 [progress=probe] [match=0] [next=1]
//	expect at=1 down
//	expect request=7 told=(applied) | expect request=7 told=nothing
//	expect mail [append] [at=2] [from=1] count=0
//	expect leaders=(1,2)
type story struct{ *stage }

func (s *story) run(t *testing.T, d *datadriven.TestData) string {
	t.Helper()
	var out strings.Builder
	switch d.Cmd {
	case "cluster":
		s.cluster(t, d)
	case "disk":
		s.disk(t, d)
	case "cut":
		s.cutOff(t, d)
	case "heal":
		s.heal()
	case "drop":
		printMail(&out, "lost ", s.taken(matcher(t, d)))
	case "delay":
		s.delayed = append(s.delayed, s.taken(matcher(t, d))...)
	case "exchange":
		ids := rafttest.First(len(s.nodes))
		if d.HasArg("at") {
			ids = nodes(t, d, "at")
		}
		s.exchange(t, ids, func(step *explore.Step) { brief(&out, step) })
	case "expect":
		s.expect(t, d)
	case "state":
		for _, n := range s.nodes {
			fmt.Fprintf(&out, "node %d\n", n.ID)
			printLines(&out, "  ", describe(n))
		}
	case "mail":
		printMail(&out, "", s.mail)
		printMail(&out, "", s.delayed)
	default:
		for _, id := range nodes(t, d, "at") {
			s.happen(t, d, s.event(t, d, id), &out)
		}
	}
	return out.String()
}

func (s *story) cluster(t *testing.T, d *datadriven.TestData) {
	t.Helper()
	var o stageOptions
	d.ScanArgs(t, "nodes", &o.nodes)
	o.committed = entries(t, d, "committed")
	o.config = func(id machine.NodeID, c *raft.Config) {
		c.PreVote, c.CheckQuorum = runs(t, d, "pre-vote", id), runs(t, d, "check-quorum", id)
		c.TrailingEntries, c.ChunkBytes = number(t, d, "trailing"), number(t, d, "chunk")
		c.MaxMessageBytes = int(number(t, d, "entries")) * entryBytes
		c.MaxUncommittedBytes = int(number(t, d, "uncommitted")) * entryBytes
	}
	s.stage = newStage(t, o)
}

// entryBytes is what an entry of one byte counts in limits.
const entryBytes = 17

// runs reports whether a node runs what is named: all do if it comes without nodes.
func runs(t *testing.T, d *datadriven.TestData, name string, id machine.NodeID) bool {
	t.Helper()
	return d.HasArg(name) && (len(arg(d, name).Vals) == 0 || slices.Contains(nodes(t, d, name), id))
}

func (s *story) disk(t *testing.T, d *datadriven.TestData) {
	t.Helper()
	records := []machine.Record{raft.HardState{Term: raft.Term(number(t, d, "term")), VotedFor: machine.NodeID(number(t, d, "vote"))}}
	log := entries(t, d, "log")
	if len(log) > 0 {
		records = append(records, raft.Append{Entries: log})
	}
	if index := number(t, d, "snapshot"); index > 0 {
		meta := raft.SnapshotMeta{Index: index, Term: log[index-1].Term, Size: number(t, d, "size"), Handle: number(t, d, "handle")}
		records = append(records, raft.Compact{Snapshot: meta, Base: number(t, d, "base")})
	}
	for _, id := range nodes(t, d, "at") {
		for _, r := range records {
			require.NoError(t, s.at(id).Durable.Add(r), d.Pos)
		}
	}
}

func (s *story) cutOff(t *testing.T, d *datadriven.TestData) {
	t.Helper()
	before := s.lost
	if d.HasArg("at") {
		s.cut(nodes(t, d, "at")...)
	} else {
		sources, targets := nodes(t, d, "from"), nodes(t, d, "to")
		s.lost = func(from, to machine.NodeID) bool {
			return slices.Contains(sources, from) && slices.Contains(targets, to)
		}
	}
	more := s.lost
	s.lost = func(from, to machine.NodeID) bool { return before(from, to) || more(from, to) }
}

// event returns what a command describes. A message that is delivered is taken from those on the way.
func (s *story) event(t *testing.T, d *datadriven.TestData, id machine.NodeID) explore.Event {
	t.Helper()
	request := machine.RequestID(number(t, d, "request"))
	switch d.Cmd {
	case "recover":
		return recovery(id)
	case "propose":
		return ask(id, request, raft.Propose{Data: d.CmdArgs[0].Key})
	case "read":
		return ask(id, request, raft.Read{})
	case "snapshot":
		return ask(id, request, raft.TakeSnapshot{Index: number(t, d, "index"), Size: number(t, d, "size"), Handle: number(t, d, "handle")})
	case "deliver":
		return s.delivery(t, d, id)
	case "fire":
		timer, ok := map[string]raft.Timer{
			"election": raft.ElectionTimer, "leader": raft.LeaderTimer, "heartbeat": raft.HeartbeatTimer, "quorum": raft.QuorumTimer,
		}[d.CmdArgs[0].Key]
		require.True(t, ok, "%s: no such timer", d.Pos)
		return fire(id, timer)
	case "flush":
		return flush(id)
	case "persist":
		return persist(id)
	case "crash":
		return crash(id, int(number(t, d, "keeping")))
	}
	require.Fail(t, "no such command", "%s: %s", d.Pos, d.Cmd)
	return explore.Event{}
}

func (s *story) delivery(t *testing.T, d *datadriven.TestData, id machine.NodeID) explore.Event {
	t.Helper()
	left := max(1, int(number(t, d, "nth")))
	matching := matcher(t, d)
	e, ok := s.take(func(e explore.Envelope) bool {
		if e.To == id && matching(e) {
			left--
		}
		return e.To == id && left == 0
	})
	require.True(t, ok, "%s: no such message is on the way to %d", d.Pos, id)
	if d.HasArg("keep") {
		s.delayed = append(s.delayed, e)
	}
	return explore.Event{Kind: explore.Deliver, Node: id, Envelope: e}
}

// matcher returns which messages a command speaks of.
func matcher(t *testing.T, d *datadriven.TestData) func(e explore.Envelope) bool {
	t.Helper()
	named := slices.IndexFunc(d.CmdArgs, func(a datadriven.CmdArg) bool { return kinds[a.Key] })
	return func(e explore.Envelope) bool {
		return (named < 0 || kind(e.Message) == d.CmdArgs[named].Key) &&
			(!d.HasArg("from") || slices.Contains(nodes(t, d, "from"), e.From)) &&
			(!d.HasArg("at") || slices.Contains(nodes(t, d, "at"), e.To))
	}
}

// kinds are the names of messages.
var kinds = map[string]bool{
	"vote-request": true, "pre-vote-request": true, "vote": true, "pre-vote": true, "append": true, "appended": true, "rejected": true,
	"chunk": true, "wanted": true, "read-request": true, "read-response": true,
}

// kind names a message.
func kind(m machine.Message) string {
	switch m := m.(type) {
	case raft.VoteRequest:
		if m.Pre {
			return "pre-vote-request"
		}
		return "vote-request"
	case raft.VoteResponse:
		if m.Pre {
			return "pre-vote"
		}
		return "vote"
	case raft.AppendRequest:
		return "append"
	case raft.AppendResponse:
		if m.Rejected {
			return "rejected"
		}
		return "appended"
	case raft.SnapshotRequest:
		return "chunk"
	case raft.SnapshotResponse:
		return "wanted"
	case raft.ReadRequest:
		return "read-request"
	default:
		return "read-response"
	}
}

// taken removes all messages that are accepted, and returns them.
func (s *story) taken(accept func(e explore.Envelope) bool) []explore.Envelope {
	var all []explore.Envelope
	for e, ok := s.take(accept); ok; e, ok = s.take(accept) {
		all = append(all, e)
	}
	return all
}

// happen lets an event happen and prints the step.
func (s *story) happen(t *testing.T, d *datadriven.TestData, e explore.Event, out *strings.Builder) {
	t.Helper()
	step, err := s.do(e)
	require.NoError(t, err, "%s: %v", d.Pos, e)
	require.Equal(t, d.HasArg("refused"), step == nil, "%s: is it refused?", d.Pos)
	if step == nil {
		fmt.Fprintf(out, "refused: %v\n", e)
		return
	}
	if d.HasArg("brief") {
		brief(out, step)
	} else {
		s.printStep(out, step)
	}
}

// arg returns an argument of a command that has it.
func arg(d *datadriven.TestData, name string) datadriven.CmdArg {
	return d.CmdArgs[slices.IndexFunc(d.CmdArgs, func(a datadriven.CmdArg) bool { return a.Key == name })]
}

// number returns an argument, 0 if it is not there.
func number(t *testing.T, d *datadriven.TestData, name string) uint64 {
	t.Helper()
	var n uint64
	d.MaybeScanArgs(t, name, &n)
	return n
}

func nodes(t *testing.T, d *datadriven.TestData, name string) []machine.NodeID {
	t.Helper()
	require.True(t, d.HasArg(name), "%s: %s, expected %s=", d.Pos, d.Cmd, name)
	var ids []machine.NodeID
	for _, v := range arg(d, name).Vals {
		n, err := strconv.Atoi(v)
		require.NoError(t, err, "%s: a node", d.Pos)
		ids = append(ids, machine.NodeID(n))
	}
	return ids
}

func entries(t *testing.T, d *datadriven.TestData, name string) []raft.Entry {
	t.Helper()
	if !d.HasArg(name) {
		return nil
	}
	var all []raft.Entry
	for _, v := range arg(d, name).Vals {
		term, data, found := strings.Cut(v, ":")
		n, err := strconv.Atoi(term)
		require.True(t, found && err == nil, "%s: %q is no entry, expected one such as 1:x or 1:-", d.Pos, v)
		e := raft.Entry{Term: raft.Term(n), Data: data}
		if data == "-" {
			e = raft.Entry{Term: raft.Term(n), Kind: raft.NoOp}
		}
		all = append(all, e)
	}
	return all
}
