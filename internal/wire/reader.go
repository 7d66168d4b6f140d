// Package wire reads the canonical encodings of protocol data from bytes that may be anything.
//
// A [Reader] remembers its first error, after which all it returns is zero: decoders read all fields, and look at
// the error once, at [Reader.End]. It allocates only what [Reader.String] copies from its input: each string by itself, or all of
// them at once after [Reader.ShareStrings].
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrMalformed is what every error of a Reader is, for errors.Is.
var ErrMalformed = errors.New("malformed encoding")

// Reader reads one encoding from front to back.
type Reader struct {
	all  []byte
	rest []byte
	// shared is a copy of the last bytes of all, in which String finds those that it returns. It is "" if there is none.
	shared string
	err    error
}

// NewReader returns a reader of b, which must not change while it is read.
func NewReader(b []byte) *Reader { return &Reader{all: b, rest: b} }

// Fail notes that what was read last is wrong, unless there is an error already.
func (r *Reader) Fail(format string, args ...any) {
	if r.err == nil {
		at := len(r.all) - len(r.rest)
		r.err = fmt.Errorf("%w, before byte %d of %d: %s", ErrMalformed, at, len(r.all), fmt.Sprintf(format, args...))
	}
	r.rest = nil
}

// Failed reports whether there is an error. Who reads a long list need not go on then.
func (r *Reader) Failed() bool { return r.err != nil }

// Byte reads one byte.
func (r *Reader) Byte(what string) byte {
	if len(r.rest) == 0 {
		r.Fail("%s is missing", what)
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// Uvarint reads an unsigned number in its shortest form. Longer forms are errors, since they would be second
// encodings of the same number.
func (r *Reader) Uvarint(what string) uint64 {
	if len(r.rest) > 0 && r.rest[0] < 0x80 {
		n := r.rest[0]
		r.rest = r.rest[1:]
		return uint64(n)
	}
	n, used := binary.Uvarint(r.rest)
	switch {
	case used == 0:
		r.Fail("%s is cut off", what)
		return 0
	case used < 0:
		r.Fail("%s has more than 64 bits", what)
		return 0
	case used > 1 && r.rest[used-1] == 0:
		r.Fail("%s is not in its shortest form", what)
		return 0
	}
	r.rest = r.rest[used:]
	return n
}

// Count reads the length of a list, of whose elements each takes at least one byte.
func (r *Reader) Count(what string) int { return r.CountOf(what, 1) }

// CountOf reads the length of a list, of whose elements each takes at least size bytes. So a list that is made of that length
// takes no more than a multiple of the input.
func (r *Reader) CountOf(what string, size int) int {
	n := r.Uvarint(what)
	if n > uint64(len(r.rest)/size) {
		r.Fail("%s is %d, but %d bytes follow", what, n, len(r.rest))
		return 0
	}
	return int(n)
}

// ShareStrings copies what is left to read. All strings that are read from then on are parts of that one copy, which stays in memory as long
// as any of them does: it is for many small strings that are dropped together.
func (r *Reader) ShareStrings() { r.shared = string(r.rest) }

// String reads a length and as many bytes.
func (r *Reader) String(what string) string {
	n := r.length(what)
	var s string
	if r.shared != "" {
		at := len(r.shared) - len(r.rest)
		s = r.shared[at : at+n]
	} else {
		s = string(r.rest[:n])
	}
	r.rest = r.rest[n:]
	return s
}

// length reads the length of a string. It puts words together only if they are needed.
func (r *Reader) length(what string) int {
	n := r.Uvarint(what)
	if n > uint64(len(r.rest)) {
		r.Fail("the length of %s is %d, but %d bytes follow", what, n, len(r.rest))
		return 0
	}
	return int(n)
}

// Bool reads a byte that is 0 or 1.
func (r *Reader) Bool(what string) bool {
	b := r.Byte(what)
	if b > 1 {
		r.Fail("%s is %d, expected 0 or 1", what, b)
	}
	return b == 1
}

// End returns the first error, or an error if something is left to read.
func (r *Reader) End() error {
	if r.err == nil && len(r.rest) > 0 {
		r.Fail("the encoding has ended, but %d bytes follow", len(r.rest))
	}
	return r.err
}
