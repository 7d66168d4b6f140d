package rafttest_test

import (
	"flag"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// TestWalk is short by default. The long version takes minutes:
//
//	go test ./raft/rafttest -run 'TestWalk$' -walk.runs 2500 -walk.events 8000 -timeout 2h -v
var (
	walkRuns   = flag.Int("walk.runs", 20, "how many runs TestWalk simulates")
	walkNodes  = flag.Int("walk.nodes", 3, "how many nodes there are in TestWalk")
	walkEvents = flag.Int("walk.events", 1500, "how many events each run of TestWalk has before it is healed")
	walkEach   = flag.Int("walk.each", 10, "after how many events TestWalk checks the properties")
	walkSeed   = flag.Uint64("walk.seed", 1, "the seed of the first run of TestWalk")
)

func crowd(t *testing.T, nodes int) func() *explore.System {
	t.Helper()
	w := rafttest.DefaultWorkload(nodes)
	_, err := w.System()
	require.NoError(t, err)
	return func() *explore.System {
		s, _ := w.System() // checked above
		return s
	}
}

// tally counts the operations whose histories were judged, and what became of them.
type tally struct {
	mu     sync.Mutex
	asked  int
	counts rafttest.Counts
}

// of returns systems that count. A system is used for several runs, one after the other.
func (c *tally) of(system func() *explore.System) func() *explore.System {
	return func() *explore.System {
		s := system()
		asked, counted := 0, rafttest.Counts{} // of the run, as far as added
		first := &s.Properties[0]
		always := first.Holds
		first.Holds = func(w *explore.World) error {
			if begun, _ := w.Ghost.(*rafttest.Crowd).Operations(); begun == 0 {
				asked, counted = 0, rafttest.Counts{} // another run
			}
			return always(w)
		}
		last := &s.Properties[len(s.Properties)-1]
		judge := last.Holds
		last.Holds = func(w *explore.World) error {
			begun, _ := w.Ghost.(*rafttest.Crowd).Operations()
			counts := w.Ghost.(*rafttest.Crowd).Counts()
			c.mu.Lock()
			c.asked += begun - asked
			c.counts = c.counts.Add(counts.Less(counted))
			c.mu.Unlock()
			asked, counted = begun, counts
			return judge(w)
		}
		return s
	}
}

func TestWalk(t *testing.T) {
	var operations tally
	reported := time.Now()
	totals, err := walk.Many(t.Context(), operations.of(crowd(t, *walkNodes)), walk.Options{
		Seed: *walkSeed, Runs: *walkRuns, Events: *walkEvents, CheckEvery: *walkEach,
		Timing: rafttest.Timing, AskEvery: rafttest.AskEvery, Time: 10 * time.Minute, Bound: 20 * time.Second,
		Progress: func(totals *walk.Totals) {
			if time.Since(reported) > 20*time.Second {
				reported = time.Now()
				t.Logf("%d of %d runs, %d events, %d faults", totals.Runs, *walkRuns, totals.Events, totals.Faults.Total())
			}
		},
	})
	require.NoError(t, err)
	t.Log(totals)
	t.Logf("%d operations asked; their histories are linearizable; %v", operations.asked, operations.counts)
	if v := totals.Violation; v != nil {
		for _, step := range v.Run.Transitions[max(0, len(v.Run.Transitions)-20):] {
			t.Log(step)
		}
		t.Fatal(v)
	}
	require.NotContains(t, totals.Unreached(), "an operation is answered")
	require.NotContains(t, totals.Unreached(), string(rafttest.RepeatedSeen))
	require.NotContains(t, totals.Unreached(), string(rafttest.TooMuchSeen))
	require.Positive(t, totals.Faults.Total())
	require.Greater(t, operations.counts.Answered, *walkRuns)
}
