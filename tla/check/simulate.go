package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenet-go/tenet/tla/eval"
)

// SimulateOptions say how to simulate.
type SimulateOptions struct {
	// Seed chooses the walks. Equal seeds give equal walks, whatever Workers is.
	Seed uint64
	// Depth is how many states a walk has at most; 0 stands for 100, as in TLC.
	Depth int
	// Traces is how many walks are taken; 0 stands for as many as there are until the context ends.
	Traces int64
	// Workers, Progress, Interval and Out are as in Options. Progress has no distinct states.
	Workers  int
	Progress func(Progress)
	Interval time.Duration
	Out      io.Writer
}

// defaultDepth is TLC's.
const defaultDepth = 100

// SimulationStats are the numbers of a simulation.
type SimulationStats struct {
	Seed    uint64 `json:"seed"`
	Traces  int64  `json:"traces"` // walks that were begun
	Longest int    `json:"longest"`
}

func (o *SimulateOptions) validate() error {
	var err error
	if o.Depth < 0 || o.Traces < 0 {
		err = fmt.Errorf("check: options: Depth is %d and Traces is %d, expected 0 or more", o.Depth, o.Traces)
	}
	common := Options{Workers: o.Workers, Interval: o.Interval}
	return errors.Join(err, common.validate())
}

// simulation is one call of Simulate.
type simulation struct {
	spec     *Spec
	o        SimulateOptions
	formulas []*eval.Predicate
	start    time.Time
	out      printer
	walkers  []*walker
	initial  []eval.State
	yielded  int64 // by Init
	alone    bool

	next    atomic.Int64 // walk
	stopped atomic.Bool
	// canceled is true once the context has ended.
	canceled atomic.Bool
	quitting atomic.Bool
	// most is the first walk that found something, or how many walks there are: walks from there on need not be taken.
	most atomic.Int64
	mu   sync.Mutex
	best *ending
}

// ending is a finding, and the walk it ended.
type ending struct {
	finding
	walk  int64
	trace []Step
}

// Simulate takes random walks from initial states: of the actions that are possible in a state one is drawn, and then one of its steps. All
// steps of that action are checked as in Run, by invariants and properties of steps. A state all of whose successors a
// constraint excludes is, as in TLC's simulation, a deadlock.
//
// The result is OK if nothing was found, also if the context ended, which Result.Limit says. Of several walks that find something the first
// counts.
func Simulate(ctx context.Context, spec *Spec, o SimulateOptions) (*Result, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Depth == 0 {
		o.Depth = defaultDepth
	}
	s := &simulation{spec: spec, o: o, formulas: spec.stateFormulas(), start: time.Now(), out: printer{w: o.Out}}
	if s.most.Store(o.Traces); o.Traces == 0 {
		s.most.Store(1<<63 - 1)
	}
	for id := range workers(o.Workers) {
		s.walkers = append(s.walkers, newWalker(s, id))
	}
	defer context.AfterFunc(ctx, func() {
		s.stopped.Store(true)
		s.canceled.Store(true)
	})()
	stop := tell(o.Progress, o.Interval, s.progress)
	s.run()
	stop()
	return s.result(ctx), nil
}

func (s *simulation) run() {
	first := s.walkers[0]
	s.alone = true
	if !first.prepare() {
		return
	}
	first.host.share(s.hosts())
	s.alone = false
	if len(s.initial) > 0 {
		var wg sync.WaitGroup
		for _, w := range s.walkers {
			wg.Go(w.work)
		}
		wg.Wait()
	}
	s.alone = true
	if s.best == nil && (!s.stopped.Load() || s.quitting.Load()) {
		first.host.level = 0
		if f := s.spec.conclude(first.e); f != nil {
			s.best = &ending{finding: *f}
		}
	}
}

// note keeps the finding of the first walk.
func (s *simulation) note(e *ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var failed *eval.Error
	if errors.As(e.err, &failed) && failed.Kind == eval.Interrupted {
		return
	}
	if s.best == nil || e.walk < s.best.walk {
		s.best = e
		s.most.Store(e.walk)
	}
}

func (s *simulation) generated() (n int64) {
	for _, w := range s.walkers {
		n += w.generated.Load()
	}
	return n
}

