package scan

import (
	"unicode/utf16"
	"unicode/utf8"
)

// StringRules say which bytes a string may hold as they are.
type StringRules [256]bool

// The strings of JSON may not hold control characters; those of EDN may.
var (
	JSONString = stringRules(' ')
	EDNString  = stringRules(0)
)

func stringRules(least int) *StringRules {
	var plain StringRules
	for c := range plain {
		plain[c] = c >= least && c != '"' && c != '\\'
	}
	return &plain
}

// String takes the string in double quotes at Pos and returns its text, with escapes replaced. The
// text is good until the window moves or scratch is used again.
func (w *Window) String(plain *StringRules, scratch *[]byte) ([]byte, error) {
	start, buf := w.Pos, w.Buf
	i, escaped, high := start+1, false, byte(0)
	for {
		for i < len(buf) && plain[buf[i]] {
			high |= buf[i]
			i++
		}
		if i < len(buf) && buf[i] == '"' {
			break
		}
		if i < len(buf) && buf[i] != '\\' {
			return nil, w.Errorf(i, "expected the closing \" of a string, found the control character %q", buf[i])
		}
		if i+1 < len(buf) {
			escaped = true
			high |= buf[i+1]
			i += 2
			continue
		}
		i -= start
		more := w.More(start)
		start, buf = 0, w.Buf
		if !more {
			return nil, w.EndError("the closing \" of a string")
		}
	}
	w.Pos = i + 1
	text := buf[start+1 : i]
	if high >= utf8.RuneSelf && !utf8.Valid(text) {
		return nil, w.Errorf(start, "expected UTF-8, found other bytes in the string %q", Brief(text))
	}
	if !escaped {
		return text, nil
	}
	text, bad := unescape((*scratch)[:0], text)
	*scratch = text
	if bad >= 0 {
		return nil, w.Errorf(start+1+bad, "expected one of the escapes \\b \\f \\n \\r \\t \\\" \\/ \\\\ \\uNNNN, found another after \\")
	}
	return text, nil
}

// Brief returns the beginning of a text, for messages.
func Brief(text []byte) []byte {
	const longest = 40
	if len(text) > longest {
		return text[:longest]
	}
	return text
}

// unescape appends text to b with its escapes replaced. It returns where in text the first
// escape begins that is none, or -1.
func unescape(b, text []byte) (out []byte, bad int) {
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			b = append(b, text[i])
			i++
			continue
		}
		switch c := text[i+1]; c {
		case '"', '\\', '/':
			b = append(b, c)
		case 'n':
			b = append(b, '\n')
		case 't':
			b = append(b, '\t')
		case 'r':
			b = append(b, '\r')
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'u':
			r, n := unicodeEscape(text[i:])
			if n == 0 {
				return b, i
			}
			b = utf8.AppendRune(b, r)
			i += n
			continue
		default:
			return b, i
		}
		i += 2
	}
	return b, -1
}

// unicodeEscape reads \uNNNN, or a pair of them that is a surrogate pair. It returns the number
// of bytes read, or 0. A surrogate without its other half stands for U+FFFD.
func unicodeEscape(b []byte) (rune, int) {
	const size = len(`\u0000`)
	if len(b) < size {
		return 0, 0
	}
	r, ok := Hex(b[2:size])
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(r) && len(b) >= 2*size && b[size] == '\\' && b[size+1] == 'u' {
		if low, ok := Hex(b[size+2 : 2*size]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 2 * size
			}
		}
	}
	return r, size
}

// Hex returns the number of the given hexadecimal digits, of which there are at most four.
func Hex(b []byte) (r rune, ok bool) {
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
