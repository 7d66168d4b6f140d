package walk

import (
	"context"
	"time"

	"github.com/tenet-go/tenet/explore"
)

// Result is what came of a run.
type Result struct {
	Seed uint64
	// Events counts those of the safety phase, Healed those after. Refused are inputs that machines refused.
	Events, Healed, Refused int
	// Time is how long the run took in virtual time.
	Time time.Duration
	// Faults counts what happened.
	Faults Counts
	// Reached says of each property of the kind Reachable, in the order of the system, whether it was seen.
	Reached []Reach
	// Judged counts the steps that Options.Spec has judged.
	Judged Judged
	// Trace are the events in the order in which they happened.
	Trace []explore.Event
	// Violation is nil if nothing is wrong.
	Violation *Violation
}

// Reach says in how many runs a property of the kind Reachable was seen.
type Reach struct {
	Name string
	Runs int
}

// Run simulates system once. A violation is part of the result. The error is that of ctx, or says what is
// wrong with the options.
func Run(ctx context.Context, system *explore.System, options Options) (*Result, error) {
	o, err := options.normal()
	if err != nil {
		return nil, err
	}
	return simulate(ctx, system, o, options.Seed)
}

func simulate(ctx context.Context, system *explore.System, o *Options, seed uint64) (*Result, error) {
	r := newRun(system, o, seed)
	r.begin()
	if err := r.safety(ctx); err != nil {
		return nil, err
	}
	if err := r.healed(ctx); err != nil {
		return nil, err
	}
	r.result.Time = r.now
	if r.broken != nil {
		r.result.Violation = r.violation()
	}
	return r.result, nil
}

// run is a simulation that goes on.
type run struct {
	system *explore.System
	opts   *Options
	seed   uint64
	dice   dice
	plan   *plan
	now    time.Duration
	queue  queue
	// world is the state of the system. It changes in place.
	world *explore.World
	hosts []host
	net   network
	// healing is set after the safety phase, and quiet when clients have stopped too.
	healing, quiet bool
	asking         bool // a client's next question is planned
	// rebuffs halves the rate of questions each time that one is refused.
	rebuffs int
	judge   judge
	result  *Result
	broken  *finding
}

// finding is what is wrong with the last step.
type finding struct {
	property string
	kind     explore.Kind
	why      error
}

func newRun(system *explore.System, o *Options, seed uint64) *run {
	r := &run{system: system, opts: o, seed: seed, dice: newDice(seed), result: &Result{Seed: seed}}
	r.plan = drawPlan(r.dice, o, system.Network)
	r.judge.begin(system, o, r.result)
	return r
}

// begin starts the nodes and plans the first faults and questions.
func (r *run) begin() {
	world, steps := r.system.Initial()
	r.world = world
	r.prepare()
	r.broken = r.judge.first(r.world)
	for i, step := range steps {
		if step.Err != nil {
			r.broken = &finding{explore.Contract, explore.Always, step.Err}
		}
		r.carryOut(i, step)
		r.temptFate(i)
	}
	for f := range kinds {
		if kinds[f].nature == overTime && r.plan.on[f] {
			r.planStrike(Fault(f))
		}
	}
	r.planAsk()
}

// prepare makes room for what the simulation knows of nodes and links.
func (r *run) prepare() {
	r.hosts = make([]host, len(r.world.Nodes))
	for i := range r.hosts {
		r.hosts[i] = newHost()
	}
	r.net = newNetwork(len(r.world.Nodes))
}

// safety runs the phase in which faults happen.
func (r *run) safety(ctx context.Context) error {
	for r.result.Events < r.opts.Events && r.now < r.opts.Time && r.broken == nil && !r.queue.empty() {
		if err := r.perform(ctx); err != nil {
			return err
		}
	}
	return nil
}

// perform does what is planned next.
func (r *run) perform(ctx context.Context) error {
	at, number, t := r.queue.next()
	r.now = max(r.now, at)
	if number%256 == 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if until := r.waits(&t); until > r.now {
		r.queue.add(until, &t)
		return nil
	}
	switch t.kind {
	case arrive:
		r.arrive(&t)
	case expire:
		r.expire(&t, number)
	case written:
		r.written(&t)
	case flush:
		r.flush(&t)
	case ask:
		r.ask()
	case strike:
		r.strike(t.fault)
	case crash:
		r.crashAsPlanned(&t)
	case restart:
		r.restart(&t)
	}
	return nil
}

// waits returns until when a task has to wait: inputs of a node that stands still do, and a disk that stalls.
func (r *run) waits(t *task) time.Duration {
	switch h := &r.hosts[t.node]; t.kind {
	case arrive, expire, flush:
		return h.pausedUntil
	case written:
		return max(h.pausedUntil, h.stalledUntil)
	case ask, strike, crash, restart:
	}
	return 0
}

// happen lets an event happen at a node. It returns nil if the machine refuses it.
func (r *run) happen(place int, e explore.Event) *explore.Step {
	if r.broken != nil {
		return nil // the run has ended
	}
	step := take(r.system, r.world, place, e)
	if step == nil {
		r.result.Refused++
		return nil
	}
	r.result.Trace = append(r.result.Trace, e)
	if r.healing {
		r.result.Healed++
	} else {
		r.result.Events++
	}
	if step.Err != nil {
		r.broken = &finding{explore.Contract, explore.Always, step.Err}
	} else {
		r.broken = r.judge.step(r.world, place, step)
	}
	if r.broken == nil {
		r.carryOut(place, step)
		r.planAsk()
	}
	return step
}

// mostRebuffs bounds how seldom clients ask that are always refused: every 64-th time.
const mostRebuffs = 6

// ask lets a client ask, if one has something to ask.
func (r *run) ask() {
	r.asking = false
	if r.quiet {
		return
	}
	offers := r.world.Ghost.Offers()
	if len(offers) == 0 {
		return // until a step changes that
	}
	o := offers[r.dice.pick(len(offers))]
	place := r.system.Place(o.Node)
	if place >= 0 && r.world.Nodes[place].Up() && r.hosts[place].pausedUntil <= r.now {
		if r.happen(place, explore.Event{Kind: explore.Ask, Node: o.Node, Request: o.Request}) != nil {
			r.rebuffs = 0
		} else {
			r.rebuffs = min(r.rebuffs+1, mostRebuffs)
		}
		r.planFlush(place)
	}
	r.planAsk()
}

// planAsk plans the next question, unless one is planned.
func (r *run) planAsk() {
	if r.asking || r.quiet {
		return
	}
	r.asking = true
	r.queue.add(r.now+r.dice.exponential(r.opts.AskEvery<<r.rebuffs), &task{kind: ask})
}
