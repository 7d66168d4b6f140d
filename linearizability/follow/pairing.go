package follow

import (
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// operation is an operation of the input, from its invocation until nothing needs it any more.
type operation struct {
	history.Operation
	number int64 // from 0, in order of invocation
	object *object
	// settled is true when it is decided what the operation is judged as: its outcome has come,
	// or it was given up, so that its outcome does not count.
	settled bool
	givenUp bool
	action  model.Action // if settled
}

// pairing makes operations of events by means of a history.Builder, so that its rules hold to the
// letter. A Builder remembers all operations. So from time to time it is replaced by another one,
// which is told just what the rules depend on: which operations are open, and which processes ended
// with an operation of unknown outcome.
type pairing struct {
	builder history.Builder
	// open holds the open operations, by process or, if the source names none, by their place in
	// the builder.
	open       map[int64]*operation
	hasProcess bool
	position   int64 // of the next event
	operations int64 // invoked so far
	fewest     int   // operations that a builder takes at least before it is replaced
	limit      int   // operations at which it is
}

// completed marks, as the time of its return, an operation of the builder as completed. The time
// that the source gave is kept outside of the builder.
const completed = 0

func newPairing(name string) *pairing {
	const fewest = 1 << 12
	return &pairing{builder: history.Builder{Name: name}, open: map[int64]*operation{}, fewest: fewest, limit: fewest}
}

// add takes an event of a client and returns the operation that it invokes or completes. The
// operation is as it is after the event. Errors are of type *history.Error.
func (p *pairing) add(e history.Event) (*operation, error) {
	told := e
	told.Time = completed
	if e.Type == history.EventInvoke {
		told.Time = history.NoTime
	}
	if err := p.builder.Add(told); err != nil {
		return nil, err
	}
	p.hasProcess = e.HasProcess
	position := p.position
	p.position++
	if e.Type == history.EventInvoke {
		return p.invoke(e, position), nil
	}
	return p.complete(e, position), nil
}

func (p *pairing) invoke(e history.Event, position int64) *operation {
	place := p.builder.Len() - 1
	op := &operation{Operation: *p.builder.Operation(place), number: p.operations}
	p.operations++
	op.Call, op.CallTime = position, e.Time
	if e.HasProcess {
		p.open[e.Process] = op
	} else {
		op.Process = op.number
		p.open[int64(place)] = op
	}
	if p.builder.Len() >= p.limit {
		p.replace()
	}
	return op
}

func (p *pairing) complete(e history.Event, position int64) *operation {
	id := e.Process
	if !e.HasProcess {
		for place := range p.open {
			if p.builder.Operation(int(place)).ReturnTime == completed {
				id = place
			}
		}
	}
	op := p.open[id]
	delete(p.open, id)
	op.ReturnLine, op.ReturnTime = int32(e.Line), e.Time
	switch e.Type {
	case history.EventOK:
		op.Status, op.Return, op.Output = history.OK, position, e.Value
	case history.EventFail:
		op.Status, op.Return, op.Output = history.Fail, position, e.Value
	}
	return op
}

// replace begins another builder, that knows what matters of the one before.
func (p *pairing) replace() {
	old := p.builder.History().Operations
	next := history.Builder{Name: p.builder.Name}
	tell := func(e history.Event) {
		e.HasProcess = p.hasProcess
		if err := next.Add(e); err != nil {
			panic("follow: a builder refuses what another one accepted: " + err.Error())
		}
	}
	open := make(map[int64]*operation, len(p.open))
	// An operation that is over leaves nothing, but the builder learns whether events have processes.
	tell(history.Event{Type: history.EventInvoke, F: "none"})
	tell(history.Event{Type: history.EventOK, Time: completed})
	for place := range old {
		op := &old[place]
		isOpen := op.ReturnTime != completed
		if !isOpen && (op.Status != history.Info || !p.hasProcess) {
			continue
		}
		id := op.Process
		if !p.hasProcess {
			id = int64(place)
		}
		tell(history.Event{
			Type: history.EventInvoke, Process: op.Process, F: op.F, Key: op.Key, Value: op.Input,
			Time: history.NoTime, Line: int(op.CallLine),
		})
		if !isOpen {
			tell(history.Event{Type: history.EventInfo, Process: op.Process, Time: completed, Line: int(op.ReturnLine)})
			continue
		}
		if p.hasProcess {
			open[id] = p.open[id]
		} else {
			open[int64(len(next.History().Operations)-1)] = p.open[id]
		}
	}
	p.builder, p.open = next, open
	p.limit = max(p.fewest, 2*len(next.History().Operations))
}
