package json

import (
	"errors"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// DecodeEvent sets *e to the next operation, an object with the fields index, time, type,
// process, f and value, of which the type is necessary; key is read too, and others are ignored.
// The objects may stand one after the other, or in one array. Line is where the object begins.
//
// It returns io.EOF after the last operation. Other errors are of type *scan.Error.
func (d *Decoder) DecodeEvent(e *history.Event) error {
	c, err := d.nextEvent()
	if err != nil {
		return err
	}
	line := d.w.BeginForm()
	if c != '{' {
		return d.w.Errorf(d.w.Pos, `expected an operation such as {"type":"invoke","f":"read","process":0}, found %q`, c)
	}
	*e = history.Event{Line: line}
	if err := d.event(e); err != nil {
		return err
	}
	return d.w.EndForm()
}

// nextEvent moves to the next operation, opening and closing the array around them.
func (d *Decoder) nextEvent() (byte, error) {
	if d.end {
		return 0, io.EOF
	}
	c, err := d.next()
	if !d.begun {
		d.begun = true
		if err != nil || c != '[' {
			return c, err
		}
		d.inArray = true
		d.w.Pos++
		if c, err = d.next(); err == nil && c == ']' {
			return 0, d.atEnd()
		}
		return c, d.unclosed(err)
	}
	if !d.inArray {
		return c, err
	}
	switch {
	case err != nil:
		return 0, d.unclosed(err)
	case c == ']':
		return 0, d.atEnd()
	case c != ',':
		return 0, d.w.Errorf(d.w.Pos, "expected a comma or the closing ] after an operation, found %q", c)
	}
	d.w.Pos++
	c, err = d.next()
	return c, d.unclosed(err)
}

func (d *Decoder) unclosed(err error) error {
	if errors.Is(err, io.EOF) {
		d.w.BeginForm()
		return d.w.EndError("an operation or the closing ] of the array")
	}
	return err
}

// atEnd takes the closing ] and returns io.EOF, or an error if anything follows.
func (d *Decoder) atEnd() error {
	d.w.Pos++
	d.end = true
	c, err := d.next()
	if err == nil {
		return d.w.Errorf(d.w.Pos, "expected the end of the input after the closing ], found %q", c)
	}
	return err
}

// event decodes the object at Pos.
func (d *Decoder) event(e *history.Event) error {
	if err := d.enter(); err != nil {
		return err
	}
	d.w.Pos++
	d.extra = d.extra[:0]
	seen := opfield.Other
	for first := true; ; first = false {
		key, more, err := d.key(first)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		field := opfield.Of(key)
		if field == opfield.Other {
			d.extra = append(d.extra, d.keyValue(key))
		}
		if seen&field != 0 {
			return d.w.Errorf(d.w.Pos-1, "expected different keys in an operation, found %q twice", key)
		}
		seen |= field
		if err := d.colon(); err != nil {
			return err
		}
		if err := d.setField(e, field); err != nil {
			return d.within(err, "a value")
		}
	}
	d.depth--
	if seen&opfield.Type == 0 {
		return d.w.Errorf(d.w.Pos-1, `expected the key "type" ("invoke", "ok", "fail" or "info") before the closing }`)
	}
	opfield.Finish(e, seen)
	return d.repeated()
}

// repeated returns an error if a key that is ignored occurs twice.
func (d *Decoder) repeated() error {
	if len(d.extra) < 2 || len(d.extra) == 2 && d.extra[0] != d.extra[1] {
		return nil
	}
	d.entries = d.entries[:0]
	for _, key := range d.extra {
		d.entries = append(d.entries, history.Entry{Key: key})
	}
	if twice := repeatedKey(d.entries); twice != history.Nil {
		return d.w.Errorf(d.w.Pos-1, "expected different keys in an operation, found %s twice", opfield.Short(twice))
	}
	return nil
}

// setField takes the value at Pos and stores it as the given field of e.
func (d *Decoder) setField(e *history.Event, field opfield.Field) error {
	c, err := d.next()
	if err != nil {
		return err
	}
	if field == opfield.Type && c == '"' {
		return d.eventType(e)
	}
	v, err := d.value()
	if err != nil {
		return err
	}
	wrong := ""
	switch field {
	case opfield.Type:
		wrong = `expected "invoke", "ok", "fail" or "info", not the ` + v.Kind().String() + " " + opfield.Short(v)
	case opfield.Value:
		e.Value = v
	case opfield.Key:
		e.Key = v
	case opfield.F:
		if e.F, _ = v.Text(); v.Kind() != history.KindString && !v.IsNil() {
			wrong = "expected a string, not the " + v.Kind().String() + " " + opfield.Short(v)
		}
	case opfield.Process:
		wrong = setProcess(e, v)
	case opfield.Time:
		e.Time = history.NoTime
		if !v.IsNil() {
			e.Time, wrong = opfield.Number(v)
		}
	case opfield.Index:
		if !v.IsNil() {
			e.Index, wrong = opfield.Number(v)
			e.HasIndex = true
		}
	}
	if wrong != "" {
		return d.w.Errorf(d.w.Pos-1, "%s as %s", wrong, fieldNames[field])
	}
	return nil
}

var fieldNames = map[opfield.Field]string{
	opfield.Type: `"type"`, opfield.F: `"f"`, opfield.Process: `"process"`, opfield.Time: `"time"`, opfield.Index: `"index"`,
}

func setProcess(e *history.Event, v history.Value) (wrong string) {
	switch v.Kind() {
	case history.KindInt:
		e.Process, e.HasProcess = v.Int()
	case history.KindNil:
	case history.KindString:
		name, _ := v.Text()
		opfield.Named(e, name)
	default:
		return `expected an integer, or a name such as "nemesis", not the ` + v.Kind().String() + " " + opfield.Short(v)
	}
	return ""
}

func (d *Decoder) eventType(e *history.Event) error {
	name, err := d.stringBytes()
	if err != nil {
		return err
	}
	var ok bool
	if e.Type, ok = opfield.TypeOf(name); !ok {
		return d.w.Errorf(d.w.Pos-1, `expected "invoke", "ok", "fail" or "info" as "type", found %q`, scan.Brief(name))
	}
	return nil
}
