package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// lexer cuts a text into tokens.
type lexer struct {
	text   string
	at     int // offset of the next byte
	pos    Pos // of the next byte
	col    int // with tabs expanded
	last   Pos // of the code point before
	tokens []token
}

func newLexer(text string) *lexer {
	return &lexer{text: text, pos: Pos{1, 1}, col: 1, tokens: make([]token, 0, len(text)/5+1)}
}

// module returns the tokens from the first ---- MODULE to the ==== that belongs to it; then, and if there is none, the end.
func (l *lexer) module() []token {
	depth := 0
	for at := l.header(); at >= 0; {
		l.forward(at - l.at)
		t := l.next()
		switch t.kind {
		case moduleStart:
			depth++
		case moduleEnd:
			depth--
		case endOfText, illegal:
			return l.tokens
		}
		if depth == 0 {
			break
		}
		at = l.at
	}
	l.add(endOfText, "", l.at)
	return l.tokens
}

// expression returns all tokens.
func (l *lexer) expression() []token {
	for {
		if t := l.next(); t.kind == endOfText || t.kind == illegal {
			return l.tokens
		}
	}
}

// header returns the offset of the first ---- MODULE, or -1.
func (l *lexer) header() int {
	for at := 0; ; {
		i := strings.Index(l.text[at:], "----")
		if i < 0 {
			l.forward(len(l.text))
			return -1
		}
		at += i
		if headerLength(l.text[at:]) > 0 {
			return at
		}
		at += run(l.text[at:], '-')
	}
}

// headerLength is the length of the ---- MODULE that text begins with, or 0.
func headerLength(text string) int {
	n := run(text, '-')
	if n < 4 {
		return 0
	}
	rest := strings.TrimLeft(text[n:], " \t")
	if after, ok := strings.CutPrefix(rest, "MODULE"); !ok || after != "" && isWordByte(after[0]) {
		return 0
	}
	return len(text) - len(rest) + len("MODULE")
}

// run is how often b stands at the beginning of text.
func run(text string, b byte) int {
	n := 0
	for n < len(text) && text[n] == b {
		n++
	}
	return n
}

// forward passes n bytes.
func (l *lexer) forward(n int) {
	for end := min(l.at+n, len(l.text)); l.at < end; {
		b := l.text[l.at]
		l.last = l.pos
		switch {
		case b == '\n', b == '\r' && !strings.HasPrefix(l.text[l.at+1:], "\n"):
			l.pos, l.col = Pos{l.pos.Line + 1, 1}, 1
			l.at++
		case b == '\t':
			l.pos.Col++
			l.col += 8 - (l.col-1)%8
			l.at++
		default:
			_, size := utf8.DecodeRuneInString(l.text[l.at:])
			l.pos.Col++
			l.col++
			l.at += size
		}
	}
}

// add makes a token of the text from the lexer's place to the offset end, and passes it.
func (l *lexer) add(k kind, text string, end int) *token {
	t := token{kind: k, text: text, raw: l.text[l.at:end], start: l.pos, end: l.pos, col: l.col}
	if end > l.at {
		l.forward(end - l.at)
		t.end = l.last
	}
	l.tokens = append(l.tokens, t)
	return &l.tokens[len(l.tokens)-1]
}

// fail adds a token that says what is wrong where the lexer stands.
func (l *lexer) fail(format string, args ...any) *token {
	return l.add(illegal, fmt.Sprintf(format, args...), l.at)
}

// next adds and returns the next token.
func (l *lexer) next() *token {
	if t := l.skip(); t != nil {
		return t
	}
	if l.at == len(l.text) {
		return l.add(endOfText, "", l.at)
	}
	rest := l.text[l.at:]
	switch b := rest[0]; {
	case isWordByte(b):
		return l.word()
	case b == '"':
		return l.quoted()
	case b == '\\':
		if n := radixLength(rest); n > 0 {
			return l.add(number, rest[:n], l.at+n)
		}
	case b == '-' && run(rest, '-') >= 4:
		if n := headerLength(rest); n > 0 {
			return l.add(moduleStart, "MODULE", l.at+n)
		}
		return l.add(separator, "----", l.at+run(rest, '-'))
	case b == '=' && run(rest, '=') >= 4:
		return l.add(moduleEnd, "====", l.at+run(rest, '='))
	case b == '<':
		if k, n := stepLength(rest); n > 0 {
			return l.add(k, rest[:n], l.at+n)
		}
	case b == '!' && run(rest, '!')%2 == 1:
		// In A!!!(x, y) the first ! selects and the others are the operator !!.
		return l.add(punctuation, "!", l.at+1)
	}
	return l.symbol(rest)
}

