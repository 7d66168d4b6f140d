package config

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/tenet-go/tenet/tla/syntax"
)

// maxDepth is how deep sets may be nested.
const maxDepth = 1000

// parser reads tokens. Errors leave it by a panic with *Error, which Parse catches.
type parser struct {
	file   string
	text   []byte
	tokens []syntax.Token
	at     int
	config *Config
	given  map[string]bool // the keywords that were read and may be read once only
}

// Parse reads a configuration. The name of the file is for messages only. Errors are of type *Error.
func Parse(file string, text []byte) (c *Config, err error) {
	tokens, err := syntax.Scan(file, text)
	if err != nil {
		return nil, err
	}
	p := &parser{file: file, text: text, tokens: tokens, config: &Config{File: file}, given: map[string]bool{}}
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case *Error:
			c, err = nil, failure
		default:
			panic(failure)
		}
	}()
	for p.peek() != nil {
		p.statement()
	}
	p.finish()
	return p.config, nil
}

// keywords are all words that begin a statement, and so cannot be names.
var keywords = []string{
	"SPECIFICATION", "INIT", "NEXT", "INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES", "CONSTRAINT", "CONSTRAINTS",
	"ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "SYMMETRY", "VIEW", "ALIAS", "POSTCONDITION", "POSTCONDITIONS", "CHECK_DEADLOCK",
	"CONSTANT", "CONSTANTS", "TYPE", "TYPE_CONSTRAINT", "_PERIODIC", "_POSSIBLE", "_RL_REWARD",
}

// statement reads a keyword and what follows it up to the next one.
func (p *parser) statement() {
	c := p.config
	t := p.peek()
	if t.Kind != syntax.WordToken || !slices.Contains(keywords, t.Text) {
		p.fail("a keyword such as INVARIANT")
	}
	p.at++
	switch t.Text {
	case "SPECIFICATION":
		c.Specification = p.once(t)
	case "INIT":
		c.Init = p.once(t)
	case "NEXT":
		c.Next = p.once(t)
	case "VIEW":
		c.View = p.once(t)
	case "ALIAS":
		c.Alias = p.once(t)
	case "POSTCONDITION", "POSTCONDITIONS":
		c.Postcondition = p.once(&syntax.Token{Span: t.Span, Text: "POSTCONDITION"})
	case "SYMMETRY":
		c.Symmetry = append(c.Symmetry, *p.once(t))
	case "INVARIANT", "INVARIANTS":
		c.Invariants = p.names(c.Invariants)
	case "PROPERTY", "PROPERTIES":
		c.Properties = p.names(c.Properties)
	case "CONSTRAINT", "CONSTRAINTS":
		c.Constraints = p.names(c.Constraints)
	case "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS":
		c.ActionConstraints = p.names(c.ActionConstraints)
	case "CHECK_DEADLOCK":
		name := p.once(t)
		if name.Text != "TRUE" && name.Text != "FALSE" {
			p.at--
			p.fail("TRUE or FALSE")
		}
		check := name.Text == "TRUE"
		c.CheckDeadlock = &check
	case "CONSTANT", "CONSTANTS":
		for p.continues() {
			c.Constants = append(c.Constants, p.constant())
		}
	default:
		c.Ignored = append(c.Ignored, Name{t.Text, t.Start})
		p.names(nil)
	}
}

// finish checks what no single statement shows.
func (p *parser) finish() {
	c := p.config
	if c.Specification == nil {
		return
	}
	for _, other := range []*Name{c.Init, c.Next} {
		if other != nil {
			p.reject(other.Pos, "found both SPECIFICATION and INIT or NEXT, expected one of them")
		}
	}
}

// once reads the name after a keyword that may be given once only.
func (p *parser) once(keyword *syntax.Token) *Name {
	if p.given[keyword.Text] {
		p.reject(keyword.Start, "found a second %s", keyword.Text)
	}
	p.given[keyword.Text] = true
	if !p.continues() {
		p.fail("the name that " + keyword.Text + " is about")
	}
	name := p.name()
	return &name
}

// names appends the names up to the next keyword.
func (p *parser) names(list []Name) []Name {
	for p.continues() {
		list = append(list, p.name())
	}
	return list
}

// name reads a name.
func (p *parser) name() Name {
	t := p.peek()
	if t == nil || t.Kind != syntax.WordToken {
		p.fail("a name")
	}
	p.at++
	return Name{t.Text, t.Start}
}

