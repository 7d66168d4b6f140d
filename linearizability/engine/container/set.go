package container

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Set returns the engine named "set", which decides sets to which each element is added at
// most once. There are two cases.
//
// If the set is read as a whole, elements must never be removed or asked for one by one. It takes
// time linear in the number of operations and the total size of the different reads. The reads have
// to be comparable, and the rest is as in growth. An insert of unknown outcome that no read has is
// left out.
//
// Otherwise the elements are independent objects, and each is decided alone; see element.
//
// The engine is undecided if the problem is in neither of the two cases, if an element is added
// twice, if the set is not empty at first, or if its context ends.
func Set() engine.Engine { return setEngine{} }

type setEngine struct{}

func (setEngine) Name() string { return "set" }

func (setEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	if why := applies(p, "set", model.Set); why != "" {
		return engine.Result{Why: why}
	}
	whole := false
	for class := range p.Classes {
		whole = whole || p.Classes[class].Op == model.ReadAll
	}
	if !whole {
		return solveElements(ctx, p)
	}
	if why := onlyReads(p, model.Insert, history.KindSet); why != "" {
		return engine.Result{Why: why}
	}
	g, why := gatherGrowth(p, model.Insert)
	if why != "" {
		return engine.Result{Why: why}
	}
	return g.solve(ctx, g.alignSets)
}

// alignSets checks that each read contains the next smaller one.
func (g *growth) alignSets(ctx context.Context, classes []int32) *violation {
	seen, group := 0, int32(0)
	for n, class := range classes {
		if ctx.Err() != nil {
			return nil
		}
		elements, bad := g.read(class)
		if bad != nil {
			return bad
		}
		if n == 0 || len(elements) > seen {
			group += 2
		}
		for _, k := range elements {
			if g.place[k] == none {
				g.place[k] = group
				seen++
			}
		}
		// Whoever has all elements seen so far, and no others, has as many as these.
		if seen != len(elements) {
			return g.incomparable(classes[n-1], class)
		}
		g.readPlace[class] = group + 1
	}
	g.last = group + 2
	return nil
}
