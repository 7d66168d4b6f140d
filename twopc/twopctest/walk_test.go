package twopctest

import (
	"flag"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// TestWalk is short by default. The long version takes minutes:
//
//	go test ./twopc/twopctest -run 'TestWalk$' -walk.runs 10000 -walk.clients 64 -walk.events 1000 -timeout 2h -v
var (
	walkRuns    = flag.Int("walk.runs", 8, "how many runs TestWalk simulates")
	walkClients = flag.Int("walk.clients", 16, "how many clients there are in TestWalk: with 64 they have enough to do for 1000 events")
	walkEvents  = flag.Int("walk.events", 300, "how many events each run of TestWalk has before it is healed")
	walkEach    = flag.Int("walk.each", 1, "after how many events TestWalk checks the properties")
	walkSeed    = flag.Uint64("walk.seed", 1, "the seed of the first run of TestWalk")
)

// crowd returns many clients at six participants and two coordinators, enough for runs of thousands of events.
func crowd(t *testing.T, clients int) func() *explore.System {
	t.Helper()
	c := Workload(clients, 6, 2)
	_, err := System(c)
	require.NoError(t, err)
	return func() *explore.System {
		s, err := System(c)
		if err != nil {
			panic(err) // it was checked above
		}
		return s
	}
}

func options() walk.Options {
	return walk.Options{
		Seed: *walkSeed, Runs: *walkRuns, Events: *walkEvents, CheckEvery: *walkEach,
		Timing: Timing, AskEvery: AskEvery, Time: 10 * time.Minute,
	}
}

func TestWalk(t *testing.T) {
	o := options()
	last := time.Now()
	o.Progress = func(totals *walk.Totals) {
		if time.Since(last) > 20*time.Second {
			last = time.Now()
			t.Logf("%d of %d runs, %d events, %d faults", totals.Runs, o.Runs, totals.Events, totals.Faults.Total())
		}
	}
	totals, err := walk.Many(t.Context(), crowd(t, *walkClients), o)
	require.NoError(t, err)
	t.Log(totals)
	if v := totals.Violation; v != nil {
		shrunk := walk.Shrink(t.Context(), crowd(t, *walkClients)(), v)
		for _, step := range shrunk.Run.Transitions {
			t.Log(step)
		}
		t.Fatal(shrunk)
	}
	if o.Runs < 500 {
		require.NotContains(t, totals.Unreached(), "a client is told of a commit")
		require.Positive(t, totals.Faults.Total())
		return
	}
	require.Empty(t, totals.Unreached())
	for f, n := range totals.Faults {
		require.Positive(t, n, "no %v", walk.Fault(f))
	}
}

// misled is the protocol with a bug in its recovery.
type misled struct {
	machine.Protocol
	// forgets says which nodes recover from nothing, and idle that no timers are set.
	forgets func(storage machine.Durable) bool
	idle    bool
}

func (p *misled) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	if p.forgets != nil && p.forgets(storage) {
		storage = p.Empty(id)
	}
	m := p.Protocol.Recover(id, storage, out)
	if p.idle {
		out.Timers = nil
	}
	return m
}

// isStorage reports whether storage is of the type T.
func isStorage[T machine.Durable](storage machine.Durable) bool { _, ok := storage.(T); return ok }

// TestWalkFindsBugs plants bugs, and expects them to be found and shrunk to what a person can read.
func TestWalkFindsBugs(t *testing.T) {
	hasty := &planted{out: func(_ machine.NodeID, out *machine.Output) {
		for i := range out.Sends {
			out.Sends[i].After = 0
		}
	}}
	silent := withoutTimers(isTimer[twopc.InquiryTimer])
	for name, c := range map[string]struct {
		bug      func(p machine.Protocol) machine.Protocol
		property string
		longest  int
	}{
		"messages do not wait for the disk": {func(p machine.Protocol) machine.Protocol {
			hasty.Protocol = p
			return hasty
		}, PromiseIsDurable, 6},
		"who is in doubt does not ask": {func(p machine.Protocol) machine.Protocol {
			silent.Protocol = p
			return silent
		}, BranchesEnd, 11},
		"a participant forgets what it has promised": {func(p machine.Protocol) machine.Protocol {
			return &misled{Protocol: p, forgets: isStorage[*twopc.ParticipantStorage]}
		}, DecisionIsKept, 17},
		"a coordinator uses an epoch twice": {func(p machine.Protocol) machine.Protocol {
			return &misled{Protocol: p, forgets: isStorage[*twopc.CoordinatorStorage]}
		}, explore.Contract, 4},
		"nobody asks or tells again after recovery": {func(p machine.Protocol) machine.Protocol {
			return &misled{Protocol: p, idle: true}
		}, BranchesEnd, 11},
	} {
		t.Run(name, func(t *testing.T) {
			system := func() *explore.System {
				s, err := System(Config{
					Participants: 3, Scopes: [][]machine.NodeID{{1, 2}, {2, 3}, {1, 2, 3}, {3}}, ReadOnly: true, Forget: true,
				})
				require.NoError(t, err)
				s.Protocol = c.bug(s.Protocol)
				s.Properties = only(s.Properties, c.property)
				return s
			}
			o := options()
			o.Runs, o.Workers, o.Events, o.CheckEvery, o.Time = 200, 1, 400, 1, 10*time.Second
			totals, err := walk.Many(t.Context(), system, o)
			require.NoError(t, err)
			require.NotNil(t, totals.Violation)
			shrunk := walk.Shrink(t.Context(), system(), totals.Violation)
			t.Logf("%d events, shrunk: %v", len(totals.Violation.Run.Transitions), shrunk)
			for _, step := range shrunk.Run.Transitions {
				t.Log(step)
			}
			require.Equal(t, c.property, shrunk.Property)
			require.LessOrEqual(t, len(shrunk.Run.Transitions), c.longest)
		})
	}
}
