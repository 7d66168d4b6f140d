package container

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Log returns the engine named "log", which decides lists to which elements are appended, each at
// most once, and which are read as a whole, in time linear in the number of operations and the
// total length of the different reads.
//
// The longest read fixes the order of the elements it has; every other read has to be a prefix of
// it. The rest is as in growth: the groups are the reads of nothing, the first element, the reads
// of it, the second element, and so on. Elements that no read has come last. An append of unknown
// outcome that no read has is left out.
//
// The engine is undecided if there are operations other than appends and reads, if an element
// is appended twice, if the list is not empty at first, or if its context ends.
func Log() engine.Engine { return logEngine{} }

type logEngine struct{}

func (logEngine) Name() string { return "log" }

func (logEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	if why := applies(p, "log", model.Log); why != "" {
		return engine.Result{Why: why}
	}
	if why := onlyReads(p, model.Append, history.KindList); why != "" {
		return engine.Result{Why: why}
	}
	g, why := gatherGrowth(p, model.Append)
	if why != "" {
		return engine.Result{Why: why}
	}
	return g.solve(ctx, g.alignLists)
}

// alignLists checks that every read is a prefix of the longest.
func (g *growth) alignLists(ctx context.Context, classes []int32) *violation {
	if len(classes) == 0 {
		return nil
	}
	longest := classes[len(classes)-1]
	list, bad := g.read(longest)
	if bad != nil {
		return bad
	}
	for pos, k := range list {
		if g.place[k] != none {
			i := g.readOf(longest)
			return &violation{
				pattern: repeatedElement,
				reason:  fmt.Sprintf("%s has %v twice, which only %s added.", g.p.Describe(i), g.p.Action(g.adds[k]).A, g.p.Describe(g.adds[k])),
				ops:     []int32{i},
			}
		}
		g.place[k] = int32(2*pos + 2)
	}
	for _, class := range classes {
		if ctx.Err() != nil {
			return nil
		}
		short, bad := g.read(class)
		if bad != nil {
			return bad
		}
		if !slices.Equal(short, list[:len(short)]) {
			return g.incomparable(class, longest)
		}
		g.readPlace[class] = int32(2*len(short) + 1)
	}
	g.last = int32(2*len(list) + 2)
	return nil
}
