package twopc_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// story runs a transcript. Its commands:
//
//	system participants=2 scope=(1,2) [scope=(2,3)] [readonly] [forget] [abort] [once] [crashes=1]
//	begin | commit | abort [client=1]
//	enlist | enlist-read-only | forget at=(1,2) [client=1]
//	deliver prepare|vote|decision|ack|inquiry at=(1,2) [from=0]
//	fire vote|resend|branch|inquiry at=(1,2)
//	persist at=(1,2)
//	crash at=1 keeping=0
//	recover at=1
//	state
//
// Each prints the steps that it took, or why there is none. After each step, all properties are checked.
type story struct {
	system *explore.System
	world  *explore.World
}

func (s *story) run(t *testing.T, d *datadriven.TestData) string {
	t.Helper()
	var out strings.Builder
	switch d.Cmd {
	case "system":
		s.begin(t, d, &out)
	case "state":
		s.state(&out)
	default:
		for _, id := range nodes(t, d) {
			s.step(t, d, id, &out)
		}
	}
	return out.String()
}

func (s *story) begin(t *testing.T, d *datadriven.TestData, out *strings.Builder) {
	t.Helper()
	c := twopctest.Config{ReadOnly: d.HasArg("readonly"), Forget: d.HasArg("forget"), Abort: d.HasArg("abort")}
	d.ScanArgs(t, "participants", &c.Participants)
	d.MaybeScanArgs(t, "crashes", &c.Crashes)
	if d.HasArg("once") {
		c.Network = explore.Once
	}
	for _, a := range d.CmdArgs {
		if a.Key == "scope" {
			c.Scopes = append(c.Scopes, parse(t, a.Vals))
		}
	}
	var err error
	s.system, err = twopctest.System(c)
	require.NoError(t, err, d.Pos)
	var steps []*explore.Step
	s.world, steps = s.system.Initial()
	for _, step := range steps {
		printStep(out, step)
	}
}

// step lets the one event happen at a node that the command describes.
func (s *story) step(t *testing.T, d *datadriven.TestData, at machine.NodeID, out *strings.Builder) {
	t.Helper()
	var matching []explore.Event
	for _, e := range s.system.Candidates(s.world) {
		if e.Node == at && matches(t, d, e) {
			matching = append(matching, e)
		}
	}
	require.LessOrEqual(t, len(matching), 1, "%s: %s is ambiguous: %v", d.Pos, d.Cmd, matching)
	if len(matching) == 0 {
		fmt.Fprintf(out, "not possible at %d\n", at)
		return
	}
	next, err := s.system.Do(s.world, matching[0])
	if err != nil {
		fmt.Fprintf(out, "refused: %v\n", matching[0])
		return
	}
	require.NoError(t, next.Err, d.Pos)
	property, why := s.system.Broken(next.World)
	require.NoError(t, why, "%s: %s", d.Pos, property)
	s.world = next.World
	printStep(out, next.Step)
}

// matches reports whether an event is one that the command describes.
func matches(t *testing.T, d *datadriven.TestData, e explore.Event) bool {
	t.Helper()
	first := ""
	if len(d.CmdArgs) > 0 {
		first = d.CmdArgs[0].Key
	}
	switch d.Cmd {
	case "deliver":
		from := int(e.Envelope.From)
		d.MaybeScanArgs(t, "from", &from)
		return e.Kind == explore.Deliver && int(e.Envelope.From) == from && strings.HasPrefix(e.Envelope.Message.String(), first) && ofTxn(t, d, e.Envelope.Message)
	case "fire":
		return e.Kind == explore.Fire && strings.HasPrefix(e.Timer.String(), first) && ofTxn(t, d, e.Timer)
	case "persist":
		return e.Kind == explore.Persist
	case "recover":
		return e.Kind == explore.Recover
	case "crash":
		keeping := 0
		d.ScanArgs(t, "keeping", &keeping)
		return e.Kind == explore.Crash && e.Kept == keeping
	}
	client := 1
	d.MaybeScanArgs(t, "client", &client)
	return e.Kind == explore.Ask && int(e.Request.ID) == client && requests[d.Cmd](e.Request.Op)
}

