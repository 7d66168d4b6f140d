package check

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// search is one call of Run.
type search struct {
	spec     *Spec
	o        Options
	formulas []*eval.Predicate // that states must obey
	start    time.Time

	seen     seen
	frontier frontier
	past     spool // of histories
	workers  []*worker
	out      printer

	initial  atomic.Int64 // states that Init yielded
	diameter atomic.Int64 // the level of the last state that was found, at least 1
	vacuity  *vacuity

	room []byte

	// alone is set while the first worker does what comes before and after the search: what it writes to a register, all get.
	alone bool

	stopped atomic.Bool
	// canceled is true once the context has ended.
	canceled atomic.Bool
	mu       sync.Mutex
	found    *finding
	limit    string
	exit     bool // the limit was set by the specification
	err      error
}

// finding is what is wrong, and with which behavior.
type finding struct {
	verdict Verdict
	name    string
	file    string
	span    syntax.Span
	err     error // of evaluation, or nil

	from   eval.State // nil if last is initial, or there is no state
	parent number     // of from
	level  int        // of from
	action int        // that leads from there to last
	last   eval.State // nil if from is the last state
}

// Run visits the reachable states of a specification. If the context ends, so does the search, and the result tells what was done. An error is
// returned only for options that make no sense and files that cannot be written; whatever is wrong with the specification is in the result.
func Run(ctx context.Context, spec *Spec, o Options) (*Result, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	s := newSearch(spec, o)
	defer s.close()
	defer context.AfterFunc(ctx, func() {
		s.end(interrupted(ctx), false)
		s.canceled.Store(true)
	})()
	stop := tell(o.Progress, o.Interval, s.progress)
	s.run(ctx)
	stop()
	return s.result()
}

// interrupted is why a run ended whose context ended.
func interrupted(ctx context.Context) string {
	return fmt.Sprintf("interrupted: %v", context.Cause(ctx))
}

func newSearch(spec *Spec, o Options) *search {
	s := &search{spec: spec, o: o, formulas: spec.stateFormulas(), start: time.Now(), out: printer{w: o.Out}, vacuity: newVacuity(spec)}
	s.past.dir = o.Dir
	s.frontier.width, s.frontier.limit, s.frontier.live = len(spec.Variables), o.Memory, packAbove
	if o.Memory > 0 {
		s.frontier.live = min(o.Memory/4, packAbove)
	}
	for i := range s.frontier.disks {
		s.frontier.disks[i] = &spool{dir: o.Dir}
	}
	s.diameter.Store(1)
	for id := range workers(o.Workers) {
		s.workers = append(s.workers, newWorker(s, id))
	}
	return s
}

func (s *search) close() {
	runtime.KeepAlive(s.room)
	s.past.close()
	for _, disk := range s.frontier.disks {
		disk.close()
	}
}

func (s *search) run(ctx context.Context) {
	if ctx.Err() != nil {
		s.end(interrupted(ctx), false)
		return
	}
	first := s.workers[0]
	if !first.assumptions() {
		return
	}
	first.initial()
	for level := 1; s.advance(level); level++ {
		s.expand(level)
	}
	if !s.stopped.Load() || s.exited() {
		first.postcondition()
	}
}

// advance goes on to a level, and reports whether there is anything to do in it.
func (s *search) advance(level int) bool {
	for _, w := range s.workers {
		if err := s.frontier.seal(w.out); err != nil {
			s.fail(err)
		}
		w.out = nil
	}
	any, err := s.frontier.advance()
	if err != nil {
		s.fail(err)
	}
	s.makeRoom()
	if any && level == s.o.MaxDepth {
		s.end(fmt.Sprintf("depth %d", level), false)
	}
	return any && !s.stopped.Load()
}

// makeRoom keeps memory that is never touched, as much as is missing from what a search may well take. The garbage collector runs whenever the
// heap has doubled, and counts it. With a small heap it would have a third of the processors' time.
func (s *search) makeRoom() {
	distinct := s.distinct()
	if distinct < roomAbove {
		return
	}
	used := s.seen.bytes() + distinct*8 + s.frontier.alive.Load() + s.frontier.packed.Load()
	want := max(0, roomFor(s.o.Memory)-used)
	if s.room == nil || int64(len(s.room)) > 2*want {
		s.room = make([]byte, want)
	}
}

