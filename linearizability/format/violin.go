package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// violinDecoder reads violin's logs: [1] call add(1), [1] return 5. The number is taken as the
// process, since each is one operation. Arguments and results are integers, true, false, nil, and
// otherwise strings; the result empty is the keyword :empty. Several arguments are a list.
type violinDecoder struct {
	w      scan.Window
	object string // of the annotation @object
}

func newViolinDecoder(r io.Reader, limits scan.Limits) *violinDecoder {
	d := &violinDecoder{}
	d.w.Reset(r, limits.Form)
	return d
}

// DecodeEvent implements eventDecoder.
func (d *violinDecoder) DecodeEvent(e *history.Event) error {
	for {
		line, number, err := d.w.NextLine()
		if err != nil {
			return err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if line[0] == '#' {
			d.annotation(line)
			continue
		}
		*e = history.Event{Line: number, Time: history.NoTime, HasProcess: true}
		if wrong := violinEvent(e, string(line)); wrong != "" {
			return &scan.Error{Line: number, Msg: fmt.Sprintf("%s, found %q", wrong, scan.Brief(line))}
		}
		return nil
	}
}

func (d *violinDecoder) annotation(line []byte) {
	words := strings.Fields(strings.TrimLeft(string(line), "# "))
	if len(words) == 2 && words[0] == "@object" {
		d.object = words[1]
	}
}

func violinEvent(e *history.Event, line string) (wrong string) {
	const expected = "expected a line such as [1] call add(1) or [1] return 5"
	inside, ok := strings.CutPrefix(line, "[")
	id, rest, closed := strings.Cut(inside, "]")
	if !ok || !closed {
		return expected
	}
	if e.Process, ok = opfield.Decimal(id); !ok {
		return "expected an integer in brackets"
	}
	rest = strings.TrimSpace(rest)
	verb, argument, _ := strings.Cut(rest, " ")
	argument = strings.TrimSpace(argument)
	switch verb {
	case "call":
		return violinCall(e, argument)
	case "return":
		e.Type = history.EventOK
		if argument != "" {
			e.Value = violinResult(argument)
		}
		return ""
	}
	return expected
}

func violinCall(e *history.Event, call string) (wrong string) {
	method, arguments, parenthesis := strings.Cut(call, "(")
	e.F = strings.TrimSpace(method)
	if e.F == "" || strings.ContainsAny(e.F, " \t)") {
		return "expected a method such as add(1) after call"
	}
	if !parenthesis {
		return ""
	}
	inside, closed := strings.CutSuffix(arguments, ")")
	if !closed {
		return "expected a closing parenthesis after the argument"
	}
	if strings.TrimSpace(inside) == "" {
		return ""
	}
	var values []history.Value
	for argument := range strings.SplitSeq(inside, ",") {
		values = append(values, violinValue(strings.TrimSpace(argument)))
	}
	e.Value = values[0]
	if len(values) > 1 {
		e.Value = history.List(values...)
	}
	return ""
}

func violinResult(s string) history.Value {
	if s == "empty" {
		return history.Keyword(s)
	}
	return violinValue(s)
}

func violinValue(s string) history.Value {
	if n, ok := opfield.Decimal(s); ok {
		return history.Int(n)
	}
	switch s {
	case "nil":
		return history.Nil
	case "true", "false":
		return history.Bool(s == "true")
	}
	return history.String(s)
}
