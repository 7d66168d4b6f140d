package edn

import (
	"unicode/utf8"

	"github.com/tenet-go/tenet/linearizability/format/internal/opfield"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Classes of bytes.
const (
	invalid     = iota // must not begin a form
	space              // separates forms
	delimiter          // ends a token and means something by itself
	constituent        // may stand in a token
)

var class = func() (table [256]uint8) {
	for c := range table {
		if c > ' ' && c != 0x7f {
			table[c] = constituent
		}
	}
	for _, c := range " \t\n\v\f\r," {
		table[c] = space
	}
	for _, c := range "\"\\;()[]{}^" {
		table[c] = delimiter
	}
	for _, c := range "`~@" {
		table[c] = invalid
	}
	return table
}()

// token takes the token at Pos. Its bytes are good until the window moves.
func (d *Decoder) token() ([]byte, error) {
	w := &d.w
	start, buf := w.Pos, w.Buf
	i := start
	for {
		for i < len(buf) && class[buf[i]] == constituent {
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
	token := buf[start:i]
	for _, c := range token {
		if c >= utf8.RuneSelf {
			if !utf8.Valid(token) {
				return nil, w.Errorf(start, "expected UTF-8, found other bytes in %q", scan.Brief(token))
			}
			break
		}
	}
	return token, nil
}

// begin returns where in the window a token began that has just been taken.
func (d *Decoder) begin(token []byte) int { return d.w.Pos - len(token) }

func (d *Decoder) keyword() (history.Value, error) {
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	name := token[1:]
	if v, ok := d.keywords.Get(name); ok {
		return v, nil
	}
	if len(name) == 0 || name[0] == ':' {
		return history.Nil, d.w.Errorf(d.begin(token), "expected a keyword such as :read, found %q", scan.Brief(token))
	}
	v := history.Keyword(string(name))
	text, _ := v.Text()
	d.keywords.Put(text, v)
	return v, nil
}

// symbol returns the symbol at Pos, or nil, true or false.
func (d *Decoder) symbol() (history.Value, error) {
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	switch string(token) {
	case "nil":
		return history.Nil, nil
	case "true":
		return history.Bool(true), nil
	case "false":
		return history.Bool(false), nil
	}
	if token[0] == '\'' {
		return history.Nil, d.w.Errorf(d.begin(token), "expected a value, found a quote (')")
	}
	return history.Symbol(string(token)), nil
}

var characters = map[string]string{
	"newline": "\n", "return": "\r", "space": " ", "tab": "\t",
	"formfeed": "\f", "backspace": "\b",
}

// character returns the character at Pos as a string.
func (d *Decoder) character() (history.Value, error) {
	if _, ok := d.peek(1); !ok {
		return history.Nil, d.w.EndError("a character after \\")
	}
	d.w.Pos++
	// The first character may be a delimiter, as in \( or \;, and may have several bytes.
	for n := 1; n < utf8.UTFMax && !utf8.FullRune(d.w.Buf[d.w.Pos:]); n++ {
		if _, ok := d.peek(n); !ok {
			break
		}
	}
	first, size := utf8.DecodeRune(d.w.Buf[d.w.Pos:])
	if first == utf8.RuneError && size <= 1 {
		return history.Nil, d.w.Errorf(d.w.Pos, "expected UTF-8 after \\, found the byte %#x", d.w.Buf[d.w.Pos])
	}
	if class[d.w.Buf[d.w.Pos]] != constituent {
		if first <= ' ' {
			return history.Nil, d.w.Errorf(d.w.Pos, "expected a character after \\, found %q", first)
		}
		d.w.Pos += size
		return history.String(string(first)), nil
	}
	token, err := d.token()
	if err != nil {
		return history.Nil, err
	}
	if len(token) == size {
		return history.String(string(first)), nil
	}
	if s, ok := characters[string(token)]; ok {
		return history.String(s), nil
	}
	if token[0] == 'u' && len(token) == 5 {
		if r, ok := scan.Hex(token[1:]); ok {
			return history.String(string(r)), nil
		}
	}
	return history.Nil, d.w.Errorf(d.begin(token), "expected a character such as \\a, \\newline or \\u0041, found %q", scan.Brief(token))
}

func short(v history.Value) string { return opfield.Short(v) }
