package machinetest

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/machine"
)

// disk is what a host holds for one machine: its storage and the batches in flight.
type disk struct {
	storage         machine.Durable
	unsynced        [][]machine.Record
	durable, issued machine.Seq
}

func newDisk(storage machine.Durable) *disk { return &disk{storage: copied(storage)} }

// clone returns a copy. The storage is shared: it is never changed in place.
func (d *disk) clone() *disk {
	c := *d
	c.unsynced = slices.Clone(d.unsynced)
	return &c
}

// acknowledge moves the oldest batch into storage.
func (d *disk) acknowledge(seq machine.Seq) {
	d.storage = added(d.storage, d.unsynced[0])
	d.unsynced = d.unsynced[1:]
	d.durable = seq
}

// issue notes the batch of an output, and checks the numbers in it.
func (d *disk) issue(out *machine.Output) {
	switch {
	case len(out.Records) > 0 && out.Seq != d.issued+1:
		breach("batch %d was issued after batch %d: %s", out.Seq, d.issued, describe(out))
	case len(out.Records) == 0 && out.Seq != 0:
		breach("batch %d has no records: %s", out.Seq, describe(out))
	case len(out.Records) > 0:
		d.issued = out.Seq
		d.unsynced = append(d.unsynced, slices.Clone(out.Records))
	}
	check := func(after machine.Seq) {
		switch {
		case after > d.issued:
			breach("an effect waits for batch %d, but the last one issued is %d: %s", after, d.issued, describe(out))
		case after > 0 && after <= d.durable:
			breach("an effect waits for batch %d, which is durable: %s", after, describe(out))
		}
	}
	for _, s := range out.Sends {
		check(s.After)
	}
	for _, r := range out.Replies {
		check(r.After)
	}
	for _, a := range out.Applies {
		check(a.After)
	}
}

// checkRecovery recovers from all that a crash may leave: storage and each prefix of the records in flight; and from
// what a crash leaves during that recovery.
func (d *disk) checkRecovery(p *protocol, id machine.NodeID) {
	flight := slices.Concat(d.unsynced...)
	for kept := range len(flight) + 1 {
		storage := added(d.storage, flight[:kept])
		out := attemptRecovery(p, id, storage, flight[kept:])
		for again := range len(out.Records) {
			attemptRecovery(p, id, added(storage, out.Records[:again+1]), nil)
		}
	}
}

// attemptRecovery recovers a node and returns what it asks for. A panic says that it was a recovery.
func attemptRecovery(p *protocol, id machine.NodeID, storage machine.Durable, later []machine.Record) *machine.Output {
	defer func() {
		if cause := recover(); cause != nil {
			if text, ok := cause.(string); ok && strings.HasPrefix(text, breachPrefix) {
				panic(cause)
			}
			breach("node %d does not recover from what a crash may leave (storage %x): %v", id, encode(storage), cause)
		}
	}()
	m := p.recover(id, storage, later)
	newDisk(storage).issue(m.did)
	return m.did
}

// added returns storage with more records.
func added(storage machine.Durable, records []machine.Record) machine.Durable {
	c := copied(storage)
	for _, r := range records {
		if err := c.Add(r); err != nil {
			breach("the storage %x refuses %v: %v", encode(c), r, err)
		}
	}
	return c
}

// copied returns a clone of storage and checks that it is one.
func copied(storage machine.Durable) machine.Durable {
	c := storage.Clone()
	if before, after := encode(storage), encode(c); !bytes.Equal(before, after) {
		breach("a clone of the storage %x has another encoding, %x", before, after)
	}
	return c
}
