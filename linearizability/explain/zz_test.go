package explain

import (
	"context"
	"fmt"
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
		if len(f) < 5 || f[4] != "invalid" || f[1] != "kv-log" {
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
			{
				if o := frontier.Register(1000000).Solve(ctx, p).Outcome; o != engine.Undecided { return o }
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
			ctx, cancel := context.WithTimeout(background, 5*time.Second); o := decide(ctx, p); cancel(); fmt.Println(f[0], key, p.Len(), o)
			if o != engine.Invalid {
				continue
			}
			start := time.Now()
			ectx, ec := context.WithTimeout(background, 20*time.Second); defer ec()
			e, err := Explain(ectx, p, decide, nil)
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

