package machine

import (
	"encoding/binary"
	"fmt"
)

// Seq numbers the batches that one machine writes: 1, 2, 3... from its recovery on. As the After of an
// effect, 0 means at once.
type Seq uint64

// Journal counts the batches of one machine. Its encoding is relative to the last acknowledged
// batch, so that machines that differ only in how much they have written are equal.
type Journal struct{ issued, durable Seq }

// Next numbers the next batch.
func (j *Journal) Next() Seq {
	j.issued++
	return j.issued
}

// Last returns the number of the batch issued last, or 0 if everything is durable: the After of an
// effect that waits for all that was written so far.
func (j *Journal) Last() Seq {
	if j.issued == j.durable {
		return 0
	}
	return j.issued
}

// Outstanding counts the batches in flight.
func (j *Journal) Outstanding() int { return int(j.issued - j.durable) }

// Acknowledge notes that the oldest batch in flight is durable. Any other number is a broken
// contract of the host, and panics.
func (j *Journal) Acknowledge(seq Seq) {
	if seq != j.durable+1 || seq > j.issued {
		panic(fmt.Sprintf("machine: batch %d was acknowledged, expected %d of %d", seq, j.durable+1, j.issued))
	}
	j.durable = seq
}

// AppendTo appends how many batches are in flight.
func (j *Journal) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(b, uint64(j.issued-j.durable))
}
