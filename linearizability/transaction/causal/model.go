package causal

import (
	"fmt"
	"slices"
	"strings"
)

// Model is a promise about the reads and writes of sessions: CC, CCv, CM, PRAM, or a set of session guarantees,
// joined by |. Sets of more than one are decided if they have MonotonicReads.
type Model uint8

// The session guarantees. Where several are asked for, all speak of the same order and the same sets. All four
// together make CCv.
const (
	// ReadYourWrites says that there is an order of all writes in which each read returns the last write to its
	// key of a set that has the earlier writes of its session. A session that has written 1 and
	// then 2 may read 1, if the other order of the two explains all other reads too: it takes
	// MonotonicWrites as well to forbid that.
	ReadYourWrites Model = 1 << iota
	// MonotonicReads says that there is an order of all writes in which each read returns the last write to its
	// key of a set that has the sets of the earlier reads of its session.
	MonotonicReads
	// MonotonicWrites says that there is an order of all writes that extends the order of each session, and in
	// which each read returns the last write to its key of a set that has, with each write, the
	// earlier writes of the same session.
	//
	// By itself it forbids only what all models forbid. To show that a write is missing takes two reads,
	// and only MonotonicReads says that the second sees what the first saw.
	MonotonicWrites
	// WritesFollowReads says that there is an order of all writes in which each read returns the last write
	// to its key of a set that has, with each write, the sets of the reads before it in its session; and
	// those come before it in the order. By itself it forbids only what all models forbid, as
	// MonotonicWrites.
	WritesFollowReads
)

const (
	// CC is causal consistency: each read by itself is explained by some order of the operations causally
	// before it. Sessions, and even the reads of one session, may disagree on the order of writes that
	// are causally unrelated.
	CC Model = 1<<4 + iota
	// CCv is causal convergence: all reads are explained by one order of all writes, which extends the
	// causal order. A read returns the last write to its key among those causally before it.
	CCv
	// CM is causal memory: for each session there is an order of all writes and the session's reads that
	// extends the causal order, and in which each read returns the last write to its key (Ahamad et
	// al., Distributed Computing 1995).
	CM
	// PRAM is pipelined RAM: for each session there is an order of all writes and the session's reads that
	// extends the order of each session, and in which each read returns the last write to its key.
	PRAM
)

const guarantees = ReadYourWrites | MonotonicReads | MonotonicWrites | WritesFollowReads

var named = []struct {
	model Model
	name  string
}{
	{CC, "cc"}, {CCv, "ccv"}, {CM, "cm"}, {PRAM, "pram"}, {ReadYourWrites, "read-your-writes"}, {MonotonicReads, "monotonic-reads"},
	{MonotonicWrites, "monotonic-writes"}, {WritesFollowReads, "writes-follow-reads"},
}

// String returns the name of the model, as the command line has it; the names of several guarantees are
// joined by +.
func (m Model) String() string {
	var parts []string
	for _, n := range named {
		if m == n.model || m&^guarantees == 0 && m&n.model != 0 && n.model&^guarantees == 0 {
			parts = append(parts, n.name)
		}
	}
	if len(parts) == 0 {
		return fmt.Sprintf("model %d", uint8(m))
	}
	return strings.Join(parts, "+")
}

// Names returns the names of all models that are no sets of several guarantees.
func Names() []string {
	var names []string
	for _, n := range named {
		names = append(names, n.name)
	}
	return names
}

// Models returns all models that Check decides.
func Models() []Model {
	models := []Model{CC, CCv, CM, PRAM}
	for m := ReadYourWrites; m <= guarantees; m++ {
		if m.decided() {
			models = append(models, m)
		}
	}
	return models
}

// decided reports whether Check knows what to do.
func (m Model) decided() bool {
	if m > guarantees || m == 0 {
		return m >= CC && m <= PRAM
	}
	return m&(m-1) == 0 || m&MonotonicReads != 0
}

// Parse returns the model of the given name.
func Parse(name string) (Model, error) {
	var m Model
	parts := strings.Split(name, "+")
	for _, part := range parts {
		i := slices.Index(Names(), part)
		if i < 0 || len(parts) > 1 && named[i].model > guarantees {
			return 0, fmt.Errorf("no model of single reads and writes is called %q: expected one of %s, or some of the last four joined by +",
				name, strings.Join(Names(), ", "))
		}
		m |= named[i].model
	}
	if !m.decided() {
		return 0, fmt.Errorf("%s: expected monotonic-reads among the guarantees, where there is more than one", name)
	}
	return m, nil
}

// Implies reports whether every history that satisfies m satisfies other.
func (m Model) Implies(other Model) bool {
	if m == CCv {
		m = guarantees
	}
	if other == CCv {
		other = guarantees
	}
	const alone = MonotonicWrites | WritesFollowReads
	switch {
	case m == other, other&^alone == 0:
		return true
	case m == CM:
		return other == CC || other == PRAM
	case m == guarantees && other == CC:
		return true
	}
	return m <= guarantees && other <= guarantees && other&^m == 0
}
