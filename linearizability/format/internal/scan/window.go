package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	windowSize = 64 << 10
	emptyReads = 100 // reads of nothing in a row before a reader counts as broken
)

// The default limits.
const (
	DefaultForm  = 16 << 20
	DefaultDepth = 1000
)

// Limits keep hostile input from taking memory. Zero fields mean the defaults.
type Limits struct {
	// Form is the greatest size of one top-level form, or line, in bytes. The default is
	// DefaultForm.
	Form int
	// Depth is the greatest depth of nesting. The default is DefaultDepth.
	Depth int
}

// OrDefaults returns l with its zero fields replaced by the defaults.
func (l Limits) OrDefaults() Limits {
	if l.Form <= 0 {
		l.Form = DefaultForm
	}
	if l.Depth <= 0 {
		l.Depth = DefaultDepth
	}
	return l
}

// Window is the part of a stream that a decoder looks at. The unread bytes are Buf[Pos:]; a
// decoder advances Pos and calls More when it needs what follows len(Buf).
type Window struct {
	Buf []byte
	Pos int

	r        io.Reader
	own      []byte // backs Buf when reading from r
	err      error  // why there is no more, io.EOF included
	base     int64  // offset of Buf[0] in the stream
	form     int64  // offset of the current form
	formLine int
	limit    int64
	// Newlines are counted up to Buf[counted], which is in line line, which begins at lineStart.
	counted   int
	line      int
	lineStart int64
}

// Reset makes w read r, with at most limit bytes in a form.
func (w *Window) Reset(r io.Reader, limit int) {
	if w.own == nil {
		w.own = make([]byte, 0, windowSize)
	}
	*w = Window{r: r, own: w.own, Buf: w.own[:0], line: 1, formLine: 1, limit: int64(limit)}
}

// ResetBytes makes w read b, whose first byte is in the given line.
func (w *Window) ResetBytes(b []byte, line, limit int) {
	*w = Window{own: w.own, Buf: b, err: io.EOF, line: line, formLine: line, limit: int64(limit)}
}

// BeginForm says that a form begins at Pos, and returns its line.
func (w *Window) BeginForm() int {
	w.form = w.base + int64(w.Pos)
	w.formLine, _ = w.Position(w.Pos)
	return w.formLine
}

// EndForm says that the form ends at Pos: what follows belongs to no form. It returns an error
// if the form was longer than the limit.
func (w *Window) EndForm() error {
	size := w.base + int64(w.Pos) - w.form
	if size > w.limit {
		return w.tooLong()
	}
	return nil
}

func (w *Window) tooLong() error {
	return &Error{Line: w.formLine, Msg: fmt.Sprintf("expected a form of at most %d bytes, but the one that begins here is longer", w.limit)}
}

// Skipped says that everything before Pos belongs to no form, so that it does not count.
func (w *Window) Skipped() {
	w.form = w.base + int64(w.Pos)
}

// More reads more. It forgets everything before keep, so that Buf[keep] becomes Buf[0]; the
// caller adjusts its indices, and Pos is adjusted by More. It returns false if there is no more;
// Err says why.
func (w *Window) More(keep int) bool {
	w.forget(keep)
	if w.err != nil {
		return false
	}
	if w.base+int64(len(w.Buf))-w.form > w.limit {
		w.err = w.tooLong()
		return false
	}
	if len(w.Buf) == cap(w.Buf) {
		w.own = append(make([]byte, 0, 2*cap(w.Buf)), w.Buf...)
		w.Buf = w.own
	}
	for range emptyReads {
		n, err := w.r.Read(w.Buf[len(w.Buf):cap(w.Buf)])
		w.Buf = w.Buf[:len(w.Buf)+n]
		if err != nil {
			w.err = err
		}
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	w.err = io.ErrNoProgress
	return false
}

func (w *Window) forget(keep int) {
	if keep > w.counted {
		w.Position(keep)
	}
	w.counted -= keep
	w.base += int64(keep)
	w.Pos -= keep
	if w.r == nil {
		w.Buf = w.Buf[keep:]
		return
	}
	if keep == 0 {
		return
	}
	w.own = w.own[:cap(w.own)]
	n := copy(w.own, w.Buf[keep:])
	w.Buf = w.own[:n]
}

// Ended reports whether the input ended, as it should, at its end. It is meaningful once More
// returned false.
func (w *Window) Ended() bool {
	return w.err == io.EOF //nolint:errorlint // an error that wraps io.EOF is a failure, not the end
}

// Position returns the line and the column, in bytes, of Buf[at], both from 1. The column is 0
// if it is not known.
func (w *Window) Position(at int) (line, column int) {
	if at < w.counted {
		behind := bytes.Count(w.Buf[at:w.counted], []byte{'\n'})
		if last := bytes.LastIndexByte(w.Buf[:at], '\n'); last >= 0 {
			return w.line - behind, at - last
		}
		if behind > 0 {
			return w.line - behind, 0
		}
		return w.line, int(w.base + int64(at) - w.lineStart + 1)
	}
	if n := bytes.Count(w.Buf[w.counted:at], []byte{'\n'}); n > 0 {
		w.line += n
		w.lineStart = w.base + int64(bytes.LastIndexByte(w.Buf[:at], '\n')+1)
	}
	w.counted = at
	return w.line, int(w.base + int64(at) - w.lineStart + 1)
}

// Errorf returns an error at Buf[at].
func (w *Window) Errorf(at int, format string, args ...any) error {
	line, column := w.Position(at)
	return &Error{Line: line, Column: column, Msg: fmt.Sprintf(format, args...)}
}

// EndError returns why the input ends although something was expected. It is for use when More
// returned false.
func (w *Window) EndError(expected string) error {
	if w.err != nil && !w.Ended() {
		return w.ReadError()
	}
	line, column := w.Position(len(w.Buf))
	msg := "the input ends, expected " + expected
	if line != w.formLine {
		msg = fmt.Sprintf("the input ends within the form that begins in line %d, expected %s", w.formLine, expected)
	}
	return &Error{Line: line, Column: column, Msg: msg}
}

// ReadError returns why reading failed, as an *Error.
func (w *Window) ReadError() error {
	var e *Error
	if errors.As(w.err, &e) {
		return e
	}
	line, _ := w.Position(len(w.Buf))
	err := w.err
	if errors.Is(err, io.EOF) {
		err = errors.New(err.Error()) // so that nobody takes it for the end
	}
	return &Error{Line: line, Msg: "reading: " + err.Error(), Err: err}
}
