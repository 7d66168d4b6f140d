package certificate

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// anyOrder tries every order of every choice of ops, and judges only complete ones.
func anyOrder(m model.Model, ops []Op, order []int) bool {
	if isOrder(m, ops, order) {
		return true
	}
	for i := range ops {
		if used(order, i) {
			continue
		}
		if anyOrder(m, ops, append(order[:len(order):len(order)], i)) {
			return true
		}
	}
	return false
}

func used(order []int, i int) bool {
	for _, j := range order {
		if i == j {
			return true
		}
	}
	return false
}

func isOrder(m model.Model, ops []Op, order []int) bool {
	for i := range ops {
		if !ops[i].Optional && !used(order, i) {
			return false
		}
	}
	state := m.Init()
	for at, i := range order {
		for _, j := range order[at+1:] {
			if !ops[j].Optional && ops[j].Return < ops[i].Call {
				return false
			}
		}
		next, ok := state.Step(ops[i].Action)
		if !ok {
			return false
		}
		state = next
	}
	return true
}

// randomOps makes a few operations of random actions at random times, which meet now and then.
func randomOps(r *rand.Rand, n int, action func(known bool) model.Action) []Op {
	var ops []Op
	call := int64(0)
	for range n {
		call += r.Int64N(3)
		o := Op{Call: call, Return: call + r.Int64N(6)}
		if r.IntN(5) == 0 {
			o.Return, o.Optional = history.Never, true
		}
		o.Action = action(!o.Optional)
		ops = append(ops, o)
	}
	return ops
}

func TestBruteForceAgreesWithAllOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	value := func() history.Value { return history.Int(1 + r.Int64N(2)) }
	actions := map[string]func(known bool) model.Action{
		"cas-register": func(known bool) model.Action {
			switch k := r.IntN(4); {
			case k < 2 && known:
				return model.Action{Op: model.Read, Known: true, ReadOnly: true, A: value()}
			case k == 2:
				return model.Action{Op: model.CAS, Known: known, A: value(), B: value()}
			}
			return model.Action{Op: model.Write, Known: known, A: value()}
		},
		"queue": func(known bool) model.Action {
			switch k := r.IntN(5); {
			case k < 3:
				return model.Action{Op: model.Insert, Known: known, A: value()}
			case k == 3 && known:
				return model.Action{Op: model.Remove, Known: true, A: value()}
			}
			return model.Action{Op: model.Remove, Known: known, A: value()}
		},
	}
	for name, action := range actions {
		t.Run(name, func(t *testing.T) {
			m := newModel(t, name)
			valid := 0
			const runs = 3000
			for run := range runs {
				ops := randomOps(r, 1+r.IntN(5), action)
				want := anyOrder(m, ops, nil)
				decided, got, order := BruteForce(background, m, ops, DefaultBudget)
				require.True(t, decided)
				require.Equal(t, want, got, "run %d: %+v", run, ops)
				if got {
					valid++
					require.True(t, isOrder(m, ops, order), "run %d: %+v: %v", run, ops, order)
				}
			}
			require.Greater(t, valid, runs/5)
			require.Less(t, valid, runs*4/5)
		})
	}
}

func TestBruteForceLimits(t *testing.T) {
	m := newModel(t, "register")
	read := model.Action{Op: model.Read, Known: true, ReadOnly: true, A: history.Int(99)}
	var ops []Op
	for i := range 30 { // all concurrent, and nothing explains the read
		ops = append(ops, Op{Action: model.Action{Op: model.Write, Known: true, A: history.Int(int64(i))}, Call: 0, Return: 100})
	}
	ops = append(ops, Op{Action: read, Call: 0, Return: 100})
	decided, linearizable, order := BruteForce(background, m, ops, 1000)
	require.False(t, decided)
	require.False(t, linearizable)
	require.Empty(t, order)

	ended, end := context.WithCancel(background)
	end()
	decided, _, _ = BruteForce(ended, m, ops, 1<<62)
	require.False(t, decided)

	decided, _, _ = BruteForce(background, m, []Op{{Action: read, Call: 5, Return: 6}, {Action: read, Call: 1, Return: 2}}, 1000)
	require.False(t, decided, "operations out of order")

	decided, linearizable, order = BruteForce(background, m, nil, 0)
	require.True(t, decided && linearizable)
	require.Empty(t, order)
}

// TestBruteForceChargesBytes checks that large configurations cost more than small ones.
func TestBruteForceChargesBytes(t *testing.T) {
	m := newModel(t, "queue")
	var ops []Op
	for i := range 200 {
		ops = append(ops, Op{Action: model.Action{Op: model.Insert, Known: true, A: history.Int(int64(i))}, Call: int64(2 * i), Return: int64(2*i + 1)})
	}
	decided, _, _ := BruteForce(background, m, ops, 10000)
	require.True(t, decided)
	long := history.String(string(make([]byte, 1<<16)))
	ops = []Op{{Action: model.Action{Op: model.Write, Known: true, A: long}, Call: 0, Return: 1}, {Action: model.Action{Op: model.Read, Known: true, A: history.Nil}, Call: 2, Return: 3}}
	decided, _, _ = BruteForce(background, newModel(t, "register"), ops, 1000)
	require.False(t, decided)
	decided, _, _ = BruteForce(background, newModel(t, "register"), ops, 2000)
	require.True(t, decided)
}

func TestBruteForceDecidesLongHistoriesOfFewClients(t *testing.T) {
	m := newModel(t, "register")
	r := rand.New(rand.NewPCG(3, 4))
	var ops []Op
	for i := range 600 { // four clients
		call := int64(i)
		write := model.Action{Op: model.Write, Known: true, A: history.Int(r.Int64N(5))}
		ops = append(ops, Op{Action: write, Call: call, Return: call + 4})
	}
	ops = append(ops, Op{Action: model.Action{Op: model.Read, Known: true, ReadOnly: true, A: history.Int(9)}, Call: 700, Return: 701})
	decided, linearizable, _ := BruteForce(background, m, ops, DefaultBudget)
	require.True(t, decided)
	require.False(t, linearizable)
}

func BenchmarkBruteForceTiny(b *testing.B) {
	m := newModel(b, "register")
	r := rand.New(rand.NewPCG(5, 6))
	var histories [][]Op
	for range 64 {
		histories = append(histories, randomOps(r, 8, func(known bool) model.Action {
			if known && r.IntN(2) == 0 {
				return model.Action{Op: model.Read, Known: true, ReadOnly: true, A: history.Int(r.Int64N(3))}
			}
			return model.Action{Op: model.Write, Known: known, A: history.Int(r.Int64N(3))}
		}))
	}
	i := 0
	for b.Loop() {
		BruteForce(background, m, histories[i%len(histories)], DefaultBudget)
		i++
	}
}

func BenchmarkCheckOrderMillion(b *testing.B) {
	m := newModel(b, "register")
	h := &history.History{}
	var order []int32
	for i := range int64(1 << 20) {
		f := "write"
		if i%2 == 1 {
			f = "read"
		}
		h.Operations = append(h.Operations, op(i%20, f, history.Int(i/2), 2*i, 2*i+1))
		order = append(order, int32(i))
	}
	index := all(h)
	for b.Loop() {
		if err := CheckOrder(m, h, index, order); err != nil {
			b.Fatal(err)
		}
	}
}
