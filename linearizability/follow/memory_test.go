package follow

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// system is a register with clients that are always busy. Its events are made one by one.
type system struct {
	rng     *rand.Rand
	value   history.Value
	next    int64
	clients []client
}

type client struct {
	event         history.Event
	open, applied bool
}

func newSystem(seed uint64, clients int) *system {
	return &system{rng: rand.New(rand.NewPCG(seed, 31)), clients: make([]client, clients)}
}

// event returns the next event.
func (s *system) event() history.Event {
	for {
		p := s.rng.IntN(len(s.clients))
		c := &s.clients[p]
		switch {
		case !c.open:
			c.event = history.Event{Process: int64(p), HasProcess: true, F: "read", Time: history.NoTime}
			if s.rng.IntN(2) == 0 {
				s.next++
				c.event.F, c.event.Value = "write", history.Int(s.next)
			}
			c.open, c.applied = true, false
			return c.event
		case !c.applied:
			c.applied = true
			if c.event.F == "write" {
				s.value = c.event.Value
			} else {
				c.event.Value = s.value
			}
		default:
			c.open = false
			c.event.Type = history.EventOK
			return c.event
		}
	}
}

func liveHeap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestMemoryDoesNotGrow follows 250,000 operations of unique values by 20 clients.
func TestMemoryDoesNotGrow(t *testing.T) {
	const events = 500_000
	s := newSystem(1, 20)
	c := newChecker(t, newModel(t, "register", model.Options{}), Options{})
	var midway uint64
	for i := range events {
		if i == events/5 {
			midway = liveHeap()
		}
		require.NoError(t, c.Add(t.Context(), s.event()))
	}
	after := liveHeap()
	require.Less(t, after, midway+midway/4+1<<18, "bytes alive after %d events and a fifth of them", events)
	require.NoError(t, c.Close(t.Context()))
	status := c.Status()
	require.Equal(t, engine.Valid, status.Outcome, status.Why)
	require.Equal(t, int64(events), status.Events)
	require.Zero(t, status.Waiting)
}

func BenchmarkAdd(b *testing.B) {
	s := newSystem(1, 20)
	c := newChecker(b, newModel(b, "register", model.Options{}), Options{})
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, c.Add(b.Context(), s.event()))
	}
}
