package format

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// readAwdit reads the text of AWDIT's tests: w KEY VALUE and r KEY VALUE, a rule of hyphens between
// transactions, and one of equals signs between sessions. All transactions are committed. Sessions
// and transactions that are empty are none.
func readAwdit(ctx context.Context, r io.Reader, name string, opts *Options) (*history.History, error) {
	d := awditReader{out: newMicroHistory(name, opts)}
	if err := lines(ctx, r, name, opts, d.line); err != nil {
		return nil, err
	}
	if err := d.endTransaction(); err != nil {
		return nil, err
	}
	return &d.out.history, nil
}

type awditReader struct {
	out     *microHistory
	session int64
	used    bool    // the session has transactions
	micros  []micro // of the transaction that is being read
	first   int     // its line
}

func (d *awditReader) line(line []byte, number int) error {
	line = bytes.TrimSpace(line)
	switch {
	case len(line) == 0:
		return nil
	case isRule(line, '-'):
		return d.endTransaction()
	case isRule(line, '='):
		err := d.endTransaction()
		if d.used {
			d.session++
		}
		d.used = false
		return err
	}
	m, ok := awditMicro(line)
	if !ok {
		return fail(d.out.history.Name, number, fmt.Sprintf("expected r KEY VALUE or w KEY VALUE, with integers from 0, or a line of ----- or =====, found %q", scan.Brief(line)))
	}
	if len(d.micros) == 0 {
		d.first = number
	}
	d.micros = append(d.micros, m)
	return nil
}

func (d *awditReader) endTransaction() error {
	if len(d.micros) == 0 {
		return nil
	}
	err := d.out.add(d.session, d.micros, history.OK, d.first)
	d.micros, d.used = d.micros[:0], true
	return err
}

// isRule reports whether a line consists of c alone.
func isRule(line []byte, c byte) bool {
	for _, other := range line {
		if other != c {
			return false
		}
	}
	return len(line) > 0
}

// awditMicro parses r KEY VALUE.
func awditMicro(line []byte) (m micro, ok bool) {
	name, rest := nextWord(line)
	key, rest := nextWord(rest)
	value, rest := nextWord(rest)
	if len(rest) > 0 || len(name) != 1 || name[0] != 'r' && name[0] != 'w' {
		return m, false
	}
	m.write = name[0] == 'w'
	if m.key, ok = natural(key); ok {
		m.value, ok = natural(value)
	}
	return m, ok
}

// nextWord splits a text before the first space.
func nextWord(text []byte) (first, rest []byte) {
	end := 0
	for end < len(text) && text[end] != ' ' && text[end] != '\t' {
		end++
	}
	return text[:end], bytes.TrimLeft(text[end:], " \t")
}
