package frontier

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// streamEvents lists the events of a problem as a Stream takes them.
func streamEvents(p *engine.Problem) []Event {
	var events []Event
	for _, e := range eventsOf(p) {
		if e < 0 {
			events = append(events, Event{Op: int64(^e), IsReturn: true})
			continue
		}
		returns := int64(p.Return[e])
		if p.Pending(e) {
			returns = history.Never
		}
		events = append(events, Event{Op: int64(e), Action: *p.Action(e), Returns: returns})
	}
	return events
}

// sweepAll gives a Stream all events, in batches of at most the given size.
func sweepAll(t require.TestingT, s *Stream, events []Event, rng *rand.Rand, batch int) *Death {
	for len(events) > 0 {
		n := min(1+rng.IntN(batch), len(events))
		death, err := s.Sweep(context.Background(), events[:n])
		require.NoError(t, err)
		if death != nil {
			return death
		}
		events = events[n:]
	}
	return nil
}

// TestStreamAgainstEngine checks that batches change nothing: a Stream dies just if the problem as
// a whole is not linearizable, in the register's space and in that of any object.
func TestStreamAgainstEngine(t *testing.T) {
	for _, name := range []string{"register", "cas-register", "kv", "queue", "stack", "set", "counter", "mutex", "semaphore", "list", "multi-register"} {
		t.Run(name, func(t *testing.T) {
			m, err := model.New(name, options(name))
			require.NoError(t, err)
			valid := 0
			for seed := range uint64(2000) {
				rng := rand.New(rand.NewPCG(seed, 7))
				h, err := generate.Small(rng, name)
				require.NoError(t, err)
				p, err := engine.NewProblem(m, h)
				require.NoError(t, err)
				want := Object(1<<20).Solve(context.Background(), p)
				s := NewStream(m, 1<<16)
				death := sweepAll(t, s, streamEvents(p), rng, 1+rng.IntN(6))
				require.Equal(t, want.Outcome == engine.Invalid, death != nil, "seed %d: %v", seed, h.Operations)
				require.True(t, s.Exact())
				if death == nil {
					valid++
				} else {
					require.True(t, death.Certain)
					require.NotEmpty(t, death.States)
				}
			}
			require.Greater(t, valid, 500)
			require.Less(t, valid, 1500)
		})
	}
}

func options(name string) model.Options {
	if name == "semaphore" {
		return model.Options{Permits: 2}
	}
	return model.Options{}
}

// TestStreamOfRegisters has more operations of unknown outcome and more clients.
func TestStreamOfRegisters(t *testing.T) {
	outcomes := map[bool]int{}
	for seed := range uint64(6000) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := random(t, seed, "cas-register", generate.Options{
			Operations: 10 + rng.IntN(30), Clients: 1 + rng.IntN(8), Values: 1 + rng.IntN(4), InfoRate: 0.3 * rng.Float64(),
			HonestCAS: true, Corrupt: rng.IntN(3),
		}, model.Options{ObserveFailedCAS: seed%2 == 0})
		want := Register(1<<20).Solve(context.Background(), p)
		require.NotEqual(t, engine.Undecided, want.Outcome)
		s := NewStream(p.Model, 1<<16)
		death := sweepAll(t, s, streamEvents(p), rng, 1+rng.IntN(20))
		require.Equal(t, want.Outcome == engine.Invalid, death != nil, "seed %d", seed)
		if death != nil {
			atOnce, err := NewStream(p.Model, 1<<16).Sweep(context.Background(), streamEvents(p))
			require.NoError(t, err)
			require.Equal(t, atOnce.Op, death.Op, "seed %d: the place of death", seed)
		}
		outcomes[death != nil]++
	}
	require.Greater(t, min(outcomes[true], outcomes[false]), 1000)
}

