package oracle

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Parse reads a history written for people: each transaction stands on a line with its session,
// when it was called and returned, its status unless that is ok, and its operations. Transactions
// are in order of their calls.
//
//	0 0-3: w x 1, r y 0
//	1 2-5 fail: w y 2
//	2 4-9: append z 1, r z [1 2]
func Parse(model txn.Model, text string) (*txn.History, error) {
	h := &history.History{Name: "text"}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		op, err := parseLine(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("line %d: %q: %w", i+1, line, err)
		}
		h.Operations = append(h.Operations, op)
	}
	return txn.Decode(h, txn.Options{Model: model, Init: history.Int(0)})
}

func parseLine(line string) (history.Operation, error) {
	op := history.Operation{F: "txn", Status: history.OK, CallTime: history.NoTime, ReturnTime: history.NoTime}
	head, tail, _ := strings.Cut(line, ":")
	if _, err := fmt.Sscanf(head, "%d %d-%d", &op.Process, &op.Call, &op.Return); err != nil {
		return op, fmt.Errorf("expected session, call-return: %w", err)
	}
	switch {
	case strings.HasSuffix(head, " fail"):
		op.Status = history.Fail
	case strings.HasSuffix(head, " info"):
		op.Status, op.Return = history.Info, history.Never
	}
	var micros []history.Value
	for text := range strings.SplitSeq(tail, ",") {
		parts := strings.SplitN(strings.TrimSpace(text), " ", 3)
		if len(parts) != 3 {
			return op, fmt.Errorf("%q: expected an operation, a key and a value", text)
		}
		value, err := parseValue(parts[2])
		if err != nil {
			return op, err
		}
		micros = append(micros, history.List(history.Keyword(parts[0]), history.String(parts[1]), value))
	}
	op.Input = history.List(micros...)
	op.Output = op.Input
	return op, nil
}

func parseValue(text string) (history.Value, error) {
	if !strings.HasPrefix(text, "[") {
		n, err := strconv.ParseInt(text, 10, 64)
		return history.Int(n), err
	}
	var elements []history.Value
	for field := range strings.FieldsSeq(strings.Trim(text, "[]")) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return history.Nil, err
		}
		elements = append(elements, history.Int(n))
	}
	return history.List(elements...), nil
}

// Format writes a history for people, one transaction on a line.
func Format(h *txn.History) string {
	var b strings.Builder
	for t := range h.Txns {
		x := &h.Txns[t]
		fmt.Fprintf(&b, "T%d session %d %v", t, x.Session, x.Status)
		if x.Committed {
			b.WriteString(" committed")
		}
		if h.Timed() {
			fmt.Fprintf(&b, " [%d,%d]", x.Call, x.Return)
		}
		for k := range x.Ops {
			fmt.Fprintf(&b, " (%s)", h.FormatOp(int32(t), int32(k)))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
