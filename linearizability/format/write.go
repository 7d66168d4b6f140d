package format

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Write writes a history in one of the formats JepsenEDN, JepsenJSON (an object per line), KVLog
// and ViolinLog. Operations that were never completed are left open; those whose completion says
// that the outcome is unknown get such a completion.
//
// JSON has fewer kinds of values than EDN: keywords become strings, sets arrays, and so on (see
// history.Value.AppendJSON). Porcupine's text needs the Key of each operation. Violin's logs know
// neither keys, nor failed operations, nor values with structure. A history that does not fit is
// an error of type *history.Error that says why; what was written is then incomplete.
func Write(w io.Writer, format Format, h *history.History) error {
	var line func(b []byte, index int, m moment) ([]byte, error)
	switch format {
	case JepsenEDN, KVLog:
		line = func(b []byte, index int, m moment) ([]byte, error) { return appendEDN(b, format, h, index, m) }
	case JepsenJSON:
		line = func(b []byte, index int, m moment) ([]byte, error) { return appendJSON(b, h, index, m), nil }
	case ViolinLog:
		ids := violinIDs(h)
		line = func(b []byte, _ int, m moment) ([]byte, error) { return appendViolin(b, h, m, ids) }
	default:
		if format.Describe() == "" {
			return fmt.Errorf("unknown format %q: expected one of %s", format, names())
		}
		return fmt.Errorf("the format %s cannot be written: expected %s, %s, %s or %s", format, JepsenEDN, JepsenJSON, KVLog, ViolinLog)
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

// event returns what the moment m says: its type, value and time.
func event(h *history.History, m moment) (kind history.EventType, value history.Value, time int64) {
	op := &h.Operations[m.op]
	switch {
	case m.isCall:
		return history.EventInvoke, op.Input, op.CallTime
	case op.Status == history.OK:
		return history.EventOK, op.Output, op.ReturnTime
	case op.Status == history.Fail:
		return history.EventFail, op.Output, op.ReturnTime
	}
	return history.EventInfo, op.Input, op.ReturnTime
}

func appendEDN(b []byte, format Format, h *history.History, index int, m moment) ([]byte, error) {
	op := &h.Operations[m.op]
	kind, value, time := event(h, m)
	if format == KVLog && op.Key.IsNil() {
		return nil, fail(h.Name, int(op.CallLine), fmt.Sprintf("%s has no key, expected one to write %s", op.F, KVLog))
	}
	b = append(b, '{')
	if format == JepsenEDN {
		b = strconv.AppendInt(append(b, ":index "...), int64(index), 10)
		if time != history.NoTime {
			b = strconv.AppendInt(append(b, ", :time "...), time, 10)
		}
		b = append(b, ", "...)
	}
	b = strconv.AppendInt(append(b, ":process "...), m.process, 10)
	b = append(append(b, ", :type :"...), kind.String()...)
	b = appendFunction(append(b, ", :f "...), op.F)
	if !op.Key.IsNil() {
		b = op.Key.AppendEDN(append(b, ", :key "...))
	}
	b = value.AppendEDN(append(b, ", :value "...))
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

func appendJSON(b []byte, h *history.History, index int, m moment) []byte {
	op := &h.Operations[m.op]
	kind, value, time := event(h, m)
	b = strconv.AppendInt(append(b, `{"index":`...), int64(index), 10)
	if time != history.NoTime {
		b = strconv.AppendInt(append(b, `,"time":`...), time, 10)
	}
	b = append(append(b, `,"type":"`...), kind.String()...)
	b = strconv.AppendInt(append(b, `","process":`...), m.process, 10)
	b = history.String(op.F).AppendJSON(append(b, `,"f":`...))
	if !op.Key.IsNil() {
		b = op.Key.AppendJSON(append(b, `,"key":`...))
	}
	b = value.AppendJSON(append(b, `,"value":`...))
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
	kind, value, _ := event(h, m)
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