// skip passes white space and comments. It returns a token if a comment does not end.
func (l *lexer) skip() *token {
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case strings.ContainsRune(" \t\n\r\f", rune(rest[0])):
			l.forward(1)
		case strings.HasPrefix(rest, `\*`):
			n := strings.IndexAny(rest, "\r\n")
			if n < 0 {
				n = len(rest)
			}
			l.forward(n)
		case strings.HasPrefix(rest, "(*"):
			n := commentLength(rest)
			if n < 0 {
				return l.fail("found a comment that does not end, expected *)")
			}
			l.forward(n)
		default:
			return nil
		}
	}
	return nil
}

// commentLength is the length of the comment that text begins with, and in which others may be nested; -1 if it has no end.
func commentLength(text string) int {
	depth := 0
	for i := 0; i+1 < len(text); {
		switch text[i : i+2] {
		case "(*":
			depth++
			i += 2
		case "*)":
			depth--
			i += 2
			if depth == 0 {
				return i
			}
		default:
			i++
		}
	}
	return -1
}

// word adds a name, a keyword, a number, or one of _, WF_ and SF_.
func (l *lexer) word() *token {
	rest := l.text[l.at:]
	n, letters := 0, false
	for n < len(rest) && isWordByte(rest[n]) {
		letters = letters || isLetter(rest[n])
		n++
	}
	word := rest[:n]
	switch {
	case strings.HasPrefix(word, "WF_"), strings.HasPrefix(word, "SF_"):
		return l.add(keyword, word[:3], l.at+3)
	case isKeyword(word):
		return l.add(keyword, word, l.at+n)
	case prefixOperators[word] != nil:
		return l.add(symbol, word, l.at+n)
	case letters:
		return l.add(identifier, word, l.at+n)
	case word[0] == '_':
		return l.add(punctuation, "_", l.at+1)
	}
	n = 0
	for n < len(word) && isDigit(word[n]) {
		n++
	}
	return l.add(number, word[:n], l.at+n)
}

// quoted adds a string.
func (l *lexer) quoted() *token {
	rest := l.text[l.at:]
	var value strings.Builder
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '"':
			return l.add(quoted, value.String(), l.at+i+1)
		case '\n', '\r':
			return l.fail("found a string that does not end in its line, expected \"")
		case '\\':
			if i+1 < len(rest) {
				if c := strings.IndexByte(`\"ntrf`, rest[i+1]); c >= 0 {
					value.WriteByte("\\\"\n\t\r\f"[c])
					i++
					continue
				}
			}
			value.WriteByte('\\')
		default:
			value.WriteByte(rest[i])
		}
	}
	return l.fail("found a string that does not end, expected \"")
}

// radixLength is the length of a number such as \b101, \o17 or \hFF.
func radixLength(text string) int {
	if len(text) < 2 {
		return 0
	}
	var digits string
	switch text[1] {
	case 'b', 'B':
		digits = "01"
	case 'o', 'O':
		digits = "01234567"
	case 'h', 'H':
		digits = "0123456789abcdefABCDEF"
	}
	n := 2
	for n < len(text) && strings.IndexByte(digits, text[n]) >= 0 {
		n++
	}
	if n == 2 {
		return 0
	}
	return n
}

// stepLength is the kind and length of the number of a step that text begins with: <1>, <*>a, <+>, <2>3..., <1>*, <1>-.
func stepLength(text string) (kind, int) {
	n := 1
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	if n == 1 && n < len(text) && (text[n] == '*' || text[n] == '+') {
		n++
	}
	if n == 1 || n == len(text) || text[n] != '>' {
		return 0, 0
	}
	n++
	end := n
	for end < len(text) && isWordByte(text[end]) {
		end++
	}
	named := end > n
	if !named && end < len(text) && (text[end] == '*' || text[end] == '-') {
		end++
	}
	dots := run(text[end:], '.')
	if named && dots == 0 {
		return stepName, end
	}
	return stepStart, end + dots
}

// symbol adds the longest symbol that stands here.
func (l *lexer) symbol(rest string) *token {
	for n := min(longest, len(rest)); n > 0; n-- {
		name, ok := canonical[rest[:n]]
		if !ok || isWordByte(rest[0]) {
			continue
		}
		switch {
		case isLetter(name[0]):
			return l.add(identifier, name, l.at+n)
		case symbolFix(name) != NoFix:
			return l.add(symbol, name, l.at+n)
		case strings.HasPrefix(name, `\`):
			return l.add(keyword, name, l.at+n)
		}
		return l.add(punctuation, name, l.at+n)
	}
	if rest[0] == '@' {
		return l.add(identifier, "@", l.at+1)
	}
	r, size := utf8.DecodeRuneInString(rest)
	if r == utf8.RuneError && size == 1 {
		return l.fail("found the byte %#x, which is not UTF-8", rest[0])
	}
	return l.fail("found %q, which means nothing here", r)
}
