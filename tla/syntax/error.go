package syntax

import (
	"fmt"
	"strings"
)

// Error says where a text is not TLA+, or means nothing.
type Error struct {
	File    string
	Pos     Pos
	Message string // what was found, and what was expected
	Line    string // the line of the source, "" if unknown
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Pos != (Pos{}) {
		fmt.Fprintf(&b, "%v: ", e.Pos)
	} else if e.File != "" {
		b.WriteString(" ")
	}
	b.WriteString(e.Message)
	if e.Line != "" {
		line, margin := excerpt(e.Line, e.Pos.Col)
		fmt.Fprintf(&b, "\n\t%s\n\t%s^", line, margin)
	}
	return b.String()
}

// excerptLength is how much of a line is shown on either side of an error.
const excerptLength = 80

// excerpt returns what is shown of a line, and white space that is as wide as what stands before column col in it.
func excerpt(line string, col int) (shown, margin string) {
	runes := []rune(line)
	at := min(col-1, len(runes))
	if end := at + excerptLength; end < len(runes) {
		runes = append(runes[:end:end], []rune("...")...)
	}
	if start := at - excerptLength; start > 0 {
		runes = append([]rune("..."), runes[start:]...)
		at = excerptLength + len("...")
	}
	var b strings.Builder
	for _, r := range runes[:at] {
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return string(runes), b.String()
}

// NewError makes an error about a place in a text, and quotes its line.
func NewError(file string, text []byte, at Pos, message string) *Error {
	e := &Error{File: file, Pos: at, Message: message}
	if lines := lines(string(text)); at.Line <= len(lines) {
		e.Line = lines[at.Line-1]
	}
	return e
}
