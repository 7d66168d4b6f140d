package check

import "encoding/binary"

// number is how a distinct state is called in the search: the worker that found it, in the low bits, and the how manieth of the worker it is.
type number uint64

// MaxWorkers is how many workers there are at most.
const MaxWorkers = 1 << workerBits

const (
	workerBits = 6
	localBits  = 33
)

func newNumber(worker int, local uint64) number {
	return number(local<<workerBits | uint64(worker))
}

func (n number) worker() int   { return int(n & (MaxWorkers - 1)) }
func (n number) local() uint64 { return uint64(n >> workerBits) }

// origin tells where a state came from: it is the how manieth that Initial yielded, or that Next yielded for its parent. As these functions always
// yield the same in the same order, that is enough to find the state again, also where views and symmetry make one state of many.
type origin uint64

const (
	initialFlag = origin(1) << 63
	ordinalBits = 63 - workerBits - localBits
	// lastOrdinal stands for all that are too large to be remembered.
	lastOrdinal = 1<<ordinalBits - 1
)

func fromInitial(ordinal uint64) origin { return initialFlag | origin(ordinal) }

func fromParent(parent number, ordinal uint64) origin {
	return origin(parent)<<ordinalBits | origin(min(ordinal, lastOrdinal))
}

func (o origin) initial() bool { return o&initialFlag != 0 }

func (o origin) parent() number { return number(o >> ordinalBits) }

func (o origin) ordinal() uint64 {
	if o.initial() {
		return uint64(o &^ initialFlag)
	}
	return uint64(o & lastOrdinal)
}

// history has the origin of each state that one worker found. Parts that are full can be on disk.
type history struct {
	parts   [][]origin
	offsets []int64 // of parts that are on disk: those whose slice is nil
	count   uint64
}

const partSize = 1 << 14

// add remembers an origin, and returns which one it is. If disk is not nil, full parts go there.
func (h *history) add(o origin, disk *spool) (uint64, error) {
	if h.count%partSize == 0 {
		if disk != nil && h.count > 0 {
			if err := h.spill(disk); err != nil {
				return 0, err
			}
		}
		h.parts, h.offsets = append(h.parts, make([]origin, 0, partSize)), append(h.offsets, 0)
	}
	last := len(h.parts) - 1
	h.parts[last] = append(h.parts[last], o)
	h.count++
	return h.count - 1, nil
}

// spill writes the last part to disk.
func (h *history) spill(disk *spool) error {
	last := len(h.parts) - 1
	b := make([]byte, 0, partSize*8)
	for _, o := range h.parts[last] {
		b = binary.LittleEndian.AppendUint64(b, uint64(o))
	}
	offset, err := disk.write(b)
	if err != nil {
		return err
	}
	h.parts[last], h.offsets[last] = nil, offset
	return nil
}

// at returns an origin.
func (h *history) at(local uint64, disk *spool) (origin, error) {
	part := h.parts[local/partSize]
	if part != nil {
		return part[local%partSize], nil
	}
	var b [8]byte
	if err := disk.read(b[:], h.offsets[local/partSize]+int64(local%partSize)*8); err != nil {
		return 0, err
	}
	return origin(binary.LittleEndian.Uint64(b[:])), nil
}
