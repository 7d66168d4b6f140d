package container

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Log returns the engine named "log", which decides lists to which elements are appended, each at most once, and which are read as a
// whole, in time linear in the number of operations and the total length of the different reads.
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
	if why := onlyReads(p, "log", model.Append, history.KindList); why != "" {
		return engine.Result{Why: why}
	}
	g, numbers, why := gatherGrowth(p, model.Append)
	if why != "" {
		return engine.Result{Why: "log: " + why}
	}
	return g.solve(ctx, numbers, g.alignLists)
}

// onlyReads says why p is not about adding elements and reading collections of the given kind.
func onlyReads(p *engine.Problem, name string, add model.Op, kind history.Kind) (why string) {
	reads := make([]bool, len(p.Classes)) // classes with completed reads
	for i, class := range p.Class {
		reads[class] = reads[class] || p.Classes[class].Op == model.ReadAll && !p.Pending(int32(i))
	}
	for class := range p.Classes {
		a := &p.Classes[class]
		switch {
		case a.Op == add:
		case a.Op != model.ReadAll:
			return name + ": the history has operations other than adding elements and reading them all"
		case !reads[class]:
		case !a.Known:
			return name + ": the result of a read is not known"
		case a.A.Kind() != kind:
			return fmt.Sprintf("%s: a read returned %v, which is not a %v", name, a.A, kind)
		}
	}
	return startsEmpty(p, name)
}

// startsEmpty says why it is not certain that the object is empty at first. What an action of
// the model looks like that read nothing is found out by decoding one.
func startsEmpty(p *engine.Problem, name string) (why string) {
	for i := int32(0); int(i) < p.Len(); i++ {
		if p.Action(i).Op != model.ReadAll || p.Pending(i) {
			continue
		}
		read := *p.Operation(i)
		for _, empty := range []history.Value{history.List(), history.Set(), history.Nil} {
			read.Output = empty
			a, err := p.Model.Decode(&read)
			if err != nil || a.Op != model.ReadAll || a.A.Len() > 0 {
				continue
			}
			if _, ok := p.Model.Init().Step(a); ok {
				return ""
			}
		}
		return name + ": it is not empty at first"
	}
	return ""
}

// solve decides the problem. Align sets the groups of the elements and reads, or finds out why
// the reads do not fit together.
func (g *growth) solve(ctx context.Context, numbers map[history.Value]int32, align func(map[history.Value]int32, []int32) *violation) engine.Result {
	classes := g.readClasses()
	for _, class := range classes {
		if ctx.Err() != nil {
			return stopped(ctx)
		}
		if bad := g.read(class, numbers); bad != nil {
			return g.invalid(bad)
		}
	}
	slices.SortStableFunc(classes, func(a, b int32) int { return len(g.elements[a]) - len(g.elements[b]) })
	g.place = make([]int32, len(g.adds))
	for k := range g.place {
		g.place[k] = none
	}
	if bad := align(numbers, classes); bad != nil {
		return g.invalid(bad)
	}
	for k := range g.place {
		if g.place[k] == none {
			g.place[k] = g.last
		}
	}
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	order, early, late := g.arrange(numbers)
	if order == nil && early != none {
		return g.invalid(g.disorder(numbers, early, late))
	}
	return engine.Result{Outcome: engine.Valid, Order: order}
}

// alignLists checks that every read is a prefix of the longest. The classes are in order of the
// lengths of their reads.
func (g *growth) alignLists(numbers map[history.Value]int32, classes []int32) *violation {
	if len(classes) == 0 {
		return nil
	}
	longest := classes[len(classes)-1]
	list := g.elements[longest]
	for pos, k := range list {
		if g.place[k] != none {
			i := g.readOf(longest)
			return &violation{
				pattern: repeatedElement,
				reason:  fmt.Sprintf("%s has %v twice, which only %s added.", describe(g.p, i), g.p.Action(g.adds[k]).A, describe(g.p, g.adds[k])),
				ops:     []int32{i},
			}
		}
		g.place[k] = int32(2*pos + 2)
	}
	for _, class := range classes {
		short := g.elements[class]
		if !slices.Equal(short, list[:len(short)]) {
			return g.incomparable(numbers, class, longest)
		}
		g.readPlace[class] = int32(2*len(short) + 1)
	}
	g.last = int32(2*len(list) + 2)
	return nil
}

func (g *growth) incomparable(numbers map[history.Value]int32, a, b int32) *violation {
	i, j := g.readOf(a), g.readOf(b)
	return &violation{
		pattern: incomparableReads,
		reason:  fmt.Sprintf("Neither %s nor %s can be read first: neither continues the other.", describe(g.p, i), describe(g.p, j)),
		ops:     []int32{i, j},
	}
}
