package frontier

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// MaxOpen is how many operations of known outcome may be open at once in a Stream.
const MaxOpen = maxOpen

// Event is the call or the return of an operation, as a Stream takes it.
type Event struct {
	// Op is the caller's number of the operation. Operations have different numbers.
	Op int64
	// IsReturn is true if the operation returns, and false if it is called.
	IsReturn bool
	// Action is what an operation does that is called.
	Action model.Action
	// Returns says when an operation that is called will return: a number of which only the
	// order counts, or history.Never if its outcome is unknown, so that it has no return.
	Returns int64
}

// Death says where a Stream found no configuration any more.
type Death struct {
	// Op is the operation at whose return no configuration was left.
	Op int64
	// Certain is true if that proves that the events are not linearizable. It is false if
	// configurations had been left out.
	Certain bool
	// States are the states in which the object may have been before that return, as far as
	// operations had to have taken effect. States that only operations still open lead to are not
	// among them.
	States []string
}

// Stream is a sweep over events that come in batches, with memory for what is open, and none for
// what is past: it keeps the configurations, the operations that are open, and of operations of
// unknown outcome, which stay relevant for ever, a count for each action. Each batch is a problem
// of its own that begins with the configurations that the one before has led to, so that values
// and states are numbered anew and nothing is left of those that no configuration holds.
//
// When there are too many configurations, a Stream first takes it that each operation of unknown
// outcome so far can happen any number of times. That is true of more histories, so that a death is
// still a proof, while violations may be missed. If that does not help, and for models that are no
// registers, it keeps only the most promising configurations. Then those that are kept still prove
// that an order exists, while a death proves nothing.
//
// A Stream is for one goroutine at a time.
type Stream struct {
	model  model.Model
	most   int
	opaque bool // there was an operation that is none of a register's

	open    mask
	opIn    [maxOpen]openOp
	pending []pendingClass
	used    [][]classCount // by config.used: counts by position in pending
	states  []stateOf      // by config.state
	front   []config

	missing bool // violations may be missed
	partial bool // configurations were left out
}

// openOp is an open operation of known outcome.
type openOp struct {
	id      int64
	action  model.Action
	returns int64
}

// pendingClass stands for the operations of unknown outcome that do the same.
type pendingClass struct {
	action  model.Action
	count   int32
	endless bool
}

// stateOf is a state of the object: the value of a register, or a state of the model.
type stateOf struct {
	isValue bool
	value   history.Value
	state   model.State // if not isValue
}

// NewStream returns a Stream that begins in the initial state of m and keeps at most the given
// number of configurations, 1 or more.
func NewStream(m model.Model, configurations int) *Stream {
	return &Stream{
		model: m, most: max(configurations, 1), opaque: m.Shape() != model.Register,
		used: [][]classCount{nil}, states: []stateOf{{state: m.Init()}}, front: []config{{step: none}},
	}
}

// Open returns the number of operations of known outcome that are open.
func (s *Stream) Open() int { return s.open.count() }

// Configurations returns the number of configurations kept.
func (s *Stream) Configurations() int { return len(s.front) }

// Pending returns the number of different actions of unknown outcome that are kept.
func (s *Stream) Pending() int { return len(s.pending) }

// Exact reports whether the configurations are just those that the events so far allow. After
// Misses or Partial they are not.
func (s *Stream) Exact() bool { return !s.missing && !s.partial }

// Misses reports whether violations may be missed: the configurations are more than the events
// allow.
func (s *Stream) Misses() bool { return s.missing }

// Partial reports whether configurations were left out, so that no death is certain any more.
func (s *Stream) Partial() bool { return s.partial }

// Sweep passes over the next events. If no configuration is left it says where, and the Stream must
// not be used any more. The error is the cause for which ctx ended, or says what is wrong with the
// events; then the Stream is as it was before, and the events may be given to it again.
func (s *Stream) Sweep(ctx context.Context, events []Event) (*Death, error) {
	b, err := s.batch(events)
	if err != nil {
		return nil, err
	}
	b.sweepOf(ctx)
	died, err := b.run(ctx)
	if err != nil {
		return nil, err
	}
	if died {
		return b.death(), nil
	}
	b.carry()
	return nil, nil
}

// tries are the numbers of configurations kept, one after the other, where exactness is lost.
var tries = [...]int{192, 1536, 12288}

// enough is the number of configurations after which a search for ways to bring one operation
// about ends where exactness is lost.
const enough = 1 << 12

// run sweeps over the batch, with as little lost as possible.
func (b *batch) run(ctx context.Context) (died bool, err error) {
	s, w := b.stream, b.sweep
	if !s.partial {
		if s.missing {
			b.makeEndless()
		}
		if died, err = w.pass(s.most, true, 0); err == nil {
			return died, nil
		}
		if err := context.Cause(ctx); err != nil {
			return false, err
		}
		if !s.missing && b.exhaustible() {
			b.restart()
			b.makeEndless()
			if died, err = w.pass(s.most, true, 0); err == nil {
				s.missing = true
				return died, nil
			}
			if err := context.Cause(ctx); err != nil {
				return false, err
			}
		}
	}
	for _, width := range tries {
		b.restart()
		died, err = w.pass(min(width, s.most), false, 0)
		if cause := context.Cause(ctx); cause != nil {
			return false, cause
		}
		if err == nil && !died {
			break
		}
	}
	s.partial = s.partial || !w.exact
	if err != nil { // not even one search came to an end
		s.partial, died = true, true
	}
	return died, nil
}

// death says where the batch's sweep died.
func (b *batch) death() *Death {
	w := b.sweep
	d := &Death{Op: b.ids[^w.events[w.at]], Certain: !b.stream.partial}
	seen := map[int32]bool{}
	before := w.front
	if len(before) == 0 {
		before = w.next
	}
	for i := range before {
		if n := before[i].state; !seen[n] {
			seen[n] = true
			d.States = append(d.States, b.describe(n))
		}
	}
	slices.Sort(d.States)
	return d
}

func (b *batch) describe(number int32) string {
	state := b.state(number)
	if state.isValue {
		return state.value.String()
	}
	return state.state.String()
}

// errorOf says what is wrong with an event.
func errorOf(e *Event, what string) error {
	return fmt.Errorf("frontier: operation %d: %s", e.Op, what)
}
