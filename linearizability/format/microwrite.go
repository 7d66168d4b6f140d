package format

import (
	"fmt"
	"io"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// microWriter holds what formats of transactions without times can say of a history.
type microWriter struct {
	format   Format
	source   *txn.History
	txns     []writtenTransaction
	sessions [][]int32 // transactions of each
	keys     map[int64]bool
	zero     map[txn.Key]bool // keys to which 0 was written
}

type writtenTransaction struct {
	micros []micro
	failed bool
}

// newMicroWriter makes the transactions of a history. Those of unknown outcome of which nobody read
// anything are left out, since they need not have happened; so are those that failed, where the format
// does not know such.
func newMicroWriter(f Format, h *history.History) (*microWriter, error) {
	source, err := txn.Decode(h, txn.Options{Init: initialZero, InitIfUnwritten: true, Single: isSingle(h)})
	if err != nil {
		return nil, err
	}
	w := &microWriter{format: f, source: source, keys: map[int64]bool{}, zero: map[txn.Key]bool{}}
	for i := range source.Versions {
		if v := &source.Versions[i]; v.Value == initialZero && v.Txn != txn.Nobody {
			w.zero[v.Key] = true
		}
	}
	for _, session := range source.Sessions {
		var kept []int32
		for _, t := range session {
			written, keep, err := w.transaction(t)
			if err != nil {
				return nil, err
			}
			if keep {
				kept = append(kept, int32(len(w.txns)))
				w.txns = append(w.txns, written)
			}
		}
		if len(kept) > 0 {
			w.sessions = append(w.sessions, kept)
		}
	}
	return w, nil
}

// isSingle reports whether operations are reads and writes, not lists of them.
func isSingle(h *history.History) bool {
	for i := range h.Operations {
		op := &h.Operations[i]
		return op.F != "txn" && op.Input.Kind() != history.KindList
	}
	return false
}

func (w *microWriter) transaction(t int32) (written writtenTransaction, keep bool, err error) {
	source := &w.source.Txns[t]
	written.failed = source.Status == history.Fail
	switch {
	case source.Status == history.Info && !source.Committed:
		return written, false, nil
	case written.failed && w.format == AwditText:
		return written, false, w.unread(t)
	}
	written.micros = make([]micro, 0, len(source.Ops))
	for k := range source.Ops {
		if written.failed && source.Ops[k].Kind == txn.Read {
			continue
		}
		m, err := w.micro(t, int32(k))
		if err != nil {
			return written, false, err
		}
		written.micros = append(written.micros, m)
	}
	// In texts there is nothing of a transaction without operations.
	return written, len(written.micros) > 0 || w.format == Dbcop, nil
}

// unread is an error if anybody read what a failed transaction wrote.
func (w *microWriter) unread(failed int32) error {
	for t := range w.source.Txns {
		if !w.source.Txns[t].Committed {
			continue
		}
		for k, op := range w.source.Txns[t].Ops {
			if op.Kind == txn.Read && op.Version != txn.Initial && w.source.Versions[op.Version].Txn == failed {
				return w.refuse(int32(t), int32(k), "it is of a transaction that failed, of which the format knows nothing")
			}
		}
	}
	return nil
}

func (w *microWriter) micro(t, k int32) (m micro, err error) {
	op := &w.source.Txns[t].Ops[k]
	m.write = op.Kind == txn.Write
	var isInt bool
	if m.key, isInt = w.source.Keys[op.Key].Int(); !isInt || m.key < 0 {
		return m, w.refuse(t, k, "expected an integer from 0 as key")
	}
	w.keys[m.key] = true
	if op.Version == txn.Initial {
		if w.zero[op.Key] {
			return m, w.refuse(t, k, "the format writes 0 for what nobody has written, but 0 is written to this key")
		}
		return m, nil
	}
	if m.value, isInt = w.source.Versions[op.Version].Value.Int(); !isInt || m.value < 0 {
		return m, w.refuse(t, k, "expected an integer from 0 as value")
	}
	return m, nil
}

func (w *microWriter) refuse(t, k int32, why string) error {
	h := w.source.Source
	line := int(h.Operations[w.source.Txns[t].Source].CallLine)
	return fail(h.Name, line, fmt.Sprintf("[%s] cannot be written as %s: %s", w.source.FormatOp(t, k), w.format, why))
}

func (w *microWriter) longestSession() int {
	longest := 0
	for _, session := range w.sessions {
		longest = max(longest, len(session))
	}
	return longest
}

// write writes all that there is.
func (w *microWriter) write(out io.Writer) error {
	var b []byte
	switch w.format {
	case Dbcop:
		b = appendDbcop(nil, w)
	case PlumeText:
		b = w.appendPlume(nil)
	default:
		b = w.appendAwdit(nil)
	}
	if _, err := out.Write(b); err != nil {
		return fmt.Errorf("writing %s: %w", w.format, err)
	}
	return nil
}

func (w *microWriter) appendAwdit(b []byte) []byte {
	for s, session := range w.sessions {
		if s > 0 {
			b = append(b, "=====\n"...)
		}
		for i, t := range session {
			if i > 0 {
				b = append(b, "-----\n"...)
			}
			for _, m := range w.txns[t].micros {
				b = strconv.AppendInt(append(b, m.name(), ' '), m.key, 10)
				b = append(strconv.AppendInt(append(b, ' '), m.value, 10), '\n')
			}
		}
	}
	return b
}

// appendPlume writes one session after the other.
func (w *microWriter) appendPlume(b []byte) []byte {
	for s, session := range w.sessions {
		for _, t := range session {
			number := int64(t)
			if w.txns[t].failed {
				number = aborted
			}
			for _, m := range w.txns[t].micros {
				b = strconv.AppendInt(append(b, m.name(), '('), m.key, 10)
				b = strconv.AppendInt(append(b, ','), m.value, 10)
				b = strconv.AppendInt(append(b, ','), int64(s), 10)
				b = append(strconv.AppendInt(append(b, ','), number, 10), ")\n"...)
			}
		}
	}
	return b
}

func (m micro) name() byte {
	if m.write {
		return 'w'
	}
	return 'r'
}
