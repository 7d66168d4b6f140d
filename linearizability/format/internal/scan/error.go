package scan

import "fmt"

// Error is a flaw in a text, with its place.
type Error struct {
	Line   int // from 1
	Column int // in bytes, from 1; 0 if unknown
	Msg    string
	Err    error // of the underlying reader, if that is what failed
}

// Error returns the place and the message.
func (e *Error) Error() string {
	return fmt.Sprintf("line %d: %s", e.Line, e.Text())
}

// Text returns the message without the line.
func (e *Error) Text() string {
	if e.Column > 0 {
		return fmt.Sprintf("column %d: %s", e.Column, e.Msg)
	}
	return e.Msg
}

// Unwrap returns the error of the underlying reader.
func (e *Error) Unwrap() error { return e.Err }
