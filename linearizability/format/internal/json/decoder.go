package json

import (
	"errors"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/number"
	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Decoder decodes the values of a stream one by one.
type Decoder struct {
	w      scan.Window
	limits scan.Limits
	depth  int

	nested  history.Nested  // the arrays that are open
	stack   []history.Value // keys and values of the objects that are open
	entries []history.Entry // scratch
	text    []byte          // scratch: unescaped strings

	strings, keys, arrays scan.Cache

	inArray, begun, end bool // of the events
	extra               []history.Value
}

// NewDecoder returns a decoder of r.
func NewDecoder(r io.Reader, limits scan.Limits) *Decoder {
	d := &Decoder{limits: limits.OrDefaults()}
	d.w.Reset(r, d.limits.Form)
	return d
}

// Decode returns the next value, or io.EOF if there is none. Other errors are of type
// *scan.Error.
func (d *Decoder) Decode() (history.Value, error) {
	if _, err := d.next(); err != nil {
		return history.Nil, err
	}
	d.w.BeginForm()
	v, err := d.value()
	if err != nil {
		return history.Nil, d.within(err, "a value")
	}
	return v, d.w.EndForm()
}

// within turns the end of the input into an error that says what was expected.
func (d *Decoder) within(err error, expected string) error {
	if errors.Is(err, io.EOF) {
		return d.w.EndError(expected)
	}
	return err
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// next skips space and returns the byte after it without taking it, or io.EOF.
func (d *Decoder) next() (byte, error) {
	for {
		w := &d.w
		i, buf := w.Pos, w.Buf
		for i < len(buf) && isSpace(buf[i]) {
			i++
		}
		w.Pos = i
		if i < len(buf) {
			return buf[i], nil
		}
		if d.depth == 0 {
			w.Skipped()
		}
		if !w.More(i) {
			if w.Ended() {
				return 0, io.EOF
			}
			return 0, w.ReadError()
		}
	}
}

func (d *Decoder) enter() error {
	if d.depth++; d.depth > d.limits.Depth {
		return d.w.Errorf(d.w.Pos, "expected values nested at most %d deep", d.limits.Depth)
	}
	return nil
}

func (d *Decoder) value() (history.Value, error) {
	c, err := d.next()
	if err != nil {
		return history.Nil, err
	}
	switch c {
	case '"':
		return d.string()
	case '[':
		return d.array()
	case '{':
		return d.object()
	}
	if !inToken(c) {
		return history.Nil, d.w.Errorf(d.w.Pos, "expected a value, found %q", c)
	}
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	if n, ok := number.Small(token); ok {
		return history.Int(n), nil
	}
	switch string(token) {
	case "null":
		return history.Nil, nil
	case "true":
		return history.Bool(true), nil
	case "false":
		return history.Bool(false), nil
	}
	v, wrong := parseNumber(token)
	if wrong != "" {
		return history.Nil, d.w.Errorf(d.w.Pos-len(token), "%s, found %q", wrong, scan.Brief(token))
	}
	return v, nil
}

// inToken reports whether c may stand in a number or a name.
func inToken(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// token takes the number or name at Pos. Its bytes are good until the window moves.
func (d *Decoder) token() ([]byte, error) {
	w := &d.w
	start, buf := w.Pos, w.Buf
	i := start
	for {
		for i < len(buf) && inToken(buf[i]) {
			i++
		}
		if i < len(buf) {
			break
		}
		i -= start
		more := w.More(start)
		start, buf = 0, w.Buf
		if !more {
			if !w.Ended() {
				return nil, w.ReadError()
			}
			break
		}
	}
	w.Pos = i
	return buf[start:i], nil
}

func parseNumber(token []byte) (v history.Value, wrong string) {
	const expected = "expected a value"
	digits := token
	negative := token[0] == '-'
	if negative {
		digits = token[1:]
	}
	whole := number.Digits(digits)
	switch {
	case whole == 0:
		return history.Nil, expected
	case whole > 1 && digits[0] == '0':
		return history.Nil, "expected a number without leading zeros"
	case whole == len(digits):
		return number.Integer(digits, negative), ""
	}
	v, rest, wrong := number.Float(digits, whole, negative)
	if wrong == "" && len(rest) > 0 {
		return history.Nil, expected
	}
	return v, wrong
}

// array returns the array at Pos. Short flat ones are looked up by their bytes.
func (d *Decoder) array() (history.Value, error) {
	start, short := d.w.Pos, d.shortArray()
	if short == 0 {
		return d.elements()
	}
	text := d.w.Buf[start : start+short]
	if v, ok := d.arrays.Get(text); ok {
		d.w.Pos += short
		return v, nil
	}
	v, err := d.elements()
	if err == nil {
		// The text is all in the window, so that decoding it did not move it.
		d.arrays.Put(string(text), v)
	}
	return v, err
}

// shortArray returns the length of the array at Pos if it is in the window, short, and holds
// nothing but numbers and names; otherwise 0.
func (d *Decoder) shortArray() int {
	const longest = 24
	buf := d.w.Buf[d.w.Pos:]
	for i := 1; i < len(buf) && i < longest; i++ {
		switch c := buf[i]; {
		case c == ']':
			return i + 1
		case c == ' ' || c == ',' || inToken(c):
		default:
			return 0
		}
	}
	return 0
}

func (d *Decoder) elements() (history.Value, error) {
	if err := d.nest(); err != nil {
		return history.Nil, err
	}
	return d.nested.Take(), nil
}

// nest takes the array at Pos and leaves it open in d.nested. Those inside are no Values of their
// own.
func (d *Decoder) nest() error {
	if err := d.enter(); err != nil {
		return err
	}
	d.w.Pos++
	d.nested.Begin()
	c, err := d.next()
	for first := true; err == nil && (c != ']' || !first); first = false {
		if err = d.element(c); err != nil {
			break
		}
		if c, err = d.next(); err != nil || c == ']' {
			break
		}
		if c != ',' {
			return d.w.Errorf(d.w.Pos, "expected a comma or the closing ] of an array, found %q", c)
		}
		d.w.Pos++
		c, err = d.next()
	}
	if err != nil {
		return d.within(err, "the closing ] of an array")
	}
	d.w.Pos++
	d.depth--
	return nil
}

// element takes the element at Pos, which begins with c.
func (d *Decoder) element(c byte) error {
	if c == '[' {
		if err := d.nest(); err != nil {
			return err
		}
		d.nested.End()
		return nil
	}
	v, err := d.value()
	if err == nil {
		d.nested.Add(v)
	}
	return err
}

func (d *Decoder) drop(mark int) {
	const keep = 1 << 16
	d.stack = d.stack[:mark]
	if mark == 0 && cap(d.stack) > keep {
		d.stack = nil
	}
}

func (d *Decoder) object() (history.Value, error) {
	if err := d.enter(); err != nil {
		return history.Nil, err
	}
	d.w.Pos++
	mark := len(d.stack)
	for first := true; ; first = false {
		key, more, err := d.key(first)
		if err != nil {
			return history.Nil, err
		}
		if !more {
			break
		}
		k := d.keyValue(key)
		d.stack = append(d.stack, k)
		if err := d.colon(); err != nil {
			return history.Nil, err
		}
		v, err := d.value()
		if err != nil {
			return history.Nil, d.within(err, "a value for the key "+opfield.Short(k))
		}
		d.stack = append(d.stack, v)
	}
	d.depth--
	d.entries = d.entries[:0]
	for flat := d.stack[mark:]; len(flat) > 0; flat = flat[2:] {
		d.entries = append(d.entries, history.Entry{Key: flat[0], Value: flat[1]})
	}
	v := history.Map(d.entries...)
	if v.Len() != len(d.entries) {
		return history.Nil, d.w.Errorf(d.w.Pos-1, "expected different keys in an object, found %s twice", opfield.Short(repeatedKey(d.entries)))
	}
	d.drop(mark)
	return v, nil
}

func repeatedKey(entries []history.Entry) history.Value {
	seen := make(map[history.Value]bool, len(entries))
	for _, e := range entries {
		if seen[e.Key] {
			return e.Key
		}
		seen[e.Key] = true
	}
	return history.Nil
}

// key takes the next key of an object, with the comma before it, or the closing }. The key's
// bytes are good until the window moves or another string is read.
func (d *Decoder) key(first bool) (key []byte, more bool, err error) {
	const closing = "a key or the closing } of an object"
	c, err := d.next()
	if err != nil {
		return nil, false, d.within(err, closing)
	}
	if c == '}' {
		d.w.Pos++
		return nil, false, nil
	}
	if !first {
		if c != ',' {
			return nil, false, d.w.Errorf(d.w.Pos, "expected a comma or the closing } of an object, found %q", c)
		}
		d.w.Pos++
		if c, err = d.next(); err != nil {
			return nil, false, d.within(err, "a key after the comma")
		}
	}
	if c != '"' {
		return nil, false, d.w.Errorf(d.w.Pos, "expected a key, a string in double quotes, found %q", c)
	}
	key, err = d.stringBytes()
	return key, true, err
}

func (d *Decoder) colon() error {
	c, err := d.next()
	if err != nil {
		return d.within(err, "a colon after a key")
	}
	if c != ':' {
		return d.w.Errorf(d.w.Pos, "expected a colon after a key, found %q", c)
	}
	d.w.Pos++
	return nil
}

// keyValue returns the value that a key stands for.
func (d *Decoder) keyValue(key []byte) history.Value {
	if v, ok := d.keys.Get(key); ok {
		return v
	}
	s := string(key)
	v := history.String(s)
	if n, ok := opfield.Decimal(s); ok {
		v = history.Int(n)
	}
	d.keys.Put(s, v)
	return v
}
