package edn

import (
	"errors"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// DecodeEvent sets *e to the next operation map, as Jepsen writes them: {:type :invoke, :f :read,
// :process 3, :value nil}. The maps may stand one after the other or in one vector or list, and may
// have a tag. Keys may be keywords or strings; those with another meaning are ignored. Line is
// where the map begins.
//
// A process that is no integer marks an event that is not of a client. An invocation without :f
// whose value is a list of micro-operations has the function txn.
//
// It returns io.EOF after the last operation. Other errors are of type *Error.
func (d *Decoder) DecodeEvent(e *history.Event) error {
	c, err := d.nextEvent()
	if err != nil {
		return err
	}
	line := d.w.BeginForm()
	if c == '#' {
		if c, err = d.skipTag(); err != nil {
			return d.final(err)
		}
	}
	if c != '{' {
		return d.w.Errorf(d.w.Pos, "expected an operation such as {:type :invoke, :f :read, :process 0}, found %q", c)
	}
	*e = history.Event{Line: line}
	if err := d.event(e); err != nil {
		return d.final(err)
	}
	return d.w.EndForm()
}

// nextEvent moves to the next operation, opening and closing the vector around them.
func (d *Decoder) nextEvent() (byte, error) {
	if d.end {
		return 0, io.EOF
	}
	c, err := d.next()
	if err == nil && !d.begun {
		d.begun = true
		switch c {
		case '[':
			d.container = ']'
		case '(':
			d.container = ')'
		}
		if d.container != 0 {
			d.w.Pos++
			c, err = d.next()
		}
	}
	switch {
	case errors.Is(err, io.EOF) && d.container != 0:
		d.w.BeginForm()
		return 0, d.w.EndError("an operation or the closing " + string(d.container))
	case err != nil:
		return 0, err
	case d.container != 0 && c == d.container:
		d.w.Pos++
		return 0, d.atEnd()
	}
	return c, nil
}

// atEnd returns io.EOF, or an error if anything follows the operations.
func (d *Decoder) atEnd() error {
	d.end = true
	c, err := d.next()
	if err == nil {
		return d.w.Errorf(d.w.Pos, "expected the end of the input after the closing %c, found %q", d.container, c)
	}
	return err
}

// skipTag skips the tag of a record and returns what follows.
func (d *Decoder) skipTag() (byte, error) {
	if c, ok := d.peek(1); !ok || class[c] != constituent {
		return '#', nil
	}
	if _, err := d.tag(); err != nil {
		return 0, err
	}
	return d.next()
}

// event decodes the map at Pos.
func (d *Decoder) event(e *history.Event) error {
	if err := d.enter(); err != nil {
		return err
	}
	d.w.Pos++
	d.extra, d.nameless = d.extra[:0], false
	seen := opfield.Other
	for {
		c, err := d.next()
		if err != nil {
			return d.unclosed(err, '}')
		}
		if c == '}' {
			break
		}
		field, err := d.field(c)
		if err != nil {
			return err
		}
		if seen&field != 0 {
			return d.w.Errorf(d.w.Pos-1, "expected different keys in an operation, found one twice")
		}
		seen |= field
		if c, err = d.next(); err != nil {
			return d.unclosed(err, '}')
		}
		if c == '}' {
			return d.w.Errorf(d.w.Pos, "expected a value for the last key before the closing }")
		}
		if err := d.setField(e, field); err != nil {
			return err
		}
	}
	if seen&opfield.Type == 0 {
		return d.w.Errorf(d.w.Pos, "expected the key :type (:invoke, :ok, :fail or :info) before the closing }")
	}
	d.w.Pos++
	d.depth--
	if d.nameless && !e.External {
		return d.w.Errorf(d.w.Pos-1, "expected a keyword or a string as :f of this operation")
	}
	opfield.Finish(e, seen)
	return d.repeatedKey()
}

// field takes the key at Pos, which begins with c.
func (d *Decoder) field(c byte) (opfield.Field, error) {
	var name []byte
	var err error
	switch c {
	case ':':
		if name, err = d.token(); err != nil {
			return 0, err
		}
		if field := opfield.Of(name[1:]); field != opfield.Other {
			return field, nil
		}
		d.w.Pos = d.begin(name)
	case '"':
		if name, err = d.stringBytes(); err != nil {
			return 0, err
		}
		if field := opfield.Of(name); field != opfield.Other {
			return field, nil
		}
		d.extra = append(d.extra, history.String(string(name)))
		return opfield.Other, nil
	}
	key, err := d.value()
	d.extra = append(d.extra, key)
	return opfield.Other, err
}

// repeatedKey returns an error if a key that is ignored occurs twice.
func (d *Decoder) repeatedKey() error {
	const few = 16
	twice := false
	if len(d.extra) <= few {
		for i, key := range d.extra {
			for _, other := range d.extra[:i] {
				twice = twice || key == other
			}
		}
	} else {
		twice = history.Set(d.extra...).Len() < len(d.extra)
	}
	if twice {
		return d.w.Errorf(d.w.Pos-1, "expected different keys in an operation, found %s twice", short(repeated(d.extra)))
	}
	return nil
}

// setField takes the value at Pos and stores it as the given field of e.
func (d *Decoder) setField(e *history.Event, field opfield.Field) error {
	if field == opfield.Type {
		return d.eventType(e)
	}
	v, err := d.value()
	if err != nil {
		return d.unclosed(err, '}')
	}
	wrong := ""
	switch field {
	case opfield.Value:
		e.Value = v
	case opfield.Key:
		e.Key = v
	case opfield.F:
		e.F, d.nameless = function(v)
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
	opfield.Process: ":process", opfield.Time: ":time", opfield.Index: ":index",
}

// function returns the name of a function. Wrong is true if v cannot be one; only events of clients
// need one.
func function(v history.Value) (name string, wrong bool) {
	switch v.Kind() {
	case history.KindNil:
		return "", false
	case history.KindKeyword, history.KindString, history.KindSymbol:
		name, _ = v.Text()
		return name, false
	}
	return "", true
}

func setProcess(e *history.Event, v history.Value) (wrong string) {
	switch v.Kind() {
	case history.KindInt:
		e.Process, e.HasProcess = v.Int()
	case history.KindNil:
	case history.KindKeyword, history.KindSymbol:
		e.External = true
	case history.KindString:
		name, _ := v.Text()
		opfield.Named(e, name)
	default:
		return "expected an integer, or a name such as :nemesis, not the " + v.Kind().String() + " " + short(v)
	}
	return ""
}

func (d *Decoder) eventType(e *history.Event) error {
	const expected = "expected :invoke, :ok, :fail or :info as :type, found "
	at := d.w.Buf[d.w.Pos]
	var name []byte
	var err error
	switch {
	case at == ':':
		if name, err = d.token(); err == nil {
			name = name[1:]
		}
	case at == '"':
		name, err = d.stringBytes()
	case class[at] == constituent:
		name, err = d.token()
		if err == nil {
			err = d.w.Errorf(d.begin(name), expected+"%q", scan.Brief(name))
		}
	default:
		err = d.w.Errorf(d.w.Pos, expected+"%q", at)
	}
	if err != nil {
		return err
	}
	var ok bool
	if e.Type, ok = opfield.TypeOf(name); !ok {
		return d.w.Errorf(d.w.Pos-1, expected+"%q", scan.Brief(name))
	}
	return nil
}
