package follow

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// randomEvent draws an event that often, but not always, obeys the rules.
func randomEvent(rng *rand.Rand, processes int64, named bool, line int, open map[int64]bool) history.Event {
	e := history.Event{
		Process: rng.Int64N(processes), HasProcess: named, F: "write", Value: history.Int(rng.Int64N(3)),
		Time: history.NoTime, Line: line * rng.IntN(2),
	}
	if rng.IntN(3) == 0 {
		e.Time = int64(line)
	}
	if rng.IntN(40) == 0 {
		e.F = [...]string{"read", ""}[rng.IntN(2)]
	}
	if rng.IntN(4) == 0 {
		e.Key = history.Int(rng.Int64N(2))
	}
	if open[e.Process] {
		e.Type = history.EventOK + history.EventType(rng.IntN(3))
	}
	if rng.IntN(50) == 0 {
		e.Type = history.EventType(rng.IntN(4))
	}
	if rng.IntN(200) == 0 {
		e.HasProcess = !e.HasProcess
	}
	open[e.Process] = e.Type == history.EventInvoke
	return e
}

// TestPairingIsTheBuilder checks that replacing builders changes neither operations nor messages.
func TestPairingIsTheBuilder(t *testing.T) {
	failures, longest := 0, 0
	for seed := range uint64(4000) {
		rng := rand.New(rand.NewPCG(seed, 21))
		b := history.Builder{Name: "h"}
		p := newPairing("h")
		p.fewest = 1 + rng.IntN(6)
		p.limit = p.fewest
		named, open := seed%3 > 0, map[int64]bool{}
		processes := 2 + rng.Int64N(40)
		var ops []*operation
		for line := range 60 {
			e := randomEvent(rng, processes, named, line+1, open)
			want := b.Add(e)
			op, err := p.add(e)
			if want != nil {
				require.EqualError(t, err, want.Error(), "seed %d", seed)
				failures++
				break
			}
			require.NoError(t, err)
			if e.Type == history.EventInvoke {
				ops = append(ops, op)
			}
			longest = max(longest, len(ops))
		}
		all := b.History().Operations
		for i, op := range ops {
			require.Equal(t, all[i], op.Operation, "seed %d operation %d", seed, i)
		}
	}
	require.Greater(t, failures, 1000)
	require.Greater(t, longest, 20)
}

func TestPairingForgets(t *testing.T) {
	p := newPairing("")
	for i := range int64(100_000) {
		for _, kind := range []history.EventType{history.EventInvoke, history.EventOK} {
			_, err := p.add(history.Event{Type: kind, Process: i % 5, HasProcess: true, F: "read", Time: history.NoTime})
			require.NoError(t, err)
		}
	}
	require.LessOrEqual(t, len(p.builder.History().Operations), p.fewest)
}

// TestMalformed checks that flaws are found with the place where they are, and are final.
func TestMalformed(t *testing.T) {
	event := func(kind history.EventType, process int64, f string, line int) history.Event {
		return history.Event{Type: kind, Process: process, HasProcess: true, F: f, Line: line, Time: history.NoTime}
	}
	for _, c := range []struct {
		name   string
		events []history.Event
		want   string
	}{
		{"a double invocation", []history.Event{event(history.EventInvoke, 1, "read", 1), event(history.EventInvoke, 1, "read", 2)},
			"h:2: process 1 invokes read while its read of line 1 is still open: expected a completion first"},
		{"a completion of nothing", []history.Event{event(history.EventOK, 1, "read", 7)},
			"h:7: process 1 completes read (:ok) but has no operation open: expected an invocation first"},
		{"a process after :info", []history.Event{event(history.EventInvoke, 1, "read", 1), event(history.EventInfo, 1, "read", 2), event(history.EventInvoke, 1, "read", 3)},
			"h:3: process 1 invokes read after its operation of unknown outcome (:info, line 2): expected a new process number"},
		{"an unknown function", []history.Event{event(history.EventInvoke, 1, "jump", 4), event(history.EventOK, 1, "jump", 5)},
			`h:4: model register: unknown function "jump": expected read or write (cas-register has cas too)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			checker := newChecker(t, newModel(t, "register", model.Options{}), Options{Name: "h"})
			var err error
			for _, e := range c.events {
				require.NoError(t, err)
				err = checker.Add(t.Context(), e)
			}
			require.EqualError(t, err, c.want)
			var flaw *history.Error
			require.ErrorAs(t, err, &flaw)
			require.Equal(t, err, checker.Add(t.Context(), event(history.EventInvoke, 9, "read", 9)), "the flaw is final")
			require.Equal(t, err, checker.Close(t.Context()))
		})
	}
}

func TestUnknownFunctionThatNeverCompletes(t *testing.T) {
	c := newChecker(t, newModel(t, "register", model.Options{}), Options{})
	require.NoError(t, c.Add(t.Context(), history.Event{Type: history.EventInvoke, HasProcess: true, F: "jump", Line: 1}))
	require.ErrorContains(t, c.Close(t.Context()), `history:1: model register: unknown function "jump"`)
}

func TestAddAfterClose(t *testing.T) {
	c := newChecker(t, newModel(t, "register", model.Options{}), Options{})
	require.NoError(t, c.Close(t.Context()))
	require.ErrorIs(t, c.Add(t.Context(), history.Event{}), ErrClosed)
}

func TestWrongOptions(t *testing.T) {
	_, err := New(newModel(t, "register", model.Options{}), Options{Window: -1, Batch: -2, Recent: -3, Configurations: -4})
	for i, name := range []string{"Window", "Batch", "Recent", "Configurations"} {
		require.ErrorContains(t, err, fmt.Sprintf("%s is 0 or more, got -%d", name, []int{1, 2, 3, 4}[i]))
	}
}
