package format

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/tenet-go/tenet/linearizability/history"
)

// dbcopFile is the file of a directory that DBCop makes.
const dbcopFile = "history.bincode"

// readDbcop reads the history.bincode of DBCop (Biswas and Enea, OOPSLA 2019): its History as bincode 1
// encodes it, with all integers and lengths as 64 bits, little-endian, and booleans as a byte. These
// are five numbers of parameters, a text, two times as texts, and the sessions: lists of
// transactions, each a list of events and whether it succeeded. An event is whether it writes, its
// key and value, and whether it succeeded.
//
// A transaction that did not succeed has failed. Of one that did, reads that did not succeed are left
// out, and writes that did not are a failed transaction of their own.
func readDbcop(ctx context.Context, r io.Reader, name string, opts *Options) (*history.History, error) {
	d := dbcopReader{bincode: bincode{r: bufio.NewReaderSize(r, 64<<10)}, ctx: ctx, out: newMicroHistory(name, opts)}
	if err := d.read(); err != nil {
		return nil, err
	}
	return &d.out.history, nil
}

type dbcopReader struct {
	bincode
	ctx           context.Context
	out           *microHistory
	micros, undos []micro
}

func (d *dbcopReader) read() error {
	d.header()
	sessions := d.number("the number of sessions")
	for s := int64(0); s < sessions && d.err == nil; s++ {
		txns := d.number("the number of transactions of a session")
		for t := int64(0); t < txns && d.err == nil; t++ {
			if err := d.transaction(s); err != nil {
				return err
			}
		}
	}
	if d.err == nil {
		if _, err := d.r.ReadByte(); err == nil {
			d.errorf("the end of the input after the last session")
		} else if !errors.Is(err, io.EOF) {
			d.err = err
		}
	}
	var wrong bincodeError
	switch {
	case d.err == nil:
		return nil
	case errors.As(d.err, &wrong):
		return fail(d.out.history.Name, 0, d.err.Error())
	}
	return readError(d.out.history.Name, d.err)
}

// header skips what is before the sessions.
func (d *dbcopReader) header() {
	for range 5 {
		d.number("a parameter")
	}
	d.text("a text about the history")
	d.text("the time of the start")
	d.text("the time of the end")
}

func (d *dbcopReader) transaction(session int64) error {
	const often = 1 << 10
	if len(d.out.history.Operations)%often == 0 && d.ctx.Err() != nil {
		return context.Cause(d.ctx)
	}
	d.micros, d.undos = d.micros[:0], d.undos[:0]
	events := d.number("the number of events of a transaction")
	for e := int64(0); e < events && d.err == nil; e++ {
		m := micro{write: d.boolean("whether an event writes"), key: d.number("a key"), value: d.number("a value")}
		switch success := d.boolean("whether an event succeeded"); {
		case success:
			d.micros = append(d.micros, m)
		case m.write:
			d.undos = append(d.undos, m)
		}
	}
	status := history.Fail
	if d.boolean("whether a transaction succeeded") {
		status = history.OK
	}
	if d.err != nil {
		return nil // read reports it
	}
	if status == history.Fail {
		d.micros, d.undos = append(d.micros, d.undos...), d.undos[:0]
	}
	if err := d.out.add(session, d.micros, status, 0); err != nil || len(d.undos) == 0 {
		return err
	}
	return d.out.add(session, d.undos, history.Fail, 0)
}

// bincode reads bincode 1, fixed integers. After the first error it returns zeros.
type bincode struct {
	r   *bufio.Reader
	at  int64
	err error
}

// bincodeError is a flaw of the input.
type bincodeError string

func (e bincodeError) Error() string { return string(e) }

func (d *bincode) errorf(expected string) {
	if d.err == nil {
		d.err = bincodeError(fmt.Sprintf("byte %d: expected %s", d.at, expected))
	}
}

func (d *bincode) bytes(b []byte, what string) {
	if d.err != nil {
		clear(b)
		return
	}
	_, err := io.ReadFull(d.r, b)
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		d.errorf(what + ", found the end of the input")
	case err != nil:
		d.err = err
	}
	if d.err != nil {
		clear(b)
		return
	}
	d.at += int64(len(b))
}

func (d *bincode) number(what string) int64 {
	var b [8]byte
	d.bytes(b[:], what)
	n := binary.LittleEndian.Uint64(b[:])
	if n > math.MaxInt64 {
		d.at -= int64(len(b))
		d.errorf(fmt.Sprintf("%s of at most 63 bits, found %d", what, n))
		return 0
	}
	return int64(n)
}

func (d *bincode) boolean(what string) bool {
	var b [1]byte
	d.bytes(b[:], what)
	if b[0] > 1 {
		d.at--
		d.errorf(fmt.Sprintf("0 or 1 for %s, found %d", what, b[0]))
	}
	return b[0] == 1
}

// longestText is a limit for texts, of which DBCop has but short ones.
const longestText = 1 << 16

func (d *bincode) text(what string) {
	n := d.number("the length of " + what)
	if n > longestText {
		d.errorf(fmt.Sprintf("%s of at most %d bytes, found %d", what, longestText, n))
	}
	if d.err != nil {
		return
	}
	text := make([]byte, n)
	d.bytes(text, what)
	if !utf8.Valid(text) {
		d.errorf(what + " in UTF-8")
	}
}

// isDbcop reports whether a file begins as DBCop's do. They have a time where others have anything.
func isDbcop(text []byte) bool {
	const parameters, longest = 5 * 8, 64
	if len(text) < parameters+8 {
		return false
	}
	about := binary.LittleEndian.Uint64(text[parameters:])
	text = text[parameters+8:]
	if about > uint64(len(text)) || uint64(len(text))-about < 8 {
		return false
	}
	text = text[about:]
	length := binary.LittleEndian.Uint64(text)
	text = text[8:]
	const date = "2019-01-01T"
	if length > longest || length < uint64(len(date)) || uint64(len(text)) < uint64(len(date)) {
		return false
	}
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	for i, c := range []byte(date) {
		if isDigit(c) != isDigit(text[i]) || !isDigit(c) && c != text[i] {
			return false
		}
	}
	return true
}

// openDbcop reads the history of a directory, if it has one of DBCop.
func openDbcop(ctx context.Context, dir string, opts *Options) (h *history.History, found bool, err error) {
	path := filepath.Join(dir, dbcopFile)
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, true, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	h, err = readDbcop(ctx, file, path, opts)
	return h, true, err
}

// appendDbcop writes what readDbcop reads.
func appendDbcop(b []byte, w *microWriter) []byte {
	var events int
	for _, t := range w.txns {
		events = max(events, len(t.micros))
	}
	number := func(n int) { b = binary.LittleEndian.AppendUint64(b, uint64(n)) }
	text := func(s string) { number(len(s)); b = append(b, s...) }
	boolean := func(v bool) {
		if v {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	const noTime = "1970-01-01T00:00:00+00:00" // histories of transactions have none
	number(0)
	number(len(w.sessions))
	number(len(w.keys))
	number(w.longestSession())
	number(events)
	text("converted")
	text(noTime)
	text(noTime)
	number(len(w.sessions))
	for _, session := range w.sessions {
		number(len(session))
		for _, t := range session {
			number(len(w.txns[t].micros))
			for _, m := range w.txns[t].micros {
				boolean(m.write)
				number(int(m.key))
				number(int(m.value))
				boolean(!w.txns[t].failed)
			}
			boolean(!w.txns[t].failed)
		}
	}
	return b
}
