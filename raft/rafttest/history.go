package rafttest

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// History is who was elected, what was committed, and what the applications have applied. It is an immutable value.
type History struct {
	// Elections are in the order of their terms.
	Elections []Election
	// Committed is the longest log that any node knew to be committed.
	Committed CommittedLog
	// Applied is up to where the application of each node has applied the log, 0 while the node is down.
	Applied []raft.Index
	// SteppedDown says of each node whether it has stopped leading in its term, and has not crashed since.
	SteppedDown []bool
	// Wrong says what an application was told that it must not be told, "" if nothing was; Rewritten, which leader has changed its log;
	// Hasty, who has acknowledged what its storage did not have; and Apart, whose memory is not what its storage will hold.
	Wrong, Rewritten, Hasty, Apart string
}

// Election is the beginning of a reign.
type Election struct {
	Term   raft.Term
	Leader machine.NodeID
}

func newHistory(nodes int, committed []raft.Entry) History {
	h := History{Applied: make([]raft.Index, nodes), SteppedDown: make([]bool, nodes)}
	for _, e := range committed {
		h.Committed = h.Committed.With(Committed{e, e.Term})
	}
	return h
}

// after returns the history after a step, and whether it is another one.
func (h *History) after(step *explore.Step) (History, bool) {
	next, changed := *h, false
	if leads(step.After) && !leads(step.Before) {
		next.elected(Election{nodeOf(step.After).Term(), step.After.ID})
		changed = true
	}
	for _, note := range [...]func(*History, *explore.Step) bool{(*History).noteLog, (*History).noteAcknowledgements, (*History).noteMemory, (*History).noteStepDown} {
		changed = note(&next, step) || changed
	}
	if step.Event.Kind == explore.Crash || len(step.Applies) > 0 {
		next.Applied = slices.Clone(h.Applied)
		changed = true
	}
	if step.Event.Kind == explore.Crash {
		next.Applied[step.After.ID-1] = 0
	}
	for _, a := range step.Applies {
		switch c := a.Command.(type) {
		case raft.ApplyEntries:
			next.apply(step.After, c)
		case raft.RestoreSnapshot:
			next.restore(step.After.ID, c.Snapshot)
		}
	}
	return next, changed
}

// noteLog reports whether a leader has changed its log in other ways than by adding to it.
func (h *History) noteLog(step *explore.Step) bool {
	if h.Rewritten != "" || !leads(step.Before) || !leads(step.After) || nodeOf(step.Before).Term() != nodeOf(step.After).Term() {
		return false
	}
	before, after := viewOf(nodeOf(step.Before)), viewOf(nodeOf(step.After))
	for i := max(before.base, after.base) + 1; i <= before.last(); i++ {
		if e, _ := before.at(i); !after.has(i, e) {
			h.Rewritten = fmt.Sprintf("node %d leads term %d and had %v at %d, which is gone", step.After.ID, nodeOf(step.After).Term(), e, i)
			return true
		}
	}
	return false
}

// noteAcknowledgements reports whether a node has sent the news of something that its storage does not have.
func (h *History) noteAcknowledgements(step *explore.Step) bool {
	if h.Hasty != "" || len(step.Sends) == 0 {
		return false
	}
	s := storageOf(step.After)
	log := storedView(s)
	for _, e := range step.Sends {
		m, ok := e.Message.(raft.AppendResponse)
		if !ok || m.Rejected {
			continue
		}
		if s.Term() < m.Term || log.last() < m.Index {
			h.Hasty = fmt.Sprintf("node %d has sent %v, but its storage has term %d, and the log to %d", e.From, m, s.Term(), log.last())
			return true
		}
		if nodeOf(step.After).Term() != m.Term || m.Index <= log.base {
			continue
		}
		// In its term nothing comes in the place of what the node acknowledges.
		own := viewOf(nodeOf(step.After))
		if want, known := own.at(m.Index); known && !log.has(m.Index, want) {
			h.Hasty = fmt.Sprintf("node %d has sent %v, but its storage does not have the %v at %d that it acknowledges", e.From, m, want, m.Index)
			return true
		}
	}
	return false
}

// noteStepDown reports whether a node has stopped leading in its term, or that is no longer so.
func (h *History) noteStepDown(step *explore.Step) bool {
	at := step.After.ID - 1
	is := false
	if step.Before.Up() && step.After.Up() && nodeOf(step.Before).Term() == nodeOf(step.After).Term() {
		is = h.SteppedDown[at] || leads(step.Before) && !leads(step.After)
	}
	if is == h.SteppedDown[at] {
		return false
	}
	h.SteppedDown = slices.Clone(h.SteppedDown)
	h.SteppedDown[at] = is
	return true
}

func (h *History) elected(e Election) {
	at, found := slices.BinarySearchFunc(h.Elections, e, func(a, b Election) int {
		return int(a.Term) - int(b.Term) + (int(a.Leader)-int(b.Leader))*boolean(a.Term == b.Term)
	})
	if !found {
		h.Elections = slices.Insert(slices.Clone(h.Elections), at, e)
	}
}

func boolean(v bool) int {
	if v {
		return 1
	}
	return 0
}

// apply notes that an application was told to apply entries: the next ones, and those that others apply there.
func (h *History) apply(n *explore.Node, c raft.ApplyEntries) {
	applied := &h.Applied[n.ID-1]
	if c.First != *applied+1 {
		h.wrong("node %d applies from %d on after %d", n.ID, c.First, *applied)
		return
	}
	for _, e := range c.Entries {
		*applied++
		switch {
		case *applied > h.Committed.Len():
			h.Committed = h.Committed.With(Committed{e, nodeOf(n).Term()})
		case !h.Committed.has(*applied, e):
			h.wrong("node %d applies %v at %d, where %v is committed", n.ID, e, *applied, h.Committed.At(*applied).Entry)
			return
		}
	}
}

func (h *History) restore(id machine.NodeID, s raft.SnapshotMeta) {
	if s.Index <= h.Applied[id-1] {
		h.wrong("node %d restores %v after it has applied the log up to %d", id, s, h.Applied[id-1])
	}
	if !h.Committed.matches(s.Index, s.Term) {
		h.wrong("node %d restores %v, which is not of the committed log", id, s)
	}
	h.Applied[id-1] = s.Index
}

// wrong notes the first thing that is.
func (h *History) wrong(format string, args ...any) {
	if h.Wrong == "" {
		h.Wrong = fmt.Sprintf(format, args...)
	}
}

func (h *History) appendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(h.Elections)))
	for _, e := range h.Elections {
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(e.Term)), uint64(e.Leader))
	}
	b = h.Committed.appendTo(b)
	for _, i := range h.Applied {
		b = binary.AppendUvarint(b, i)
	}
	for _, is := range h.SteppedDown {
		b = append(b, byte(boolean(is)))
	}
	for _, what := range [...]string{h.Wrong, h.Rewritten, h.Hasty, h.Apart} {
		b = append(binary.AppendUvarint(b, uint64(len(what))), what...)
	}
	return b
}
