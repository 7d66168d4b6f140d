package container

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// growth is what a collection that only grows went through: a set or a log. Elements are numbered;
// each was added once.
//
// Reads of different contents are ordered by their sizes, and each element is added after the reads
// that miss it and before those that have it. So the operations fall into groups of which the order
// is known: the elements of the least read, the reads of them, the elements that the next greater
// read has on top, its reads, and so on, and at last the elements that no read has. The order within
// a group does not matter, except that a log has each element of a read in a group of its own.
//
// Such an order exists if and only if no operation returned before the call of one in an earlier
// group: give each operation the greatest call among its own and those of earlier groups.
type growth struct {
	p   *engine.Problem
	add model.Op // what adds an element
	// numbers numbers the elements.
	numbers map[history.Value]int32
	// adds gives the operation that added each element, and wasRead whether a read has it.
	adds    []int32
	wasRead []bool
	// place gives for each element its group, and readPlace for each class of reads.
	place, readPlace []int32
	last             int32 // the group of elements not read
}

// invalid makes a result of a violation. Operations that add elements are never left out, since
// elements cannot be left out of what reads returned. And one read of each content stays, the
// first to return: reads show in which order elements were added, and so make it easy to see
// that there is no other.
func (g *growth) invalid(v *violation) engine.Result {
	firsts := make([]int32, len(g.p.Classes))
	for class := range firsts {
		firsts[class] = none
	}
	for i, class := range g.p.Class {
		if f := firsts[class]; f == none || g.p.Return[i] < g.p.Return[f] {
			firsts[class] = int32(i)
		}
	}
	complete := v.complete(g.p)
	return invalidPrefix(g.p, v, func(i int32) bool {
		return g.p.Action(i).Op == g.add || firsts[g.p.Class[i]] == i && g.p.Return[i] < complete
	})
}

// gatherGrowth numbers the elements. The adding operations of the problem must have the given Op.
func gatherGrowth(p *engine.Problem, add model.Op) (g *growth, why string) {
	g = &growth{
		p: p, add: add, numbers: make(map[history.Value]int32, len(p.Classes)), readPlace: make([]int32, len(p.Classes)),
	}
	for i := int32(0); int(i) < p.Len(); i++ {
		a := p.Action(i)
		if a.Op != add {
			continue
		}
		if k, seen := g.numbers[a.A]; seen {
			return nil, fmt.Sprintf("%v is added twice, by %s and %s", a.A, p.Describe(g.adds[k]), p.Describe(i))
		}
		if changed, told := a.B.Bool(); add == model.Insert && told && !changed {
			return nil, p.Describe(i) + " says that it did not change the set"
		}
		g.numbers[a.A] = int32(len(g.adds))
		g.adds = append(g.adds, i)
	}
	g.wasRead = make([]bool, len(g.adds))
	return g, ""
}

// read decodes what the reads of a class saw. All of it has to be added by someone.
func (g *growth) read(class int32) (list []int32, bad *violation) {
	elems := g.p.Classes[class].A.Elems()
	list = make([]int32, len(elems))
	for pos, e := range elems {
		k, ok := g.numbers[e]
		if !ok {
			i := g.readOf(class)
			return nil, &violation{
				pattern: unknownElement,
				reason:  fmt.Sprintf("%s has %v, which nobody added.", g.p.Describe(i), e),
				ops:     []int32{i},
			}
		}
		list[pos] = k
		g.wasRead[k] = true
	}
	return list, nil
}

// readOf returns a completed read of a class.
func (g *growth) readOf(class int32) int32 {
	for i, c := range g.p.Class {
		if c == class && !g.p.Pending(int32(i)) {
			return int32(i)
		}
	}
	return none
}

// readClasses returns the classes of the completed reads.
func (g *growth) readClasses() (classes []int32) {
	seen := make([]bool, len(g.p.Classes))
	for i, class := range g.p.Class {
		if g.p.Classes[class].Op == model.ReadAll && !g.p.Pending(int32(i)) && !seen[class] {
			seen[class] = true
			classes = append(classes, class)
		}
	}
	return classes
}

// onlyReads says why p is not about adding elements and reading collections of the given kind.
func onlyReads(p *engine.Problem, add model.Op, kind history.Kind) (why string) {
	reads := make([]bool, len(p.Classes)) // classes with completed reads
	for i, class := range p.Class {
		reads[class] = reads[class] || p.Classes[class].Op == model.ReadAll && !p.Pending(int32(i))
	}
	for class := range p.Classes {
		a := &p.Classes[class]
		switch {
		case a.Op == add:
		case a.Op != model.ReadAll:
			return "the history has operations other than adding elements and reading them all"
		case !reads[class]:
		case !a.Known:
			return "the result of a read is not known"
		case a.A.Kind() != kind:
			return fmt.Sprintf("a read returned %v, which is not a %v", a.A, kind)
		}
	}
	return startsEmpty(p)
}

// startsEmpty says why it is not certain that the object is empty at first. What an action of
// the model looks like that read nothing is found out by decoding one.
func startsEmpty(p *engine.Problem) (why string) {
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
		return "it is not empty at first"
	}
	return ""
}

