package trace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/step"
)

// Options say how to search for a behavior. The zero value is for traces of which all steps were logged.
type Options struct {
	// Hidden is how many steps of the specification may lie before each event after the first line without having been logged.
	Hidden int
	// MaxCandidates is how many states are kept at each event, 0 for DefaultMaxCandidates. More are an error: log more.
	MaxCandidates int
	// Stutters are actions that may leave the state as it is, whatever the specification says of them. They need not be in it.
	Stutters []string
}

// DefaultMaxCandidates is the default of Options.MaxCandidates.
const DefaultMaxCandidates = 100_000

// ErrTooManyCandidates is wrapped by the error about a trace that leaves more open than Options.MaxCandidates.
var ErrTooManyCandidates = errors.New("too many states fit the trace")

// ErrEmpty is the error about a trace without events, which shows nothing.
var ErrEmpty = errors.New("the trace has no event")

func (o *Options) validate() error {
	if o.Hidden < 0 || o.MaxCandidates < 0 {
		return fmt.Errorf("trace: options: Hidden is %d and MaxCandidates is %d, expected 0 or more", o.Hidden, o.MaxCandidates)
	}
	return nil
}

// Result says whether a trace is one of the specification.
type Result struct {
	// Events counts the events that were checked: all, or those up to the failure.
	Events int
	// Candidates counts the states in which the specification may be at the end, Most the largest number of them on the way.
	Candidates, Most int
	// Failure says where the trace is none of the specification. It is nil if it is one.
	Failure *Failure
	// Behavior is a behavior of the specification that shows the trace, or what comes before the failure. Variables names the parts of its states.
	Behavior  []Step
	Variables []string
}

// Step is a state of a behavior, and how the specification came to it.
type Step struct {
	Line   int    // of the event, 0 for what was not logged
	Action string // as the event says, or as the specification calls it; "" for an initial state
	State  eval.State
}

// Check looks for a behavior of a program that shows what a trace recorded. A trace that is none of the program is no error but a Failure in the
// result. Errors are of type *LineError for lines that cannot be read, ErrEmpty, those of evaluation, ErrTooManyCandidates, the reader's, and the
// context's.
func Check(ctx context.Context, p *eval.Program, r io.Reader, o Options) (*Result, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	stepper, err := step.New(p)
	if err != nil {
		return nil, err
	}
	if o.MaxCandidates == 0 {
		o.MaxCandidates = DefaultMaxCandidates
	}
	c := &checker{ctx: ctx, program: p, stepper: stepper, evaluator: p.Evaluator(eval.Host{}), options: o, result: &Result{Variables: p.Variables}}
	in := newEvents(r, p.Variables)
	for {
		e, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = c.event(e)
		}
		if err != nil {
			return nil, err
		}
		if c.result.Failure != nil {
			break
		}
	}
	if c.result.Events == 0 {
		return nil, ErrEmpty
	}
	c.result.Candidates = len(c.now)
	if len(c.now) > 0 {
		c.result.Behavior = c.now[0].behavior()
	}
	return c.result, nil
}

// candidate is a state in which the specification may be, and a way to it.
type candidate struct {
	state  eval.State
	parent *candidate
	action string
	line   int
}

func (c *candidate) behavior() []Step {
	var steps []Step
	for ; c != nil; c = c.parent {
		steps = append(steps, Step{c.line, c.action, c.state})
	}
	slices.Reverse(steps)
	return steps
}

// checker follows a trace.
type checker struct {
	ctx       context.Context
	program   *eval.Program
	stepper   *step.Stepper
	evaluator *eval.Evaluator
	options   Options
	now       []*candidate
	result    *Result
}

// event finds the candidates after an event.
func (c *checker) event(e *event) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	first := c.result.Events == 0
	c.result.Events++
	var after []*candidate
	var err error
	switch {
	case first && e.action == "":
		after, err = c.initial(e)
		if err == nil && len(after) == 0 {
			c.result.Failure, err = c.notInitial(e)
		}
	case first:
		if c.now, err = c.initial(&event{seen: make(eval.State, len(c.program.Variables))}); err != nil {
			return err
		}
		if len(c.now) == 0 {
			return errors.New("the specification has no initial state")
		}
		fallthrough
	default:
		after, err = c.step(e)
	}
	var line *LineError
	switch {
	case errors.As(err, &line): // it says where
		return err
	case err != nil:
		return fmt.Errorf("at line %d of the trace: %w", e.line, err)
	}
	if c.result.Failure == nil {
		c.now = after
		c.result.Most = max(c.result.Most, len(after))
	}
	return nil
}

// initial returns the initial states that fit an event.
func (c *checker) initial(e *event) ([]*candidate, error) {
	if e.full {
		if c.stepper.InitialData(e.seen) != nil {
			return nil, nil
		}
		return []*candidate{{state: e.seen, line: e.line}}, nil
	}
	found := c.collection()
	err := c.evaluator.Initial(func(s eval.State) bool {
		return !e.fits(s) || found.add(s, nil, "", e.line)
	})
	return found.list, errors.Join(err, found.err)
}

// step returns the states after an event.
func (c *checker) step(e *event) ([]*candidate, error) {
	action, stutters := machine.Action(e.action), e.action == "" || slices.Contains(c.options.Stutters, e.action)
	if e.action == "" {
		action = c.stepper.Actions()[0]
	} else if !slices.Contains(c.stepper.Actions(), action) && !stutters {
		return nil, &LineError{e.line, c.stepper.Unknown(action)}
	}
	before, err := c.hidden()
	if err != nil {
		return nil, err
	}
	found := c.collection()
	for _, from := range before {
		if stutters && e.fits(from.state) && !found.add(from.state, from, e.action, e.line) {
			break
		}
		if err := c.from(e, action, from, found); err != nil {
			return nil, err
		}
		if found.err != nil || e.full && len(found.list) > 0 {
			break // there is one such state
		}
	}
	if found.err == nil && len(found.list) == 0 {
		c.result.Failure, err = c.failure(e, action, before)
	}
	return found.list, errors.Join(err, found.err)
}

// from adds the states after an event that come from one before it.
func (c *checker) from(e *event, action machine.Action, from *candidate, found *collection) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if e.full {
		if c.stepper.StepData(action, from.state, e.seen) == nil {
			found.add(e.seen, from, e.action, e.line)
		}
		return nil
	}
	return c.evaluator.Next(from.state, func(taken int, s eval.State) bool {
		if !e.fits(s) || e.action != "" && c.stepper.StepData(action, from.state, s) != nil {
			return true
		}
		name := e.action
		if name == "" {
			name = c.program.Actions[taken].Name
		}
		return found.add(s, from, name, e.line)
	})
}

// hidden returns the candidates, and the states to which steps lead from them that were not logged.
func (c *checker) hidden() ([]*candidate, error) {
	if c.options.Hidden == 0 {
		return c.now, nil
	}
	all := c.collection()
	for _, at := range c.now {
		all.put(at)
	}
	done := 0
	for range c.options.Hidden {
		level := all.list[done:]
		done = len(all.list)
		for _, from := range level {
			err := c.evaluator.Next(from.state, func(taken int, s eval.State) bool {
				return all.add(s, from, c.program.Actions[taken].Name, 0)
			})
			if err := errors.Join(err, all.err, c.ctx.Err()); err != nil {
				return nil, err
			}
		}
	}
	return all.list, nil
}
