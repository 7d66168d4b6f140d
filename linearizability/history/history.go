package history

import (
	"fmt"
	"math"
)

// Status says how an operation ended, with Jepsen's meanings.
type Status uint8

const (
	// Info means that the outcome is unknown: the operation may have taken effect at any moment
	// after its invocation, or never. Operations that were never completed have this status.
	Info Status = iota
	// OK means that the operation took effect between its invocation and its completion.
	OK
	// Fail means that the operation did not take effect.
	Fail
)

// String returns Jepsen's name of the status.
func (s Status) String() string { return [...]string{"info", "ok", "fail"}[s] }

// Never is the Return of an operation whose completion was not seen, or was indeterminate.
const Never = math.MaxInt64

// NoTime is the time of an event whose source gave none.
const NoTime = math.MinInt64

// Operation is one call to the system under test.
type Operation struct {
	// Process is the logically single-threaded client that made the call.
	Process int64
	// F is the name of the function called: read, write, enqueue...
	F string
	// Key is the independent object on which the operation acted; nil if there is but one.
	Key Value
	// Input is the argument of the call: the value of the invocation.
	Input Value
	// Output is the result: the value of the completion. It means nothing when Status is Info.
	Output Value
	// Call and Return place the operation in real time. They may be positions of events in the
	// history or readings of a clock; only their order counts. Two operations are ordered if
	// one's Return is less than the other's Call: the interval is closed, so operations that
	// meet in one reading of the clock are concurrent. Return is Never when Status is Info.
	Call, Return int64
	// CallTime and ReturnTime are nanoseconds as the source gave them, or NoTime. They are for
	// people to read; checkers use Call and Return.
	CallTime, ReturnTime int64
	// CallLine and ReturnLine say where in the input the events stand, from 1; 0 if unknown.
	CallLine, ReturnLine int32
	// Status says how the operation ended.
	Status Status
}

// History is a record of the operations of concurrent clients.
type History struct {
	// Name says where the history comes from: the name of its file. Messages show it.
	Name string
	// Operations are in order of their Call.
	Operations []Operation
	// Untimed says that the source has no times: Call and Return mean nothing, and only the order of
	// each process's operations counts.
	Untimed bool
	// Ignored counts the events that were not of clients, such as those of a nemesis.
	Ignored int
}

// Validate returns an error of type *Error if the operations are not in order of their Call, or
// if one returns before it was called or, though its outcome is known, never. What a Builder or a
// Recorder made is valid.
func (h *History) Validate() error {
	for i := range h.Operations {
		op := &h.Operations[i]
		wrong := ""
		switch {
		case i > 0 && op.Call < h.Operations[i-1].Call:
			wrong = "is called before the operation that stands before it: expected operations in order of their Call"
		case op.Status == Info:
		case op.Return < op.Call:
			wrong = fmt.Sprintf("returns at %d, before its call at %d", op.Return, op.Call)
		case op.Return == Never:
			wrong = fmt.Sprintf("is %s, but never returns: expected a Return, or the status Info", op.Status)
		}
		if wrong != "" {
			return &Error{Name: h.Name, Line: int(op.CallLine), Msg: fmt.Sprintf("operation %d, %s of process %d, %s", i, op.F, op.Process, wrong)}
		}
	}
	return nil
}
