package txn

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// micro is a micro-operation as the source has it. What a list read is not decoded yet.
type micro struct {
	kind       Kind
	key, value history.Value
	list       history.Cursor
}

var kinds = map[string]Kind{"r": Read, "read": Read, "w": Write, "write": Write, "append": Append}

// singles are names of functions that are one operation each.
var singles = map[string]Kind{
	"r": Read, "read": Read, "get": Read, "w": Write, "write": Write, "put": Write, "append": Append,
}

// micros returns what a transaction did, or, if it did not return ok, what it was to do. The slice is
// good until the next call.
func (d *decoder) micros(op *history.Operation) ([]micro, error) {
	if d.single {
		return d.singleOp(op)
	}
	if op.Status == history.OK && op.Input == op.Output {
		done, err := d.parse(d.done[:0], op.Output, true)
		d.done = done
		return done, err
	}
	asked, err := d.parse(d.asked[:0], op.Input, false)
	d.asked = asked
	if err != nil || op.Status != history.OK {
		return asked, err
	}
	done, err := d.parse(d.done[:0], op.Output, true)
	d.done = done
	if err != nil {
		return nil, resultErrorf("result: %w", err)
	}
	if len(done) != len(asked) {
		return nil, resultErrorf("the transaction has %d micro-operations and its result %d: expected the same, with what they read", len(asked), len(done))
	}
	for i := range done {
		a, b := &asked[i], &done[i]
		if a.kind != b.kind || a.key != b.key || a.kind != Read && a.value != b.value {
			return nil, resultErrorf("micro-operation %d is [%s %v %v] and its result [%s %v %v]: expected the same, with what it read",
				i+1, a.kind, a.key, a.value, b.kind, b.key, b.value)
		}
	}
	return done, nil
}

// parse reads [[:r k v] [:append k v] ...]. What was read counts only if the transaction is done.
func (d *decoder) parse(micros []micro, v history.Value, done bool) ([]micro, error) {
	if v.Kind() != history.KindList {
		return nil, fmt.Errorf("%v is no transaction: expected a list of %s", v, d.expected())
	}
	for c := v.Cursor(); c.Len() > 0; {
		at := c
		parts, isList := c.List()
		m, ok := micro{}, isList && parts.Len() == 3
		if ok {
			name, _ := parts.Text()
			m.kind, ok = kinds[name]
		}
		if !ok || m.kind != Read && (m.kind == Append) != (d.history.Model == Lists) {
			return nil, fmt.Errorf("micro-operation %d is %v: expected %s", len(micros)+1, at.Value(), d.expected())
		}
		m.key = parts.Value()
		if m.kind != Read || done {
			d.take(&m, &parts)
		}
		if err := d.fits(&m); err != nil {
			return nil, err
		}
		micros = append(micros, m)
	}
	return micros, nil
}

// take takes the value of a micro-operation, the next of parts.
func (d *decoder) take(m *micro, parts *history.Cursor) {
	if m.kind == Read && d.history.Model == Lists && parts.Kind() == history.KindList {
		m.list, _ = parts.List()
		return
	}
	m.value = parts.Value()
}

// fits is an error if a register is written nil, which is the value of those that nobody wrote, or
// what was read of a list is none.
func (d *decoder) fits(m *micro) error {
	switch {
	case m.kind == Write && m.value.IsNil():
		return fmt.Errorf("[%s %v nil]: expected a value other than nil, which means that nobody has written the key", m.kind, m.key)
	case m.kind == Read && d.history.Model == Lists && !m.value.IsNil():
		return fmt.Errorf("[:r %v %v]: expected a list of elements, or nil for the empty one", m.key, m.value)
	}
	return nil
}

// singleOp returns an operation that is no list of micro-operations: a read or write of its Key.
func (d *decoder) singleOp(op *history.Operation) ([]micro, error) {
	m := micro{key: op.Key}
	var known bool
	m.kind, known = singles[op.F]
	if !known || m.kind != Read && (m.kind == Append) != (d.history.Model == Lists) {
		expected := "read or write"
		if d.history.Model == Lists {
			expected = "read or append"
		}
		return nil, fmt.Errorf("unknown function %q: expected %s", op.F, expected)
	}
	switch {
	case m.kind != Read:
		m.value = op.Input
	case op.Status == history.OK && d.history.Model == Lists && op.Output.Kind() == history.KindList:
		m.list = op.Output.Cursor()
	case op.Status == history.OK:
		m.value = op.Output
	}
	d.done = append(d.done[:0], m)
	return d.done, d.fits(&m)
}

func (d *decoder) expected() string {
	if d.history.Model == Lists {
		return "[:r key list] and [:append key element]"
	}
	return "[:r key value] and [:w key value]"
}

// resultError is a flaw of what a transaction returned; others are of what was asked.
type resultError struct{ error }

func resultErrorf(format string, args ...any) error { return resultError{fmt.Errorf(format, args...)} }

// flaw is err with the place of op: where it returned, if that is what is wrong.
func flaw(h *history.History, op *history.Operation, err error) error {
	line := op.CallLine
	var result resultError
	if errors.As(err, &result) && op.ReturnLine > 0 {
		line = op.ReturnLine
	}
	return &history.Error{Name: h.Name, Line: int(line), Msg: err.Error()}
}
