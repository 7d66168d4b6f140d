package frontier

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// random returns a problem on a random history.
func random(t *testing.T, seed uint64, name string, o generate.Options, m model.Options) *engine.Problem {
	t.Helper()
	h, err := generate.Random(rand.New(rand.NewPCG(seed, 1)), name, o)
	require.NoError(t, err)
	spec, err := model.New(name, m)
	require.NoError(t, err)
	p, err := engine.NewProblem(spec, h)
	require.NoError(t, err)
	return p
}

// verify has the order of a valid result checked.
func verify(t *testing.T, p *engine.Problem, r engine.Result) {
	t.Helper()
	order := make([]int32, len(r.Order))
	for k, i := range r.Order {
		order[k] = p.Index[i]
	}
	require.NoError(t, certificate.CheckOrder(p.Model, p.History, p.Index, order))
}

// bruteForce decides a small problem.
func bruteForce(t *testing.T, p *engine.Problem) engine.Outcome {
	t.Helper()
	ops := make([]certificate.Op, p.Len())
	for i := range ops {
		n := int32(i)
		ops[i] = certificate.Op{Action: *p.Action(n), Call: int64(p.Call[i]), Return: int64(p.Return[i]), Optional: p.Pending(n)}
		if p.Pending(n) {
			ops[i].Return = history.Never
		}
	}
	decided, linearizable, _ := certificate.BruteForce(context.Background(), p.Model, ops, 1<<20)
	require.True(t, decided)
	if linearizable {
		return engine.Valid
	}
	return engine.Invalid
}

// solve runs a search with its own tuning.
func solve(p *engine.Problem, e engine.Engine, t tuning) engine.Result {
	saved := defaultTuning
	defaultTuning = t
	defer func() { defaultTuning = saved }()
	return e.Solve(context.Background(), p)
}

// TestNarrowSweepsAgree compares sweeps that keep hardly any configurations, so that they die and
// start again all the time, with the brute force.
func TestNarrowSweepsAgree(t *testing.T) {
	narrow := tuning{widths: []int{1, 2, 3}, lookbacks: []int{0, 4, 12}, every: 4}
	for _, name := range []string{"register", "cas-register", "queue", "counter", "set"} {
		counts := map[engine.Outcome]int{}
		for seed := range uint64(1500) {
			o := generate.Options{Operations: 12 + int(seed%8), Clients: 2 + int(seed%5), Values: 1 + int(seed%4), InfoRate: float64(seed%3) * 0.1, Corrupt: int(seed % 2)}
			p := random(t, seed, name, o, model.Options{ObserveFailedCAS: name == "cas-register" && seed%3 == 0})
			want := bruteForce(t, p)
			counts[want]++
			for _, e := range []engine.Engine{Register(1 << 16), Object(1 << 16)} {
				if e.Name() != "frontier" && p.Model.Shape() != model.Register {
					continue
				}
				r := solve(p, e, narrow)
				require.Equal(t, want, r.Outcome, "%s, seed %d, %s: %s", name, seed, e.Name(), r.Why)
				if r.Outcome == engine.Valid {
					verify(t, p, r)
				}
			}
		}
		require.Greater(t, counts[engine.Valid], 100, name)
		require.Greater(t, counts[engine.Invalid], 100, name)
	}
}

// TestWitnessIsThePrefix holds the register frontier to its claim: its witness, the prefix up to
// the return at which no configuration is left, is in violation, and one return less is not.
func TestWitnessIsThePrefix(t *testing.T) {
	seen := 0
	for seed := range uint64(400) {
		p := random(t, seed, "cas-register", generate.Options{Operations: 20, Clients: 4, Values: 3, InfoRate: 0.05, Corrupt: 2}, model.Options{})
		r := Register(1<<16).Solve(context.Background(), p)
		if r.Outcome != engine.Invalid {
			continue
		}
		seen++
		require.NotNil(t, r.Witness)
		require.Equal(t, engine.Invalid, prefixOutcome(t, p, r.Witness.Cut))
		require.Equal(t, engine.Valid, prefixOutcome(t, p, r.Witness.Cut-1))
	}
	require.Greater(t, seen, 50)
}

