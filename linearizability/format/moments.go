package format

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// moment is one end of an operation, as it is written.
type moment struct {
	op      int32
	isCall  bool
	process int64
}

// moments returns the ends of the operations in the order in which they are written: by time, and
// where times meet, calls before returns, since intervals are closed. A completion of unknown
// outcome has no time of its own; it comes where its line says, after its call.
//
// Jepsen's rules give a process one operation at a time, and none after one of unknown outcome.
// Where a history does otherwise, the operation gets a process number that is not in use.
func moments(h *history.History) []moment {
	ordered := knownMoments(h)
	unknown := unknownCompletions(h)
	written := make([]moment, 0, len(ordered)+len(unknown))
	called := make([]bool, len(h.Operations))
	for _, m := range ordered {
		op := &h.Operations[m.op]
		line := op.ReturnLine
		if m.isCall {
			line = op.CallLine
		}
		for len(unknown) > 0 && called[unknown[0]] && line > h.Operations[unknown[0]].ReturnLine {
			written = append(written, moment{op: unknown[0]})
			unknown = unknown[1:]
		}
		called[m.op] = true
		written = append(written, m)
	}
	for _, op := range unknown {
		written = append(written, moment{op: op})
	}
	assignProcesses(h, written)
	return written
}

// knownMoments returns the calls, and the returns of operations with a known outcome, in order.
func knownMoments(h *history.History) []moment {
	all := make([]moment, 0, 2*len(h.Operations))
	for i := range h.Operations {
		all = append(all, moment{op: int32(i), isCall: true})
		if h.Operations[i].Status != history.Info {
			all = append(all, moment{op: int32(i)})
		}
	}
	at := func(m moment) int64 {
		if m.isCall {
			return h.Operations[m.op].Call
		}
		return h.Operations[m.op].Return
	}
	slices.SortStableFunc(all, func(a, b moment) int {
		if c := cmp.Compare(at(a), at(b)); c != 0 || a.isCall == b.isCall {
			return c
		}
		if a.isCall {
			return -1
		}
		return 1
	})
	return all
}

// unknownCompletions returns the operations of unknown outcome whose completion was seen, in
// order of its line.
func unknownCompletions(h *history.History) []int32 {
	var ops []int32
	for i := range h.Operations {
		if op := &h.Operations[i]; op.Status == history.Info && op.ReturnLine > 0 {
			ops = append(ops, int32(i))
		}
	}
	slices.SortStableFunc(ops, func(a, b int32) int {
		return cmp.Compare(h.Operations[a].ReturnLine, h.Operations[b].ReturnLine)
	})
	return ops
}

// assignProcesses gives each moment the process it is written with.
func assignProcesses(h *history.History, written []moment) {
	unused := int64(0)
	for i := range h.Operations {
		unused = max(unused, h.Operations[i].Process+1)
	}
	given := make([]int64, len(h.Operations))
	busy := map[int64]bool{}
	for i := range written {
		m := &written[i]
		op := &h.Operations[m.op]
		if m.isCall {
			given[m.op] = op.Process
			if busy[op.Process] {
				given[m.op] = unused
				unused++
			}
			busy[given[m.op]] = true
		} else if op.Status != history.Info {
			delete(busy, given[m.op])
		}
		m.process = given[m.op]
	}
}
