package history

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Recorder records the history of a live system. Each client goroutine takes a Client of its
// own; recording an event costs two atomic operations on shared memory and no lock.
//
// The order of events is that in which they were recorded. So an operation's interval covers the
// call itself if Invoke comes before the call and OK, Fail or Info after it.
type Recorder struct {
	start     time.Time
	clock     atomic.Int64 // events so far
	processes atomic.Int64

	mu      sync.Mutex
	clients []*Client
}

// NewRecorder returns a Recorder whose times count from now.
func NewRecorder() *Recorder { return &Recorder{start: time.Now()} }

// Client returns the record of one more client.
func (r *Recorder) Client() *Client {
	c := &Client{recorder: r, process: r.processes.Add(1) - 1}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clients = append(r.clients, c)
	return c
}

// History returns what was recorded so far. Operations in progress count as of unknown outcome.
// No client may record at the same time.
func (r *Recorder) History() *History {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := &History{Name: "recorder"}
	for _, c := range r.clients {
		h.Operations = append(h.Operations, c.operations...)
	}
	slices.SortFunc(h.Operations, func(a, b Operation) int { return cmp.Compare(a.Call, b.Call) })
	return h
}

// Client records the operations of one logically single-threaded client, for one goroutine at a
// time. After an operation of unknown outcome the client goes on under a process number of its
// own, since nobody knows whether the operation still runs.
type Client struct {
	recorder   *Recorder
	process    int64
	open       bool
	operations []Operation
}

// Invoke records that the client calls f with input, on the object named key: Nil if there is but
// one. It panics if the client's operation before has not been completed.
func (c *Client) Invoke(f string, key, input Value) {
	if c.open {
		panic("history: Client.Invoke while an operation is open: call OK, Fail or Info first")
	}
	c.open = true
	c.operations = append(c.operations, Operation{
		Process: c.process, F: f, Key: key, Input: input,
		Call: c.recorder.clock.Add(1), Return: Never,
		CallTime: int64(time.Since(c.recorder.start)), ReturnTime: NoTime, Status: Info,
	})
}

// OK records that the operation took effect and returned output.
func (c *Client) OK(output Value) { c.complete(OK, output) }

// Fail records that the operation certainly did not take effect. When in doubt, use Info.
func (c *Client) Fail(output Value) { c.complete(Fail, output) }

// Info records that nobody knows whether the operation took effect, or will: after a timeout,
// say, or a broken connection.
func (c *Client) Info() {
	c.last().ReturnTime = int64(time.Since(c.recorder.start))
	c.process = c.recorder.processes.Add(1) - 1
}

func (c *Client) complete(s Status, output Value) {
	op := c.last()
	op.Return = c.recorder.clock.Add(1)
	op.ReturnTime = int64(time.Since(c.recorder.start))
	op.Status, op.Output = s, output
}

// last closes the open operation and returns it.
func (c *Client) last() *Operation {
	if !c.open {
		panic("history: completion without an operation: call Client.Invoke first")
	}
	c.open = false
	return &c.operations[len(c.operations)-1]
}
