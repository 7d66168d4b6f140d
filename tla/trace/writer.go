package trace

import (
	"io"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

// Writer writes a trace. It is for one goroutine at a time.
type Writer struct {
	w   io.Writer
	buf []byte
}

// NewWriter makes a writer. It writes a line at once.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Initial writes the initial state, as far as it is logged.
func (w *Writer) Initial(s value.State) error { return w.Step("", s) }

// Step writes a step of an action and the state after it, as far as it is logged. The action "" is any.
func (w *Writer) Step(action machine.Action, after value.State) error {
	w.buf = append(w.buf[:0], '{')
	b := w.buf
	if action != "" {
		b = quote(append(b, `"action":`...), string(action))
		b = append(b, ',')
	}
	b = append(b, `"state":{`...)
	for i, name := range after.Names() {
		if i > 0 {
			b = append(b, ',')
		}
		b = encode(append(quote(b, name), ':'), datum.FromValue(after.Value(name)))
	}
	b = append(b, "}}\n"...)
	w.buf = b
	_, err := w.w.Write(w.buf)
	return err
}
