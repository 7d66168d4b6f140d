package generate

import (
	"math/rand/v2"

	"github.com/tenet-go/tenet/linearizability/history"
)

// run is one execution of clients against objects.
type run struct {
	rng     *rand.Rand
	options Options
	history *history.History
	objects []object
	keys    []history.Value
	clients []client
	// late holds operations whose clients gave up, and which may take effect yet.
	late        []lateOperation
	position    int64 // of the next event
	nextProcess int64
	nextValue   int64
	open        int
}

// client is a process, or a sequence of processes, each the successor of one whose operation had
// an unknown outcome.
type client struct {
	process int64
	phase   phase
	fate    fate
	op      int32 // its open operation
	object  int32
	tries   int
	held    []int64 // per object: the permits it knows to hold; nil if it never held any
}

type phase uint8

const (
	idle    phase = iota
	called        // the operation has not taken effect
	applied       // it has, and will return
)

// fate is what becomes of an operation.
type fate uint8

const (
	succeeds fate = iota
	fails
	loses    // the client never hears, though the operation took effect
	lingers  // the client gives up; the operation may take effect later
	vanishes // the client gives up; the operation never takes effect
)

type lateOperation struct{ op, object int32 }

// maxTries is how often an operation that must wait tries to take effect before it fails.
const maxTries = 4

// makeObjects prepares the objects and the clients.
func (r *run) makeObjects(k *kind) {
	n := 1
	if !k.ownKeys && r.options.Keys > 0 {
		n = r.options.Keys
	}
	r.objects = make([]object, n)
	r.keys = make([]history.Value, n)
	for i := range r.objects {
		r.objects[i] = k.make(r)
		if !k.ownKeys && r.options.Keys > 0 {
			r.keys[i] = history.Int(int64(i))
		}
	}
	r.clients = make([]client, r.options.Clients)
	for i := range r.clients {
		r.clients[i].process = int64(i)
	}
	r.nextProcess = int64(r.options.Clients)
}

// play lets a random client make its next move until all operations are over.
func (r *run) play() {
	for {
		over := len(r.history.Operations) == r.options.Operations
		if over && r.open == 0 {
			return
		}
		if len(r.late) > 0 && r.rng.IntN(8) == 0 {
			r.applyLate()
		}
		c := &r.clients[r.rng.IntN(len(r.clients))]
		switch c.phase {
		case idle:
			if !over && !r.happens(r.options.Idle) {
				r.invoke(c)
			}
		case called:
			r.apply(c)
		case applied:
			r.complete(c)
		}
	}
}

func (r *run) happens(rate float64) bool { return rate > 0 && r.rng.Float64() < rate }

// value draws a value to write.
func (r *run) value() history.Value {
	if r.options.Values == 0 {
		r.nextValue++
		return history.Int(r.nextValue)
	}
	return history.Int(int64(r.rng.IntN(r.options.Values)))
}

// written draws a value that was probably written.
func (r *run) written() history.Value {
	n := int64(r.options.Values)
	if n > 0 {
		return history.Int(r.rng.Int64N(n))
	}
	const recent = 8
	return history.Int(max(r.nextValue-r.rng.Int64N(recent), 0))
}

func (r *run) event() int64 {
	at := r.position
	r.position += 2
	return at
}

func (r *run) invoke(c *client) {
	c.object = int32(r.rng.IntN(len(r.objects)))
	c.op, c.tries, c.phase = int32(len(r.history.Operations)), 0, called
	op := history.Operation{
		Process: c.process, Key: r.keys[c.object], Call: r.event(), Return: history.Never,
		CallTime: history.NoTime, ReturnTime: history.NoTime,
	}
	op.F, op.Input = r.objects[c.object].invoke(r, c)
	r.history.Operations = append(r.history.Operations, op)
	r.open++
	c.fate = r.drawFate(op.F)
}

func (r *run) drawFate(f string) fate {
	switch {
	case r.happens(r.options.InfoRate):
		return loses + fate(r.rng.IntN(3))
	case r.happens(r.options.FailRate) && !(r.options.HonestCAS && f == "cas"):
		return fails
	}
	return succeeds
}

// apply lets an operation take effect, if it is to. What fails returns at its next move.
func (r *run) apply(c *client) {
	c.phase = applied
	if c.fate != succeeds && c.fate != loses {
		return
	}
	op := &r.history.Operations[c.op]
	output, result := r.objects[c.object].apply(op)
	switch result {
	case done:
		op.Output = output
	case cannot:
		if c.fate == succeeds {
			c.fate = fails
		}
	default:
		c.tries++
		if c.tries < maxTries {
			c.phase = called
		} else if c.fate == succeeds {
			c.fate = fails
		}
	}
}

func (r *run) complete(c *client) {
	op := &r.history.Operations[c.op]
	c.phase = idle
	r.open--
	at := r.event()
	switch c.fate {
	case succeeds:
		op.Status, op.Return = history.OK, at
		if l, ok := r.objects[c.object].(lock); ok {
			r.know(c, l.change(op))
		}
		return
	case fails:
		op.Status, op.Return, op.Output = history.Fail, at, history.Nil
		return
	case lingers:
		r.late = append(r.late, lateOperation{c.op, c.object})
	}
	op.Output = history.Nil
	c.process, c.held = r.nextProcess, nil
	r.nextProcess++
}

// know notes that a client's permits changed.
func (r *run) know(c *client, change int64) {
	if c.held == nil {
		c.held = make([]int64, len(r.objects))
	}
	c.held[c.object] += change
}

func (c *client) holds() int64 {
	if c.held == nil {
		return 0
	}
	return c.held[c.object]
}

// applyLate lets one of the late operations take effect, if it can.
func (r *run) applyLate() {
	i := r.rng.IntN(len(r.late))
	l := r.late[i]
	r.late[i] = r.late[len(r.late)-1]
	r.late = r.late[:len(r.late)-1]
	r.objects[l.object].apply(&r.history.Operations[l.op])
}
