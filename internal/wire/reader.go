// Package wire reads the canonical encodings of protocol data from bytes that may be anything.
//
// A [Reader] remembers its first error, after which all it returns is zero: decoders read all fields, and look at
// the error once, at [Reader.End]. It allocates only what [Reader.String] copies from its input: each string by itself, all of
// them at once after [Reader.ShareStrings], or none if the reader is [InPlace].
package wire

import (
	"errors"
	"fmt"
	"unsafe"
)

// ErrMalformed is what every error of a Reader is, for errors.Is.
var ErrMalformed = errors.New("malformed encoding")

// Reader reads one encoding from front to back.
type Reader struct {
	all []byte
	// at is how many bytes were read.
	at int
	// shared is the last bytes of all, in which String finds those that it returns. It is "" if String copies.
	shared string
	err    error
}

// NewReader returns a reader of b, which must not change while it is read.
func NewReader(b []byte) *Reader { return &Reader{all: b} }

// InPlace returns a reader of b whose strings are parts of b, which must not change as long as one of them is in use.
func InPlace(b []byte) *Reader {
	return &Reader{all: b, shared: unsafe.String(unsafe.SliceData(b), len(b))}
}

// left counts the bytes that are left to read.
func (r *Reader) left() int { return len(r.all) - r.at }

// Fail notes that what was read last is wrong, unless there is an error already.
func (r *Reader) Fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w, before byte %d of %d: %s", ErrMalformed, r.at, len(r.all), fmt.Sprintf(format, args...))
	}
	r.at = len(r.all)
}

// Failed reports whether there is an error. Who reads a long list need not go on then.
func (r *Reader) Failed() bool { return r.err != nil }

// Byte reads one byte.
func (r *Reader) Byte(what string) byte {
	if r.left() == 0 {
		r.Fail("%s is missing", what)
		return 0
	}
	r.at++
	return r.all[r.at-1]
}

// Uvarint reads an unsigned number in its shortest form. Longer forms are errors, since they would be second
// encodings of the same number.
func (r *Reader) Uvarint(what string) uint64 {
	if r.at < len(r.all) && r.all[r.at] < 0x80 {
		r.at++
		return uint64(r.all[r.at-1])
	}
	return r.long(what)
}

// long is Uvarint for numbers of several bytes, and for errors.
func (r *Reader) long(what string) uint64 {
	n, shift := uint64(0), 0
	for i, b := range r.all[r.at:] {
		if b >= 0x80 && i < maxUvarint-1 {
			n |= uint64(b&0x7f) << shift
			shift += 7
			continue
		}
		switch {
		case i == maxUvarint-1 && b > 1:
			r.Fail("%s has more than 64 bits", what)
			return 0
		case i > 0 && b == 0:
			r.Fail("%s is not in its shortest form", what)
			return 0
		}
		r.at += i + 1
		return n | uint64(b)<<shift
	}
	r.Fail("%s is cut off", what)
	return 0
}

// maxUvarint is how many bytes a number takes at most. The last of them has its highest bit.
const maxUvarint = 10

// Count reads the length of a list, of whose elements each takes at least one byte.
func (r *Reader) Count(what string) int { return r.CountOf(what, 1) }

// CountOf reads the length of a list, of whose elements each takes at least size bytes. So a list that is made of that length
// takes no more than a multiple of the input.
func (r *Reader) CountOf(what string, size int) int {
	n := r.Uvarint(what)
	if n > uint64(r.left()/size) {
		r.Fail("%s is %d, but %d bytes follow", what, n, r.left())
		return 0
	}
	return int(n)
}

// ShareStrings copies what is left to read. All strings that are read from then on are parts of that one copy, which stays in memory as long
// as any of them does: it is for many small strings that are dropped together.
func (r *Reader) ShareStrings() {
	if r.shared == "" {
		r.shared = string(r.all[r.at:])
	}
}

// String reads a length and as many bytes.
func (r *Reader) String(what string) string {
	n := r.length(what)
	var s string
	if r.shared != "" {
		at := len(r.shared) - r.left()
		s = r.shared[at : at+n]
	} else {
		s = string(r.all[r.at : r.at+n])
	}
	r.at += n
	return s
}

// length reads the length of a string. It puts words together only if they are needed.
func (r *Reader) length(what string) int {
	n := r.Uvarint(what)
	if n > uint64(r.left()) {
		r.Fail("the length of %s is %d, but %d bytes follow", what, n, r.left())
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
	if r.err == nil && r.left() > 0 {
		r.Fail("the encoding has ended, but %d bytes follow", r.left())
	}
	return r.err
}
