package zones_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/zones"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func newRegister(t testing.TB) model.Model {
	t.Helper()
	m, err := model.New("register", model.Options{})
	require.NoError(t, err)
	return m
}

// TestDifferential compares the engine with brute force on small random histories, and verifies
// all its orders and witnesses.
func TestDifferential(t *testing.T) {
	const count = 100_000
	m := newRegister(t)
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for k := range count {
		var h *history.History
		if k%2 == 0 {
			h = scattered(rng)
		} else {
			h = used(t, rng)
		}
		r := compare(t, m, h)
		seen[r.Outcome.String()]++
		if r.Outcome == engine.Invalid {
			seen[r.Witness.Pattern]++
		}
	}
	t.Log(seen)
	require.Less(t, seen["unknown"], count/50)
	require.Greater(t, seen["valid"], count/4)
	require.Greater(t, seen["invalid"], count/4)
	for _, pattern := range []string{"read of a value never written", "read before its write", "crossing zones", "zone inside a zone"} {
		require.Greater(t, seen[pattern], count/1000, pattern)
	}
}

// TestLarge compares on histories too large for brute force as a whole: a right order or witness
// is proof enough.
func TestLarge(t *testing.T) {
	m := newRegister(t)
	rng := rand.New(rand.NewPCG(3, 4))
	seen := map[string]int{}
	for k := range 300 {
		h, err := generate.Random(rng, "register", generate.Options{
			Operations: 300, Clients: 1 + k%20, InfoRate: []float64{0, 0.05}[k%2], Corrupt: k % 3,
		})
		require.NoError(t, err)
		seen[compare(t, m, h).Outcome.String()]++
	}
	t.Log(seen)
	require.Zero(t, seen["unknown"])
	require.Greater(t, seen["valid"], 100)
	require.Greater(t, seen["invalid"], 50)
}

// used makes a history of clients who use a register, some results changed.
func used(t *testing.T, rng *rand.Rand) *history.History {
	h, err := generate.Random(rng, "register", generate.Options{
		Operations: 2 + rng.IntN(7), Clients: 1 + rng.IntN(4), Corrupt: rng.IntN(4),
		InfoRate: []float64{0, 0.3}[rng.IntN(2)], Reads: 0.6,
	})
	require.NoError(t, err)
	return h
}

// scattered makes a history of a few writes and reads at random times. Some values that nobody
// reads are written twice.
func scattered(rng *rand.Rand) *history.History {
	h := &history.History{}
	length := 2 + rng.Int64N(14)
	add := func(f string, input, output history.Value) {
		call := 2 * rng.Int64N(20)
		o := history.Operation{F: f, Input: input, Output: output, Status: history.OK, Call: call, Return: call + 1 + 2*rng.Int64N(length)}
		if rng.IntN(12) == 0 {
			o.Status, o.Return, o.Output = history.Info, history.Never, history.Nil
		}
		h.Operations = append(h.Operations, o)
	}
	values := 1 + rng.Int64N(3)
	for v := range values {
		add("write", history.Int(v), history.Nil)
	}
	for range rng.IntN(6) {
		v := history.Int(rng.Int64N(values))
		switch rng.IntN(40) {
		case 0:
			v = history.Int(values)
		case 1, 2:
			v = history.Nil
		}
		add("read", history.Nil, v)
	}
	for range rng.IntN(3) {
		add("write", history.Int(9), history.Nil)
	}
	slices.SortStableFunc(h.Operations, func(a, b history.Operation) int { return cmp.Compare(a.Call, b.Call) })
	return h
}

// compare solves h and returns the result, after it has been found to be right.
func compare(t *testing.T, m model.Model, h *history.History) engine.Result {
	p, err := engine.NewProblem(m, h)
	require.NoError(t, err)
	r := zones.Engine().Solve(context.Background(), p)
	switch r.Outcome {
	case engine.Undecided:
		require.NotEmpty(t, r.Why)
	case engine.Valid:
		if err := certificate.CheckOrder(m, h, p.Index, positions(p, r.Order)); err != nil {
			require.NoError(t, err, "%v\n%s", r.Order, show(p))
		}
	case engine.Invalid:
		require.NotNil(t, r.Witness)
		require.NotEmpty(t, r.Witness.Reason)
		require.Equal(t, int32(engine.Never), r.Witness.Cut)
		w := certificate.Witness{Ops: positions(p, r.Witness.Ops), Cut: history.Never}
		verdict, err := certificate.CheckWitness(context.Background(), m, h, p.Index, w, 1<<20)
		if verdict != certificate.Certified {
			require.NoError(t, err, "%+v\n%s", r.Witness, show(p))
			require.Equal(t, certificate.Certified, verdict)
		}
	}
	return r
}

func positions(p *engine.Problem, ops []int32) []int32 {
	at := make([]int32, len(ops))
	for k, i := range ops {
		at[k] = p.Index[i]
	}
	return at
}

// show writes a problem for people.
func show(p *engine.Problem) string {
	s := ""
	for i := range int32(p.Len()) {
		s += model.Describe(p.Model, *p.Action(i)) + " " + history.Int(int64(p.Call[i])).String() + "-"
		if p.Pending(i) {
			s += "?\n"
		} else {
			s += history.Int(int64(p.Return[i])).String() + "\n"
		}
	}
	return s
}

// BenchmarkSolve measures a million operations of 20 clients that are always busy.
func BenchmarkSolve(b *testing.B) {
	h, err := generate.Random(rand.New(rand.NewPCG(5, 6)), "register", generate.Options{Operations: 1_000_000, Clients: 20})
	require.NoError(b, err)
	p, err := engine.NewProblem(newRegister(b), h)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		r := zones.Engine().Solve(context.Background(), p)
		require.Equal(b, engine.Valid, r.Outcome)
	}
}
