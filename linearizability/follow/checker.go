package follow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Checker checks a history whose events come one by one. It is for one goroutine at a time.
type Checker struct {
	options Options
	status  Status // but for what Status computes
	model   model.Model

	pairing *pairing
	objects []*object // in order of their first operations
	byKey   map[history.Value]*object

	// begin holds the events so far, while the initial state may be inferred from them.
	begin      []history.Event
	mayInfer   bool
	toBeJudged []history.Event // again, after the initial state was inferred
	closed     bool
	err        error // a flaw of the input
}

// ErrClosed is the error of Add after Close.
var ErrClosed = errors.New("follow: an event after the end of the history")

// New returns a Checker of histories of m. Operations of different history.Operation.Key belong to
// different objects. The error lists all that is wrong with the options.
func New(m model.Model, o Options) (*Checker, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	_, infers := m.(model.Inferrer)
	c := &Checker{options: o, mayInfer: infers && o.Infer > 0}
	c.reset(m)
	return c, nil
}

// reset begins from the beginning, with m.
func (c *Checker) reset(m model.Model) {
	c.model, c.status = m, Status{Model: m}
	c.pairing, c.objects, c.byKey = newPairing(c.options.Name), nil, map[history.Value]*object{}
}

// Add takes the next event and judges what can be judged, if that is a batch. A flaw of the
// history is an error of type *history.Error, with the meanings of history.Builder; no event may
// be added after it. When ctx ends, Add returns its cause; the event has been taken then, and will
// be judged later.
func (c *Checker) Add(ctx context.Context, e history.Event) error {
	if err := c.goOn(ctx); err != nil {
		return err
	}
	if c.closed {
		return ErrClosed
	}
	if c.mayInfer {
		c.begin = append(c.begin, e)
		if len(c.begin) > c.options.Infer {
			c.mayInfer, c.begin = false, nil
		}
	}
	if err := c.take(ctx, e); err != nil {
		return c.keep(err)
	}
	return c.goOn(ctx)
}

// keep remembers an error that is a flaw of the input.
func (c *Checker) keep(err error) error {
	var flaw *history.Error
	if errors.As(err, &flaw) {
		c.err = err
	}
	return err
}

// goOn judges again what is to be judged again.
func (c *Checker) goOn(ctx context.Context) error {
	for c.err == nil && len(c.toBeJudged) > 0 {
		e := c.toBeJudged[0]
		c.toBeJudged = c.toBeJudged[1:]
		if err := c.take(ctx, e); err != nil {
			return c.keep(err)
		}
	}
	return c.err
}

func (c *Checker) take(ctx context.Context, e history.Event) error {
	if e.External {
		c.status.Ignored++
		return nil
	}
	op, err := c.pairing.add(e)
	if err != nil {
		return err
	}
	c.status.Events++
	if e.Type == history.EventInvoke {
		op.object = c.objectOf(op.Key)
		op.object.add(moment{op: op})
		c.status.Operations++
	} else if err := c.complete(op, e.Type); err != nil {
		return err
	}
	o := op.object
	for o.waiting() > c.options.Window {
		if err := c.giveUp(o.queue[o.ready].op); err != nil {
			return err
		}
	}
	return c.judge(ctx, o, c.options.Batch)
}

func (c *Checker) objectOf(key history.Value) *object {
	o, known := c.byKey[key]
	if !known {
		o = newObject(key, c.model, c.options.Configurations)
		c.byKey[key] = o
		c.objects = append(c.objects, o)
	}
	return o
}

// complete settles an operation with its outcome, unless it was given up before.
func (c *Checker) complete(op *operation, t history.EventType) error {
	if t == history.EventInfo {
		c.status.Unknown++
	}
	switch {
	case op.givenUp && t != history.EventInfo:
		c.status.Late++
		return nil
	case op.givenUp:
		return nil
	}
	if err := c.settle(op, &op.Operation); err != nil {
		return err
	}
	if t != history.EventInfo {
		op.object.add(moment{op, true})
	}
	return nil
}

// giveUp settles an operation as one of unknown outcome, for good.
func (c *Checker) giveUp(op *operation) error {
	op.givenUp = true
	c.status.GivenUp++
	return c.unknown(op)
}

func (c *Checker) unknown(op *operation) error {
	as := op.Operation
	as.Status, as.Return, as.Output = history.Info, history.Never, history.Nil
	return c.settle(op, &as)
}

// settle decides that op is judged as what another one is.
func (c *Checker) settle(op *operation, as *history.Operation) error {
	action, err := c.model.Decode(as)
	if err != nil {
		return &history.Error{Name: c.options.Name, Line: int(op.CallLine), Msg: fmt.Sprintf("model %s: %v", c.model.Name(), err)}
	}
	op.action, op.settled = action, true
	op.object.advance()
	return nil
}

// judge judges the events of an object that can be judged, if there are least or more.
func (c *Checker) judge(ctx context.Context, o *object, least int) error {
	for o.stream != nil && o.judgeable() >= least {
		n := min(o.judgeable(), c.options.Batch)
		death, err := o.judge(ctx, c, n)
		if err != nil {
			return err
		}
		c.status.Judged += int64(n)
		if death == nil {
			continue
		}
		if c.infer() {
			return nil
		}
		v := c.violation(o, death)
		if death.Certain {
			c.status.Violations = append(c.status.Violations, v)
		} else {
			c.status.Doubts = append(c.status.Doubts, v)
		}
		o.end()
	}
	return nil
}

// infer begins again with another initial state if the events so far show one.
func (c *Checker) infer() bool {
	if !c.mayInfer {
		return false
	}
	c.mayInfer = false
	events := c.begin
	c.begin = nil
	b := history.Builder{Name: c.options.Name}
	for _, e := range events {
		if b.Add(e) != nil {
			return false // c.pairing took it, so that this cannot be
		}
	}
	m, why := c.model.(model.Inferrer).InferInit(b.History())
	if why == "" {
		return false
	}
	closed := c.closed
	c.reset(m)
	c.closed = closed
	c.status.InitWhy = why
	c.toBeJudged = events
	return true
}

// Flush judges all events that can be judged, however few. The error is that of Add.
func (c *Checker) Flush(ctx context.Context) error {
	for {
		if err := c.goOn(ctx); err != nil {
			return err
		}
		for _, o := range c.objects {
			if err := c.judge(ctx, o, 1); err != nil {
				return c.keep(err)
			}
			if len(c.toBeJudged) > 0 {
				break
			}
		}
		if len(c.toBeJudged) == 0 {
			return nil
		}
	}
}

// Close says that the history is over: operations that are open are of unknown outcome, and
// everything is judged. The error is that of Add; when ctx has ended, Close may be called again.
func (c *Checker) Close(ctx context.Context) error {
	c.closed = true
	for {
		if err := c.goOn(ctx); err != nil {
			return err
		}
		open := slices.SortedFunc(maps.Values(c.pairing.open), func(a, b *operation) int { return cmp.Compare(a.number, b.number) })
		for _, op := range open {
			if op.settled {
				continue
			}
			if err := c.unknown(op); err != nil {
				return c.keep(err)
			}
		}
		before := c.pairing
		if err := c.Flush(ctx); err != nil {
			return err
		}
		if c.pairing == before { // else the initial state was inferred, and operations are open again
			return nil
		}
	}
}