// taken is how many walks were begun.
func (s *simulation) taken() (n int64) {
	for _, w := range s.walkers {
		n += w.walks.Load()
	}
	return n
}

func (s *simulation) progress() Progress {
	return Progress{Depth: s.o.Depth, Generated: s.generated(), Elapsed: time.Since(s.start)}
}

func (s *simulation) result(ctx context.Context) *Result {
	r := &Result{variables: s.spec.Variables, Actions: make([]ActionStats, len(s.spec.Actions))}
	r.Stats = Stats{Initial: s.yielded, Generated: s.generated(), Duration: time.Since(s.start)}
	r.Simulation = &SimulationStats{Seed: s.o.Seed, Traces: s.taken()}
	for _, w := range s.walkers {
		r.Simulation.Longest = max(r.Simulation.Longest, w.longest)
	}
	for i, a := range s.spec.Actions {
		r.Actions[i] = ActionStats{Name: a.Name, File: a.File, Span: a.Span}
		for _, w := range s.walkers {
			r.Actions[i].Generated += w.yields[i]
		}
	}
	r.Actions = s.spec.undivided(r.Actions)
	switch {
	case s.best != nil:
		f := s.best
		r.Verdict, r.Property, r.File, r.Span, r.Err, r.Trace = f.verdict, f.name, f.file, f.span, f.err, f.trace
		s.spec.alias(r, s.walkers[0].host.replayer())
	case s.quitting.Load():
		r.Limit = exitLimit
	case s.stopped.Load():
		r.Limit = interrupted(ctx)
	case s.yielded == 0:
		r.Warnings = []string{noInitial}
	case len(s.initial) == 0:
		r.Warnings = []string{noneWithin}
	}
	return r
}

// errStopped ends the enumeration of states after a finding.
var errStopped = errors.New("check: stopped")

// walker takes walks.
type walker struct {
	s    *simulation
	host *host
	e    Evaluator
	dice *rand.Rand

	walk    int64
	path    []Step
	found   []successor // of the last state of path, ordered by action
	choices []int       // actions
	inside  []int       // successors of one action that no constraint excludes

	generated, walks atomic.Int64
	yields           []int64 // of each action
	longest          int
}

type successor struct {
	action int
	state  eval.State
}

func newWalker(s *simulation, id int) *walker {
	w := &walker{s: s, yields: make([]int64, len(s.spec.Actions))}
	w.host = newHost(s, id)
	w.e = s.spec.New(w.host.forStates())
	return w
}

// prepare evaluates what comes before walks, and reports whether nothing is wrong with it.
func (w *walker) prepare() bool {
	if f := w.s.spec.assume(w.e); f != nil {
		w.s.note(&ending{finding: *f})
		return false
	}
	var all []eval.State
	if err := w.e.Initial(func(t eval.State) bool {
		w.generated.Add(1)
		w.s.yielded++
		all = append(all, slices.Clone(t))
		return !w.s.stopped.Load()
	}); err != nil {
		w.s.note(&ending{finding: finding{verdict: SpecFailed, err: err}})
		return false
	}
	for _, t := range all {
		in, err := w.check(nil, successor{-1, t})
		if err != nil {
			return false
		}
		if in {
			w.s.initial = append(w.s.initial, t)
		}
	}
	return true
}

// work takes walks until there are no more to take.
func (w *walker) work() {
	for !w.s.stopped.Load() {
		w.walk = w.s.next.Add(1) - 1
		if w.walk >= w.s.most.Load() {
			return
		}
		w.walks.Add(1)
		w.dice = rand.New(rand.NewPCG(w.s.o.Seed, uint64(w.walk)))
		w.host.chance.Seed(^w.s.o.Seed, uint64(w.walk))
		w.path = append(w.path[:0], w.s.spec.step(-1, w.s.initial[w.dice.IntN(len(w.s.initial))]))
		for len(w.path) < w.s.o.Depth && w.walk <= w.s.most.Load() && !w.s.stopped.Load() && w.step() {
		}
		w.longest = max(w.longest, len(w.path))
	}
}

