package history

import (
	"fmt"
	"math"
)

// Error is a flaw in a history, with the place where it was found.
type Error struct {
	Name string // of the file; may be empty
	Line int    // from 1; 0 if unknown
	Msg  string // what is wrong, and what was expected
}

// Error returns name:line: message.
func (e *Error) Error() string {
	name := e.Name
	if name == "" {
		name = "history"
	}
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", name, e.Line, e.Msg)
	}
	return name + ": " + e.Msg
}

// Builder makes a History of events, in the order in which they happened. It accepts just what
// Jepsen's rules allow:
//
//   - a process has at most one operation open;
//   - a completion belongs to an invocation, and names the same function if it names one;
//   - an :info completion ends its process, since nobody knows whether the operation still runs:
//     no later event may have that process;
//   - operations that are never completed count as :info;
//   - where events have an index, it does not decrease.
//
// Events of processes that are no clients are counted and left out.
//
// Some sources name no process. There a completion belongs to the oldest open invocation of the
// same function whose value it repeats, or, if there is none, that has the value nil or reads of
// nil, to be filled in by the completion. A source names a process in each event or in none.
type Builder struct {
	Name string // of the input, for messages

	history History
	// blocks hold the operations, blockSize in each but the last, so that a long history is copied
	// once, by History, and not each time it outgrows its memory.
	blocks [][]Operation
	count  int             // operations
	open   map[int64]int32 // process -> its open operation
	ended  map[int64]int32 // process -> line of the :info that ended it
	// anonymous holds the open operations of a source without processes, oldest first.
	anonymous  []int32
	hasProcess bool
	events     int64
	hasIndex   bool // of the last event that had an index:
	index      int64
	indexLine  int
}

// blockSize is a power of two. A block takes a quarter of a megabyte: copying one holds up a garbage
// collection that wants to begin.
const blockSize = 1 << 11

// Len returns the number of operations so far.
func (b *Builder) Len() int { return b.count }

// Operation returns operation i, in order of their calls, as it is after the events so far. It is
// the Builder's own.
func (b *Builder) Operation(i int) *Operation { return b.operation(int32(i)) }

// operation returns operation i.
func (b *Builder) operation(i int32) *Operation { return &b.blocks[i/blockSize][i%blockSize] }

func (b *Builder) append(op Operation) {
	if b.count%blockSize == 0 {
		var block []Operation
		if b.count > 0 { // a history that fits one block does not pay for a whole one
			block = make([]Operation, 0, blockSize)
		}
		b.blocks = append(b.blocks, block)
	}
	last := &b.blocks[len(b.blocks)-1]
	*last = append(*last, op)
	b.count++
}

// Add adds the next event. Errors are of type *Error.
func (b *Builder) Add(e Event) error {
	if b.open == nil {
		b.open, b.ended = map[int64]int32{}, map[int64]int32{}
	}
	if err := b.inOrder(e); err != nil {
		return err
	}
	if e.External {
		b.history.Ignored++
		return nil
	}
	if b.events == 0 {
		b.hasProcess = e.HasProcess
	}
	if e.HasProcess != b.hasProcess {
		return b.errorf(e.Line, "event %s: a history names a process in each event or in none", without(!e.HasProcess))
	}
	position := b.events
	b.events++
	if e.Type == EventInvoke {
		return b.invoke(e, position)
	}
	return b.complete(e, position)
}

func without(missing bool) string {
	if missing {
		return "without a process after events with one"
	}
	return "with a process after events without one"
}

// inOrder is an error for an event whose index is less than that of one before: the order of events
// is the order of time, so a file that was not put into order must not be read as if it were.
func (b *Builder) inOrder(e Event) error {
	if !e.HasIndex {
		return nil
	}
	if b.hasIndex && e.Index < b.index {
		return b.errorf(e.Line, "index %d after index %d of line %d: expected events in the order of their index", e.Index, b.index, b.indexLine)
	}
	b.hasIndex, b.index, b.indexLine = true, e.Index, e.Line
	return nil
}

