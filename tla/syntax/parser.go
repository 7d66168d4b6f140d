package syntax

import (
	"fmt"
	"strings"
)

// maxDepth is how deep expressions, modules and proofs may be nested, and how deep a tree may be, so that neither the parser nor who
// walks the tree recursively runs out of stack.
const maxDepth = 5000

// Parse reads the first module of a text. What stands before and after it is ignored. The name of the file is for messages only. Errors
// are of type *Error.
func Parse(file string, text []byte) (*Module, error) {
	source := string(text)
	p := &parser{file: file, lines: lines(source), tokens: newLexer(source).module()}
	var m *Module
	err := p.run(func() {
		if p.raw(0).kind != moduleStart {
			p.fail("---- MODULE")
		}
		m = p.module()
		p.bound(m)
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// ParseExpr reads an expression that is all of a text. Errors are of type *Error.
func ParseExpr(text string) (Expr, error) {
	p := &parser{lines: lines(text), tokens: newLexer(text).expression()}
	var x Expr
	err := p.run(func() {
		x = p.expr()
		if p.peek().kind != endOfText {
			p.fail("an operator or the end of the text")
		}
		p.bound(x)
	})
	if err != nil {
		return nil, err
	}
	return x, nil
}

// lines cuts a text into lines, as the lexer counts them.
func lines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
}

// parser reads tokens by recursive descent. Errors leave it by a panic with *Error, which run catches.
type parser struct {
	file   string
	lines  []string
	tokens []token
	i      int   // of the next token
	end    Pos   // of the last token that was read
	indent int   // column of the bullet of the innermost list that is being read, 0 outside of lists
	depth  int   // of nesting
	levels []int // of the proofs that are being read, outermost first
	// noBounds has the tokens that begin an expression where something like x \in S was taken for a bound.
	noBounds map[int]bool
}

// run calls read and returns the error that it fails with.
func (p *parser) run(read func()) (err error) {
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case *Error:
			err = failure
		default:
			panic(failure)
		}
	}()
	read()
	return nil
}

// nest counts a level of nesting until the function it returns is called.
func (p *parser) nest() func() {
	if p.depth++; p.depth > maxDepth {
		p.reject(p.raw(0).start, "found more than %d levels of nesting", maxDepth)
	}
	return func() { p.depth-- }
}

// bound fails if a tree is too deep.
func (p *parser) bound(root Node) {
	if n := deeper(root, maxDepth); n != nil {
		p.reject(n.Place().Start, "found an expression that is more than %d levels deep", maxDepth)
	}
}

// raw returns the nth next token, wherever it stands.
func (p *parser) raw(n int) *token {
	return &p.tokens[min(p.i+n, len(p.tokens)-1)]
}

// outside stands for the tokens that are not inside the list that is being read.
var outside = &token{kind: outdent}

// at returns the nth next token. Tokens that stand at or left of the bullet of the list that is being read are outside of it; what they
// are does not matter before the list is over.
func (p *parser) at(n int) *token {
	t := p.raw(n)
	if t.col <= p.indent {
		return outside
	}
	return t
}

// peek returns the next token.
func (p *parser) peek() *token { return p.at(0) }

// next passes the next token and returns it.
func (p *parser) next() *token {
	t := p.raw(0)
	p.i++
	p.end = t.end
	return t
}

// is reports whether the next token is this keyword, punctuation or operator.
func (p *parser) is(text string) bool { return p.peek().is(text) }

// accept passes the next token if it is this one.
func (p *parser) accept(text string) bool {
	if !p.is(text) {
		return false
	}
	p.next()
	return true
}

// expect passes the next token, which must be this one. The error lists what else could have stood there.
func (p *parser) expect(text string, others ...string) *token {
	if !p.is(text) {
		p.fail(either(append(others, text)...))
	}
	return p.next()
}

// either lists words of the language for a message.
func either(words ...string) string {
	list := ""
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			list += " or "
		case i > 0:
			list += ", "
		}
		list += show(w)
	}
	return list
}

// name passes a name.
func (p *parser) name(expected string) Name {
	if t := p.peek(); t.kind != identifier || t.text == "@" {
		p.fail(expected)
	}
	return p.next().name()
}

// since is the span from start to the last token that was read.
func (p *parser) since(start Pos) Span { return Span{start, p.end} }

// fail reports that the next token is not what was expected.
func (p *parser) fail(expected string) {
	t := p.raw(0)
	switch {
	case t.kind == illegal:
		p.reject(t.start, "%s", t.text)
	case p.peek() == outside:
		p.reject(t.start, "found %v in column %d, expected %s to the right of the list's bullets in column %d", t, t.col, expected, p.indent)
	}
	p.reject(t.start, "found %v, expected %s", t, expected)
}

// reject reports an error at a place.
func (p *parser) reject(at Pos, format string, args ...any) {
	e := &Error{File: p.file, Pos: at, Message: fmt.Sprintf(format, args...)}
	if at.Line <= len(p.lines) {
		e.Line = p.lines[at.Line-1]
	}
	panic(e)
}
