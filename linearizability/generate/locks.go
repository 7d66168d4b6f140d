package generate

import "github.com/tenet-go/tenet/linearizability/history"

// mutex is a lock whose acquisitions return a fencing token.
type mutex struct {
	held   bool
	holder int64
	token  int64
}

func newMutex(*run) object { return &mutex{} }

func (o *mutex) invoke(r *run, c *client) (string, history.Value) {
	// Now and then a client releases what it does not hold.
	if c.holds() > 0 || r.rng.IntN(12) == 0 {
		return "release", history.Nil
	}
	return "acquire", history.Nil
}

func (o *mutex) apply(op *history.Operation) (history.Value, result) {
	switch {
	case op.F == "acquire" && o.held:
		return history.Nil, waits
	case op.F == "acquire":
		o.held, o.holder = true, op.Process
		o.token++
		return history.Int(o.token), done
	case !o.held || o.holder != op.Process:
		return history.Nil, cannot
	}
	o.held = false
	return history.Nil, done
}

func (o *mutex) change(op *history.Operation) int64 {
	if op.F == "acquire" {
		return 1
	}
	return -1
}

// semaphore is a number of permits.
type semaphore struct{ free, permits int64 }

func newSemaphore(r *run) object {
	n := int64(max(r.options.Permits, 1))
	return &semaphore{n, n}
}

func (o *semaphore) invoke(r *run, c *client) (string, history.Value) {
	held := c.holds()
	if held > 0 && r.rng.IntN(4) > 0 {
		return "release", history.Int(1 + r.rng.Int64N(held))
	}
	return "acquire", history.Int(1 + r.rng.Int64N(o.permits))
}

func (o *semaphore) apply(op *history.Operation) (history.Value, result) {
	n, _ := op.Input.Int()
	switch {
	case op.F == "acquire" && n > o.free:
		return history.Nil, waits
	case op.F == "acquire":
		o.free -= n
	case n > o.permits-o.free:
		return history.Nil, cannot
	default:
		o.free += n
	}
	return op.Input, done
}

func (o *semaphore) change(op *history.Operation) int64 {
	n, _ := op.Input.Int()
	if op.F == "acquire" {
		return n
	}
	return -n
}
