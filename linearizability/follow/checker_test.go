package follow

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func newModel(t require.TestingT, name string, o model.Options) model.Model {
	if name == "semaphore" {
		o.Permits = 2
	}
	m, err := model.New(name, o)
	require.NoError(t, err)
	return m
}

func newChecker(t require.TestingT, m model.Model, o Options) *Checker {
	c, err := New(m, o)
	require.NoError(t, err)
	return c
}

// eventsOf lists the events of a history whose Call and Return are all different. The completion
// of an operation of unknown outcome comes at once, or never.
func eventsOf(h *history.History, rng *rand.Rand) []history.Event {
	type at struct {
		moment int64
		event  history.Event
	}
	var all []at
	for i := range h.Operations {
		op := &h.Operations[i]
		e := history.Event{Process: op.Process, HasProcess: true, F: op.F, Key: op.Key, Value: op.Input, Time: history.NoTime}
		all = append(all, at{op.Call, e})
		switch op.Status {
		case history.OK:
			e.Type, e.Value = history.EventOK, op.Output
		case history.Fail:
			e.Type = history.EventFail
		case history.Info:
			if rng.IntN(3) > 0 {
				continue
			}
			e.Type = history.EventInfo
		}
		if e.Type == history.EventInfo {
			all = append(all, at{op.Call + 1, e})
			continue
		}
		all = append(all, at{op.Return, e})
	}
	slices.SortStableFunc(all, func(a, b at) int { // intervals are closed, so that calls come first
		return cmp.Or(cmp.Compare(a.moment, b.moment), cmp.Compare(min(a.event.Type, history.EventOK), min(b.event.Type, history.EventOK)))
	})
	events := make([]history.Event, len(all))
	for i, a := range all {
		events[i] = a.event
		events[i].Line = i + 1
	}
	return events
}

func bruteForce(t require.TestingT, m model.Model, h *history.History) bool {
	var ops []certificate.Op
	for i := range h.Operations {
		op := &h.Operations[i]
		action, err := m.Decode(op)
		require.NoError(t, err)
		if action.Op != model.Skip {
			ops = append(ops, certificate.Op{Action: action, Call: op.Call, Return: op.Return, Optional: op.Status == history.Info})
		}
	}
	decided, linearizable, _ := certificate.BruteForce(context.Background(), m, ops, certificate.DefaultBudget)
	require.True(t, decided)
	return linearizable
}

// TestAgainstBruteForce feeds events one by one and checks that the verdict is that of the brute
// force on the whole history.
func TestAgainstBruteForce(t *testing.T) {
	for _, name := range []string{"cas-register", "register", "kv", "queue", "counter", "mutex", "set", "stack", "multi-register", "list", "semaphore"} {
		t.Run(name, func(t *testing.T) {
			verdicts := map[engine.Outcome]int{}
			complete := 0
			for seed := range uint64(2000) {
				rng := rand.New(rand.NewPCG(seed, 11))
				m := newModel(t, name, model.Options{ObserveFailedCAS: name == "cas-register" && seed%2 == 0})
				h, err := generate.Small(rng, name)
				require.NoError(t, err)
				c := newChecker(t, m, Options{Batch: 1 + rng.IntN(5), Infer: -1, Recent: 3 + rng.IntN(10)})
				for _, e := range eventsOf(h, rng) {
					require.NoError(t, c.Add(t.Context(), e))
					if rng.IntN(4) == 0 {
						require.NoError(t, c.Flush(t.Context()))
					}
				}
				require.NoError(t, c.Close(t.Context()))
				s := c.Status()
				want := engine.Invalid
				if bruteForce(t, m, h) {
					want = engine.Valid
				}
				require.Equal(t, want, s.Outcome, "seed %d: %v", seed, h.Operations)
				require.Zero(t, s.Open*int(s.GivenUp)+s.Waiting+len(s.Doubts))
				verdicts[s.Outcome]++
				if want == engine.Invalid && s.Violations[0].Complete && !bruteForce(t, m, s.Violations[0].Recent) {
					complete++ // the operations shown are a violation
				}
			}
			require.Greater(t, min(verdicts[engine.Valid], verdicts[engine.Invalid]), 500)
			require.Greater(t, complete, 200)
		})
	}
}

// TestKeys checks several objects at once, each of which has a verdict of its own.
func TestKeys(t *testing.T) {
	m := newModel(t, "register", model.Options{})
	several := 0
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 12))
		h, err := generate.Random(rng, "register", generate.Options{
			Operations: 24, Clients: 4, Keys: 3, Values: 3, InfoRate: 0.1, Corrupt: 3,
		})
		require.NoError(t, err)
		c := newChecker(t, m, Options{Batch: 1 + rng.IntN(4), Infer: -1})
		for _, e := range eventsOf(h, rng) {
			require.NoError(t, c.Add(t.Context(), e))
		}
		require.NoError(t, c.Close(t.Context()))
		var wrong, found []string
		for key := range int64(3) {
			part := &history.History{}
			for _, op := range h.Operations {
				if op.Key == history.Int(key) {
					part.Operations = append(part.Operations, op)
				}
			}
			if !bruteForce(t, m, part) {
				wrong = append(wrong, history.Int(key).String())
			}
		}
		for _, v := range c.Status().Violations {
			found = append(found, v.Key.String())
			require.Equal(t, v.Key, v.Operation.Key)
		}
		require.ElementsMatch(t, wrong, found, "seed %d", seed)
		if len(wrong) > 1 {
			several++
		}
	}
	require.Greater(t, several, 100)
}

