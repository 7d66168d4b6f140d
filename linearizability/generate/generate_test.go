package generate_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func newModel(t testing.TB, name string) model.Model {
	o := model.Options{}
	if name == "semaphore" {
		o.Permits = 2
	}
	m, err := model.New(name, o)
	require.NoError(t, err)
	return m
}

// Histories without planted anomalies are linearizable, and wellformed.
func TestRandomIsLinearizable(t *testing.T) {
	for _, name := range model.Names() {
		t.Run(name, func(t *testing.T) {
			m := newModel(t, name)
			for seed := range uint64(150) {
				rng := seeded(seed)
				o := generate.Options{
					Operations: 4 + rng.IntN(14), Clients: 1 + rng.IntN(4), Values: rng.IntN(4),
					InfoRate: 0.2, FailRate: 0.1, WholeReads: 0.5, HonestCAS: true, Permits: 2,
				}
				h, err := generate.Random(rng, name, o)
				require.NoError(t, err)
				require.Len(t, h.Operations, o.Operations)
				requireWellFormed(t, h)
				require.True(t, linearizable(t, m, h), "seed %d", seed)
			}
		})
	}
}

// A failed compare-and-set of an honest history saw another value.
func TestRandomHonestCAS(t *testing.T) {
	m, err := model.New("cas-register", model.Options{ObserveFailedCAS: true})
	require.NoError(t, err)
	failed := 0
	for seed := range uint64(200) {
		o := generate.Options{Operations: 12, Clients: 3, Values: 3, FailRate: 0.3, HonestCAS: true}
		h, err := generate.Random(seeded(seed), "cas-register", o)
		require.NoError(t, err)
		require.True(t, linearizable(t, m, h), "seed %d", seed)
		for _, op := range h.Operations {
			if op.F == "cas" && op.Status == history.Fail {
				failed++
			}
		}
	}
	require.Positive(t, failed)
}

// requireWellFormed checks what a history.Builder would have checked.
func requireWellFormed(t *testing.T, h *history.History) {
	busyUntil := map[int64]int64{}
	last := int64(-1)
	for _, op := range h.Operations {
		require.Greater(t, op.Call, last)
		last = op.Call
		if until, busy := busyUntil[op.Process]; busy {
			require.Less(t, until, op.Call, "process %d is busy", op.Process)
		}
		busyUntil[op.Process] = op.Return
		require.Equal(t, op.Status == history.Info, op.Return == history.Never)
		require.Less(t, op.Call, op.Return)
	}
}

func TestSmallIsBalanced(t *testing.T) {
	for _, name := range model.Names() {
		t.Run(name, func(t *testing.T) {
			m := newModel(t, name)
			const n = 1000
			violations, pending, repeated := 0, 0, 0
			for seed := range uint64(n) {
				h, err := generate.Small(seeded(seed), name)
				require.NoError(t, err)
				requireWellFormed(t, h)
				if !linearizable(t, m, h) {
					violations++
				}
				inputs := map[history.Value]bool{}
				again := false
				unknown := false
				for _, op := range h.Operations {
					unknown = unknown || op.Status == history.Info
					again = again || !op.Input.IsNil() && inputs[op.Input]
					inputs[op.Input] = true
				}
				if unknown {
					pending++
				}
				if again {
					repeated++
				}
			}
			t.Logf("%d of %d violate, %d have pending operations, %d repeat a value", violations, n, pending, repeated)
			require.Greater(t, violations, n*35/100)
			require.Less(t, violations, n*65/100)
			require.Greater(t, pending, n/10)
			if name != "mutex" && name != "fenced-mutex" {
				require.Greater(t, repeated, n/10)
			}
		})
	}
}

func TestRandomIsDeterministic(t *testing.T) {
	for _, name := range model.Names() {
		o := generate.Options{Operations: 300, Clients: 5, Values: 4, InfoRate: 0.05, FailRate: 0.05, WholeReads: 0.1, Idle: 0.3, Corrupt: 2}
		a, err := generate.Random(seeded(7), name, o)
		require.NoError(t, err)
		b, err := generate.Random(seeded(7), name, o)
		require.NoError(t, err)
		require.Equal(t, a, b, name)
	}
}

func TestRandomKeys(t *testing.T) {
	h, err := generate.Random(seeded(1), "kv", generate.Options{Operations: 100, Clients: 3, Keys: 4})
	require.NoError(t, err)
	keys := map[history.Value]bool{}
	for _, op := range h.Operations {
		keys[op.Key] = true
	}
	require.Len(t, keys, 4)
	require.NotContains(t, keys, history.Nil)
}

// Queues of benchmarks stay short and their clients busy.
func TestRandomQueueStaysShort(t *testing.T) {
	h, err := generate.Random(seeded(1), "queue", generate.Options{Operations: 20_000, Clients: 20})
	require.NoError(t, err)
	m := newModel(t, "queue")
	inserted, removed, most := 0, 0, 0
	for i := range h.Operations {
		a, err := m.Decode(&h.Operations[i])
		require.NoError(t, err)
		switch a.Op {
		case model.Insert:
			inserted++
		case model.Remove:
			removed++
		}
		most = max(most, inserted-removed)
	}
	require.Less(t, most, 100)
	require.InDelta(t, inserted, removed, 100)
}

func TestRandomErrors(t *testing.T) {
	_, err := generate.Random(seeded(1), "heap", generate.Options{Clients: 1})
	require.ErrorContains(t, err, `unknown model "heap"`)
	_, err = generate.Small(seeded(1), "heap")
	require.ErrorContains(t, err, `unknown model "heap"`)
	_, err = generate.Random(seeded(1), "queue", generate.Options{Operations: -1, Idle: 1, InfoRate: 2})
	require.EqualError(t, err, "generate: Operations is 0 or more, got -1; Clients is 1 or more, got 0; Idle is less than 1, got 1; InfoRate is from 0 to 1, got 2")
}

func BenchmarkSmall(b *testing.B) {
	for _, name := range model.Names() {
		b.Run(name, func(b *testing.B) {
			rng := seeded(1)
			for b.Loop() {
				if _, err := generate.Small(rng, name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
