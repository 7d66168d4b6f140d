package format

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// transactionsModel is the model of the formats below.
const transactionsModel = "transactions"

// What AWDIT, Plume and DBCop read are histories of the same kind: transactions that read and write
// registers whose values are integers. They have sessions, and no times. Operations come out as
// Jepsen's, [[:w 3 1] [:r 4 0]], with their places in the input for Call and Return. What was asked is
// not told apart from what was done: Input and Output are the same, with what was read.

// micro is a read or write of a register.
type micro struct {
	write      bool
	key, value int64
}

var (
	readName, writeName = history.Keyword("r"), history.Keyword("w")
	initialZero         = history.Int(0)
)

// microHistory gathers transactions.
type microHistory struct {
	history history.History
	nested  history.Nested
	max     int // operations; 0: any number
}

func newMicroHistory(name string, opts *Options) *microHistory {
	return &microHistory{history: history.History{Name: name, Untimed: true}, max: opts.MaxOperations}
}

// add adds a transaction that begins in the given line. One that failed has read nothing.
func (m *microHistory) add(session int64, micros []micro, status history.Status, line int) error {
	at := int64(len(m.history.Operations))
	if m.max > 0 && at == int64(m.max) {
		return fail(m.history.Name, line, fmt.Sprintf("expected at most %d operations, found more", m.max))
	}
	op := history.Operation{
		Process: session, F: "txn", Status: status, Call: at, Return: at,
		CallTime: history.NoTime, ReturnTime: history.NoTime, CallLine: int32(line), ReturnLine: int32(line),
		Input: m.list(micros, status == history.OK),
	}
	if status == history.OK {
		op.Output = op.Input
	}
	m.history.Operations = append(m.history.Operations, op)
	return nil
}

// list returns micro-operations, with what they read if they were done.
func (m *microHistory) list(micros []micro, done bool) history.Value {
	m.nested.Begin()
	for _, o := range micros {
		m.nested.Begin()
		name, value := readName, history.Nil
		if o.write {
			name = writeName
		}
		if o.write || done {
			value = history.Int(o.value)
		}
		m.nested.Add(name)
		m.nested.Add(history.Int(o.key))
		m.nested.Add(value)
		m.nested.End()
	}
	return m.nested.Take()
}

// lines reads a text line by line. Each function call gets a line without the space around it; it
// says what is wrong with it, or nothing.
func lines(ctx context.Context, r io.Reader, name string, opts *Options, each func(line []byte, number int) error) error {
	const often = 1 << 10
	var w scan.Window
	w.Reset(r, opts.limits().Form)
	for n := 0; ; n++ {
		if n%often == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		line, number, err := w.NextLine()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return explain(name, err)
		}
		if err := each(line, number); err != nil {
			return err
		}
	}
}

// explain turns an error of a decoder into one of type *history.Error.
func explain(name string, err error) error {
	var flaw *scan.Error
	switch {
	case !errors.As(err, &flaw):
		return readError(name, err)
	case flaw.Err != nil:
		return readError(name, flaw.Err)
	}
	return fail(name, flaw.Line, flaw.Text())
}

// natural returns the number that text is in decimal, without a sign.
func natural(text []byte) (n int64, ok bool) {
	const most = 18 // digits that certainly fit
	if len(text) == 0 || len(text) > most+1 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n = n*10 + int64(c-'0'); n < 0 {
			return 0, false
		}
	}
	return n, true
}