// TestWindow checks that giving up operations may hide violations, and never makes one.
func TestWindow(t *testing.T) {
	m := newModel(t, "cas-register", model.Options{})
	late, hidden := 0, 0
	for seed := range uint64(4000) {
		rng := rand.New(rand.NewPCG(seed, 13))
		h, err := generate.Random(rng, "cas-register", generate.Options{
			Operations: 16, Clients: 4, Values: 3, InfoRate: 0.1, Corrupt: int(seed % 3),
		})
		require.NoError(t, err)
		c := newChecker(t, m, Options{Batch: 1 + rng.IntN(3), Window: 1 + rng.IntN(4), Infer: -1})
		for _, e := range eventsOf(h, rng) {
			require.NoError(t, c.Add(t.Context(), e))
			for _, o := range c.objects {
				require.LessOrEqual(t, o.waiting(), c.options.Window)
			}
		}
		require.NoError(t, c.Close(t.Context()))
		s := c.Status()
		linearizable := bruteForce(t, m, h)
		switch s.Outcome {
		case engine.Invalid:
			require.False(t, linearizable, "seed %d", seed)
		case engine.Valid:
			require.True(t, linearizable, "seed %d", seed)
		case engine.Undecided:
			require.Contains(t, s.Why, "completed too late")
			if !linearizable {
				hidden++
			}
		}
		if s.Late > 0 {
			late++
		}
	}
	require.Greater(t, late, 1000)
	require.Positive(t, hidden)
}

// TestManyOpen has more operations open at once than the search takes.
func TestManyOpen(t *testing.T) {
	m := newModel(t, "register", model.Options{})
	c := newChecker(t, m, Options{})
	const clients = 140
	event := func(kind history.EventType, process int64, f string, v history.Value) {
		require.NoError(t, c.Add(t.Context(), history.Event{Type: kind, Process: process, HasProcess: true, F: f, Value: v, Time: history.NoTime}))
	}
	for p := range int64(clients) {
		event(history.EventInvoke, p, "write", history.Int(p))
	}
	for p := range int64(clients) {
		event(history.EventOK, p, "write", history.Int(p))
	}
	event(history.EventInvoke, 0, "read", history.Nil)
	event(history.EventOK, 0, "read", history.Int(139))
	require.NoError(t, c.Close(t.Context()))
	s := c.Status()
	require.Equal(t, engine.Undecided, s.Outcome)
	require.Equal(t, int64(clients-128), s.Late)
	require.Empty(t, s.Violations)
}

// TestFewConfigurations checks that a search that may keep too few configurations gives no wrong
// verdict.
func TestFewConfigurations(t *testing.T) {
	outcomes := map[string]int{}
	for _, name := range []string{"cas-register", "queue", "counter"} {
		m := newModel(t, name, model.Options{})
		for seed := range uint64(1000) {
			rng := rand.New(rand.NewPCG(seed, 14))
			h, err := generate.Random(rng, name, generate.Options{
				Operations: 20, Clients: 5, Values: 3, InfoRate: 0.2, Corrupt: int(seed % 2),
			})
			require.NoError(t, err)
			c := newChecker(t, m, Options{Batch: 1 + rng.IntN(20), Configurations: 1 + rng.IntN(6), Infer: -1})
			for _, e := range eventsOf(h, rng) {
				require.NoError(t, c.Add(t.Context(), e))
			}
			require.NoError(t, c.Close(t.Context()))
			s := c.Status()
			outcomes[fmt.Sprint(s.Outcome, len(s.Doubts) > 0)]++
			for _, doubt := range s.Doubts { // what is shown of a history that is no violation is none
				if doubt.Complete && bruteForce(t, m, h) {
					require.True(t, bruteForce(t, m, doubt.Recent), "%s seed %d: %v", name, seed, h.Operations)
					outcomes["doubts refuted"]++
				}
			}
			if s.Outcome == engine.Undecided {
				require.NotEmpty(t, s.Why)
				continue
			}
			require.Equal(t, s.Outcome == engine.Valid, bruteForce(t, m, h), "%s seed %d", name, seed)
		}
	}
	for _, kind := range []string{"unknown true", "unknown false", "valid false", "invalid false", "doubts refuted"} {
		require.Greater(t, outcomes[kind], 10, "%s in %v", kind, outcomes)
	}
}
