package graph

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// ReadFile reads the dump in a file.
func ReadFile(ctx context.Context, path string) (*Graph, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	g, err := Read(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return g, nil
}

// Read reads a dump that TLC has written with -dump dot,actionlabels. It fails if the dump is cut short, was written without
// action labels, or shows values that package value cannot read; and with the context's error.
func Read(ctx context.Context, r io.Reader) (*Graph, error) {
	d := dump{ids: map[int64]uint32{}, actions: map[string]uint16{}}
	lines := lineReader{in: bufio.NewReaderSize(r, 1<<20)}
	for n := 1; ; n++ {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && n%4096 == 0 {
			err = ctx.Err()
		}
		if err == nil {
			err = d.line(line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d of the dump: %w", n, err)
		}
	}
	return d.graph()
}

// lineReader reads lines of any length, but of those that list ranks only the beginning.
type lineReader struct {
	in  *bufio.Reader
	buf []byte
}

func (l *lineReader) next() ([]byte, error) {
	part, err := l.in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		if len(part) > 0 && errors.Is(err, io.EOF) {
			err = nil
		}
		return bytes.TrimRight(part, "\r\n"), err
	}
	l.buf = append(l.buf[:0], part...)
	rank := part[0] == '{'
	for errors.Is(err, bufio.ErrBufferFull) {
		if part, err = l.in.ReadSlice('\n'); !rank {
			l.buf = append(l.buf, part...)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return bytes.TrimRight(l.buf, "\r\n"), err
}

// dump is a graph while it is read.
type dump struct {
	states  states
	ids     map[int64]uint32 // the number of a state by its fingerprint
	seen    []bool           // by number: its values were read
	initial []uint32
	names   []machine.Action
	actions map[string]uint16
	edges   edgeList
	closed  bool
}

// line reads one line. What is neither a state nor an edge says how to draw them.
func (d *dump) line(line []byte) error {
	if len(line) == 0 || line[0] != '-' && (line[0] < '0' || line[0] > '9') {
		d.closed = d.closed || bytes.Equal(line, []byte("}"))
		return nil
	}
	d.closed = false
	id, rest, err := d.fingerprint(line)
	if err != nil {
		return err
	}
	if after, isEdge := bytes.CutPrefix(rest, []byte(" -> ")); isEdge {
		return d.edge(id, after)
	}
	label, attributes, err := cutLabel(rest)
	if err != nil {
		return err
	}
	if bytes.Contains(attributes, []byte("style = filled")) {
		d.initial = append(d.initial, id)
	}
	return d.state(id, label)
}

// fingerprint returns the number of the state whose fingerprint line begins with, and what follows it.
func (d *dump) fingerprint(line []byte) (id uint32, rest []byte, err error) {
	end := bytes.IndexByte(line, ' ')
	if end < 0 {
		end = len(line)
	}
	print, err := strconv.ParseInt(strings.TrimSuffix(string(line[:end]), ";"), 10, 64)
	if err != nil {
		return 0, nil, fmt.Errorf("found %q, expected the fingerprint of a state", line[:end])
	}
	id, known := d.ids[print]
	if !known {
		id = uint32(len(d.ids))
		d.ids[print] = id
	}
	return id, line[end:], nil
}

// cutLabel returns the text of a label and what follows it.
func cutLabel(text []byte) (label, rest []byte, err error) {
	at := bytes.Index(text, []byte(`[label="`))
	if at < 0 {
		return nil, nil, fmt.Errorf("found %.40q, expected [label=\"", text)
	}
	text = text[at+len(`[label="`):]
	for from := 0; ; {
		quote := bytes.IndexByte(text[from:], '"')
		if quote < 0 {
			return nil, nil, errors.New("a label without its closing quote")
		}
		if from += quote; !isEscaped(text, from) {
			return text[:from], text[from+1:], nil
		}
		from++
	}
}

// isEscaped reports whether an odd number of backslashes stands before text[at].
func isEscaped(text []byte, at int) bool {
	n := 0
	for n < at && text[at-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// unescape undoes how the dump writes line ends, quotes and backslashes.
func unescape(text []byte) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) {
			i++
			if c = text[i]; c == 'n' {
				c = '\n'
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (d *dump) edge(from uint32, rest []byte) error {
	to, rest, err := d.fingerprint(rest)
	if err != nil {
		return err
	}
	label, _, err := cutLabel(rest)
	if err != nil || len(label) == 0 {
		return errors.New("an edge without the name of its action; write the dump with -dump dot,actionlabels")
	}
	action, known := d.actions[string(label)]
	if !known {
		if action = uint16(len(d.names)); int(action) != len(d.names) {
			return errors.New("more than 65,536 actions")
		}
		d.actions[string(label)] = action
		d.names = append(d.names, machine.Action(unescape(label)))
	}
	d.edges.add(edge{from, to, action})
	return nil
}

func (d *dump) state(id uint32, label []byte) error {
	s := &d.states
	if s.columns == nil {
		if err := d.variables(label); err != nil {
			return err
		}
	}
	for int(id) >= len(d.seen) {
		d.seen = append(d.seen, false)
	}
	w := len(s.columns)
	if need := (int(id) + 1) * w; need > len(s.rows) {
		s.rows = append(s.rows, make([]uint32, need-len(s.rows))...)
	}
	if d.seen[id] {
		return errors.New("a state occurs twice")
	}
	d.seen[id] = true
	row := s.row(id)
	for i, c := range s.columns {
		text, rest, err := cutConjunct(label, c.name)
		if err != nil {
			return err
		}
		if row[i], err = c.read(text); err != nil {
			return err
		}
		label = rest
	}
	if len(label) > 0 {
		return fmt.Errorf("found %.40q after the last variable", label)
	}
	return nil
}

// separator stands between two conjuncts.
const separator = `\n/\\ `

// cutConjunct returns the text of the value in the first conjunct of label, and the other conjuncts.
func cutConjunct(label []byte, name string) (text, rest []byte, err error) {
	label = bytes.TrimPrefix(label, []byte(separator[2:]))
	text, named := bytes.CutPrefix(label, []byte(name+" = "))
	if !named {
		return nil, nil, fmt.Errorf("found %.40q, expected the variable %s", label, name)
	}
	for from := 0; ; {
		at := bytes.Index(text[from:], []byte(separator))
		if at < 0 {
			return text, nil, nil
		}
		if from += at; !isEscaped(text, from) {
			return text[:from], text[from+2:], nil
		}
		from += 2
	}
}

// variables notes the variables and their order, from the first state.
func (d *dump) variables(label []byte) error {
	for rest := label; len(rest) > 0; {
		rest = bytes.TrimPrefix(rest, []byte(separator[2:]))
		name, _, found := bytes.Cut(rest, []byte(" = "))
		if !found {
			return fmt.Errorf("found %.40q, expected a variable and its value", rest)
		}
		if _, err := value.ParseState(string(name) + " = 0"); err != nil {
			return fmt.Errorf("found %.40q, expected the name of a variable", name)
		}
		_, after, err := cutConjunct(rest, string(name))
		if err != nil {
			return err
		}
		rest = after
		d.states.columns = append(d.states.columns, &column{
			name: string(name), number: map[value.Value]uint32{}, printed: map[[2]uint64]uint32{},
		})
	}
	return nil
}

// graph ends the reading.
func (d *dump) graph() (*Graph, error) {
	if !d.closed {
		return nil, errors.New("the dump is cut short: TLC has not finished it")
	}
	if len(d.initial) == 0 {
		return nil, errors.New("the dump has no initial state")
	}
	s := &d.states
	s.count = len(d.ids)
	for print, id := range d.ids {
		if int(id) >= len(d.seen) || !d.seen[id] {
			return nil, fmt.Errorf("the dump has an edge to the state %d, which it does not show", print)
		}
	}
	d.ids, d.seen = nil, nil
	for _, c := range s.columns {
		c.printed = nil
	}
	if err := s.index(); err != nil {
		return nil, err
	}
	g := &Graph{states: s, initial: d.initial, names: d.names, byName: map[machine.Action]uint16{}}
	for i, name := range d.names {
		g.byName[name] = uint16(i)
	}
	g.edges = d.edges.compact(s.count)
	g.marks = newMarks(g)
	return g, nil
}
