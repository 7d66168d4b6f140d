package format

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// readPlume reads the text of Plume: lines r(KEY,VALUE,SESSION,TRANSACTION), and w likewise. The lines of
// a transaction need not stand together; transactions are in order of their first lines. The
// transaction -1 stands for all that were aborted: each write of it becomes a failed transaction, and
// its reads mean nothing.
func readPlume(ctx context.Context, r io.Reader, name string, opts *Options) (*history.History, error) {
	d := plumeReader{name: name, max: opts.MaxOperations, numbers: map[int64]int32{}}
	if err := lines(ctx, r, name, opts, d.line); err != nil {
		return nil, err
	}
	return d.history(ctx, opts)
}

// aborted is the number of the transactions that were.
const aborted = -1

// plumeLine is a line of the input. Those of a transaction are linked.
type plumeLine struct {
	micro micro
	next  int32 // of the same transaction; 0 if there is none
}

type plumeTransaction struct {
	session     int64
	first, last int32 // lines: indices of plumeReader.lines
	line        int32 // of the input
	status      history.Status
}

type plumeReader struct {
	name    string
	max     int
	lines   []plumeLine
	txns    []plumeTransaction
	numbers map[int64]int32 // of transactions
}

func (d *plumeReader) line(line []byte, number int) error {
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return nil
	}
	m, session, txn, ok := plumeMicro(line)
	if !ok {
		return fail(d.name, number, fmt.Sprintf("expected r(KEY,VALUE,SESSION,TRANSACTION) or w(...), with integers from 0, or -1 for the transactions that were aborted, found %q", scan.Brief(line)))
	}
	if txn == aborted && !m.write {
		return nil
	}
	at := int32(len(d.lines))
	d.lines = append(d.lines, plumeLine{micro: m})
	known, found := d.numbers[txn]
	switch {
	case txn == aborted || !found:
		return d.begin(plumeTransaction{session: session, first: at, last: at, line: int32(number), status: history.OK}, txn)
	case d.txns[known].session != session:
		return fail(d.name, number, fmt.Sprintf("transaction %d is of session %d here, and of session %d on line %d: expected one session for each transaction",
			txn, session, d.txns[known].session, d.txns[known].line))
	}
	t := &d.txns[known]
	d.lines[t.last].next, t.last = at, at
	return nil
}

func (d *plumeReader) begin(t plumeTransaction, txn int64) error {
	if d.max > 0 && len(d.txns) == d.max {
		return fail(d.name, int(t.line), fmt.Sprintf("expected at most %d operations, found more", d.max))
	}
	if txn == aborted {
		t.status = history.Fail
	} else {
		d.numbers[txn] = int32(len(d.txns))
	}
	d.txns = append(d.txns, t)
	return nil
}

func (d *plumeReader) history(ctx context.Context, opts *Options) (*history.History, error) {
	const often = 1 << 10
	out := newMicroHistory(d.name, opts)
	out.history.Operations = make([]history.Operation, 0, len(d.txns))
	var micros []micro
	for i := range d.txns {
		if i%often == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		t := &d.txns[i]
		micros = append(micros[:0], d.lines[t.first].micro)
		for at := d.lines[t.first].next; at != 0; at = d.lines[at].next {
			micros = append(micros, d.lines[at].micro)
		}
		if err := out.add(t.session, micros, t.status, int(t.line)); err != nil {
			return nil, err
		}
	}
	return &out.history, nil
}

// plumeMicro parses r(KEY,VALUE,SESSION,TRANSACTION).
func plumeMicro(line []byte) (m micro, session, txn int64, ok bool) {
	if len(line) < 2 || line[0] != 'r' && line[0] != 'w' || line[1] != '(' || line[len(line)-1] != ')' {
		return m, 0, 0, false
	}
	m.write = line[0] == 'w'
	rest := line[2 : len(line)-1]
	var numbers [3]int64
	for i := range numbers {
		text, after, comma := bytes.Cut(rest, []byte{','})
		n, isNumber := natural(bytes.TrimSpace(text))
		if !comma || !isNumber {
			return m, 0, 0, false
		}
		numbers[i], rest = n, after
	}
	rest = bytes.TrimSpace(rest)
	txn, ok = natural(rest)
	if string(rest) == "-1" {
		txn, ok = aborted, true
	}
	m.key, m.value = numbers[0], numbers[1]
	return m, numbers[2], txn, ok
}