// constant reads c = value and its kin.
func (p *parser) constant() Constant {
	c := Constant{Name: p.target()}
	if p.accept("<-") {
		c.Module = p.module()
		name := p.operator("the name of what replaces " + c.Name.Text)
		c.Replacement = &name
		return c
	}
	if p.accept("(") {
		c.Args = append(c.Args, p.value(0))
		for p.accept(",") {
			c.Args = append(c.Args, p.value(0))
		}
		if !p.accept(")") {
			p.fail(", or )")
		}
	}
	if !p.accept("=") {
		p.fail("= or <-")
	}
	c.Module = p.module()
	c.Value = p.value(0)
	return c
}

// target reads the c or I!c of c = value.
func (p *parser) target() Name {
	name := p.operator("the name of a constant")
	for p.accept("!") {
		name.Text += "!" + p.operator("the name of a constant").Text
	}
	return name
}

// operator reads a name or the symbol of an operator.
func (p *parser) operator(expected string) Name {
	t := p.peek()
	if !p.continues() || t.Kind != syntax.WordToken && !syntax.IsSymbol(t.Text) {
		p.fail(expected)
	}
	p.at++
	return Name{t.Text, t.Start}
}

// module reads the [M] before a value or a name; "" if there is none.
func (p *parser) module() string {
	if !p.accept("[") {
		return ""
	}
	name := p.name()
	if !p.accept("]") {
		p.fail("]")
	}
	return name.Text
}

// value reads a value.
func (p *parser) value(depth int) *Value {
	t := p.peek()
	if t == nil || depth > maxDepth {
		p.fail("a value")
	}
	v := &Value{Pos: t.Start, Text: t.Text}
	switch {
	case t.Kind == syntax.NumberToken:
		v.Kind, v.Number, v.Text = Number, p.number(t.Text), ""
	case t.Kind == syntax.StringToken:
		v.Kind = String
	case p.accept("-"):
		t = p.peek()
		if t == nil || t.Kind != syntax.NumberToken {
			p.fail("a number")
		}
		v.Kind, v.Number, v.Text = Number, p.number("-"+t.Text), ""
	case p.accept("{"):
		v.Kind, v.Text = Set, ""
		v.Elems = p.elems(depth)
		return v
	case t.Kind != syntax.WordToken:
		p.fail("a value: a number, a string, TRUE, FALSE, a set in braces, or the name of a model value")
	case t.Text == "TRUE":
		v.Kind, v.Number, v.Text = Boolean, 1, ""
	case t.Text == "FALSE":
		v.Kind, v.Text = Boolean, ""
	default:
		v.Kind = Model
	}
	p.at++
	return v
}

// elems reads the elements of a set, from after its { on.
func (p *parser) elems(depth int) []*Value {
	if p.accept("}") {
		return nil
	}
	elems := []*Value{p.value(depth + 1)}
	for p.accept(",") {
		elems = append(elems, p.value(depth+1))
	}
	if !p.accept("}") {
		p.fail(", or }")
	}
	return elems
}

// number is the number that a text stands for.
func (p *parser) number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		p.fail("a decimal number of at most 64 bits")
	}
	return n
}

// peek returns the next token, nil at the end.
func (p *parser) peek() *syntax.Token {
	if p.at == len(p.tokens) {
		return nil
	}
	return &p.tokens[p.at]
}

// continues reports whether the next token belongs to the statement that is being read.
func (p *parser) continues() bool {
	t := p.peek()
	return t != nil && (t.Kind != syntax.WordToken || !slices.Contains(keywords, t.Text))
}

// accept passes the next token if it is this symbol.
func (p *parser) accept(text string) bool {
	if t := p.peek(); t == nil || t.Kind != syntax.SymbolToken || t.Text != text {
		return false
	}
	p.at++
	return true
}

// fail reports that the next token is not what was expected.
func (p *parser) fail(expected string) {
	t := p.peek()
	if t == nil {
		end := syntax.Pos{Line: 1, Col: 1}
		if len(p.tokens) > 0 {
			end = p.tokens[len(p.tokens)-1].End
		}
		p.reject(end, "found the end of the text, expected %s", expected)
	}
	found := t.Text
	if t.Kind == syntax.StringToken {
		found = strconv.Quote(found)
	}
	p.reject(t.Start, "found %s, expected %s", found, expected)
}

// reject reports an error at a place.
func (p *parser) reject(at syntax.Pos, format string, args ...any) {
	panic(syntax.NewError(p.file, p.text, at, fmt.Sprintf(format, args...)))
}
