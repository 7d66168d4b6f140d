package rsm

import (
	"slices"
	"sort"

	"github.com/tenet-go/tenet/machine"
)

// Reads are the reads of one node that wait until its replica has applied the log far enough. The log says how far that
// is: with Raft's ReadIndex, once a quorum has confirmed who leads. The zero value has none. A crash loses them all, and has no other
// effect: a read may be asked again.
type Reads struct {
	// waiting is ordered by index, and by arrival for equal ones.
	waiting []read
}

type read struct {
	index uint64
	id    machine.RequestID
}

// Add has the request wait until the log is applied up to index. The host never uses an ID again, but the log may answer one request more than once: a
// message that comes again makes another answer. One that waits goes on waiting for the index that came first: each of them is enough, since each was
// given after the request was made. When the request was answered or canceled, it is for the host to leave out what comes late.
func (r *Reads) Add(id machine.RequestID, index uint64) {
	if slices.ContainsFunc(r.waiting, func(x read) bool { return x.id == id }) {
		return
	}
	at := sort.Search(len(r.waiting), func(i int) bool { return r.waiting[i].index > index })
	r.waiting = slices.Insert(r.waiting, at, read{index, id})
}

// Due takes out the requests that may be answered when the log is applied up to applied, in the order in which they became due, and adds them to ids.
func (r *Reads) Due(applied uint64, ids []machine.RequestID) []machine.RequestID {
	n := 0
	for n < len(r.waiting) && r.waiting[n].index <= applied {
		ids = append(ids, r.waiting[n].id)
		n++
	}
	r.waiting = slices.Delete(r.waiting, 0, n)
	return ids
}

// Cancel takes out a request whose client waits no more, and reports whether it was there.
func (r *Reads) Cancel(id machine.RequestID) bool {
	at := slices.IndexFunc(r.waiting, func(x read) bool { return x.id == id })
	if at < 0 {
		return false
	}
	r.waiting = slices.Delete(r.waiting, at, at+1)
	return true
}

// Len returns how many wait.
func (r *Reads) Len() int { return len(r.waiting) }
