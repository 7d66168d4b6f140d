package exhaustive

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// Check searches the worlds of a system, level by level, until it has seen all of them, a property is
// violated, a limit is reached or ctx ends; Result says which. It returns an error if the options or
// the system are not usable, if a function of the system panics, or if files cannot be written.
//
// The worlds that properties are given are used again for others: a property must not keep them.
func Check(ctx context.Context, sys *explore.System, o Options) (*Result, error) {
	if err := o.validate(sys); err != nil {
		return nil, err
	}
	if o.Symmetry != nil {
		if err := o.Symmetry.validate(sys); err != nil {
			return nil, err
		}
	}
	s := newSearch(sys, o)
	defer s.close()
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	return s.result, nil
}

// search is one search for violations of a system's properties.
type search struct {
	sys     *explore.System
	o       Options
	space   *space
	folder  folder
	archive *archive
	visited *table
	spill   *spill
	refine  *refinement // nil if there is nothing to refine
	workers []*worker
	result  *Result
	start   time.Time

	initial *explore.World
	level   int  // being expanded
	deep    bool // whether the level is only checked, and not expanded
	next    atomic.Int64
	found   finding
	// worldFound says that a world of the level violates a property, so that no other step is of interest.
	worldFound atomic.Bool
	reached    []atomic.Bool // by property
	stop       atomic.Bool   // nobody needs the rest of the level
	mu         sync.Mutex
	failed     error

	// For Progress:
	generated, distinct, frontier atomic.Uint64
	shown                         atomic.Int64
	phase                         atomic.Pointer[string]
}

func newSearch(sys *explore.System, o Options) *search {
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	s := &search{sys: sys, o: o, start: time.Now(), folder: folder(o.Dir), result: &Result{Actions: map[machine.Action]uint64{}}}
	abstraction := sys.Abstraction
	if o.Spec == nil {
		abstraction = nil
	} else {
		s.refine = newRefinement(o.Spec, abstraction)
	}
	s.space = newSpace(sys, abstraction)
	frontier, fingerprints, sorting := int64(frontierMemory), int64(0), int64(0)
	if o.Memory > 0 {
		frontier, fingerprints, sorting = o.Memory/8, max(o.Memory/2, 1), max(o.Memory/4, leastSorting)
	}
	s.visited = newTable(fingerprints)
	s.archive = &archive{width: s.space.width(), memory: frontier, folder: s.folder, name: "worlds"}
	s.spill = newSpill(s, sorting, frontier)
	s.visited.full = s.spill.empty
	s.reached = make([]atomic.Bool, len(sys.Properties))
	for range o.Workers {
		s.workers = append(s.workers, newWorker(s))
	}
	return s
}

func (s *search) close() {
	s.visited.close()
	if s.refine != nil {
		s.refine.close()
	}
	s.archive.close()
	s.spill.close()
}

func (s *search) run(ctx context.Context) error {
	stop := s.report()
	defer stop()
	defer func() { s.result.Elapsed = time.Since(s.start) }()
	if err := s.begin(); err != nil {
		return err
	}
	for !s.result.Complete && s.result.Violation == nil && s.result.Limit == "" {
		if err := s.expandLevel(ctx); err != nil {
			return err
		}
	}
	s.summarize()
	return s.eventually(ctx)
}

// begin makes the initial world the first level.
func (s *search) begin() (err error) {
	defer recovered(&err)
	w, steps := s.sys.Initial()
	s.initial = w
	if s.refine != nil {
		s.tallyRefinement()
	}
	s.result.Generated, s.result.Distinct, s.result.Depth = 1, 1, 1
	s.distinct.Store(1)
	for _, step := range steps {
		if step.Err != nil {
			s.violated(&explore.Violation{Property: explore.Contract, Why: step.Err})
			return nil
		}
	}
	ids := s.space.vector(w)
	x := s.workers[0].x
	if s.refine != nil {
		if err := s.refine.initial(x.state(ids)); err != nil {
			s.violated(&explore.Violation{Property: explore.Refinement, Why: err})
			return nil
		}
	}
	if c := s.workers[0].canonical; c != nil {
		c.of(ids, x.fingerprint(ids))
		ids = c.least
	}
	if err := s.visited.lock(1); err != nil {
		return err
	}
	s.visited.insert(nonzero(x.fingerprint(ids)))
	s.visited.unlock(0)
	return s.archive.add(0, ids, new([]byte))
}

