package exhaustive

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/explore"
)

// graph holds the worlds in which a property of the kind Eventually does not hold, and their transitions.
type graph struct {
	s     *search
	x     *expander
	p     *explore.Property
	world explore.World
	fps   []uint64 // in the order of the levels
	level []uint32
	index map[uint64]uint32
	first []uint64 // edge of each world, and after the last
	edges []transition
	class map[uint32]uint32 // by step
	names dictionary[string]
}

// transition is an edge of a graph.
type transition struct {
	to    uint32
	class uint32 // the fair event, or unfair
}

const (
	outside = ^uint32(0) // a world in which the property holds
	unfair  = ^uint32(0)
)

// newGraph makes the graph of p from the worlds of all levels.
func newGraph(ctx context.Context, s *search, p *explore.Property) (*graph, error) {
	g := &graph{s: s, p: p, x: newExpander(s.space), index: map[uint64]uint32{}, class: map[uint32]uint32{}}
	g.x.loops = true
	if err := g.each(ctx, g.add); err != nil {
		return nil, err
	}
	err := g.each(ctx, func(_ int, ids []uint32, fp uint64) error {
		if _, ok := g.index[fp]; !ok {
			return nil
		}
		return g.expand(ids, fp)
	})
	g.first = append(g.first, uint64(len(g.edges)))
	return g, err
}

// each calls visit with the worlds of all levels.
func (g *graph) each(ctx context.Context, visit func(level int, ids []uint32, fp uint64) error) error {
	var worlds []uint32
	var buffer []byte
	width := g.s.space.width()
	for level := range g.s.result.Depth {
		g.s.shown.Store(int64(level + 1))
		for _, c := range g.s.archive.level(level) {
			var err error
			if worlds, err = g.s.archive.read(c, worlds, &buffer); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			for i := 0; i < len(worlds); i += width {
				ids := worlds[i : i+width]
				if err := visit(level, ids, g.x.fingerprint(ids)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// add adds a world, unless the property holds in it.
func (g *graph) add(level int, ids []uint32, fp uint64) error {
	g.x.world(ids, &g.world)
	if g.p.Holds(&g.world) == nil {
		return nil
	}
	g.index[fp] = uint32(len(g.fps))
	g.fps = append(g.fps, fp)
	g.level = append(g.level, uint32(level))
	return g.withinLimit()
}

// expand adds the transitions of a world.
func (g *graph) expand(ids []uint32, fp uint64) error {
	g.first = append(g.first, uint64(len(g.edges)))
	g.x.found = g.x.found[:0]
	g.x.expand(ids, fp, 0, 0)
	for i := range g.x.found {
		n := &g.x.found[i]
		to, ok := g.index[n.fp]
		if !ok {
			to = outside
		}
		g.edges = append(g.edges, transition{to, g.classOf(n.edge.step)})
	}
	return g.withinLimit()
}

// withinLimit returns an error if the graph has become too large.
func (g *graph) withinLimit() error {
	limit := g.s.o.MaxGraph
	if limit == 0 {
		limit = DefaultMaxGraph
	}
	if len(g.fps) > limit || len(g.edges) > 10*limit {
		return fmt.Errorf("exhaustive: checking %s takes more than %d worlds or %d edges in memory: raise MaxGraph or lower the bounds of the system", g.p.Name, limit, 10*limit)
	}
	return nil
}

// before orders worlds in a way that does not depend on who found them first.
func (g *graph) before(a, b uint32) bool {
	if g.level[a] != g.level[b] {
		return g.level[a] < g.level[b]
	}
	return g.fps[a] < g.fps[b]
}

// classOf numbers the event of a step, if it is fair: a fair event that stays possible happens.
func (g *graph) classOf(t *step) uint32 {
	if !t.step.Event.Kind.Fair() {
		return unfair
	}
	class, known := g.class[t.id]
	if !known {
		name := fmt.Sprintf("%d %v", t.step.Event.Node, t.step.Event)
		class = g.names.number(name, name)
		g.class[t.id] = class
	}
	return class
}

// from returns the transitions of a world.
func (g *graph) from(at uint32) []transition { return g.edges[g.first[at]:g.first[at+1]] }

// ended reports whether nothing fair can happen in a world, so that a run may end there.
func (g *graph) ended(at uint32) bool {
	for _, e := range g.from(at) {
		if e.class != unfair {
			return false
		}
	}
	return true
}

// components returns the strongly connected components (Tarjan 1972, without recursion).
func (g *graph) components() [][]uint32 {
	type visit struct {
		world uint32
		next  uint64
	}
	var (
		all     [][]uint32
		stack   []uint32
		path    []visit
		order   = make([]uint32, len(g.fps)) // of discovery, from 1
		low     = make([]uint32, len(g.fps))
		onStack = make([]bool, len(g.fps))
		count   uint32
	)
	enter := func(w uint32) {
		count++
		order[w], low[w], onStack[w] = count, count, true
		stack = append(stack, w)
		path = append(path, visit{w, g.first[w]})
	}
	root := uint32(0)
	for {
		for ; len(path) == 0 && int(root) < len(g.fps); root++ {
			if order[root] == 0 {
				enter(root)
			}
		}
		if len(path) == 0 {
			return all
		}
		v := &path[len(path)-1]
		if v.next < g.first[v.world+1] {
			to := g.edges[v.next].to
			v.next++
			switch {
			case to == outside:
			case order[to] == 0:
				enter(to)
			case onStack[to]:
				low[v.world] = min(low[v.world], order[to])
			}
			continue
		}
		w := v.world
		path = path[:len(path)-1]
		if len(path) > 0 {
			above := path[len(path)-1].world
			low[above] = min(low[above], low[w])
		}
		if low[w] != order[w] {
			continue
		}
		at := len(stack)
		for done := false; !done; {
			at--
			onStack[stack[at]] = false
			done = stack[at] == w
		}
		all = append(all, append([]uint32(nil), stack[at:]...))
		stack = stack[:at]
	}
}