// ofTxn reports whether x is of the transaction that the command names, if it names one.
func ofTxn(t *testing.T, d *datadriven.TestData, x fmt.Stringer) bool {
	t.Helper()
	txn := ""
	d.MaybeScanArgs(t, "txn", &txn)
	return strings.Contains(x.String(), txn)
}

var requests = map[string]func(op machine.Op) bool{
	"begin":            func(op machine.Op) bool { _, ok := op.(twopc.Begin); return ok },
	"commit":           func(op machine.Op) bool { _, ok := op.(twopc.Commit); return ok },
	"abort":            func(op machine.Op) bool { _, ok := op.(twopc.Abort); return ok },
	"forget":           func(op machine.Op) bool { _, ok := op.(twopc.Forget); return ok },
	"enlist":           func(op machine.Op) bool { o, ok := op.(twopc.Enlist); return ok && !o.ReadOnly },
	"enlist-read-only": func(op machine.Op) bool { o, ok := op.(twopc.Enlist); return ok && o.ReadOnly },
}

// nodes returns where a command happens: at the coordinator if it does not say.
func nodes(t *testing.T, d *datadriven.TestData) []machine.NodeID {
	t.Helper()
	for _, a := range d.CmdArgs {
		if a.Key == "at" {
			return parse(t, a.Vals)
		}
	}
	return []machine.NodeID{0}
}

func parse(t *testing.T, values []string) []machine.NodeID {
	t.Helper()
	ids := make([]machine.NodeID, len(values))
	for i, v := range values {
		_, err := fmt.Sscan(v, &ids[i])
		require.NoError(t, err, "a node")
	}
	return ids
}

// printStep prints a step: what the node did, what it changed, and what must wait for its disk.
func printStep(out *strings.Builder, step *explore.Step) {
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
	effects(out, "  ", sends, step.Replies, step.Applies)
	if batches := step.After.Unsynced; len(step.Records) > 0 && len(batches) > 0 {
		held := batches[len(batches)-1]
		effects(out, "  once durable, ", held.Sends, held.Replies, held.Applies)
	}
}

// timers prints which timers a step sets and stops. One that fires and is set again is set.
func timers(out *strings.Builder, step *explore.Step) {
	for _, t := range step.After.Timers {
		if !slices.Contains(step.Before.Timers, t) || step.Event.Kind == explore.Fire && step.Event.Timer == t {
			fmt.Fprintf(out, "  sets: %v\n", t)
		}
	}
	if step.Event.Kind == explore.Crash {
		return
	}
	for _, t := range step.Before.Timers {
		if !slices.Contains(step.After.Timers, t) && (step.Event.Kind != explore.Fire || step.Event.Timer != t) {
			fmt.Fprintf(out, "  stops: %v\n", t)
		}
	}
}

func effects(out *strings.Builder, prefix string, sends []machine.Send, replies []machine.Reply, applies []machine.Apply) {
	for _, m := range sends {
		fmt.Fprintf(out, "%ssends to %d: %v\n", prefix, m.To, m.Message)
	}
	for _, r := range replies {
		fmt.Fprintf(out, "%sanswers request %d: %v\n", prefix, r.ID, r.Result)
	}
	for _, a := range applies {
		fmt.Fprintf(out, "%stells the application: %v\n", prefix, a.Command)
	}
}

func (s *story) state(out *strings.Builder) {
	for _, n := range s.world.Nodes {
		fmt.Fprintf(out, "node %d\n", n.ID)
		for _, line := range describe(n) {
			fmt.Fprintf(out, "  %s\n", line)
		}
	}
	ghost := s.world.Ghost.(*twopctest.Ghost)
	for i, a := range ghost.Applications {
		fmt.Fprintf(out, "application at %d: locks of %v\n", i+1, a.Locks)
	}
	for k, c := range ghost.Clients {
		fmt.Fprintf(out, "client %d: told %v\n", k+1, c.Told)
	}
}

// describe returns what there is to say of a node, one fact a line.
func describe(n *explore.Node) []string {
	if !n.Up() {
		return []string{"down"}
	}
	return n.Machine.(interface{ Describe() []string }).Describe()
}