// prefixOutcome decides the part of p up to a moment.
func prefixOutcome(t *testing.T, p *engine.Problem, cut int32) engine.Outcome {
	t.Helper()
	var ops []certificate.Op
	for i := range p.Call {
		if p.Call[i] > cut {
			break
		}
		op := *p.Operation(int32(i))
		ret := int64(p.Return[i])
		if p.Return[i] > cut {
			op.Status, ret = history.Info, history.Never
		}
		a, err := p.Model.Decode(&op)
		require.NoError(t, err)
		if a.Op != model.Skip {
			ops = append(ops, certificate.Op{Action: a, Call: int64(p.Call[i]), Return: ret, Optional: ret == history.Never})
		}
	}
	decided, linearizable, _ := certificate.BruteForce(context.Background(), p.Model, ops, 1<<20)
	require.True(t, decided)
	if linearizable {
		return engine.Valid
	}
	return engine.Invalid
}

// TestLongHistories covers what only long histories reach: snapshots, dropped chains, operations of
// unknown outcome that pile up.
func TestLongHistories(t *testing.T) {
	for _, c := range []struct {
		name string
		o    generate.Options
	}{
		{"register", generate.Options{Operations: 60_000, Clients: 20, Values: 5}},
		{"register", generate.Options{Operations: 20_000, Clients: 20, Values: 5, InfoRate: 0.01}},
		{"cas-register", generate.Options{Operations: 5_000, Clients: 20, Values: 5, InfoRate: 0.01}},
		{"queue", generate.Options{Operations: 10_000, Clients: 3, Values: 4}},
		{"counter", generate.Options{Operations: 10_000, Clients: 4}},
	} {
		p := random(t, 7, c.name, c.o, model.Options{})
		e := Object(1 << 18)
		if p.Model.Shape() == model.Register {
			e = Register(1 << 18)
		}
		r := e.Solve(context.Background(), p)
		require.Equal(t, engine.Valid, r.Outcome, "%s: %s", c.name, r.Why)
		verify(t, p, r)
	}
}

func TestLimits(t *testing.T) {
	p := random(t, 1, "counter", generate.Options{Operations: 200, Clients: 20}, model.Options{})
	r := Object(2).Solve(context.Background(), p)
	if r.Outcome == engine.Undecided {
		require.Contains(t, r.Why, "more than 2 configurations at once")
	} else {
		require.Equal(t, engine.Valid, r.Outcome)
		verify(t, p, r)
	}

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.Equal(t, engine.Result{Why: context.Canceled.Error()}, Register(10).Solve(ctx, random(t, 1, "register", generate.Options{Operations: 50, Clients: 2}, model.Options{})))

	crowd := random(t, 1, "register", generate.Options{Operations: 2000, Clients: 400, Values: 3}, model.Options{})
	require.Contains(t, Register(10).Solve(context.Background(), crowd).Why, "more than 128 operations open at once")

	queue := random(t, 1, "queue", generate.Options{Operations: 10, Clients: 2}, model.Options{})
	require.Equal(t, "the model is no register", Register(10).Solve(context.Background(), queue).Why)
}

func TestUsedMultisets(t *testing.T) {
	u := newUsed()
	a := u.add(u.add(0, 3), 1)
	b := u.add(u.add(0, 1), 3)
	require.Equal(t, a, b, "the order of adding does not count")
	c := u.add(b, 3)
	require.EqualValues(t, 2, u.count(c, 3))
	require.EqualValues(t, 0, u.count(c, 2))
	require.Equal(t, 3, u.size(c))
	require.True(t, u.atMost(a, c))
	require.False(t, u.atMost(c, a))
	d := u.add(0, 2)
	require.False(t, u.atMost(d, c))
	require.False(t, u.atMost(c, d))
	require.True(t, u.atMost(0, d))
}
