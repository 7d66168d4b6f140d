package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

const none = -1 // no base holds

// litmus are histories whose strongest levels are known, for each Order the strongest base. All
// that are weaker hold too.
var litmus = []struct {
	name, text string
	model      txn.Model
	strongest  [3]int
}{
	{
		name: "serial", strongest: strongest(isolation.Serializable, isolation.Serializable, isolation.Serializable),
		text: "0 0-1: w x 1\n1 2-3: r x 1, w x 2\n0 4-5: r x 2",
	},
	{
		name: "stale read by another session", strongest: strongest(isolation.Serializable, isolation.Serializable, isolation.MonotonicAtomicView),
		text: "0 0-1: w x 1\n1 2-3: r x 0",
	},
	{
		name: "stale read of its own write", strongest: strongest(isolation.Serializable, isolation.MonotonicAtomicView, isolation.MonotonicAtomicView),
		text: "0 0-1: w x 1\n0 2-3: r x 0",
	},
	{
		name: "ends that meet are concurrent", strongest: strongest(isolation.Serializable, isolation.Serializable, isolation.Serializable),
		text: "0 0-1: w x 1\n1 1-3: r x 0",
	},
	{
		name: "write skew (Berenson et al., A5B)", strongest: strongest(isolation.SnapshotIsolation, isolation.SnapshotIsolation, isolation.SnapshotIsolation),
		text: "0 0-9: r x 0, r y 0, w x 1\n1 1-8: r x 0, r y 0, w y 1",
	},
	{
		name: "long fork (Sovran et al., SOSP 2011)", strongest: strongest(isolation.ParallelSnapshotIsolation, isolation.ParallelSnapshotIsolation, isolation.ParallelSnapshotIsolation),
		text: "0 0-9: w x 1\n1 0-9: w y 1\n2 0-9: r x 1, r y 0\n3 0-9: r x 0, r y 1",
	},
	{
		name: "lost update", strongest: strongest(isolation.Causal, isolation.Causal, isolation.Causal),
		text: "0 0-9: r x 0, w x 1\n1 1-8: r x 0, w x 2",
	},
	{
		name: "causality violation", strongest: strongest(isolation.ReadAtomic, isolation.ReadAtomic, isolation.ReadAtomic),
		text: "0 0-9: w x 1\n1 0-9: r x 1, w y 1\n2 0-9: r y 1, r x 0",
	},
	{
		name: "fractured read", strongest: strongest(isolation.MonotonicAtomicView, isolation.MonotonicAtomicView, isolation.MonotonicAtomicView),
		text: "0 0-9: w x 1, w y 1\n1 0-9: r x 0, r y 1",
	},
	{
		name: "non-repeatable read", strongest: strongest(isolation.MonotonicAtomicView, isolation.MonotonicAtomicView, isolation.MonotonicAtomicView),
		text: "0 0-9: w x 1\n1 0-9: r x 0, r x 1",
	},
	{
		name: "view that goes back", strongest: strongest(isolation.ReadCommitted, isolation.ReadCommitted, isolation.ReadCommitted),
		text: "0 0-9: w x 1, w y 1\n1 0-9: r y 1, r x 0",
	},
	{
		name: "internal", strongest: strongest(isolation.ReadCommitted, isolation.ReadCommitted, isolation.ReadCommitted),
		text: "0 0-9: w x 1, r x 0",
	},
	{
		name: "G1a", strongest: strongest(isolation.ReadUncommitted, isolation.ReadUncommitted, isolation.ReadUncommitted),
		text: "0 0-9 fail: w x 1\n1 0-9: r x 1",
	},
	{
		name: "G1b", strongest: strongest(isolation.ReadUncommitted, isolation.ReadUncommitted, isolation.ReadUncommitted),
		text: "0 0-9: w x 1, w x 2\n1 0-9: r x 1",
	},
	{
		name: "G1c", strongest: strongest(isolation.ReadUncommitted, isolation.ReadUncommitted, isolation.ReadUncommitted),
		text: "0 0-9: w x 1, r y 1\n1 0-9: w y 1, r x 1",
	},
	{
		name: "G1c of a session", strongest: strongest(isolation.Serializable, isolation.ReadUncommitted, isolation.ReadUncommitted),
		text: "0 0-9: r x 1\n0 10-11: w x 1",
	},
	{
		name: "future read", strongest: strongest(isolation.ReadUncommitted, isolation.ReadUncommitted, isolation.ReadUncommitted),
		text: "0 0-9: r x 1, w x 1",
	},
	{
		name: "unknown outcome that was read", strongest: strongest(isolation.Serializable, isolation.Serializable, isolation.Serializable),
		text: "0 0-1 info: w x 1\n1 5-9: r x 1",
	},
	{
		name: "unknown outcome in the middle of a session", strongest: strongest(isolation.Serializable, isolation.Serializable, isolation.MonotonicAtomicView),
		text: "0 0-1 info: w x 1\n0 2-3: r z 0\n1 4-5: r x 0\n2 4-9: r x 1",
	},
	{
		name: "garbage", strongest: [3]int{none, none, none},
		text: "0 0-9: r x 7",
	},
	{
		name: "G0", model: txn.Lists, strongest: [3]int{none, none, none},
		text: "0 0-9: append x 1, append y 1\n1 0-9: append x 2, append y 2\n2 20-21: r x [1 2], r y [2 1]",
	},
	{
		name: "G0 of a session", model: txn.Lists, strongest: [3]int{int(isolation.Serializable), none, none},
		text: "0 0-1: append x 1\n0 2-3: append x 2\n2 20-21: r x [2 1]",
	},
	{
		name: "incompatible orders", model: txn.Lists, strongest: [3]int{none, none, none},
		text: "0 0-9: append x 1\n1 0-9: append x 2\n2 20-21: r x [1 2]\n3 20-21: r x [2 1]",
	},
	{
		name: "elements of one transaction out of order", model: txn.Lists, strongest: [3]int{none, none, none},
		text: "0 0-9: append x 1, append x 2\n1 0-9: append x 3\n2 20-21: r x [2 1 3]",
	},
	{
		name: "duplicate elements", model: txn.Lists, strongest: [3]int{none, none, none},
		text: "0 0-9: append x 1\n2 20-21: r x [1 1]",
	},
	{
		name: "dirty update", model: txn.Lists, strongest: strongest(isolation.ReadUncommitted, isolation.ReadUncommitted, isolation.ReadUncommitted),
		text: "0 0-9 fail: append x 1\n1 0-9: append x 2\n2 20-21: r x [1 2]",
	},
	{
		name: "append that nobody read", model: txn.Lists, strongest: strongest(isolation.Serializable, isolation.Serializable, isolation.MonotonicAtomicView),
		text: "0 0-1: append x 1\n1 2-3: append x 2\n2 4-5: r x [1]",
	},
	{
		name: "lost update of a list", model: txn.Lists, strongest: strongest(isolation.Causal, isolation.Causal, isolation.Causal),
		text: "0 0-9: r x [], append x 1\n1 0-9: r x [], append x 2",
	},
}

func strongest(bases ...isolation.Base) [3]int {
	return [3]int{int(bases[0]), int(bases[1]), int(bases[2])}
}

func TestLitmus(t *testing.T) {
	for _, l := range litmus {
		t.Run(l.name, func(t *testing.T) {
			h, err := Parse(l.model, l.text)
			require.NoError(t, err)
			for _, level := range isolation.Levels() {
				require.Equal(t, int(level.Base) <= l.strongest[level.Order], Holds(h, level), "%s\n%s", level, Format(h))
			}
		})
	}
}