func (b *Builder) invoke(e Event, position int64) error {
	if e.F == "" {
		return b.errorf(e.Line, "invocation without a function: expected :f, such as :read or :write")
	}
	if b.count == math.MaxInt32 {
		return b.errorf(e.Line, "more than %d operations", math.MaxInt32)
	}
	op := Operation{
		Process: e.Process, F: e.F, Key: e.Key, Input: e.Value,
		Call: position, Return: Never, CallTime: e.Time, ReturnTime: NoTime,
		CallLine: int32(e.Line), Status: Info,
	}
	next := int32(b.count)
	if !e.HasProcess {
		op.Process = int64(next)
		b.anonymous = append(b.anonymous, next)
	} else {
		if earlier, busy := b.open[e.Process]; busy {
			return b.errorf(e.Line, "process %d invokes %s while its %s of line %d is still open: expected a completion first",
				e.Process, e.F, b.operation(earlier).F, b.operation(earlier).CallLine)
		}
		if line, gone := b.ended[e.Process]; gone {
			return b.errorf(e.Line, "process %d invokes %s after its operation of unknown outcome (:info, line %d): expected a new process number",
				e.Process, e.F, line)
		}
		b.open[e.Process] = next
	}
	b.append(op)
	return nil
}

func (b *Builder) complete(e Event, position int64) error {
	index, err := b.match(e)
	if err != nil {
		return err
	}
	op := b.operation(index)
	if e.F != "" && e.F != op.F {
		return b.errorf(e.Line, "process %d completes %s, but invoked %s in line %d", e.Process, e.F, op.F, op.CallLine)
	}
	if e.Key != Nil && op.Key != Nil && e.Key != op.Key {
		return b.errorf(e.Line, "process %d completes %s of key %s, but invoked key %s in line %d", e.Process, op.F, e.Key, op.Key, op.CallLine)
	}
	op.ReturnTime, op.ReturnLine = e.Time, int32(e.Line)
	switch e.Type {
	case EventInfo:
		if e.HasProcess {
			b.ended[e.Process] = int32(e.Line)
		}
		return nil
	case EventOK:
		op.Status = OK
	case EventFail:
		op.Status = Fail
	}
	op.Output, op.Return = e.Value, position
	return nil
}

// match finds the open operation to which a completion belongs and closes it.
func (b *Builder) match(e Event) (int32, error) {
	if e.HasProcess {
		index, busy := b.open[e.Process]
		if !busy {
			return 0, b.errorf(e.Line, "process %d completes %s (:%s) but has no operation open: expected an invocation first", e.Process, e.F, e.Type)
		}
		delete(b.open, e.Process)
		return index, nil
	}
	at := b.matchAnonymous(e)
	if at < 0 {
		return 0, b.errorf(e.Line, "completion of %s (:%s) belongs to no open invocation", e.F, e.Type)
	}
	index := b.anonymous[at]
	b.anonymous = append(b.anonymous[:at], b.anonymous[at+1:]...)
	return index, nil
}

func (b *Builder) matchAnonymous(e Event) int {
	fallback := -1
	for at, index := range b.anonymous {
		op := b.operation(index)
		if e.F != "" && e.F != op.F {
			continue
		}
		if op.Input == e.Value {
			return at
		}
		if fallback < 0 && fills(op.Input, e.Value) {
			fallback = at
		}
	}
	return fallback
}

// fills reports whether a completion may have got value by filling in the nils of template.
func fills(template, value Value) bool {
	if template == value || template.IsNil() {
		return true
	}
	t, v := template.Elems(), value.Elems()
	if template.Kind() != KindList || value.Kind() != KindList || len(t) != len(v) {
		return false
	}
	for i := range t {
		if !fills(t[i], v[i]) {
			return false
		}
	}
	return true
}

// History returns what was built. Operations still open have the status Info.
func (b *Builder) History() *History {
	b.history.Name = b.Name
	switch {
	case len(b.history.Operations) == b.count:
	case len(b.blocks) == 1:
		b.history.Operations = b.blocks[0]
	default:
		all := make([]Operation, 0, b.count)
		for i, block := range b.blocks {
			all = append(all, block...)
			b.blocks[i] = all[i*blockSize : len(all) : len(all)] // the garbage collector may have the block
		}
		b.history.Operations = all
	}
	return &b.history
}

func (b *Builder) errorf(line int, format string, args ...any) error {
	return &Error{Name: b.Name, Line: line, Msg: fmt.Sprintf(format, args...)}
}
