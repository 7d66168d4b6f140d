package exhaustive

import (
	"bytes"
	"context"
	"fmt"
	"math"

	"github.com/tenet-go/tenet/explore"
)

// finding is a world that violates a property, or has a step that does. Of all those in a level the least one
// is shown, which does not depend on who found it first.
type finding struct {
	rank int    // of the property
	fp   uint64 // of the world
	why  error  // nil if there is no finding
}

// The properties of worlds rank by their places among the properties of the system, before these.
const (
	contractRank   = math.MaxInt32
	refinementRank = contractRank + 1
)

func (f *finding) less(g *finding) bool {
	if f.rank != g.rank {
		return f.rank < g.rank
	}
	return f.fp < g.fp
}

// note keeps the least finding of the level.
func (s *search) note(f finding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found.why == nil || f.less(&s.found) {
		s.found = f
	}
	if f.rank < contractRank {
		s.worldFound.Store(true)
	}
}

// violation makes the shortest run to a finding in the level.
func (s *search) violation(ctx context.Context, f finding) (v *explore.Violation, err error) {
	defer recovered(&err)
	if ctx.Err() != nil {
		ctx = context.WithoutCancel(ctx) // The way back is short beside the search, and what the search was for.
	}
	tracer := newTracer(ctx, s)
	if f.rank == refinementRank {
		// Which of several worlds was asked about the same step of the specification is chance.
		if f.fp, err = tracer.least(); err != nil {
			return nil, err
		}
	}
	path, err := tracer.back(f.fp, s.level)
	if err != nil {
		return nil, err
	}
	if err := tracer.replay(path); err != nil {
		return nil, err
	}
	v = &explore.Violation{Loop: -1}
	switch f.rank {
	case contractRank:
		v.Property = explore.Contract
		v.Why, err = tracer.last(func(n *successor) error { return n.edge.step.step.Err })
	case refinementRank:
		v.Property = explore.Refinement
		v.Why, err = tracer.last(func(n *successor) error {
			_, err := s.refine.refuses(tracer.x, tracer.ids, tracer.x.alpha(tracer.ids), n)
			return err
		})
	default:
		p := &s.sys.Properties[f.rank]
		v.Property, v.Kind = p.Name, p.Kind
		if v.Why = p.Holds(tracer.run.Last()); v.Why == nil {
			return nil, fmt.Errorf("exhaustive: %s was violated in a world, and holds when that is asked again: it is no function of the world (%w)", p.Name, f.why)
		}
	}
	v.Run = tracer.run
	return v, err
}

// tracer finds runs through the levels of a search.
type tracer struct {
	ctx    context.Context // of the call of Check, as is all of the tracer
	s      *search
	x      *expander
	worlds []uint32
	buffer []byte

	canonical *canonical // nil if there is no symmetry

	run explore.Run
	ids []uint32 // of the world in which run ends
}

func newTracer(ctx context.Context, s *search) *tracer {
	t := &tracer{ctx: ctx, s: s, x: newExpander(s.space), run: explore.Run{Initial: s.initial}, ids: s.space.vector(s.initial)}
	t.x.loops = true
	if s.o.Symmetry != nil {
		t.canonical = newCanonical(t.x, s.o.Symmetry)
	}
	return t
}

// scan calls visit with each world of a level and its successors.
func (t *tracer) scan(level int, visit func(ids []uint32, fp uint64, found []successor)) error {
	width := t.s.space.width()
	for _, c := range t.s.archive.level(level) {
		err := t.ctx.Err()
		if err != nil {
			return fmt.Errorf("exhaustive: interrupted on the way back from a violation: %w", err)
		}
		if t.worlds, err = t.s.archive.read(c, t.worlds, &t.buffer); err != nil {
			return err
		}
		for i := 0; i < len(t.worlds); i += width {
			ids := t.worlds[i : i+width]
			fp := t.x.fingerprint(ids)
			visit(ids, fp, t.successors(ids, fp))
		}
	}
	return nil
}

