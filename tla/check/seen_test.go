package check

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSeenIsASet(t *testing.T) {
	var s seen
	dice := rand.New(rand.NewPCG(1, 2))
	known := map[uint64]bool{}
	for range 20_000 {
		fp := dice.Uint64() >> dice.IntN(64) // many small ones, which crowd in the first shard
		if fresh := !known[fp] && (fp > 1 || !known[1-fp]); s.add(fp) != fresh {
			require.Failf(t, "wrong answer", "%x is new: %v", fp, fresh)
		}
		known[fp] = true
	}
	for fp := range known {
		if s.add(fp) {
			require.Failf(t, "wrong answer", "%x is not new", fp)
		}
	}
	require.Equal(t, uint64(1), s.closest())
	require.Positive(t, s.bytes())
}

func TestOneOfManyAdders(t *testing.T) {
	var s seen
	var wg sync.WaitGroup
	added := make([]int, 4)
	for i := range added {
		wg.Go(func() {
			dice := rand.New(rand.NewPCG(3, 4))
			for range 20_000 {
				if s.add(dice.Uint64()) {
					added[i]++
				}
			}
		})
	}
	wg.Wait()
	require.Equal(t, 20_000, added[0]+added[1]+added[2]+added[3])
	require.Less(t, s.bytes(), int64(20_000*8*2))
}

func TestClosest(t *testing.T) {
	var s seen
	require.Zero(t, s.closest())
	s.add(1 << 63)
	require.Zero(t, s.closest())
	s.add(1<<63 - 70) // in another shard
	s.add(1<<63 + 90)
	require.Equal(t, uint64(70), s.closest())
}

func TestHistoryOnDisk(t *testing.T) {
	disk := &spool{dir: t.TempDir()}
	defer disk.close()
	var h history
	of := func(i int) origin {
		if i%3 == 0 {
			return fromInitial(uint64(i) << 30)
		}
		return fromParent(newNumber(i%MaxWorkers, uint64(i)<<12), uint64(i))
	}
	const n = 3*partSize + 5
	for i := range n {
		var to *spool
		if i > partSize+7 {
			to = disk
		}
		local, err := h.add(of(i), to)
		require.NoError(t, err)
		require.Equal(t, uint64(i), local)
	}
	for i := 0; i < n; i += 17 {
		o, err := h.at(uint64(i), disk)
		require.NoError(t, err)
		require.Equal(t, of(i), o)
		if i%3 == 0 {
			require.True(t, o.initial())
			require.Equal(t, uint64(i)<<30, o.ordinal())
			continue
		}
		require.False(t, o.initial())
		require.Equal(t, uint64(i), o.ordinal())
		require.Equal(t, i%MaxWorkers, o.parent().worker())
		require.Equal(t, uint64(i)<<12, o.parent().local())
	}
	require.Equal(t, uint64(lastOrdinal), fromParent(1, 1<<40).ordinal())
	require.Equal(t, number(1), fromParent(1, 1<<40).parent())
}
