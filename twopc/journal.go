package twopc

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// journal numbers the batches of a machine, each of one record, and remembers those in flight.
type journal struct {
	numbers machine.Journal
	records []machine.Record
}

// write has the host write r, and returns the number for what must wait for it.
func (j *journal) write(r machine.Record, out *machine.Output) machine.Seq {
	seq := j.numbers.Next()
	out.Persist(seq, r)
	j.records = append(j.records, r)
	return seq
}

// acknowledge returns the oldest record in flight, which is durable.
func (j *journal) acknowledge(seq machine.Seq) machine.Record {
	j.numbers.Acknowledge(seq)
	oldest := j.records[0]
	j.records = slices.Delete(j.records, 0, 1)
	return oldest
}

func (j *journal) clone() journal {
	return journal{j.numbers, slices.Clone(j.records)}
}

func (j *journal) appendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(j.records)))
	for _, r := range j.records {
		b = r.AppendTo(b)
	}
	return b
}
