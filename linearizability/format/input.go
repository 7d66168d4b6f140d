package format

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/history"
)

// peekSize is how much of the input is looked at, at most, to detect its format.
const peekSize = 64 << 10

// source counts the bytes of a reader, and fails when its context ends.
type source struct {
	ctx      context.Context
	r        io.Reader
	bytes    int64
	progress func(int64)
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, context.Cause(s.ctx)
	}
	n, err := s.r.Read(p)
	s.bytes += int64(n)
	if s.progress != nil && n > 0 {
		s.progress(s.bytes)
	}
	return n, err
}

// peeker gives back what was read ahead.
type peeker struct {
	r      io.Reader
	peeked []byte
	err    error // of r
}

// more reads a little more ahead. It returns false at the end of the input, or when enough is
// peeked.
func (p *peeker) more() bool {
	const patience = 100 // reads of nothing in a row before a reader counts as broken
	if p.peeked == nil {
		p.peeked = make([]byte, 0, peekSize)
	}
	for empty := 0; p.err == nil && len(p.peeked) < cap(p.peeked); empty++ {
		if empty == patience {
			p.err = io.ErrNoProgress
			return false
		}
		n, err := p.r.Read(p.peeked[len(p.peeked):cap(p.peeked)])
		p.peeked, p.err = p.peeked[:len(p.peeked)+n], err
		if n > 0 {
			return true
		}
	}
	return false
}

// atLeast reports whether n bytes could be peeked.
func (p *peeker) atLeast(n int) bool {
	for len(p.peeked) < n && p.more() {
	}
	return len(p.peeked) >= n
}

// isDbcop reports whether this is DBCop's, the one format that is no text, and not compressed.
func (p *peeker) isDbcop() bool {
	const number, enough = 8, 200 // if the text about the history is not long
	if !p.atLeast(number) || p.peeked[number-1] != 0 {
		return false // the first number is a small one, and texts hold no 0
	}
	p.atLeast(enough)
	return isDbcop(p.peeked)
}

// rest returns a reader of everything, what was peeked included.
func (p *peeker) rest() io.Reader {
	return io.MultiReader(bytes.NewReader(p.peeked), failing{p.err}, p.r)
}

// failing is a reader with nothing to read but an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// open looks at the beginning of src: it decompresses gzip, drops a byte-order mark, and detects
// the format if it is not given.
func open(src io.Reader, name string, format Format) (Format, io.Reader, error) {
	p := &peeker{r: src}
	if format == Dbcop || format == "" && p.isDbcop() {
		return Dbcop, p.rest(), nil
	}
	if p.atLeast(2) && p.peeked[0] == 0x1f && p.peeked[1] == 0x8b {
		unzipped, err := gzip.NewReader(p.rest())
		if err != nil {
			return "", nil, readError(name, err)
		}
		p = &peeker{r: unzipped}
	}
	switch {
	case p.atLeast(3) && bytes.HasPrefix(p.peeked, []byte("\xef\xbb\xbf")):
		p.peeked = p.peeked[3:]
	case p.atLeast(2) && (p.peeked[0] == 0xfe && p.peeked[1] == 0xff || p.peeked[0] == 0xff && p.peeked[1] == 0xfe):
		return "", nil, fail(name, 1, "the text is in UTF-16, expected UTF-8")
	}
	if format != "" {
		if _, err := Parse(string(format)); err != nil {
			return "", nil, err
		}
		return format, p.rest(), nil
	}
	format, certain := detect(p.peeked, name)
	for !certain && p.more() {
		format, certain = detect(p.peeked, name)
	}
	if p.err != nil && p.err != io.EOF { //nolint:errorlint // an error that wraps io.EOF is a failure, not the end
		return "", nil, readError(name, p.err)
	}
	if format == "" {
		return "", nil, undetected(p.peeked, name)
	}
	return format, p.rest(), nil
}

func readError(name string, err error) error {
	if name == "" {
		name = "history"
	}
	var flaw *history.Error
	if errors.As(err, &flaw) {
		return err
	}
	return fmt.Errorf("%s: reading: %w", name, err)
}
