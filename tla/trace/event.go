package trace

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/value"
)

// LineError says what is wrong with a line that is no event.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d of the trace: %v", e.Line, e.Err) }

func (e *LineError) Unwrap() error { return e.Err }

// event is a line of a trace.
type event struct {
	line   int
	action string
	seen   eval.State // the zero Datum for a variable that was not logged
	full   bool       // all variables were logged
}

// fits reports whether a state shows what was logged. Values that cannot be compared differ.
func (e *event) fits(s eval.State) bool {
	for i, v := range e.seen {
		if !v.IsZero() && !datum.Identical(v, s[i]) {
			return false
		}
	}
	return true
}

// events reads a trace.
type events struct {
	in        *bufio.Reader
	line      int
	variables []string
}

func newEvents(r io.Reader, variables []string) *events {
	return &events{in: bufio.NewReaderSize(r, 1<<16), variables: variables}
}

// next returns the next event, or io.EOF.
func (r *events) next() (*event, error) {
	for {
		line, err := r.in.ReadBytes('\n')
		if err != nil && !(errors.Is(err, io.EOF) && len(line) > 0) {
			return nil, err
		}
		r.line++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		e, err := r.parse(line)
		if err != nil {
			return nil, &LineError{r.line, err}
		}
		return e, nil
	}
}

func (r *events) parse(line []byte) (*event, error) {
	var text struct {
		Action string                     `json:"action"`
		State  map[string]json.RawMessage `json:"state"`
		TLA    string                     `json:"tla"`
		Info   json.RawMessage            `json:"info"`
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&text); err != nil {
		return nil, fmt.Errorf(`expected {"action": ..., "state": {...}}: %w`, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("expected one event a line, and there is more after the first")
	}
	e := &event{line: r.line, action: text.Action, seen: make(eval.State, len(r.variables))}
	if err := r.state(e, text.State); err != nil {
		return nil, err
	}
	if text.TLA != "" {
		if err := r.text(e, text.TLA); err != nil {
			return nil, err
		}
	}
	e.full = !slices.ContainsFunc(e.seen, func(d datum.Datum) bool { return d.IsZero() })
	return e, nil
}

// state notes the values of "state".
func (r *events) state(e *event, state map[string]json.RawMessage) error {
	for _, name := range sortedKeys(state) {
		at, err := r.variable(name)
		if err != nil {
			return err
		}
		v, err := decode(state[name])
		if err != nil {
			return fmt.Errorf("the variable %s: %w", name, err)
		}
		e.seen[at] = v
	}
	return nil
}

// text notes the values of "tla".
func (r *events) text(e *event, text string) error {
	s, err := value.ParseState(text)
	if err != nil {
		return fmt.Errorf(`"tla": %w`, err)
	}
	for _, name := range s.Names() {
		at, err := r.variable(name)
		if err != nil {
			return err
		}
		if !e.seen[at].IsZero() {
			return fmt.Errorf(`the variable %s is both in "state" and in "tla"`, name)
		}
		v, err := guarded(func() datum.Datum { return datum.FromValue(s.Value(name)) })
		if err != nil {
			return fmt.Errorf("the variable %s: %w", name, err)
		}
		e.seen[at] = v
	}
	return nil
}

func (r *events) variable(name string) (int, error) {
	at := slices.Index(r.variables, name)
	if at < 0 {
		return 0, fmt.Errorf("the specification has no variable %s; its variables are %v", name, r.variables)
	}
	return at, nil
}

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
