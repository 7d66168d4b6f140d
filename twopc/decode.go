package twopc

import (
	"fmt"
	"math"

	"github.com/tenet-go/tenet/internal/wire"
	"github.com/tenet-go/tenet/machine"
)

// Codec decodes messages and records. It is a machine.Codec. It accepts what AppendTo appends, and nothing else: each value has
// one encoding.
type Codec struct{}

// DecodeMessage decodes a message.
func (Codec) DecodeMessage(b []byte) (machine.Message, error) {
	r := wire.NewReader(b)
	m := readMessage(r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("twopc: message: %w", err)
	}
	return m, nil
}

func readMessage(r *wire.Reader) machine.Message {
	switch tag := r.Byte("the kind of message"); tag {
	case tagPrepare:
		return Prepare{readTxn(r), readNodeSet(r)}
	case tagVote:
		return Vote{readTxn(r), Choice(readEnum(r, "the vote", byte(ReadOnly)))}
	case tagDecision:
		return Decision{readTxn(r), Outcome(readEnum(r, "the outcome", byte(Committed)))}
	case tagAck:
		return Ack{readTxn(r)}
	case tagInquiry:
		return Inquiry{readTxn(r)}
	default:
		r.Fail("%d is no kind of message", tag)
		return nil
	}
}

// DecodeRecord decodes a record.
func (Codec) DecodeRecord(b []byte) (machine.Record, error) {
	r := wire.NewReader(b)
	record := readRecord(r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("twopc: record: %w", err)
	}
	return record, nil
}

func readRecord(r *wire.Reader) machine.Record {
	switch tag := r.Byte("the kind of record"); tag {
	case tagEpoch:
		return EpochRecord{r.Uvarint("the epoch")}
	case tagCommit:
		return CommitRecord{readTxn(r), readNodeSet(r)}
	case tagEnd:
		return EndRecord{readTxn(r)}
	case tagPrepared:
		return PreparedRecord{readTxn(r), readNodeSet(r), r.String("the work")}
	case tagCommitted:
		return CommittedRecord{readTxn(r)}
	case tagAborted:
		return AbortedRecord{readTxn(r)}
	case tagForgotten:
		return ForgottenRecord{readTxn(r)}
	default:
		r.Fail("%d is no kind of record", tag)
		return nil
	}
}

func readTxn(r *wire.Reader) Txn {
	return Txn{readNode(r), r.Uvarint("the epoch"), r.Uvarint("the number")}
}

func readNode(r *wire.Reader) machine.NodeID {
	id := r.Uvarint("a node")
	if id > math.MaxUint32 {
		r.Fail("node %d, expected at most %d", id, uint32(math.MaxUint32))
		return 0
	}
	return machine.NodeID(id)
}

// readNodeSet reads a set, whose nodes must ascend.
func readNodeSet(r *wire.Reader) NodeSet {
	n := r.Count("the number of nodes")
	if n == 0 {
		return nil
	}
	set := make(NodeSet, n)
	for i := range set {
		set[i] = readNode(r)
		if i > 0 && set[i-1] >= set[i] {
			r.Fail("node %d after node %d, expected them to ascend", set[i], set[i-1])
			return nil
		}
	}
	return set
}

func readEnum(r *wire.Reader, what string, last byte) byte {
	b := r.Byte(what)
	if b > last {
		r.Fail("%s is %d, expected at most %d", what, b, last)
	}
	return b
}