// violated notes a violation in the initial world.
func (s *search) violated(v *explore.Violation) {
	v.Run.Initial, v.Loop = s.initial, -1
	s.result.Violation = v
}

// expandLevel checks the worlds of a level, finds those of the next one, and decides whether to go on.
func (s *search) expandLevel(ctx context.Context) error {
	s.frontier.Store(0)
	for _, c := range s.archive.level(s.level) {
		s.frontier.Add(uint64(c.count))
	}
	s.result.Depth = s.level + 1
	s.shown.Store(int64(s.level + 1))
	s.found = finding{}
	s.next.Store(0)
	s.deep = s.limit() != ""
	s.parallel(ctx)
	if s.failed != nil {
		return s.failed
	}
	if err := ctx.Err(); err != nil && s.found.why == nil {
		s.result.Limit = fmt.Sprintf("canceled: %v", context.Cause(ctx))
		s.tally()
		return nil
	}
	if s.found.why != nil && s.found.rank < contractRank {
		return s.conclude(ctx) // What was found of the next level depends on who was first, and is not counted.
	}
	if err := s.spill.filter(s.level + 1); err != nil {
		return err
	}
	s.tally()
	if s.found.why != nil {
		return s.conclude(ctx)
	}
	if s.deep {
		s.result.Limit = s.limit()
		return nil
	}
	if s.level++; len(s.archive.level(s.level)) == 0 {
		s.result.Complete = true
	}
	return nil
}

// limit names the limit that keeps the level from being expanded.
func (s *search) limit() string {
	switch {
	case s.o.MaxDepth > 0 && s.level+1 >= s.o.MaxDepth:
		return fmt.Sprintf("depth %d", s.o.MaxDepth)
	case s.o.MaxWorlds > 0 && s.result.Distinct >= s.o.MaxWorlds:
		return fmt.Sprintf("%d worlds", s.o.MaxWorlds)
	}
	return ""
}

// parallel has the workers work through the level.
func (s *search) parallel(ctx context.Context) {
	var done sync.WaitGroup
	for _, w := range s.workers {
		done.Go(func() {
			if err := w.work(ctx); err != nil {
				s.fail(err)
			}
		})
	}
	done.Wait()
}

func (s *search) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
	s.stop.Store(true)
}

// tally adds what the workers counted to the result.
func (s *search) tally() {
	next := uint64(0)
	for _, c := range s.archive.level(s.level + 1) {
		next += uint64(c.count)
	}
	s.result.Distinct += next
	names := s.space.actionNames()
	for _, w := range s.workers {
		s.result.Generated += w.x.generated
		w.x.generated = 0
		for action, count := range w.x.actions {
			if count > 0 {
				s.result.Actions[names[action]] += count
			}
		}
		clear(w.x.actions)
	}
	s.generated.Store(s.result.Generated)
	s.distinct.Store(s.result.Distinct)
	if s.refine != nil {
		s.tallyRefinement()
	}
}

// conclude makes the run that shows what was found.
func (s *search) conclude(ctx context.Context) error {
	v, err := s.violation(ctx, s.found)
	s.result.Violation = v
	if err != nil {
		return fmt.Errorf("%w (the violation: %w)", err, s.found.why)
	}
	return nil
}

// summarize completes the result.
func (s *search) summarize() {
	s.result.Collision = collision(s.result.Distinct)
	s.result.Sites = s.space.sites()
	s.result.Spilled = s.spill.written
	for i := range s.sys.Properties {
		if p := &s.sys.Properties[i]; p.Kind == explore.Reachable && !s.reached[i].Load() {
			s.result.Unreached = append(s.result.Unreached, p.Name)
		}
	}
	if r := s.result.Refinement; r != nil {
		r.States = uint64(s.refine.states.count.Load())
		r.Collision = collision(r.Edges)
	}
}

// tallyRefinement notes what was judged up to the end of a level.
func (s *search) tallyRefinement() {
	r := &Refinement{Hits: maps.Clone(s.refine.hits)}
	for _, n := range r.Hits {
		r.Edges += n
	}
	for _, w := range s.workers {
		r.Steps += w.steps
		r.Stutters += w.stutters
	}
	s.result.Refinement = r
}

// recovered turns a panic of one of the system's functions into an error.
func recovered(err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("exhaustive: a function of the system panics: %v\n%s", cause, debug.Stack())
	}
}
