package explain

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/frontier"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func TestZZ(t *testing.T) {
	dir := "/work/shared/histories/"
	text, _ := os.ReadFile(dir + "INDEX.tsv")
	for _, line := range strings.Split(string(text), "\n") {
		f := strings.Split(line, "\t")
		if len(f) < 5 || f[4] != "invalid" {
			continue
		}
		name := strings.Fields(f[2])[0]
		m, err := model.New(name, model.Options{})
		if err != nil {
			continue
		}
		if strings.Contains(f[3], "observed to differ") {
			m, _ = model.New(name, model.Options{ObserveFailedCAS: true})
		}
		h, _, err := format.Open(background, dir+f[0], format.Options{})
		if err != nil {
			fmt.Println(f[0], err)
			continue
		}
		if inf, ok := m.(model.Inferrer); ok {
			m, _ = inf.InferInit(h)
		}
		groups := map[history.Value][]int32{}
		for i := range h.Operations {
			groups[h.Operations[i].Key] = append(groups[h.Operations[i].Key], int32(i))
		}
		decide := func(ctx context.Context, p *engine.Problem) engine.Outcome {
			if p.Model.Shape() == model.Register {
				return frontier.Register(1000000).Solve(ctx, p).Outcome
			}
			return frontier.Object(1000000).Solve(ctx, p).Outcome
		}
		whole, err := engine.NewProblem(m, h)
		if err != nil {
			fmt.Println(f[0], err)
			continue
		}
		for key := range groups {
			var ops []int32
			for i := range int32(whole.Len()) {
				if whole.Operation(i).Key == key {
					ops = append(ops, i)
				}
			}
			p := whole.Restrict(ops)
			if decide(background, p) != engine.Invalid {
				continue
			}
			start := time.Now()
			e, err := Explain(background, p, decide, nil)
			if err != nil {
				t.Fatal(err)
			}
			d := time.Since(start)
			start = time.Now()
			v, err := certificate.CheckWitness(background, m, h, p.Index, e.Part, certificate.DefaultBudget)
			fmt.Println(f[0], p.Len(), "->", len(e.Part.Ops), e.Exact, v, err, d.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), e.Sentence)
		}
	}
}

func TestZHard(t *testing.T) {
	decide := func(ctx context.Context, p *engine.Problem) engine.Outcome {
		return frontier.Register(1000000).Solve(ctx, p).Outcome
	}
	for _, name := range []string{"register", "cas-register"} {
		for seed := range uint64(4) {
			r := rand.New(rand.NewPCG(seed, 7))
			h := hardHistory(r, name, 1000, 20)
			// a bad read near the end
			for i := 900; i < 1000; i++ {
				if h.Operations[i].F == "read" && h.Operations[i].Status == history.OK {
					h.Operations[i].Output = history.Int(99)
					if seed%2 == 1 { h.Operations[i].Output = history.Int(5); h.Operations = append(h.Operations[:0:0], h.Operations...) }
					break
				}
			}
			p := newProblem(t, newModel(t, name), h)
			start := time.Now()
			o := decide(background, p)
			d0 := time.Since(start)
			if o != engine.Invalid { fmt.Println(name, seed, o, d0); continue }
			start = time.Now()
			e, err := Explain(background, p, decide, nil)
			if err != nil { t.Fatal(err) }
			d := time.Since(start)
			start = time.Now()
			v, err := certificate.CheckWitness(background, p.Model, h, p.Index, e.Part, certificate.DefaultBudget)
			fmt.Println(name, seed, p.Len(), "->", len(e.Part.Ops), e.Exact, v, err, d0, d.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), e.Sentence)
		}
	}
}

// hardHistory simulates n operations of always busy clients on a register of 5 values (+ value 5 written once at start).
func hardHistory(r *rand.Rand, name string, n, clients int) *history.History {
	h := &history.History{}
	type open struct{ i int; done bool }
	var opens []open
	clock := int64(0)
	cur := history.Nil
	proc := int64(0)
	for len(h.Operations) < n || len(opens) > 0 {
		clock++
		if len(opens) < clients && len(h.Operations) < n {
			f := []string{"read", "write", "cas"}[r.IntN(3)]
			if name == "register" && f == "cas" { f = "read" }
			o := history.Operation{Process: proc, F: f, Call: clock, Return: history.Never, CallLine: int32(clock)}
			proc++
			switch f {
			case "write": o.Input = history.Int(r.Int64N(5)); if len(h.Operations) < 3 { o.Input = history.Int(5) }
			case "cas": o.Input = history.List(history.Int(r.Int64N(5)), history.Int(r.Int64N(5)))
			}
			h.Operations = append(h.Operations, o)
			opens = append(opens, open{len(h.Operations) - 1, false})
			continue
		}
		k := r.IntN(len(opens))
		o := &h.Operations[opens[k].i]
		if !opens[k].done {
			opens[k].done = true
			o.Status = history.OK
			switch o.F {
			case "read": o.Output = cur
			case "write": cur = o.Input
			case "cas": if e := o.Input.Elems(); e[0] == cur { cur = e[1] } else { o.Status = history.Fail }
			}
			continue
		}
		if r.IntN(33) == 0 { o.Status = history.Info } else { o.Return = clock }
		opens = append(opens[:k], opens[k+1:]...)
	}
	return h
}