// TestStreamWithFewConfigurations checks that what is lost never makes a violation of a
// linearizable history, and no certain validity of another.
func TestStreamWithFewConfigurations(t *testing.T) {
	inexact, missing, uncertain := 0, 0, 0
	for seed := range uint64(6000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := random(t, seed, "cas-register", generate.Options{
			Operations: 10 + rng.IntN(40), Clients: 2 + rng.IntN(8), Values: 1 + rng.IntN(4), InfoRate: 0.4 * rng.Float64(),
			Corrupt: rng.IntN(4),
		}, model.Options{})
		want := Register(1<<20).Solve(context.Background(), p)
		s := NewStream(p.Model, 1+rng.IntN(12))
		death := sweepAll(t, s, streamEvents(p), rng, 1+rng.IntN(20))
		switch {
		case death != nil && death.Certain:
			require.Equal(t, engine.Invalid, want.Outcome, "seed %d", seed)
		case death != nil:
			uncertain++
		case !s.missing: // a configuration that is left proves that there is an order
			require.Equal(t, engine.Valid, want.Outcome, "seed %d", seed)
		}
		if !s.Exact() {
			inexact++
		}
		if s.missing && !s.partial {
			missing++
		}
	}
	require.Greater(t, inexact, 300)
	require.Greater(t, missing, 30)
	require.Greater(t, uncertain, 30)
}

// TestStreamLeavesRegisters appends to a key of a kv store after plain writes.
func TestStreamLeavesRegisters(t *testing.T) {
	m, err := model.New("kv", model.Options{})
	require.NoError(t, err)
	write := func(v string) model.Action { return model.Action{Op: model.Write, Known: true, A: history.String(v)} }
	read := func(v string) model.Action {
		return model.Action{Op: model.Read, Known: true, ReadOnly: true, A: history.String(v)}
	}
	more, err := m.Decode(&history.Operation{F: "append", Input: history.String("!"), Status: history.OK})
	require.NoError(t, err)
	for _, c := range []struct {
		last string
		dies bool
	}{{"a!", false}, {"b!", false}, {"b", true}, {"!", true}} {
		s := NewStream(m, 100)
		feed := func(events ...Event) *Death {
			death, err := s.Sweep(context.Background(), events)
			require.NoError(t, err)
			return death
		}
		require.Nil(t, feed(Event{Op: 1, Action: write("a"), Returns: 8}, Event{Op: 2, Action: write("b"), Returns: 5}))
		require.Nil(t, feed(Event{Op: 2, IsReturn: true}))
		require.Nil(t, feed(Event{Op: 3, Action: more, Returns: 9}, Event{Op: 1, IsReturn: true}, Event{Op: 3, IsReturn: true}))
		death := feed(Event{Op: 4, Action: read(c.last), Returns: 12}, Event{Op: 4, IsReturn: true})
		require.Equal(t, c.dies, death != nil, c.last)
	}
}

func register(t *testing.T) model.Model {
	t.Helper()
	m, err := model.New("register", model.Options{})
	require.NoError(t, err)
	return m
}

func TestStreamRefusesWrongEvents(t *testing.T) {
	write := model.Action{Op: model.Write, Known: true, A: history.Int(1)}
	many := make([]Event, MaxOpen+1)
	for i := range many {
		many[i] = Event{Op: int64(i), Action: write, Returns: int64(1000 + i)}
	}
	for _, c := range []struct {
		name   string
		events []Event
		want   string
	}{
		{"a return of nothing", []Event{{Op: 3, IsReturn: true}}, "operation 3: it returns, but is not open"},
		{"a second call", []Event{{Op: 3, Action: write, Returns: 5}, {Op: 3, Action: write, Returns: 6}}, "operation 3: it is called twice"},
		{"too many", many, "operation 128: more than 128 operations are open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewStream(register(t), 10)
			_, err := s.Sweep(context.Background(), c.events)
			require.ErrorContains(t, err, c.want)
			death, err := s.Sweep(context.Background(), many[:MaxOpen])
			require.NoError(t, err)
			require.Nil(t, death)
			require.Equal(t, MaxOpen, s.Open())
		})
	}
}

func TestStreamStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := NewStream(register(t), 10)
	events := []Event{
		{Op: 1, Action: model.Action{Op: model.Write, Known: true, A: history.Int(1)}, Returns: 1},
		{Op: 1, IsReturn: true},
	}
	_, err := s.Sweep(ctx, events)
	require.ErrorIs(t, err, context.Canceled)
	death, err := s.Sweep(context.Background(), events)
	require.NoError(t, err, "the events may be given again")
	require.Nil(t, death)
}