// solve decides the problem. Align sets the groups of the elements and reads, or finds out why
// the reads do not fit together. The classes that it gets are in order of the sizes of their
// reads. If ctx ends what it does means nothing.
func (g *growth) solve(ctx context.Context, align func(ctx context.Context, classes []int32) *violation) engine.Result {
	classes := g.readClasses()
	size := func(class int32) int { return g.p.Classes[class].A.Len() }
	slices.SortStableFunc(classes, func(a, b int32) int { return cmp.Compare(size(a), size(b)) })
	g.place = make([]int32, len(g.adds))
	for k := range g.place {
		g.place[k] = none
	}
	bad := align(ctx, classes)
	switch {
	case ctx.Err() != nil:
		return stopped(ctx)
	case bad != nil:
		return g.invalid(bad)
	}
	for k := range g.place {
		if g.place[k] == none {
			g.place[k] = g.last
		}
	}
	order, early, late := g.arrange()
	if order == nil && early != none {
		return g.invalid(g.disorder(early, late))
	}
	return engine.Result{Outcome: engine.Valid, Order: order}
}

// group returns the group of operation i, or none if it is left out: reads of unknown outcome,
// and elements of which it is not known that they were added and which nobody read.
func (g *growth) group(i int32) int32 {
	if a := g.p.Action(i); a.Op == model.ReadAll {
		if g.p.Pending(i) {
			return none
		}
		return g.readPlace[g.p.Class[i]]
	}
	k := g.numbers[g.p.Action(i).A]
	if g.p.Pending(i) && !g.wasRead[k] {
		return none
	}
	return g.place[k]
}

// arrange orders the operations by their groups, and in a group by their calls. Or it returns two
// operations of which the one that comes later by its group returned before the other was called.
func (g *growth) arrange() (order []int32, early, late int32) {
	groups := make([]int32, g.p.Len())
	first := make([]int32, g.last+2)
	for i := range groups {
		groups[i] = g.group(int32(i))
		if groups[i] != none {
			first[groups[i]+1]++
		}
	}
	for s := 1; s < len(first); s++ {
		first[s] += first[s-1]
	}
	order = make([]int32, first[len(first)-1])
	for i, group := range groups {
		if group != none {
			order[first[group]] = int32(i)
			first[group]++
		}
	}
	latest := int32(none) // of the groups before, the operation called last
	for from := 0; from < len(order); {
		to := from
		for ; to < len(order) && groups[order[to]] == groups[order[from]]; to++ {
			if latest != none && g.p.Return[order[to]] < g.p.Call[latest] {
				return nil, order[to], latest
			}
		}
		if latest == none || g.p.Call[order[to-1]] > g.p.Call[latest] {
			latest = order[to-1]
		}
		from = to
	}
	return order, none, none
}

// disorder tells why early, which returned before late was called, cannot come after late.
func (g *growth) disorder(early, late int32) *violation {
	p := g.p
	earlyReads, lateReads := p.Action(early).Op == model.ReadAll, p.Action(late).Op == model.ReadAll
	v := &violation{}
	switch {
	case earlyReads && lateReads:
		v.pattern = shrunkRead
		v.reason = fmt.Sprintf("%s returned before %s was called, and yet has more elements.", p.Describe(early), p.Describe(late))
	case earlyReads:
		v.pattern = earlyElement
		v.reason = fmt.Sprintf("%s has %v, but returned before %s was called.", p.Describe(early), p.Action(late).A, p.Describe(late))
	case lateReads:
		v.pattern = missedElement
		v.reason = fmt.Sprintf("%s misses %v, though %s returned before it was called.", p.Describe(late), p.Action(early).A, p.Describe(early))
	default:
		read := g.witnessRead(early, late)
		v.pattern = reorderedElements
		v.reason = fmt.Sprintf("%s returned before %s was called, but %s shows that %v was added first.",
			p.Describe(early), p.Describe(late), p.Describe(read), p.Action(late).A)
		v.ops = []int32{early, late, read}
		return v
	}
	v.ops = []int32{early, late}
	return v
}

// witnessRead returns a read which shows that the element added by late came before the one added
// by early: the shortest that has it and not the other, or else the shortest that has both.
func (g *growth) witnessRead(early, late int32) int32 {
	e, l := g.numbers[g.p.Action(early).A], g.numbers[g.p.Action(late).A]
	best := int32(none)
	for _, class := range g.readClasses() {
		if g.readPlace[class] < g.place[l] || best != none && g.readPlace[class] >= g.readPlace[best] {
			continue
		}
		if g.readPlace[class] < g.place[e] {
			best = class
		}
	}
	if best == none {
		for _, class := range g.readClasses() {
			if g.readPlace[class] > g.place[e] && (best == none || g.readPlace[class] < g.readPlace[best]) {
				best = class
			}
		}
	}
	return g.readOf(best)
}

// incomparable tells that reads of two classes do not fit together.
func (g *growth) incomparable(a, b int32) *violation {
	i, j := g.readOf(a), g.readOf(b)
	return &violation{
		pattern: incomparableReads,
		reason:  fmt.Sprintf("Neither %s nor %s can be read first: neither continues the other.", g.p.Describe(i), g.p.Describe(j)),
		ops:     []int32{i, j},
	}
}