// successors returns the successors of one world.
func (t *tracer) successors(ids []uint32, fp uint64) []successor {
	alpha := uint64(0)
	if t.s.refine != nil {
		alpha = t.x.alpha(ids)
	}
	t.x.found, t.x.broken = t.x.found[:0], t.x.broken[:0]
	t.x.expand(ids, fp, alpha, 0)
	return t.x.found
}

// least returns the least world of the level that has a step which the specification refuses.
func (t *tracer) least() (least uint64, err error) {
	least = math.MaxUint64
	return least, t.scan(t.s.level, func(ids []uint32, fp uint64, found []successor) {
		alpha := t.x.alpha(ids)
		for i := range found {
			if fp < least && t.s.refine.bad[edgeHash(alpha, found[i].edge.step.action, found[i].alpha)] {
				least = fp
			}
		}
	})
}

// back returns the fingerprints of the worlds after the initial one on a path to that of a level, choosing the
// least where there are several.
func (t *tracer) back(fp uint64, level int) ([]uint64, error) {
	path := make([]uint64, level)
	for ; level > 0; level-- {
		path[level-1] = fp
		before, seen := uint64(math.MaxUint64), false
		err := t.scan(level-1, func(ids []uint32, from uint64, found []successor) {
			for i := range found {
				if from <= before && t.key(ids, &found[i]) == fp {
					before, seen = from, true
				}
			}
		})
		if err != nil {
			return nil, err
		}
		if !seen {
			return nil, fmt.Errorf("exhaustive: no world of level %d leads to %016x, which was found from there: a function of the system is not pure", level, fp)
		}
		fp = before
	}
	return path, nil
}

// key returns the fingerprint by which a successor of ids was visited.
func (t *tracer) key(ids []uint32, n *successor) uint64 {
	if t.canonical == nil {
		return n.fp
	}
	return t.canonical.successor(ids, n)
}

// replay takes the steps along a path, each time the one whose name comes first.
func (t *tracer) replay(path []uint64) error {
	for _, fp := range path {
		if err := t.step(func(n *successor) bool { return t.key(t.ids, n) == fp }); err != nil {
			return err
		}
	}
	return nil
}

// last takes a step that is wrong, and says why it is.
func (t *tracer) last(wrong func(n *successor) error) (why, err error) {
	whys := map[string]error{}
	err = t.step(func(n *successor) bool {
		why := wrong(n)
		whys[n.edge.step.step.Event.String()] = why
		return why != nil
	})
	if err != nil {
		return nil, err
	}
	return whys[t.run.Transitions[len(t.run.Transitions)-1].Event.String()], nil
}

// step takes the wanted step whose name comes first.
func (t *tracer) step(wanted func(n *successor) bool) error {
	var chosen *successor
	name := ""
	found := t.successors(t.ids, t.x.fingerprint(t.ids))
	for i := range found {
		if !wanted(&found[i]) {
			continue
		}
		if this := found[i].edge.step.step.Event.String(); chosen == nil || this < name {
			chosen, name = &found[i], this
		}
	}
	if chosen == nil {
		return fmt.Errorf("exhaustive: a step of the run is not found again after %d events: a function of the system is not pure", len(t.run.Transitions))
	}
	return t.take(chosen)
}

// take lets the step to a successor happen in the system itself, and compares.
func (t *tracer) take(n *successor) error {
	taken, err := t.s.sys.Do(t.run.Last(), n.edge.step.step.Event)
	if err != nil {
		return fmt.Errorf("exhaustive: replaying the run after %d events: %w", len(t.run.Transitions), err)
	}
	next := make([]uint32, len(t.ids))
	t.x.apply(next, t.ids, n)
	t.ids = next
	var w explore.World
	t.x.world(next, &w)
	if !bytes.Equal(w.AppendTo(nil), taken.World.AppendTo(nil)) {
		return fmt.Errorf("exhaustive: replaying %v after %d events leads to another world: a function of the system is not pure", n.edge.step.step.Event, len(t.run.Transitions))
	}
	t.run.Transitions = append(t.run.Transitions, taken)
	return nil
}
