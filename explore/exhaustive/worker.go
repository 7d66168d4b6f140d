package exhaustive

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/tenet-go/tenet/explore"
)

// worker expands chunks of a level.
type worker struct {
	s        *search
	x        *expander
	worlds   []uint32 // of the chunk in work
	buffer   []byte
	alphas   []uint64 // fingerprints of the states of the specification, of those worlds
	world    explore.World
	fresh    []uint32 // worlds of the next level
	verified bool     // whether those were not visited before, beyond doubt
	added    []uint32 // places in a batch
	unused   uint64

	canonical *canonical // nil if there is no symmetry

	steps, stutters uint64
}

func newWorker(s *search) *worker {
	w := &worker{s: s, x: newExpander(s.space), verified: true}
	w.x.loops = s.refine != nil
	if s.o.Symmetry != nil {
		w.canonical = newCanonical(w.x, s.o.Symmetry)
	}
	return w
}

// work expands chunks of the level until there are no more.
func (w *worker) work(ctx context.Context) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("exhaustive: a function of the system panics: %v\n%s", cause, debug.Stack())
		}
	}()
	chunks := w.s.archive.level(w.s.level)
	for {
		i := int(w.s.next.Add(1)) - 1
		if i >= len(chunks) || w.s.stop.Load() || ctx.Err() != nil {
			return w.flush()
		}
		if err := w.chunk(chunks[i]); err != nil {
			return err
		}
	}
}

// chunk checks the worlds of a chunk and finds their successors.
func (w *worker) chunk(c chunk) (err error) {
	if w.worlds, err = w.s.archive.read(c, w.worlds, &w.buffer); err != nil {
		return err
	}
	if err := w.check(); err != nil {
		return err
	}
	if w.s.deep || w.s.worldFound.Load() {
		return nil
	}
	width := w.s.space.width()
	before, distinct := w.x.generated, len(w.fresh)
	for i := 0; i < len(w.worlds); i += width {
		ids := w.worlds[i : i+width]
		alpha := uint64(0)
		if w.s.refine != nil {
			alpha = w.alphas[i/width]
		}
		w.x.expand(ids, w.x.fingerprint(ids), alpha, uint32(i))
		if len(w.x.found) >= largeBatch {
			if err := w.insert(); err != nil {
				return err
			}
		}
	}
	err = w.insert()
	w.s.generated.Add(w.x.generated - before)
	w.s.distinct.Add(uint64(max(0, len(w.fresh)-distinct) / width))
	w.s.frontier.Add(-uint64(c.count))
	return err
}