// expand lets the workers expand the current level. One chunk needs one worker only.
func (s *search) expand(level int) {
	var wg sync.WaitGroup
	for _, w := range s.workers[1:min(len(s.workers), len(s.frontier.current))] {
		wg.Go(func() { w.work(level) })
	}
	s.workers[0].work(level)
	wg.Wait()
}

// note keeps the first finding, and ends the search.
func (s *search) note(f *finding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found == nil && s.limit == "" && s.err == nil || s.exit && s.alone {
		s.found = f
		s.stopped.Store(true)
	}
}

// end ends the search early, for a reason that is no finding.
func (s *search) end(why string, exit bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopped.Load() {
		s.limit, s.exit = why, exit
		s.stopped.Store(true)
	}
}

// exited reports whether the specification ended the search, which TLC takes for its regular end.
func (s *search) exited() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.exit && s.found == nil && s.err == nil
}

// fail ends the search because the machine failed.
func (s *search) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	s.stopped.Store(true)
}

// distinct sums what the workers found.
func (s *search) distinct() (n int64) {
	for _, w := range s.workers {
		n += w.counts.distinct.Load()
	}
	return n
}

func (s *search) generated() (n int64) {
	for _, w := range s.workers {
		n += w.counts.generated.Load()
	}
	return n
}

// queue counts the states that were found and wait to be expanded.
func (s *search) queue() (n int64) {
	for _, w := range s.workers {
		n += w.counts.queued.Load()
	}
	return n
}

func (s *search) progress() Progress {
	return Progress{
		Depth: int(s.diameter.Load()), Generated: s.generated(), Distinct: s.distinct(), Queue: s.queue(), Elapsed: time.Since(s.start),
	}
}

// overMemory ends the search if fingerprints take more than they may, and otherwise reports whether histories should go to disk.
func (s *search) overMemory() bool {
	if s.o.Memory == 0 {
		return false
	}
	fps := s.seen.bytes()
	if fps > max(s.o.Memory, LeastMemory) {
		s.end(fmt.Sprintf("the fingerprints of %d distinct states take more than the memory of %d bytes", s.distinct(), s.o.Memory), false)
	}
	return fps+s.distinct()*8 > s.o.Memory/2
}

func (s *search) result() (*Result, error) {
	s.mu.Lock()
	found, err := s.found, s.err
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	r := &Result{Limit: s.limit, Actions: s.actions(), variables: s.spec.Variables}
	r.Stats = Stats{
		Initial: s.initial.Load(), Generated: s.generated(), Distinct: s.distinct(), Queue: s.queue(),
		Depth: int(s.diameter.Load()), Spilled: s.frontier.spilled.Load(),
	}
	switch {
	case found != nil:
		r.Verdict, r.Property, r.File, r.Span, r.Err = found.verdict, found.name, found.file, found.span, found.err
		if err := s.trace(r, found); err != nil {
			return nil, err
		}
		r.Complete = found.verdict == PostconditionFalse
	case s.limit == "":
		r.Complete = true
	case !s.exit:
		r.Verdict = Undecided
	}
	if r.Complete {
		r.Collision = collision(r.Stats.Generated, r.Stats.Distinct, &s.seen)
		r.Warnings = s.vacuity.warnings(r)
	}
	r.Actions = s.spec.undivided(r.Actions)
	r.Stats.Duration = time.Since(s.start)
	return r, nil
}

// actions sums what the workers counted.
func (s *search) actions() []ActionStats {
	all := make([]ActionStats, len(s.spec.Actions))
	for i, a := range s.spec.Actions {
		all[i] = ActionStats{Name: a.Name, File: a.File, Span: a.Span}
		for _, w := range s.workers {
			all[i].Generated += w.actions[i].Generated
			all[i].Distinct += w.actions[i].Distinct
		}
	}
	return all
}
