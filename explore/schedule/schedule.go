package schedule

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// The keys of a header that this package writes and reads.
const (
	SystemKey   = "system"   // the name of the system
	PropertyKey = "property" // the property that the run violated
	WhyKey      = "why"      // and in what way
)

// noAction stands for the action of a step that names none.
const noAction = "(none)"

// Schedule is a sequence of named events.
type Schedule struct {
	Header  []Field
	Entries []Entry
}

// Field is one line of a header: "# key: value". A line of a comment without a key has Key "".
type Field struct{ Key, Value string }

// Entry is one event of a schedule.
type Entry struct {
	// Action is the rule that fired.
	Action machine.Action
	// Node is where it happened.
	Node machine.NodeID
	// Event is the name of the event: explore.Event.String.
	Event string
	// Line is where the entry stands in its file, 0 if it was not read from one.
	Line int
}

// String is the line of the entry.
func (e Entry) String() string {
	event := e.Event
	if mustQuote(event) {
		event = strconv.Quote(event)
	}
	return fmt.Sprintf("%s %d: %s", e.action(), e.Node, event)
}

func (e Entry) action() string {
	if e.Action == "" {
		return noAction
	}
	return string(e.Action)
}

// mustQuote reports whether an event's name would not survive as the rest of a line.
func mustQuote(event string) bool {
	return event == "" || event[0] == '"' || strings.TrimSpace(event) != event || strings.ContainsFunc(event, func(r rune) bool { return !strconv.IsPrint(r) })
}

// Value returns the value of the first field of that key, or "".
func (s *Schedule) Value(key string) string {
	for _, f := range s.Header {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// Of returns the schedule of a run.
func Of(system *explore.System, r *explore.Run) *Schedule {
	s := &Schedule{Header: []Field{{SystemKey, system.Name}}}
	for i := range r.Transitions {
		s.Entries = append(s.Entries, entry(r.Transitions[i].Step))
	}
	return s
}

// OfViolation returns the schedule of a violation's run.
func OfViolation(system *explore.System, v *explore.Violation) *Schedule {
	s := Of(system, &v.Run)
	first, _, _ := strings.Cut(v.Why.Error(), "\n")
	s.Header = append(s.Header, Field{PropertyKey, v.Property}, Field{WhyKey, first})
	return s
}

func entry(step *explore.Step) Entry {
	return Entry{Action: step.Action, Node: step.Event.Node, Event: step.Event.String()}
}

// Write writes s as text that Parse reads.
func (s *Schedule) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, f := range s.Header {
		value := strings.ReplaceAll(f.Value, "\n", " ")
		if f.Key == "" {
			fmt.Fprintf(b, "# %s\n", value)
		} else {
			fmt.Fprintf(b, "# %s: %s\n", f.Key, value)
		}
	}
	for _, e := range s.Entries {
		fmt.Fprintln(b, e)
	}
	return b.Flush()
}

// WriteFile writes s to a file.
func (s *Schedule) WriteFile(name string) error {
	var b strings.Builder
	if err := s.Write(&b); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}

// ReadFile reads a schedule from a file.
func ReadFile(name string) (*Schedule, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s, err := Parse(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// maxLine bounds the length of a line in bytes.
const maxLine = 1 << 20

// Parse reads a schedule. Its errors say the line and what was expected there. Lines that begin with #
// are the header wherever they stand; blank lines mean nothing.
func Parse(r io.Reader) (*Schedule, error) {
	s := &Schedule{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			s.Header = append(s.Header, parseField(comment))
			continue
		}
		e, err := parseEntry(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		e.Line = n
		s.Entries = append(s.Entries, e)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	return s, nil
}

func parseField(comment string) Field {
	key, value, found := strings.Cut(comment, ":")
	key = strings.TrimSpace(key)
	if !found || key == "" || strings.ContainsAny(key, " \t") {
		return Field{Value: strings.TrimSpace(comment)}
	}
	return Field{key, strings.TrimSpace(value)}
}

var errForm = errors.New("expected an entry like \"HandleVote 0: deliver yes at 0 from 2\"")

func parseEntry(line string) (Entry, error) {
	what, event, found := strings.Cut(line, ": ")
	if !found {
		return Entry{}, fmt.Errorf("no \": \" in %q: %w", line, errForm)
	}
	action, node, found := strings.Cut(what, " ")
	if !found {
		return Entry{}, fmt.Errorf("no node after the action %q: %w", what, errForm)
	}
	id, err := strconv.ParseUint(strings.TrimSpace(node), 10, 32)
	if err != nil {
		return Entry{}, fmt.Errorf("the node %q is no number: %w", node, errForm)
	}
	event = strings.TrimSpace(event)
	if strings.HasPrefix(event, `"`) {
		if event, err = strconv.Unquote(event); err != nil {
			return Entry{}, fmt.Errorf("the quoted event does not end: %w", errForm)
		}
	}
	if action == noAction {
		action = ""
	}
	return Entry{Action: machine.Action(action), Node: machine.NodeID(id), Event: event}, nil
}
