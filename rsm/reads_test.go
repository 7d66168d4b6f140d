package rsm_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/rsm"
)

func TestReadsWaitForTheirIndex(t *testing.T) {
	var r rsm.Reads
	require.Empty(t, r.Due(100, nil))
	r.Add(1, 5)
	r.Add(2, 3)
	r.Add(3, 5)
	r.Add(4, 0)
	require.Equal(t, 4, r.Len())
	require.Equal(t, []machine.RequestID{9, 4}, r.Due(2, []machine.RequestID{9}), "added to what is there")
	require.Equal(t, []machine.RequestID{2}, r.Due(3, nil))
	require.Empty(t, r.Due(4, nil))
	require.True(t, r.Cancel(1))
	require.False(t, r.Cancel(1))
	require.False(t, r.Cancel(2), "it was answered")
	r.Add(5, 4)
	require.Equal(t, []machine.RequestID{5, 3}, r.Due(5, nil))
	require.Zero(t, r.Len())
}

// TestReadsOfOneIndexAreAnsweredInTheirOrder: first come, first served.
func TestReadsOfOneIndexAreAnsweredInTheirOrder(t *testing.T) {
	var r rsm.Reads
	for id := range machine.RequestID(4) {
		r.Add(id, 5)
	}
	require.Equal(t, []machine.RequestID{0, 1, 2, 3}, r.Due(5, nil))
}

// TestReadsThatWaitAreNotAddedAgain: the log answers twice if a message comes twice.
func TestReadsThatWaitAreNotAddedAgain(t *testing.T) {
	var r rsm.Reads
	r.Add(1, 5)
	r.Add(2, 5)
	for _, index := range []uint64{3, 5, 7} {
		r.Add(1, index)
	}
	require.Equal(t, 2, r.Len())
	require.Empty(t, r.Due(4, nil))
	require.Equal(t, []machine.RequestID{1, 2}, r.Due(7, nil), "each once, and in the order in which they came first")
}

// Whatever order they come in, each read is answered once, when its index is applied, and in the order of the indexes.
func TestReadsAreAnsweredOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r rsm.Reads
		due := map[machine.RequestID]uint64{} // those that wait
		var applied uint64
		for id := range machine.RequestID(rapid.IntRange(1, 30).Draw(t, "reads")) {
			index := rapid.Uint64Max(12).Draw(t, "index")
			r.Add(id+1, index)
			due[id+1] = index
			if rapid.Bool().Draw(t, "cancel") {
				other := machine.RequestID(rapid.Uint64Range(1, uint64(id)+1).Draw(t, "other"))
				_, waits := due[other]
				require.Equal(t, waits, r.Cancel(other))
				delete(due, other)
			}
			applied += rapid.Uint64Max(2).Draw(t, "applied")
			answered := r.Due(applied, nil)
			var last uint64
			for _, a := range answered {
				index, waits := due[a]
				require.True(t, waits)
				require.LessOrEqual(t, index, applied)
				require.LessOrEqual(t, last, index)
				last = index
				delete(due, a)
			}
			for other, index := range due {
				require.Greater(t, index, applied, "request %d is due", other)
			}
			require.Equal(t, len(due), r.Len())
		}
	})
}
