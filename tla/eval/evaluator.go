package eval

import (
	"math/rand/v2"
	"sync/atomic"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Host is what a specification can ask about its own run (TLC!TLCGet), tell (TLC!Print, TLC!TLCSet), or draw by chance. Fields that
// are nil have nothing to tell. A host is for one evaluator.
type Host struct {
	Print     func(text string)
	Get       func(what string) (datum.Datum, bool) // TLCGet("level") and so on
	Set       func(what string, v datum.Datum) bool // TLCSet("exit", TRUE) and so on; false if there is no such thing to set
	Registers map[int64]datum.Datum                 // of TLCGet(1) and TLCSet(1, v)
	Random    *rand.Rand
	Stop      *atomic.Bool // once it is true, evaluations end with an error of kind Interrupted before long
}

// Evaluator evaluates a program. It is for one goroutine at a time, and none of its methods may be called while another runs.
type Evaluator struct {
	program *Program
	host    Host
	at      site // of what is being evaluated
	frames  map[*unit]*frame
	// returned are frames of calls that have returned, by the number of their unit.
	returned    [][]*frame
	chains      []*chainState // that are not in use
	saved       []datum.Datum // slots of universal quantifiers in actions
	keepsFrames bool          // a value may need any frame
	yield       func(action int, s State) bool
	missing     int   // how many variables have no value yet, while states are generated
	action      int   // the action that is taken
	composed    int64 // states in the middle of compositions
}

// Evaluator makes an evaluator.
func (p *Program) Evaluator(host Host) *Evaluator {
	return &Evaluator{program: p, host: host, frames: map[*unit]*frame{}}
}

// poll ends the evaluation if the host has stopped it. Loops and calls do that, so that no evaluation goes on for long.
func (e *Evaluator) poll(at site) {
	if e.host.Stop != nil && e.host.Stop.Load() {
		panic(&failure{Interrupted, at, "the evaluation was interrupted"})
	}
}

// frame is the frame of a unit, which is made once.
func (e *Evaluator) frame(u *unit) *frame {
	f, ok := e.frames[u]
	if !ok {
		f = newFrame(u, e)
		e.frames[u] = f
	}
	f.depth, f.chains, e.saved = 0, nil, e.saved[:0]
	f.forget(u.lasting)
	clear(f.active)
	return f
}

// Initial calls yield with each initial state until that returns false, as often as there are ways to it. The state is yield's only until it returns.
func (e *Evaluator) Initial(yield func(s State) bool) (err error) {
	defer e.recover(&err)
	p := e.program
	f := e.frame(p.initUnit)
	f.s, e.missing, e.action = make(State, len(p.Variables)), len(p.Variables), 0
	e.yield = func(_ int, s State) bool { return yield(s) }
	p.init(f)
	return nil
}

// Next calls yield with each successor of s and the index of its action until that returns false. As in TLC, a successor comes as often
// as there are ways to it. The state is yield's only until it returns.
func (e *Evaluator) Next(s State, yield func(action int, t State) bool) (err error) {
	defer e.recover(&err)
	p := e.program
	if p.next == nil {
		return nil
	}
	f := e.frame(p.nextUnit)
	if f.t == nil {
		f.t = make(State, len(p.Variables))
	}
	clear(f.t)
	f.s, e.missing, e.action = s, len(p.Variables), 0
	e.yield = yield
	p.next(f)
	return nil
}

// Composed is how many states lay in the middle of a composition A \cdot B so far. TLC counts them as generated.
func (e *Evaluator) Composed() int64 { return e.composed }

// Holds tells whether a predicate is true of s, or of the step from s to t.
func (e *Evaluator) Holds(p *Predicate, s, t State) (holds bool, err error) {
	defer e.recover(&err)
	f := e.frame(p.unit)
	f.s, f.t = s, t
	return p.test(f), nil
}

// Value returns the value of an expression in s, or in the step from s to t.
func (e *Evaluator) Value(x *Expression, s, t State) (v datum.Datum, err error) {
	defer e.recover(&err)
	f := e.frame(x.unit)
	f.s, f.t = s, t
	return x.value(f), nil
}

func (e *Evaluator) recover(err *error) {
	if panicked := recover(); panicked != nil {
		*err = e.program.recovered(e, panicked)
	}
}

// Predicate is a formula of the model: of one state, or of a step.
type Predicate struct {
	Name string
	File string
	Span syntax.Span
	unit *unit
	test test
	// Antecedents are the P of parts P => Q of an invariant, with \E for the \A around them. Where one is true of no state, the
	// invariant says nothing.
	Antecedents []*Predicate
}

// Expression is an expression of the model.
type Expression struct {
	Name  string
	unit  *unit
	value expr
}

// Action is a part of the next-state relation: a definition that Next is a disjunction of, directly or through others.
type Action struct {
	Name string
	File string
	Span syntax.Span
}