// step takes one step of a walk, and reports whether there was one.
func (w *walker) step() bool {
	from := w.path[len(w.path)-1].State
	if !w.successors(from) {
		return false
	}
	for len(w.choices) > 0 {
		at := w.dice.IntN(len(w.choices))
		action := w.choices[at]
		w.choices = slices.Delete(w.choices, at, at+1)
		w.inside = w.inside[:0]
		for i, t := range w.found {
			if t.action != action {
				continue
			}
			in, err := w.check(from, t)
			if err != nil {
				return false
			}
			if in {
				w.inside = append(w.inside, i)
			}
		}
		if len(w.inside) > 0 {
			t := w.found[w.inside[w.dice.IntN(len(w.inside))]]
			w.path = append(w.path, w.s.spec.step(t.action, t.state))
			return true
		}
	}
	if w.s.spec.CheckDeadlock {
		w.end(finding{verdict: Deadlock}, nil)
	}
	return false
}

// successors finds what Next yields, and which actions are possible.
func (w *walker) successors(from eval.State) bool {
	w.found, w.choices = w.found[:0], w.choices[:0]
	w.host.level = len(w.path)
	err := w.e.Next(from, func(action int, t eval.State) bool {
		w.generated.Add(1)
		w.yields[action]++
		w.found = append(w.found, successor{action, slices.Clone(t)})
		if !slices.Contains(w.choices, action) {
			w.choices = append(w.choices, action)
		}
		return !w.s.stopped.Load()
	})
	if err != nil {
		w.end(finding{verdict: SpecFailed, err: err}, nil)
	}
	return err == nil && !w.s.stopped.Load()
}

// check checks a state, and the step to it from the one before, nil for an initial state. It tells whether the constraints allow it; the error
// says that something was found.
func (w *walker) check(from eval.State, t successor) (in bool, err error) {
	level := len(w.path)
	if from == nil {
		level = 0
	}
	defer func() { w.host.level = level }()
	w.host.level = level + 1
	if err := w.holdAll(w.s.formulas, t.state, nil, InvariantViolated, InvariantFailed, t); err != nil {
		return false, err
	}
	if in, err = w.allow(w.s.spec.Constraints, t.state, nil, t); err != nil {
		return false, err
	}
	if from == nil {
		return in, w.holdAll(w.s.spec.InitialProperties, t.state, nil, PropertyViolated, SpecFailed, t)
	}
	w.host.level = level
	if err := w.holdAll(w.s.spec.StepProperties, from, t.state, PropertyViolated, SpecFailed, t); err != nil || !in {
		return false, err
	}
	return w.allow(w.s.spec.ActionConstraints, from, t.state, t)
}

// holdAll returns an error if a formula does not hold.
func (w *walker) holdAll(formulas []*eval.Predicate, s, t eval.State, violated, failed Verdict, last successor) error {
	for _, p := range formulas {
		holds, err := w.e.Holds(p, s, t)
		if holds && err == nil {
			continue
		}
		f := finding{verdict: violated, name: p.Name, file: p.File, span: p.Span, err: err}
		if err != nil {
			f.verdict = failed
		}
		w.end(f, &last)
		return errStopped
	}
	return nil
}

// allow tells whether all constraints hold.
func (w *walker) allow(constraints []*eval.Predicate, s, t eval.State, last successor) (bool, error) {
	for _, p := range constraints {
		holds, err := w.e.Holds(p, s, t)
		if err != nil {
			w.end(finding{verdict: SpecFailed, name: p.Name, file: p.File, span: p.Span, err: err}, &last)
			return false, errStopped
		}
		if !holds {
			return false, nil
		}
	}
	return true, nil
}

// end notes a finding at the end of the walk, or one step further.
func (w *walker) end(f finding, last *successor) {
	initial := len(w.path) == 0
	switch {
	case f.err == nil:
	case f.verdict == SpecFailed && !initial && asserted(f.err):
		f.verdict = AssertFailed
	case f.verdict == InvariantFailed && initial:
		f.verdict = SpecFailed
	}
	trace := slices.Clone(w.path)
	if last != nil {
		trace = append(trace, w.s.spec.step(last.action, last.state))
	}
	w.s.note(&ending{f, w.walk, trace})
}
