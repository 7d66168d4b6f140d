package edn

import (
	"errors"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Error is a flaw in EDN text. It has a Line, a Column (in bytes) and a Msg that says what was
// found and what was expected. Text returns the message with the column, but without the line.
type Error = scan.Error

// Limits keep hostile input from taking memory. Zero fields mean the defaults: 16 MiB for the
// size of one top-level form (an operation, if the operations stand in a vector), and 1,000 for
// the depth of nesting. A list of small numbers may take some
// thirty times its text while it is decoded, garbage included.
type Limits = scan.Limits

// Decoder decodes the forms of a stream one by one. It holds no more of the stream than the
// token it is at.
type Decoder struct {
	w      scan.Window
	limits Limits
	depth  int

	nested  history.Nested  // the lists that are open
	stack   []history.Value // elements of the sets and maps that are open
	entries []history.Entry // scratch
	text    []byte          // scratch: unescaped strings

	keywords, strings, vectors scan.Cache

	container  byte            // what closes the vector or list of events, or 0
	begun, end bool            // of the events
	extra      []history.Value // keys of the event that are ignored
	nameless   bool            // its function is no name
}

// NewDecoder returns a decoder of r.
func NewDecoder(r io.Reader, limits Limits) *Decoder {
	d := &Decoder{limits: limits.OrDefaults()}
	d.w.Reset(r, d.limits.Form)
	return d
}

// Reset makes d decode text, whose first byte counts as standing in the given line.
func (d *Decoder) Reset(text []byte, line int) {
	d.limits = d.limits.OrDefaults()
	d.w.ResetBytes(text, line, d.limits.Form)
	d.depth, d.container, d.begun, d.end = 0, 0, false, false
	d.stack = d.stack[:0]
	d.nested.Drop()
}

// Decode returns the next form, or io.EOF if there is none. Other errors are of type *Error.
func (d *Decoder) Decode() (history.Value, error) {
	if _, err := d.next(); err != nil {
		return history.Nil, err
	}
	d.w.BeginForm()
	v, err := d.value()
	if err != nil {
		return history.Nil, d.final(err)
	}
	return v, d.w.EndForm()
}

// Rest returns what follows the last form. It is meaningful after Reset.
func (d *Decoder) Rest() []byte { return d.w.Buf[d.w.Pos:] }

// Decode returns the one form that text holds.
func Decode(text []byte) (history.Value, error) {
	var d Decoder
	d.Reset(text, 1)
	v, err := d.Decode()
	if errors.Is(err, io.EOF) {
		return history.Nil, d.w.EndError("a value")
	}
	if err != nil {
		return history.Nil, err
	}
	switch c, err := d.next(); {
	case err == nil:
		return history.Nil, d.w.Errorf(d.w.Pos, "expected the end of the input after the value, not %q", c)
	case errors.Is(err, io.EOF):
		return v, nil
	default:
		return history.Nil, err
	}
}

// final turns the end of the input within a form into an error.
func (d *Decoder) final(err error) error {
	if errors.Is(err, io.EOF) {
		return d.w.EndError("a value")
	}
	return err
}

// next skips what separates forms, and returns the first byte of the next form without taking
// it. It returns io.EOF at the end of the input.
func (d *Decoder) next() (byte, error) {
	for {
		w := &d.w
		i, buf := w.Pos, w.Buf
		for i < len(buf) && class[buf[i]] == space {
			i++
		}
		w.Pos = i
		if i == len(buf) {
			if d.depth == 0 {
				w.Skipped()
			}
			if !w.More(i) {
				if w.Ended() {
					return 0, io.EOF
				}
				return 0, w.ReadError()
			}
			continue
		}
		switch c := buf[i]; c {
		case ';':
			if err := d.skipLine(); err != nil {
				return 0, err
			}
		case '#':
			discard, err := d.skipDiscarded()
			if err != nil {
				return 0, err
			}
			if !discard {
				return c, nil
			}
		default:
			return c, nil
		}
	}
}

// skipLine skips a comment.
func (d *Decoder) skipLine() error {
	w := &d.w
	for {
		for i := w.Pos; i < len(w.Buf); i++ {
			if w.Buf[i] == '\n' {
				w.Pos = i + 1
				return nil
			}
		}
		w.Pos = len(w.Buf)
		if d.depth == 0 {
			w.Skipped()
		}
		if !w.More(w.Pos) {
			if w.Ended() {
				return nil
			}
			return w.ReadError()
		}
	}
}

// skipDiscarded skips #_ and the form after it, if they are next.
func (d *Decoder) skipDiscarded() (bool, error) {
	if c, ok := d.peek(1); !ok || c != '_' {
		return false, nil
	}
	if d.depth == 0 {
		d.w.BeginForm()
	}
	d.w.Pos += 2
	if err := d.enter(); err != nil {
		return false, err
	}
	_, err := d.value()
	d.depth--
	return true, d.final(err)
}

// peek returns the byte n after the next one.
func (d *Decoder) peek(n int) (byte, bool) {
	for len(d.w.Buf)-d.w.Pos <= n {
		if !d.w.More(d.w.Pos) {
			return 0, false
		}
	}
	return d.w.Buf[d.w.Pos+n], true
}

func (d *Decoder) enter() error {
	if d.depth++; d.depth > d.limits.Depth {
		return d.w.Errorf(d.w.Pos, "expected forms nested at most %d deep", d.limits.Depth)
	}
	return nil
}
