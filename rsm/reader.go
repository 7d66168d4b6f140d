package rsm

import (
	"errors"
	"fmt"
)

// reader reads an encoding from front to back. It remembers its first error, after which all that it returns is zero: decoders read all
// fields, and look at the error once, at the end. It allocates nothing; strings share memory with what is read.
type reader struct {
	all  string
	rest string
	err  error
}

// fail notes that what was read last is wrong, unless there is an error already.
func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		at := len(r.all) - len(r.rest)
		r.err = fmt.Errorf("%w, before byte %d of %d: %s", ErrMalformed, at, len(r.all), fmt.Sprintf(format, args...))
	}
	r.rest = ""
}

func (r *reader) byte(what string) byte {
	if r.rest == "" {
		r.fail("%s is missing", what)
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// uvarint reads an unsigned number in its shortest form. A longer one would be a second encoding of the same number.
func (r *reader) uvarint(what string) uint64 {
	var n uint64
	for i := range len(r.rest) {
		b := r.rest[i]
		if i == 9 && b > 1 {
			r.fail("%s has more than 64 bits", what)
			return 0
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			if b == 0 && i > 0 {
				r.fail("%s is not in its shortest form", what)
				return 0
			}
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.fail("%s is cut off", what)
	return 0
}

// count reads the length of a list, of whose elements each takes at least size bytes.
func (r *reader) count(what string, size int) int {
	n := r.uvarint(what)
	if n > uint64(len(r.rest)/size) {
		r.fail("%s is %d, but %d bytes follow", what, n, len(r.rest))
		return 0
	}
	return int(n)
}

// string reads a length, which errors call by that name, and as many bytes.
func (r *reader) string(length string) string {
	n := r.count(length, 1)
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// end returns the first error, or an error if something is left to read.
func (r *reader) end() error {
	if r.err == nil && r.rest != "" {
		r.fail("the encoding has ended, but %d bytes follow", len(r.rest))
	}
	return r.err
}

// ErrMalformed means that bytes are no encoding of what they should be. As an outcome it is ErrNotApplied too.
var ErrMalformed = errors.New("malformed encoding")
