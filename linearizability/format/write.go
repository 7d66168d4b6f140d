package format

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Write writes a history in one of the formats JepsenEDN, JepsenJSON (an object per line), KVLog,
// ViolinLog, AwditText, PlumeText and Dbcop. Operations that were never completed are left open; those whose completion says
// that the outcome is unknown get such a completion.
//
// JSON has fewer kinds of values than EDN: keywords become strings, sets arrays, and so on (see
// history.Value.AppendJSON). Porcupine's text needs the Key of each operation. Violin's logs know
// neither keys, nor failed operations, nor values with structure. A history that does not fit is
// an error of type *history.Error that says why; what was written is then incomplete.
//
// AwditText, PlumeText and Dbcop take transactions of registers that hold integers from 0, and 0 at
// first. They leave out when each was, those of unknown outcome of which nobody read anything, and
// AwditText those that failed. In the other direction, a history that is Untimed cannot be
// written in a format of events, whose order would say what happened before what.
func Write(w io.Writer, format Format, h *history.History) error {
	var line func(b []byte, index int, m moment) ([]byte, error)
	switch format {
	case JepsenEDN, KVLog:
		line = func(b []byte, index int, m moment) ([]byte, error) {
			e := event(h, index, m)
			return appendEDN(b, format, h.Name, &e)
		}
	case JepsenJSON:
		line = func(b []byte, index int, m moment) ([]byte, error) {
			e := event(h, index, m)
			return appendJSON(b, &e), nil
		}
	case ViolinLog:
		ids := violinIDs(h)
		line = func(b []byte, _ int, m moment) ([]byte, error) { return appendViolin(b, h, m, ids) }
	case AwditText, PlumeText, Dbcop:
		micros, err := newMicroWriter(format, h)
		if err != nil {
			return err
		}
		return micros.write(w)
	default:
		if format.Describe() == "" {
			return fmt.Errorf("unknown format %q: expected one of %s", format, names())
		}
		return fmt.Errorf("the format %s cannot be written: expected one of %s", format, writable())
	}
	if h.Untimed {
		return fail(h.Name, 0, fmt.Sprintf("the history has no times, and cannot be written as %s, whose order of events would make some up: expected %s, %s or %s", format, AwditText, PlumeText, Dbcop))
	}
	out := bufio.NewWriterSize(w, 64<<10)
	var b []byte
	for i, m := range moments(h) {
		var err error
		if b, err = line(b[:0], i, m); err != nil {
			return err
		}
		if _, err = out.Write(b); err != nil {
			return fmt.Errorf("writing %s: %w", format, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	return nil
}

// writable names the formats that Write knows.
func writable() string {
	var all []string
	for _, f := range Formats() {
		if f != JepsenLog && f != EtcdJSON {
			all = append(all, string(f))
		}
	}
	return strings.Join(all, ", ")
}

// event returns what the moment m says.
func event(h *history.History, index int, m moment) history.Event {
	op := &h.Operations[m.op]
	e := history.Event{
		Process: m.process, HasProcess: true, F: op.F, Key: op.Key, Index: int64(index), HasIndex: true,
		Value: op.Output, Time: op.ReturnTime, Line: int(op.CallLine),
	}
	switch {
	case m.isCall:
		e.Type, e.Value, e.Time = history.EventInvoke, op.Input, op.CallTime
	case op.Status == history.OK:
		e.Type = history.EventOK
	case op.Status == history.Fail:
		e.Type = history.EventFail
	default:
		e.Type, e.Value = history.EventInfo, op.Input
	}
	return e
}

// EventWriter writes a history event by event.
type EventWriter struct {
	out  *bufio.Writer
	line func(b []byte, e *history.Event) ([]byte, error)
	name Format
	b    []byte
}

// NewEventWriter returns a writer of events in the format JepsenEDN or JepsenJSON (an object per line).
func NewEventWriter(w io.Writer, format Format) (*EventWriter, error) {
	writer := &EventWriter{out: bufio.NewWriterSize(w, 64<<10), name: format}
	switch format {
	case JepsenEDN:
		writer.line = func(b []byte, e *history.Event) ([]byte, error) { return appendEDN(b, format, "", e) }
	case JepsenJSON:
		writer.line = func(b []byte, e *history.Event) ([]byte, error) { return appendJSON(b, e), nil }
	default:
		return nil, fmt.Errorf("the format %s cannot be written event by event: expected %s or %s", format, JepsenEDN, JepsenJSON)
	}
	return writer, nil
}

// Write writes the next event, which must be of a client. Its Line means nothing.
func (w *EventWriter) Write(e history.Event) error {
	var err error
	if w.b, err = w.line(w.b[:0], &e); err != nil {
		return err
	}
	if _, err = w.out.Write(w.b); err != nil {
		return fmt.Errorf("writing %s: %w", w.name, err)
	}
	return nil
}

// Flush writes what is buffered.
func (w *EventWriter) Flush() error {
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("writing %s: %w", w.name, err)
	}
	return nil
}

// appendEDN writes an event. The name is that of the history, for the error.
func appendEDN(b []byte, format Format, name string, e *history.Event) ([]byte, error) {
	if format == KVLog && e.Key.IsNil() {
		return nil, fail(name, e.Line, fmt.Sprintf("%s has no key, expected one to write %s", e.F, KVLog))
	}
	b = append(b, '{')
	if format == JepsenEDN {
		if e.HasIndex {
			b = append(strconv.AppendInt(append(b, ":index "...), e.Index, 10), ", "...)
		}
		if e.Time != history.NoTime {
			b = append(strconv.AppendInt(append(b, ":time "...), e.Time, 10), ", "...)
		}
	}
	if e.HasProcess {
		b = append(strconv.AppendInt(append(b, ":process "...), e.Process, 10), ", "...)
	}
	b = append(append(b, ":type :"...), e.Type.String()...)
	b = appendFunction(append(b, ", :f "...), e.F)
	if !e.Key.IsNil() {
		b = e.Key.AppendEDN(append(b, ", :key "...))
	}
	b = e.Value.AppendEDN(append(b, ", :value "...))
	return append(b, "}\n"...), nil
}

// appendFunction writes the name of a function as a keyword, if it can be one.
func appendFunction(b []byte, f string) []byte {
	for i := range len(f) {
		switch c := f[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '_' || c == '?' || c == '!' || c == '.'):
		default:
			return history.String(f).AppendEDN(b)
		}
	}
	return append(append(b, ':'), f...)
}

func appendJSON(b []byte, e *history.Event) []byte {
	b = append(b, '{')
	if e.HasIndex {
		b = append(strconv.AppendInt(append(b, `"index":`...), e.Index, 10), ',')
	}
	if e.Time != history.NoTime {
		b = append(strconv.AppendInt(append(b, `"time":`...), e.Time, 10), ',')
	}
	b = append(append(append(b, `"type":"`...), e.Type.String()...), '"')
	if e.HasProcess {
		b = strconv.AppendInt(append(b, `,"process":`...), e.Process, 10)
	}
	b = history.String(e.F).AppendJSON(append(b, `,"f":`...))
	if !e.Key.IsNil() {
		b = e.Key.AppendJSON(append(b, `,"key":`...))
	}
	b = e.Value.AppendJSON(append(b, `,"value":`...))
	return append(b, "}\n"...)
}

// violinIDs returns the number of each operation: its process, if these differ, and otherwise
// its place.
func violinIDs(h *history.History) []int64 {
	ids := make([]int64, len(h.Operations))
	seen := make(map[int64]bool, len(ids))
	for i := range h.Operations {
		ids[i] = h.Operations[i].Process
		seen[ids[i]] = true
	}
	if len(seen) < len(ids) {
		for i := range ids {
			ids[i] = int64(i) + 1
		}
	}
	return ids
}

func appendViolin(b []byte, h *history.History, m moment, ids []int64) ([]byte, error) {
	op := &h.Operations[m.op]
	refuse := func(what string) error {
		return fail(h.Name, int(op.CallLine), fmt.Sprintf("%s cannot be written as %s: %s", op.F, ViolinLog, what))
	}
	e := event(h, 0, m)
	kind, value := e.Type, e.Value
	switch {
	case kind == history.EventInfo:
		return b, nil // no return means the same
	case !op.Key.IsNil():
		return nil, refuse("expected no key, found " + op.Key.String())
	case kind == history.EventFail:
		return nil, refuse("expected operations that succeed or stay open, found a failed one")
	}
	b = append(strconv.AppendInt(append(b, '['), ids[m.op], 10), "] "...)
	begin := len(b)
	if m.isCall {
		b = append(append(b, "call "...), op.F...)
		if !value.IsNil() {
			b = append(appendArguments(append(b, '('), value), ')')
		}
	} else {
		b = append(b, "return"...)
		if !value.IsNil() {
			b = appendWord(append(b, ' '), value)
		}
	}
	// What is written must be read back as it was.
	var read history.Event
	text := "[0] " + string(b[begin:])
	if wrong := violinEvent(&read, text); wrong != "" || read.Value != value || m.isCall && read.F != op.F || !oneLine(text) {
		return nil, refuse("expected a value that is one word, found " + value.String())
	}
	return append(b, '\n'), nil
}

func oneLine(s string) bool {
	for _, c := range s {
		if c < ' ' {
			return false
		}
	}
	return true
}

func appendArguments(b []byte, v history.Value) []byte {
	if v.Kind() != history.KindList {
		return appendWord(b, v)
	}
	for i, argument := range v.Elems() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendWord(b, argument)
	}
	return b
}

// appendWord writes texts without quotes or colon, and other values in EDN.
func appendWord(b []byte, v history.Value) []byte {
	if s, ok := v.Text(); ok {
		return append(b, s...)
	}
	return v.AppendEDN(b)
}
