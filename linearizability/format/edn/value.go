package edn

import (
	"errors"
	"io"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// value returns the next form.
func (d *Decoder) value() (history.Value, error) {
	c, err := d.next()
	if err != nil {
		return history.Nil, err
	}
	switch c {
	case '"':
		return d.string()
	case ':':
		return d.keyword()
	case '[':
		return d.vector()
	case '(':
		return d.list(')')
	case '{':
		return d.dict("")
	case '#':
		return d.dispatch()
	case '\\':
		return d.character()
	case '^':
		return d.withMetadata()
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.':
		return d.number()
	case ']', ')', '}':
		return history.Nil, d.w.Errorf(d.w.Pos, "expected a value, found the closing %c", c)
	}
	if class[c] != constituent {
		return history.Nil, d.w.Errorf(d.w.Pos, "expected a value, found %q", c)
	}
	return d.symbol()
}

// vector returns the vector at Pos. Short flat vectors, such as the arguments of a
// compare-and-set, are looked up by their bytes.
func (d *Decoder) vector() (history.Value, error) {
	start, short := d.w.Pos, d.shortVector()
	if short == 0 {
		return d.list(']')
	}
	text := d.w.Buf[start : start+short]
	if v, ok := d.vectors.Get(text); ok {
		d.w.Pos += short
		return v, nil
	}
	v, err := d.list(']')
	if err == nil {
		// The text is all in the window, so that decoding it did not move it.
		d.vectors.Put(string(text), v)
	}
	return v, err
}

// shortVector returns the length of the vector at Pos if it is in the window, short, and holds
// nothing but numbers, keywords and symbols; otherwise 0.
func (d *Decoder) shortVector() int {
	const longest = 24
	buf := d.w.Buf[d.w.Pos:]
	for i := 1; i < len(buf) && i < longest; i++ {
		switch c := buf[i]; {
		case c == ']':
			return i + 1
		case c == ' ' || class[c] == constituent && c != '#':
		default:
			return 0
		}
	}
	return 0
}

// elements puts the forms up to shut on the stack and returns where they begin there. The
// opening bracket has been looked at, not taken.
func (d *Decoder) elements(shut byte) (int, error) {
	if err := d.enter(); err != nil {
		return 0, err
	}
	d.w.Pos++
	mark := len(d.stack)
	for {
		c, err := d.next()
		if err != nil {
			return 0, d.unclosed(err, shut)
		}
		switch {
		case c == shut:
			d.w.Pos++
			d.depth--
			return mark, nil
		case c == ']' || c == ')' || c == '}':
			return 0, d.w.Errorf(d.w.Pos, "expected a value or the closing %c, found %c", shut, c)
		}
		v, err := d.value()
		if err != nil {
			return 0, d.unclosed(err, shut)
		}
		d.stack = append(d.stack, v)
	}
}

func (d *Decoder) unclosed(err error, shut byte) error {
	if errors.Is(err, io.EOF) {
		return d.w.EndError("a value or the closing " + string(shut))
	}
	return err
}

// drop forgets the elements from mark on.
func (d *Decoder) drop(mark int) {
	const keep = 1 << 16
	d.stack = d.stack[:mark]
	if mark == 0 && cap(d.stack) > keep {
		d.stack = nil
	}
}

func (d *Decoder) list(shut byte) (history.Value, error) {
	if err := d.nest(shut); err != nil {
		return history.Nil, err
	}
	return d.nested.Take(), nil
}

// nest takes the list or vector at Pos and leaves it open in d.nested. Those inside are no Values of
// their own.
func (d *Decoder) nest(shut byte) error {
	if err := d.enter(); err != nil {
		return err
	}
	d.w.Pos++
	d.nested.Begin()
	for {
		c, err := d.next()
		if err != nil {
			return d.unclosed(err, shut)
		}
		switch c {
		case shut:
			d.w.Pos++
			d.depth--
			return nil
		case ']', ')', '}':
			return d.w.Errorf(d.w.Pos, "expected a value or the closing %c, found %c", shut, c)
		case '[', '(':
			inner := byte(']')
			if c == '(' {
				inner = ')'
			}
			if err = d.nest(inner); err == nil {
				d.nested.End()
			}
		default:
			var v history.Value
			if v, err = d.value(); err == nil {
				d.nested.Add(v)
			}
		}
		if err != nil {
			return d.unclosed(err, shut)
		}
	}
}

func (d *Decoder) set() (history.Value, error) {
	mark, err := d.elements('}')
	if err != nil {
		return history.Nil, err
	}
	elems := d.stack[mark:]
	v := history.Set(elems...)
	if v.Len() != len(elems) {
		return history.Nil, d.w.Errorf(d.w.Pos-1, "expected different elements in a set, found %s twice", short(repeated(elems)))
	}
	d.drop(mark)
	return v, nil
}

// dict returns the map at Pos. Keywords and symbols that are keys get the namespace, unless it
// is empty.
func (d *Decoder) dict(namespace string) (history.Value, error) {
	mark, err := d.elements('}')
	if err != nil {
		return history.Nil, err
	}
	flat := d.stack[mark:]
	if len(flat)%2 == 1 {
		return history.Nil, d.w.Errorf(d.w.Pos-1, "expected a value for the key %s before the closing }", short(flat[len(flat)-1]))
	}
	d.entries = d.entries[:0]
	for i := 0; i < len(flat); i += 2 {
		d.entries = append(d.entries, history.Entry{Key: qualified(namespace, flat[i]), Value: flat[i+1]})
	}
	v := history.Map(d.entries...)
	if v.Len() != len(d.entries) {
		keys := make([]history.Value, len(d.entries))
		for i, e := range d.entries {
			keys[i] = e.Key
		}
		return history.Nil, d.w.Errorf(d.w.Pos-1, "expected different keys in a map, found %s twice", short(repeated(keys)))
	}
	d.drop(mark)
	return v, nil
}

// qualified returns a key of a map #:namespace{...}. The namespace _ means none.
func qualified(namespace string, key history.Value) history.Value {
	name, _ := key.Text()
	if namespace == "" {
		return key
	}
	bare, none := strings.CutPrefix(name, "_/")
	if !none && strings.Contains(name, "/") {
		return key
	}
	if !none {
		bare = namespace + "/" + name
	}
	switch key.Kind() {
	case history.KindKeyword:
		return history.Keyword(bare)
	case history.KindSymbol:
		return history.Symbol(bare)
	}
	return key
}

// repeated returns a value that occurs twice.
func repeated(values []history.Value) history.Value {
	seen := make(map[history.Value]bool, len(values))
	for _, v := range values {
		if seen[v] {
			return v
		}
		seen[v] = true
	}
	return history.Nil
}

// dispatch returns the form at Pos, which begins with #.
func (d *Decoder) dispatch() (history.Value, error) {
	c, ok := d.peek(1)
	if !ok {
		return history.Nil, d.w.EndError("a tag, a set or a discarded form after #")
	}
	switch {
	case c == '{':
		d.w.Pos++
		return d.set()
	case c == '#':
		return d.symbolicNumber()
	case c == ':':
		return d.namespacedMap()
	case class[c] == constituent && (c < '0' || c > '9'):
		return d.tagged()
	}
	return history.Nil, d.w.Errorf(d.w.Pos, "expected a tag, a set or a discarded form after #, found %q", c)
}

func (d *Decoder) tagged() (history.Value, error) {
	tag, err := d.tag()
	if err != nil {
		return history.Nil, err
	}
	if err := d.enter(); err != nil {
		return history.Nil, err
	}
	v, err := d.value()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = d.w.EndError("a value after the tag #" + tag)
		}
		return history.Nil, err
	}
	d.depth--
	return history.Tagged(tag, v), nil
}

// tag takes the tag at Pos.
func (d *Decoder) tag() (string, error) {
	d.w.Pos++
	token, err := d.token()
	if err != nil {
		return "", err
	}
	return string(token), nil
}

func (d *Decoder) namespacedMap() (history.Value, error) {
	d.w.Pos++
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	namespace := string(token[1:])
	if namespace == "" || strings.ContainsAny(namespace, ":/") {
		return history.Nil, d.w.Errorf(d.w.Pos, "expected a namespace after #:, found %q", namespace)
	}
	c, err := d.next()
	if err != nil {
		return history.Nil, d.final(err)
	}
	if c != '{' {
		return history.Nil, d.w.Errorf(d.w.Pos, "expected a map after #:%s, found %q", namespace, c)
	}
	return d.dict(namespace)
}

// withMetadata drops the metadata at Pos and returns the form that it is about.
func (d *Decoder) withMetadata() (history.Value, error) {
	if err := d.enter(); err != nil {
		return history.Nil, err
	}
	d.w.Pos++
	if _, err := d.value(); err != nil {
		return history.Nil, d.final(err)
	}
	v, err := d.value()
	d.depth--
	return v, d.final(err)
}
