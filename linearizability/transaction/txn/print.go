package txn

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Name returns what sentences call a transaction: by its process and where it stands in the input.
func (h *History) Name(t int32) string {
	op := &h.Source.Operations[h.Txns[t].Source]
	line := op.CallLine
	if op.ReturnLine > 0 {
		line = op.ReturnLine
	}
	if line > 0 {
		return fmt.Sprintf("process %d on line %d", op.Process, line)
	}
	return fmt.Sprintf("process %d, operation %d", op.Process, h.Txns[t].Source)
}

// FormatOp returns an operation as micro-operations are written: r x 3, w x 3, append x 3, r x [1 2].
func (h *History) FormatOp(t, k int32) string {
	op := &h.Txns[t].Ops[k]
	return fmt.Sprintf("%s %v %s", op.Kind, h.Keys[op.Key], h.formatRead(op))
}

func (h *History) formatRead(op *Op) string {
	if op.Kind != Read || h.Model == Registers {
		return h.FormatVersion(op.Version)
	}
	var b strings.Builder
	b.WriteByte('[')
	for i, v := range op.List {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(h.Versions[v].Value.String())
	}
	b.WriteByte(']')
	return b.String()
}

// FormatVersion returns the value of a version; nil for the initial one.
func (h *History) FormatVersion(v Version) string {
	if v == Initial {
		return history.Nil.String()
	}
	return h.Versions[v].Value.String()
}
