package twopc

import (
	"cmp"
	"encoding/binary"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// Txn identifies a transaction for ever: a coordinator raises its epoch durably at each recovery, before
// it begins anything, and counts its transactions within the epoch from 1.
type Txn struct {
	Coordinator machine.NodeID
	Epoch       uint64
	Number      uint64
}

// Compare orders transactions by coordinator, epoch and number.
func (t Txn) Compare(u Txn) int {
	if c := cmp.Compare(t.Coordinator, u.Coordinator); c != 0 {
		return c
	}
	if c := cmp.Compare(t.Epoch, u.Epoch); c != 0 {
		return c
	}
	return cmp.Compare(t.Number, u.Number)
}

// String returns the coordinator, the epoch and the number, as in 0/1.2.
func (t Txn) String() string { return fmt.Sprintf("%d/%d.%d", t.Coordinator, t.Epoch, t.Number) }

// AppendTo appends the canonical encoding to b.
func (t Txn) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(t.Coordinator))
	b = binary.AppendUvarint(b, t.Epoch)
	return binary.AppendUvarint(b, t.Number)
}

// Outcome is how a transaction ends.
type Outcome uint8

// The outcomes.
const (
	Aborted Outcome = iota
	Committed
)

func (o Outcome) String() string {
	if o == Committed {
		return "commit"
	}
	return "abort"
}
