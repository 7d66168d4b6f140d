package exhaustive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/explore"
)

// eventually checks the properties of that kind: a run violates one if it ends in a world where it does
// not hold, with nothing fair left to happen, or goes around a cycle of such worlds for ever on which each fair event
// that stays possible happens.
func (s *search) eventually(ctx context.Context) (err error) {
	defer recovered(&err)
	for i := range s.sys.Properties {
		p := &s.sys.Properties[i]
		if p.Kind != explore.Eventually {
			continue
		}
		if !s.result.Complete || s.result.Violation != nil {
			s.result.Unchecked = append(s.result.Unchecked, p.Name)
			continue
		}
		s.phase.Store(&p.Name)
		g, err := newGraph(ctx, s, p)
		if err != nil && ctx.Err() != nil {
			s.result.Complete, s.result.Limit = false, fmt.Sprintf("canceled: %v", context.Cause(ctx))
			s.result.Unchecked = append(s.result.Unchecked, p.Name)
			continue
		}
		if err != nil {
			return err
		}
		if s.result.Violation, err = g.violation(ctx); err != nil {
			return err
		}
	}
	return nil
}

// violation returns the run with the shortest way to an end or a fair cycle, or nil if there is none.
func (g *graph) violation(ctx context.Context) (*explore.Violation, error) {
	start, cycle := outside, []uint32(nil)
	for at := range uint32(len(g.fps)) {
		if g.ended(at) && (start == outside || g.before(at, start)) {
			start = at
		}
	}
	for _, component := range g.components() {
		least := slices.MinFunc(component, func(a, b uint32) int {
			if g.before(a, b) {
				return -1
			}
			return 1
		})
		if (start == outside || g.before(least, start)) && g.fair(component) {
			start, cycle = least, component
		}
	}
	if start == outside {
		return nil, nil
	}
	return g.lasso(ctx, start, cycle)
}

// enabledIn returns the fair events that are possible in all worlds of a component, and of those the ones that
// happen inside it.
func (g *graph) enabledIn(component []uint32) (always, inside map[uint32]bool) {
	member := make(map[uint32]bool, len(component))
	for _, w := range component {
		member[w] = true
	}
	count := map[uint32]int{}
	inside = map[uint32]bool{}
	for _, w := range component {
		here := map[uint32]bool{}
		for _, e := range g.from(w) {
			if e.class == unfair {
				continue
			}
			if !here[e.class] {
				here[e.class] = true
				count[e.class]++
			}
			if e.to != outside && member[e.to] {
				inside[e.class] = true
			}
		}
	}
	always = map[uint32]bool{}
	for class, n := range count {
		if n == len(component) {
			always[class] = true
		}
	}
	return always, inside
}

// fair reports whether a run may stay in the component for ever: each fair event that is possible everywhere in it
// happens inside it. If that is not so for the whole component, it is not for any part either.
func (g *graph) fair(component []uint32) bool {
	if len(component) == 1 && !slices.ContainsFunc(g.from(component[0]), func(e transition) bool { return e.to == component[0] }) {
		return false
	}
	always, inside := g.enabledIn(component)
	for class := range always {
		if !inside[class] {
			return false
		}
	}
	return true
}

// lasso makes the run that comes to start, and then goes around the cycle through its component, if there is one.
func (g *graph) lasso(ctx context.Context, start uint32, component []uint32) (*explore.Violation, error) {
	t := newTracer(ctx, g.s)
	path, err := t.back(g.fps[start], int(g.level[start]))
	if err != nil {
		return nil, err
	}
	if err := t.replay(path); err != nil {
		return nil, err
	}
	v := &explore.Violation{Property: g.p.Name, Kind: explore.Eventually, Loop: -1}
	what := "nothing fair is left to happen"
	if component != nil {
		v.Loop = len(path)
		what = "the run goes round for ever"
		for _, e := range g.round(start, component) {
			err := t.step(func(n *successor) bool { return n.fp == g.fps[e.to] && g.classOf(n.edge.step) == e.class })
			if err != nil {
				return nil, err
			}
		}
	}
	v.Run = t.run
	holds := g.p.Holds(t.run.Last())
	if holds == nil {
		return nil, errors.New("exhaustive: " + g.p.Name + " is no function of the world")
	}
	v.Why = fmt.Errorf("%s: %w", what, holds)
	return v, nil
}

// round returns a cycle from start through the component on which each fair event happens, or is impossible at times.
func (g *graph) round(start uint32, component []uint32) []transition {
	always, _ := g.enabledIn(component)
	member := map[uint32]bool{}
	open := map[uint32]bool{} // fair events yet to be dealt with
	for _, w := range component {
		member[w] = true
		for _, e := range g.from(w) {
			if e.class != unfair {
				open[e.class] = true
			}
		}
	}
	classes := make([]uint32, 0, len(open))
	for class := range open {
		classes = append(classes, class)
	}
	slices.SortFunc(classes, func(a, b uint32) int { return strings.Compare(g.names.values[a], g.names.values[b]) })
	at, path := start, []transition(nil)
	for _, class := range classes {
		if !g.possible(start, class) {
			delete(open, class)
		}
	}
	walk := func(goal func(e transition) bool) {
		for _, e := range g.walk(at, member, goal) {
			delete(open, e.class)
			at = e.to
			path = append(path, e)
			for class := range open {
				if !always[class] && !g.possible(at, class) {
					delete(open, class)
				}
			}
		}
	}
	for _, class := range classes {
		switch {
		case !open[class]:
		case always[class]:
			walk(func(e transition) bool { return e.class == class })
		default:
			walk(func(e transition) bool { return !g.possible(e.to, class) })
		}
	}
	if at != start || len(path) == 0 {
		walk(func(e transition) bool { return e.to == start })
	}
	return path
}

func (g *graph) possible(at, class uint32) bool {
	return slices.ContainsFunc(g.from(at), func(e transition) bool { return e.class == class })
}

// walk returns the shortest way inside a component from a world that ends with such a transition.
func (g *graph) walk(from uint32, member map[uint32]bool, goal func(e transition) bool) []transition {
	type arrival struct {
		before uint32
		edge   transition
	}
	came := map[uint32]arrival{}
	queue := []uint32{from}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, e := range g.from(at) {
			if e.to == outside || !member[e.to] {
				continue
			}
			if goal(e) {
				way := []transition{e}
				for ; at != from; at = came[at].before {
					way = append(way, came[at].edge)
				}
				slices.Reverse(way)
				return way
			}
			if _, seen := came[e.to]; !seen && e.to != from {
				came[e.to] = arrival{at, e}
				queue = append(queue, e.to)
			}
		}
	}
	panic("exhaustive: a component is not strongly connected")
}
