package follow

import (
	"cmp"
	"context"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine/frontier"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// object is one independent object, with the operations of one key.
type object struct {
	key    history.Value
	stream *frontier.Stream // nil after its death

	// queue holds the events from head on that are not judged. Those before ready can be: the
	// next, if there is one, is the call of an operation that is not settled.
	queue       []moment
	head, ready int

	called int64 // operations judged
	recent []*operation
	open   map[int64]*operation // judged as called, and not as returned; by number
	lostAt int64                // the event from which on the search is not exact; 0 if it is
}

// moment is the call or the return of an operation.
type moment struct {
	op       *operation
	isReturn bool
}

func newObject(key history.Value, m model.Model, configurations int) *object {
	return &object{key: key, stream: frontier.NewStream(m, configurations), open: map[int64]*operation{}}
}

func (o *object) add(m moment) {
	if o.stream != nil {
		o.queue = append(o.queue, m)
		o.advance()
	}
}

// advance moves ready on as far as operations are settled.
func (o *object) advance() {
	for o.ready < len(o.queue) && (o.queue[o.ready].isReturn || o.queue[o.ready].op.settled) {
		o.ready++
	}
}

// judgeable returns the number of events that can be judged, and waiting that of the others.
func (o *object) judgeable() int { return o.ready - o.head }
func (o *object) waiting() int   { return len(o.queue) - o.ready }

// judge judges the next n events.
func (o *object) judge(ctx context.Context, c *Checker, n int) (*frontier.Death, error) {
	moments := o.queue[o.head : o.head+n]
	events, err := o.events(c, moments)
	if err != nil {
		return nil, err
	}
	death, err := o.stream.Sweep(ctx, events)
	if err != nil {
		return nil, err
	}
	for _, m := range moments {
		if death != nil && m.isReturn && m.op.number == death.Op {
			break
		}
		o.note(m, c.options.Recent)
	}
	if o.lostAt == 0 && !o.stream.Exact() {
		o.lostAt = moments[0].position() + 1
	}
	if death == nil {
		o.drop(n)
	}
	return death, nil
}

// position returns where the event stands in the input, from 0.
func (m moment) position() int64 {
	if m.isReturn {
		return m.op.Return
	}
	return m.op.Call
}

// events translates moments for the search. An operation that would be one too many at once counts
// as of unknown outcome.
func (o *object) events(c *Checker, moments []moment) ([]frontier.Event, error) {
	events := make([]frontier.Event, 0, len(moments))
	open := o.stream.Open()
	for _, m := range moments {
		op := m.op
		known := op.Status != history.Info && !op.givenUp
		if known && !m.isReturn && op.action.Op != model.Skip && open == frontier.MaxOpen {
			if err := c.giveUp(op); err != nil {
				return nil, err
			}
			c.status.Late++
			known = false
		}
		switch {
		case op.action.Op == model.Skip || m.isReturn && !known:
		case m.isReturn:
			events = append(events, frontier.Event{Op: op.number, IsReturn: true})
			open--
		case known:
			events = append(events, frontier.Event{Op: op.number, Action: op.action, Returns: op.Return})
			open++
		default:
			events = append(events, frontier.Event{Op: op.number, Action: op.action, Returns: history.Never})
		}
	}
	return events, nil
}

// note remembers an event that was judged.
func (o *object) note(m moment, most int) {
	if m.isReturn {
		delete(o.open, m.op.number)
		return
	}
	o.called++
	if m.op.Return != history.Never && !m.op.givenUp {
		o.open[m.op.number] = m.op
	}
	o.recent = append(o.recent, m.op)
	if len(o.recent) > most+most/4+8 {
		o.recent = slices.Clone(o.recent[len(o.recent)-most:])
	}
}

// drop forgets the first n events of the queue.
func (o *object) drop(n int) {
	clear(o.queue[o.head : o.head+n])
	o.head += n
	if o.head == len(o.queue) || o.head > len(o.queue)/2 {
		o.queue = append(o.queue[:0:0], o.queue[o.head:]...)
		o.ready -= o.head
		o.head = 0
	}
}

// end forgets what is not needed after the object's death.
func (o *object) end() {
	o.stream, o.queue, o.recent, o.open, o.head, o.ready = nil, nil, nil, nil, 0, 0
}

// latest returns the latest operations, and older ones that are open, as a history, and whether
// these are all.
func (o *object) latest(name string, most int) (h *history.History, all bool) {
	ops := slices.Clone(o.recent[max(0, len(o.recent)-most):])
	for _, op := range o.open {
		if len(ops) == 0 || op.Call < ops[0].Call {
			ops = append(ops, op)
		}
	}
	slices.SortFunc(ops, func(a, b *operation) int { return cmp.Compare(a.Call, b.Call) })
	h = &history.History{Name: name}
	for _, op := range ops {
		h.Operations = append(h.Operations, op.Operation)
	}
	return h, int64(len(ops)) == o.called
}
