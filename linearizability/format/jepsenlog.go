package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// logDecoder reads the operations in Jepsen's logs and in its history.txt. They are at the end of
// a line: process, type, function, value and perhaps an error, with tabs between. Where the
// process begins the line, spaces will do as well. Other lines are none of our business.
type logDecoder struct {
	w      scan.Window
	parser edn.Decoder
	lines  int
	found  bool
}

func newLogDecoder(r io.Reader, limits scan.Limits) *logDecoder {
	d := &logDecoder{}
	d.w.Reset(r, limits.Form)
	return d
}

// DecodeEvent implements eventDecoder.
func (d *logDecoder) DecodeEvent(e *history.Event) error {
	for {
		line, number, err := d.w.NextLine()
		if errors.Is(err, io.EOF) && !d.found && d.lines > 0 {
			return &scan.Error{Line: number, Msg: "the input ends, expected at least one line with an operation such as 3 :invoke :read nil, with tabs"}
		}
		if err != nil {
			return err
		}
		d.lines++
		op, ok := findLogged(line)
		if !ok {
			continue
		}
		d.found = true
		*e = history.Event{Line: number, Time: history.NoTime}
		return d.event(e, line, op)
	}
}

// logged says where in a line an operation was found.
type logged struct {
	process, kind []byte
	rest          int // where what follows the type begins
	tabs          bool
}

// findLogged finds the operation in a line.
func findLogged(line []byte) (logged, bool) {
	for at := 0; ; {
		tab := bytes.Index(line[at:], []byte("\t:"))
		if tab < 0 {
			break
		}
		at += tab
		before := line[:at]
		process := before[bytes.LastIndexAny(before, " \t")+1:]
		kind := word(line[at+1:])
		rest := at + 1 + len(kind)
		if isProcess(process) && rest < len(line) && line[rest] == '\t' {
			return logged{process, kind, rest, true}, true
		}
		at++
	}
	trimmed := bytes.TrimLeft(line, " \t")
	process := word(trimmed)
	after := bytes.TrimLeft(trimmed[len(process):], " \t")
	kind := word(after)
	f := bytes.TrimLeft(after[len(kind):], " \t")
	if !isProcess(process) || len(kind) == 0 || kind[0] != ':' || len(f) == 0 || f[0] != ':' {
		return logged{}, false
	}
	return logged{process, kind, len(line) - len(after) + len(kind), false}, true
}

// word returns what b holds before the first space or tab.
func word(b []byte) []byte {
	if end := bytes.IndexAny(b, " \t"); end >= 0 {
		return b[:end]
	}
	return b
}

// isProcess reports whether b is a client's number, or the name of another process.
func isProcess(b []byte) bool {
	_, number := opfield.Decimal(string(b))
	return number || len(b) > 1 && b[0] == ':' || string(b) == "nemesis"
}

func (d *logDecoder) event(e *history.Event, line []byte, op logged) error {
	opfield.Named(e, string(op.process))
	var ok bool
	if e.Type, ok = opfield.TypeOf(op.kind[1:]); !ok {
		return &scan.Error{Line: e.Line, Column: op.rest - len(op.kind) + 1,
			Msg: fmt.Sprintf("expected :invoke, :ok, :fail or :info after the process, found %q", scan.Brief(op.kind))}
	}
	if e.External {
		return nil
	}
	d.parser.Reset(line[op.rest:], e.Line)
	f, err := d.parser.Decode()
	if err != nil {
		return d.flaw(err, e.Line, op.rest, "a function such as :read after the type")
	}
	if k := f.Kind(); k != history.KindKeyword && k != history.KindString {
		return &scan.Error{Line: e.Line, Column: op.rest + 1, Msg: "expected a function such as :read after the type, found " + opfield.Short(f)}
	}
	e.F, _ = f.Text()
	if e.Value, err = d.parser.Decode(); err != nil {
		return d.flaw(err, e.Line, op.rest, "a value after the function :"+e.F)
	}
	rest := d.parser.Rest()
	if trimmed := bytes.TrimLeft(rest, " "); len(trimmed) > 0 && trimmed[0] != '\t' && (op.tabs || len(rest) == len(trimmed)) {
		return &scan.Error{Line: e.Line, Column: len(line) - len(trimmed) + 1,
			Msg: fmt.Sprintf("expected a tab or the end of the line after the value, found %q", scan.Brief(trimmed))}
	}
	return nil
}

// flaw places an error of the parser, whose text begins at the given offset of the line.
func (d *logDecoder) flaw(err error, line, offset int, expected string) error {
	if errors.Is(err, io.EOF) {
		return &scan.Error{Line: line, Msg: "the line ends, expected " + expected}
	}
	var flaw *scan.Error
	if errors.As(err, &flaw) && flaw.Column > 0 {
		flaw.Column += offset
	}
	return err
}