// insert looks up the successors found, and keeps the worlds not seen before.
func (w *worker) insert() error {
	for i := range w.x.broken {
		n := &w.x.broken[i]
		w.s.note(finding{contractRank, w.fingerprintOf(n.from), n.edge.step.step.Err})
	}
	w.x.broken = w.x.broken[:0]
	if w.s.refine != nil {
		if err := w.judge(); err != nil {
			return err
		}
	}
	if w.canonical != nil {
		w.x.found = w.canonical.distinct(w.worlds, w.x.found)
	}
	for rest := w.x.found; len(rest) > 0; {
		n := min(w.s.visited.batch, len(rest))
		if err := w.lookUp(rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	w.x.found = w.x.found[:0]
	return nil
}

// lookUp keeps the worlds that are not in the table of the visited ones.
func (w *worker) lookUp(found []successor) error {
	visited := w.s.visited
	if err := visited.lock(len(found)); err != nil {
		return err
	}
	for i := range found {
		w.unused += visited.touch(found[i].fp)
	}
	w.added = w.added[:0]
	for i := range found {
		if visited.insert(nonzero(found[i].fp)) {
			w.added = append(w.added, uint32(i))
		}
	}
	verified := !w.s.spill.active
	visited.unlock(len(found) - len(w.added))
	if verified != w.verified {
		if err := w.flush(); err != nil {
			return err
		}
		w.verified = verified
	}
	width := w.s.space.width()
	for _, i := range w.added {
		n := &found[i]
		ids, end := w.worlds[n.from:int(n.from)+width], len(w.fresh)
		w.fresh = append(w.fresh, ids...)
		w.x.apply(w.fresh[end:], ids, n)
		if w.canonical != nil {
			w.canonical.of(w.fresh[end:], w.x.fingerprint(w.fresh[end:]))
			copy(w.fresh[end:], w.canonical.least)
		}
		if len(w.fresh) >= chunkWorlds*width {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush adds the worlds that were kept to the next level.
func (w *worker) flush() error {
	if len(w.fresh) == 0 {
		return nil
	}
	to := w.s.archive
	if !w.verified {
		to = w.s.spill.candidates
	}
	err := to.add(w.s.level+1, w.fresh, &w.buffer)
	w.fresh = w.fresh[:0]
	return err
}

// check evaluates the properties of the worlds of the chunk.
func (w *worker) check() error {
	width := w.s.space.width()
	var wanted []int
	for i := range w.s.sys.Properties {
		if kind := w.s.sys.Properties[i].Kind; kind == explore.Always || kind == explore.Reachable && !w.s.reached[i].Load() {
			wanted = append(wanted, i)
		}
	}
	if len(wanted) > 0 {
		for i := 0; i < len(w.worlds); i += width {
			w.checkWorld(w.worlds[i:i+width], wanted)
		}
	}
	if w.s.refine == nil {
		return nil
	}
	return w.noteStates()
}

func (w *worker) checkWorld(ids []uint32, wanted []int) {
	w.x.world(ids, &w.world)
	for _, i := range wanted {
		p := &w.s.sys.Properties[i]
		if p.Kind == explore.Reachable && w.s.reached[i].Load() {
			continue
		}
		switch err := p.Holds(&w.world); {
		case p.Kind == explore.Reachable && err == nil:
			w.s.reached[i].Store(true)
		case p.Kind == explore.Always && err != nil:
			w.s.note(finding{i, w.x.fingerprint(ids), err})
		}
	}
}

// fingerprintOf returns the fingerprint of a world of the chunk.
func (w *worker) fingerprintOf(from uint32) uint64 {
	return w.x.fingerprint(w.worlds[from : int(from)+w.s.space.width()])
}

// noteStates counts the states of the specification that the worlds of the chunk map to.
func (w *worker) noteStates() error {
	width := w.s.space.width()
	w.alphas = w.alphas[:0]
	for i := 0; i < len(w.worlds); i += width {
		w.alphas = append(w.alphas, w.x.alpha(w.worlds[i:i+width]))
	}
	states := w.s.refine.states
	for rest := w.alphas; len(rest) > 0; {
		n := min(states.batch, len(rest))
		if err := states.lock(n); err != nil {
			return err
		}
		known := 0
		for _, fp := range rest[:n] {
			if !states.insert(nonzero(fp)) {
				known++
			}
		}
		states.unlock(known)
		rest = rest[n:]
	}
	return nil
}

// judge asks the specification about those steps to the successors found that it was not asked about.
func (w *worker) judge() error {
	w.steps += uint64(len(w.x.found))
	for rest := w.x.found; len(rest) > 0; {
		n := min(w.s.refine.judged.batch, len(rest))
		if err := w.unjudged(rest[:n]); err != nil {
			return err
		}
		for _, i := range w.added {
			w.judgeStep(&rest[i])
		}
		rest = rest[n:]
	}
	return nil
}

// unjudged puts those of found to w.added that are not judged.
func (w *worker) unjudged(found []successor) error {
	r := w.s.refine
	if err := r.judged.lock(len(found)); err != nil {
		return err
	}
	w.added = w.added[:0]
	for i := range found {
		n := &found[i]
		if w.alphaOf(n.from) == n.alpha {
			w.stutters++
		}
		if r.judged.insert(w.edgeHash(n)) {
			w.added = append(w.added, uint32(i))
		}
	}
	r.judged.unlock(len(found) - len(w.added))
	return nil
}

func (w *worker) judgeStep(n *successor) {
	r := w.s.refine
	ids := w.worlds[n.from : int(n.from)+w.s.space.width()]
	accepted, err := r.refuses(w.x, ids, w.alphaOf(n.from), n)
	switch {
	case err != nil:
		r.refused(w.edgeHash(n))
		w.s.note(finding{refinementRank, w.x.fingerprint(ids), err})
	case accepted:
		r.count(n.edge.step.step.Action)
	}
}

func (w *worker) alphaOf(from uint32) uint64 { return w.alphas[int(from)/w.s.space.width()] }

func (w *worker) edgeHash(n *successor) uint64 {
	return edgeHash(w.alphaOf(n.from), n.edge.step.action, n.alpha)
}
