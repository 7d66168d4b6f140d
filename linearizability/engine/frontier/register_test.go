package frontier

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

type reg struct{ observe bool }
type regState struct{ v history.Value }

func (reg) Name() string       { return "cas-register" }
func (reg) Init() model.State  { return regState{history.Int(0)} }
func (reg) Shape() model.Shape { return model.Register }
func (m reg) Decode(op *history.Operation) (model.Action, error) {
	known := op.Status == history.OK
	if op.Status == history.Fail && !(m.observe && op.F == "cas") {
		return model.Action{}, nil
	}
	switch op.F {
	case "read":
		if !known {
			return model.Action{}, nil
		}
		return model.Action{Op: model.Read, Known: true, ReadOnly: true, A: op.Output}, nil
	case "write":
		return model.Action{Op: model.Write, Known: known, A: op.Input}, nil
	}
	e := op.Input.Elems()
	if op.Status == history.Fail {
		return model.Action{Op: model.CASFailed, Known: true, ReadOnly: true, A: e[0]}, nil
	}
	return model.Action{Op: model.CAS, Known: known, A: e[0], B: e[1]}, nil
}
func (s regState) Step(a model.Action) (model.State, bool) {
	switch a.Op {
	case model.Read:
		return s, s.v == a.A
	case model.Write:
		return regState{a.A}, true
	case model.CASFailed:
		return s, s.v != a.A
	}
	if s.v == a.A {
		return regState{a.B}, true
	}
	return s, !a.Known
}
func (s regState) AppendKey(b []byte) []byte { return s.v.AppendBinary(b) }
func (s regState) String() string            { return s.v.String() }

// randomHistory simulates clients on a register.
func randomHistory(rng *rand.Rand, ops, clients, values int, info, casRate, corrupt float64, fails bool) *history.History {
	h := &history.History{}
	type open struct {
		op      int
		applied bool
	}
	cl := make([]*open, clients)
	val := history.Int(0)
	moment := int64(0)
	next := int64(0)
	pick := func() history.Value {
		if values == 0 {
			next++
			return history.Int(next)
		}
		return history.Int(int64(rng.IntN(values)))
	}
	apply := func(o *open) {
		o.applied = true
		op := &h.Operations[o.op]
		switch op.F {
		case "read":
			op.Output = val
		case "write":
			val = op.Input
			op.Output = val
		case "cas":
			e := op.Input.Elems()
			if e[0] == val {
				val = e[1]
				op.Status = history.OK
			} else {
				op.Status = history.Fail
			}
		}
	}
	done := 0
	for done < ops {
		c := rng.IntN(clients)
		moment++
		o := cl[c]
		switch {
		case o == nil:
			if len(h.Operations) == ops {
				done = ops
				break
			}
			op := history.Operation{Process: int64(c), Call: moment, Return: history.Never}
			switch x := rng.Float64(); {
			case x < casRate:
				op.F, op.Input = "cas", history.List(pick(), pick())
			case x < casRate+(1-casRate)/2:
				op.F = "read"
			default:
				op.F, op.Input = "write", pick()
			}
			h.Operations = append(h.Operations, op)
			cl[c] = &open{op: len(h.Operations) - 1}
		case !o.applied && rng.IntN(3) > 0:
			apply(o)
		default:
			op := &h.Operations[o.op]
			cl[c] = nil
			done++
			if rng.Float64() < info {
				op.Status = history.Info
				continue
			}
			if !o.applied {
				apply(o)
			}
			op.Return = moment
			if op.F != "cas" {
				op.Status = history.OK
			}
			if op.F == "cas" && !fails && op.Status == history.Fail {
				op.Status = history.Fail
			}
		}
	}
	for c := range cl {
		if o := cl[c]; o != nil {
			h.Operations[o.op].Status = history.Info
		}
	}
	if rng.Float64() < corrupt {
		for try := 0; try < 20; try++ {
			op := &h.Operations[rng.IntN(len(h.Operations))]
			if op.F == "read" && op.Status == history.OK {
				op.Output = history.Int(int64(rng.IntN(max(values, 3))))
				break
			}
		}
	}
	return h
}

func toPorcupine(p *engine.Problem) (porcupine.Model, []porcupine.Operation) {
	var ops []porcupine.Operation
	for i := range p.Call {
		ret := int64(p.Return[i])
		ops = append(ops, porcupine.Operation{Input: *p.Action(int32(i)), Call: int64(p.Call[i]), Return: ret})
	}
	return porcupine.Model{
		Init: func() any { return p.Model.Init() },
		Step: func(s, in, _ any) (bool, any) {
			t, ok := s.(model.State).Step(in.(model.Action))
			return ok, t
		},
	}, ops
}

func verifyOrder(t require.TestingT, p *engine.Problem, order []int32) {
	s := p.Model.Init()
	last := int32(-1)
	seen := map[int32]bool{}
	for _, i := range order {
		require.False(t, seen[i])
		seen[i] = true
		require.Greater(t, p.Return[i], last, "op %d placed too late", i)
		last = max(last, p.Call[i])
		var ok bool
		s, ok = s.Step(*p.Action(i))
		require.True(t, ok, "step %d %v", i, p.Action(i))
	}
	for i := range p.Call {
		if !p.Pending(int32(i)) {
			require.True(t, seen[int32(i)])
		}
	}
}

func TestRegisterAgainstPorcupine(t *testing.T) {
	for seed := range uint64(60000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		observe := seed%2 == 0
		h := randomHistory(rng, 3+rng.IntN(8), 1+rng.IntN(6), 1+rng.IntN(4), 0.2*rng.Float64(), 0.5*rng.Float64(), 0.6, true)
		p, err := engine.NewProblem(reg{observe}, h)
		require.NoError(t, err)
		m, ops := toPorcupine(p)
		want := porcupine.CheckOperations(m, ops)
		for _, e := range []engine.Engine{Register(1 << 20), Object(1 << 20)} {
			got := e.Solve(context.Background(), p)
			require.NotEqual(t, engine.Undecided, got.Outcome, got.Why)
			require.Equal(t, want, got.Outcome == engine.Valid, "seed %d %s %v", seed, e.Name(), h.Operations)
			if got.Outcome == engine.Valid {
				verifyOrder(t, p, got.Order)
			}
		}
	}
}

func TestPerf(t *testing.T) {
	for _, c := range []struct {
		n, values     int
		info, cas, cr float64
	}{{20000,5,0,0.3,0},{1000,5,0.01,0.3,0.5},{20000, 5, 0.01, 0.3, 0}, {1000, 5, 0.03, 0, 1}, {1000, 5, 0.03, 0.3, 1}, {1000, 50, 0.03, 0, 1}} {
		for seed := range uint64(4) {
			rng := rand.New(rand.NewPCG(seed, 1))
			h := randomHistory(rng, c.n, 20, c.values, c.info, c.cas, c.cr, true)
			p, err := engine.NewProblem(reg{}, h)
			require.NoError(t, err)
			start := time.Now()
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			u := newUsed()
			r, _ := newRegisters(p, u)
			hh := &halt{ctx: ctx, most: 1 << 20}
			w := newSweep(p, r, u, hh)
			r.chain = &w.chain
			r.search.moment, r.search.halt = w.moment, hh
			v := w.run()
			cancel()
			fmt.Println(c, seed, v.outcome, v.why, time.Since(start), "widest", w.widest, "exact", w.exact, "used", len(u.counts))
		}
	}
}
