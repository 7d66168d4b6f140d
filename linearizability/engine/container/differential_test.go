package container_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/container"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// subject is an engine with the model that it decides, and a way to make operations.
type subject struct {
	name    string
	engine  engine.Engine
	model   string
	object  func() object
	most    int     // operations in a history
	corrupt int     // less than so many results are changed
	count   int     // histories to try
	decided float64 // at least this share of the histories has to be decided
	// patterns are those that have to occur.
	patterns []string
}

var subjects = []subject{
	{"queue", container.Queue(), "queue", newBag(first), 8, 5, 100_000, 0.98, []string{
		"removed but never inserted", "removed before inserted", "removed twice", "never empty", "reordered values",
	}},
	{"stack", container.Stack(), "stack", newBag(last), 8, 5, 100_000, 0.98, []string{
		"removed but never inserted", "removed before inserted", "removed twice", "never empty", "no outermost value",
	}},
	{"priority-queue", container.PriorityQueue(), "priority-queue", newBag(least), 8, 5, 100_000, 0.98, []string{
		"removed but never inserted", "removed before inserted", "removed twice", "never empty", "smaller value inside",
	}},
	{"set of elements", container.Set(), "set", newElements, 9, 9, 50_000, 0.93, []string{"removed but never inserted", "removed twice", "element in and out"}},
	{"set read as a whole", container.Set(), "set", newGrowing(history.Set), 9, 8, 50_000, 1, []string{
		"read of an element never added", "incomparable reads", "read misses an element", "read before it was added",
		"read shrank", "reordered elements",
	}},
	{"log", container.Log(), "list", newGrowing(history.List), 9, 8, 100_000, 1, []string{
		"read of an element never added", "element read twice", "incomparable reads", "read misses an element",
		"read before it was added", "read shrank", "reordered elements",
	}},
}

func newModel(t testing.TB, name string) model.Model {
	t.Helper()
	m, err := model.New(name, model.Options{})
	require.NoError(t, err)
	return m
}

// TestDifferential compares each engine with brute force on small random histories, and verifies
// all its orders and witnesses.
func TestDifferential(t *testing.T) {
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, s.model)
			rng := rand.New(rand.NewPCG(1, 2))
			seen := map[string]int{}
			for k := range s.count {
				h := s.random(rng)
				if k%2 == 0 {
					h = s.scattered(rng)
				}
				r := compare(t, s.engine, m, h)
				seen[r.Outcome.String()]++
				if r.Outcome == engine.Invalid {
					seen[r.Witness.Pattern]++
				}
			}
			t.Log(seen)
			require.GreaterOrEqual(t, float64(s.count-seen["unknown"]), s.decided*float64(s.count))
			require.Greater(t, seen["valid"], s.count/4)
			require.Greater(t, seen["invalid"], s.count/5)
			for _, pattern := range s.patterns {
				require.Greater(t, seen[pattern], s.count/1000, pattern)
			}
		})
	}
}

// compare solves h and returns the result, after it has been found to be right.
func compare(t *testing.T, e engine.Engine, m model.Model, h *history.History) engine.Result {
	p, err := engine.NewProblem(m, h)
	require.NoError(t, err)
	r := e.Solve(context.Background(), p)
	switch r.Outcome {
	case engine.Undecided:
		require.NotEmpty(t, r.Why)
	case engine.Valid:
		order := make([]int32, len(r.Order))
		for k, i := range r.Order {
			order[k] = p.Index[i]
		}
		if err := certificate.CheckOrder(m, h, p.Index, order); err != nil {
			require.NoError(t, err, "%v\n%s", r.Order, show(p))
		}
	case engine.Invalid:
		checkWitness(t, p, r.Witness)
	}
	return r
}

func checkWitness(t *testing.T, p *engine.Problem, w *engine.Witness) {
	require.NotNil(t, w)
	require.NotEmpty(t, w.Pattern)
	require.NotEmpty(t, w.Reason)
	cut := int64(history.Never)
	ops := make([]int32, len(w.Ops))
	for k, i := range w.Ops {
		ops[k] = p.Index[i]
	}
	for i := range p.Index {
		switch op := p.Operation(int32(i)); w.Cut {
		case p.Call[i]:
			cut = op.Call
		case p.Return[i]:
			cut = op.Return
		}
	}
	const budget = 1 << 20
	certified, err := certificate.CheckWitness(context.Background(), p.Model, p.History, p.Index, certificate.Witness{Ops: ops, Cut: cut}, budget)
	if err != nil || certified != certificate.Certified {
		require.NoError(t, err, "%+v\n%s", w, show(p))
		require.Equal(t, certificate.Certified, certified, "%+v\n%s", w, show(p))
	}
}

// show writes a problem for people.
func show(p *engine.Problem) string {
	s := ""
	for i := range int32(p.Len()) {
		s += model.Describe(p.Model, *p.Action(i)) + " "
		s += history.Int(int64(p.Call[i])).String() + "-"
		if p.Pending(i) {
			s += "?\n"
		} else {
			s += history.Int(int64(p.Return[i])).String() + "\n"
		}
	}
	return s
}

// BenchmarkSolve measures how an engine fares on many operations of 20 clients.
func BenchmarkSolve(b *testing.B) {
	for _, s := range subjects[:4] {
		b.Run(s.name, func(b *testing.B) {
			m := newModel(b, s.model)
			p, err := engine.NewProblem(m, s.big(rand.New(rand.NewPCG(3, 4)), 1_000_000, 20))
			require.NoError(b, err)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				r := s.engine.Solve(context.Background(), p)
				require.Equal(b, engine.Valid, r.Outcome, "%s %+v", r.Why, r.Witness)
			}
		})
	}
}
