package value

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Limits of Parse, so that no text makes it use much more memory than the text itself.
const (
	maxDepth    = 1000    // how deep values may be nested
	maxInterval = 1 << 16 // how many numbers all intervals of a text may have
)

// SyntaxError says where a text is no printed value.
type SyntaxError struct {
	Offset int    // in bytes
	Reason string // what was found, and what was expected
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("no value of TLA+ at byte %d: %s", e.Offset, e.Reason)
}

// Parse reads a value as TLC prints it: booleans, integers, strings, model values, {..} sets, a..b
// intervals, <<..>> tuples, [f |-> v] records and (k :> v @@ ..) functions. A function may not have two
// values at one argument. Errors are of type *SyntaxError.
//
// TLC prints some sets without their elements, such as SUBSET S. These are errors.
func Parse(text string) (Value, error) {
	p := parser{text: text, interval: maxInterval}
	v, err := p.value(0)
	if err == nil {
		err = p.end()
	}
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

// ParseState reads a state as TLC prints it: conjuncts /\ name = value, one a line or more, or
// name = value alone if there is one variable. Errors are of type *SyntaxError.
func ParseState(text string) (State, error) {
	p := parser{text: text, interval: maxInterval}
	var fields []Field
	for p.skip(); p.at < len(p.text); p.skip() {
		f, err := p.conjunct(len(fields) == 0)
		if err != nil {
			return State{}, err
		}
		if slices.ContainsFunc(fields, func(g Field) bool { return g.Name == f.Name }) {
			return State{}, p.fail("two values of the variable %s", f.Name)
		}
		fields = append(fields, f)
	}
	return NewState(fields...), nil
}

// conjunct reads one /\ name = value. The first one may come without its /\.
func (p *parser) conjunct(first bool) (Field, error) {
	if !p.take(`/\`) && !first {
		return Field{}, p.fail(`found %s, expected /\ or the end`, p.found())
	}
	p.skip()
	name := p.word()
	if !IsIdentifier(name) {
		return Field{}, p.fail("found %s, expected the name of a variable", p.found())
	}
	if err := p.expect("="); err != nil {
		return Field{}, err
	}
	v, err := p.value(0)
	return Field{name, v}, err
}

// parser reads text from a place on.
type parser struct {
	text     string
	at       int
	interval uint64 // how many more numbers intervals may have
}

func (p *parser) fail(format string, args ...any) error {
	return &SyntaxError{p.at, fmt.Sprintf(format, args...)}
}

// found describes what comes next, for errors.
func (p *parser) found() string {
	if p.at >= len(p.text) {
		return "the end"
	}
	return strconv.Quote(p.text[p.at:min(p.at+10, len(p.text))])
}

func (p *parser) skip() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// take steps over token, if it comes next.
func (p *parser) take(token string) bool {
	p.skip()
	if !strings.HasPrefix(p.text[p.at:], token) {
		return false
	}
	p.at += len(token)
	return true
}

func (p *parser) expect(token string) error {
	if !p.take(token) {
		return p.fail("found %s, expected %s", p.found(), token)
	}
	return nil
}

func (p *parser) end() error {
	if p.skip(); p.at < len(p.text) {
		return p.fail("found %s after the value, expected the end", p.found())
	}
	return nil
}

// word steps over letters, digits and underscores.
func (p *parser) word() string {
	from := p.at
	for p.at < len(p.text) && isWordByte(p.text[p.at]) {
		p.at++
	}
	return p.text[from:p.at]
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

func (p *parser) value(depth int) (Value, error) {
	if depth > maxDepth {
		return Value{}, p.fail("nested deeper than %d", maxDepth)
	}
	switch {
	case p.take("{"):
		elems, err := p.list(depth, "}")
		return Set(elems...), err
	case p.take("<<"):
		elems, err := p.list(depth, ">>")
		return Tuple(elems...), err
	case p.take("["):
		return p.record(depth)
	case p.take("("):
		return p.function(depth)
	case p.take(`"`):
		s, err := p.quoted()
		return String(s), err
	}
	return p.atom()
}

// list reads values with commas between, and what closes the list.
func (p *parser) list(depth int, closing string) ([]Value, error) {
	if p.take(closing) {
		return nil, nil
	}
	var elems []Value
	for {
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		elems = append(elems, v)
		if !p.take(",") {
			return elems, p.expect(closing)
		}
	}
}

func (p *parser) record(depth int) (Value, error) {
	var pairs []Pair
	for {
		p.skip()
		name := p.word()
		if !IsIdentifier(name) {
			return Value{}, p.fail("found %s, expected the name of a field", p.found())
		}
		if err := p.expect("|->"); err != nil {
			return Value{}, err
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		pairs = append(pairs, Pair{String(name), v})
		if !p.take(",") {
			break
		}
	}
	if err := p.expect("]"); err != nil {
		return Value{}, err
	}
	return p.functionOf(pairs)
}

func (p *parser) function(depth int) (Value, error) {
	var pairs []Pair
	for {
		key, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		if err := p.expect(":>"); err != nil {
			return Value{}, err
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		pairs = append(pairs, Pair{key, v})
		if !p.take("@@") {
			break
		}
	}
	if err := p.expect(")"); err != nil {
		return Value{}, err
	}
	return p.functionOf(pairs)
}

// functionOf is Function, with an error where that panics.
func (p *parser) functionOf(pairs []Pair) (Value, error) {
	slices.SortFunc(pairs, func(a, b Pair) int { return Compare(a.Key, b.Key) })
	for i := 1; i < len(pairs); i++ {
		if pairs[i-1].Key == pairs[i].Key {
			return Value{}, p.fail("two values of a function at %v", pairs[i].Key)
		}
	}
	return Function(pairs...), nil
}

// escapes are those of quote.
var escapes = map[byte]byte{'\\': '\\', '"': '"', 'n': '\n', 't': '\t', 'f': '\f', 'r': '\r'}

// quoted reads the rest of a string and its closing quote.
func (p *parser) quoted() (string, error) {
	var b strings.Builder
	for ; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		switch c {
		case '"':
			p.at++
			return b.String(), nil
		case '\\':
			p.at++
			if p.at == len(p.text) {
				return "", p.fail("a string without its closing quote")
			}
			plain, known := escapes[p.text[p.at]]
			if !known {
				return "", p.fail("found %s after a backslash in a string, expected one of \\ \" n t f r", p.found())
			}
			c = plain
		}
		b.WriteByte(c)
	}
	return "", p.fail("a string without its closing quote")
}

// atom reads a number, an interval, TRUE, FALSE or a model value.
func (p *parser) atom() (Value, error) {
	from := p.at
	if p.at < len(p.text) && p.text[p.at] == '-' {
		return p.number()
	}
	switch word := p.word(); {
	case word == "TRUE" || word == "FALSE":
		return Bool(word == "TRUE"), nil
	case word == "SUBSET" || word == "UNION":
		p.at = from
		return Value{}, p.fail("%s is a set that TLC prints without its elements", word)
	case IsIdentifier(word):
		return Model(word), nil
	}
	p.at = from
	return p.number()
}

// number reads an integer, or an interval.
func (p *parser) number() (Value, error) {
	low, err := p.integer()
	if err != nil || !p.take("..") {
		return Int(low), err
	}
	p.skip()
	high, err := p.integer()
	if err != nil {
		return Value{}, err
	}
	if high < low {
		return Set(), nil
	}
	size := uint64(high) - uint64(low)
	if size >= p.interval {
		return Value{}, p.fail("with %d..%d the intervals have more than %d elements", low, high, maxInterval)
	}
	p.interval -= size + 1
	elems := make([]Value, 0, high-low+1)
	for n := low; ; n++ {
		elems = append(elems, Int(n))
		if n == high {
			return Set(elems...), nil
		}
	}
}

func (p *parser) integer() (int64, error) {
	from := p.at
	if p.at < len(p.text) && p.text[p.at] == '-' {
		p.at++
	}
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	n, err := strconv.ParseInt(p.text[from:p.at], 10, 64)
	if err != nil {
		p.at = from
		return 0, p.fail("found %s, expected a value", p.found())
	}
	return n, nil
}
