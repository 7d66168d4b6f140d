package exhaustive

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPackedWorldsAreReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 12).Draw(t, "width")
		count := rapid.IntRange(1, 50).Draw(t, "count")
		most := rapid.SampledFrom([]uint32{0, 1, 200, 70_000, 1<<32 - 1}).Draw(t, "most")
		worlds := rapid.SliceOfN(rapid.Uint32Range(0, most), width*count, width*count).Draw(t, "worlds")
		packed := pack(worlds, width, nil)
		require.Equal(t, worlds, unpack(packed, width, count, nil))
		require.LessOrEqual(t, len(packed), width+4*len(worlds))
	})
}

// insertAll has several goroutines insert the same fingerprints, and returns how many were not there.
func insertAll(t *testing.T, table *table, fps []uint64, goroutines int) int {
	var done sync.WaitGroup
	added := make([]int, goroutines)
	for g := range goroutines {
		done.Go(func() {
			order := rand.New(rand.NewPCG(1, uint64(g))).Perm(len(fps))
			for len(order) > 0 {
				n := min(table.batch, len(order))
				if table.lock(n) != nil {
					return
				}
				known := 0
				for _, i := range order[:n] {
					if !table.insert(nonzero(fps[i])) {
						known++
					}
				}
				table.unlock(known)
				added[g] += n - known
				order = order[n:]
			}
		})
	}
	done.Wait()
	require.NoError(t, table.err)
	sum := 0
	for _, n := range added {
		sum += n
	}
	return sum
}

func TestTableIsASetAndGrows(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	fps := []uint64{0, 2, 3, 1<<64 - 1, 1<<64 - 2}
	for len(fps) < 60_000 {
		fps = append(fps, random.Uint64())
	}
	for _, memory := range []int64{0, smallTable} { // with many shards, and with one
		table := newTable(memory)
		require.Equal(t, len(fps), insertAll(t, table, fps, 4), "each is new once")
		require.Zero(t, insertAll(t, table, fps, 2))
		require.Equal(t, int64(len(fps)), table.count.Load())
		var all []uint64
		require.NoError(t, table.ascend(func(fp uint64) error { all = append(all, fp); return nil }))
		want := slices.Clone(fps)
		want[0] = 1 // which stands for 0
		slices.Sort(want)
		require.Equal(t, want, all)
		table.clear()
		require.Zero(t, table.count.Load())
		require.Equal(t, 5, insertAll(t, table, fps[:5], 1))
		table.close()
	}
}

func TestFullTableIsEmptied(t *testing.T) {
	table := newTable(10_000)
	defer table.close()
	emptied := 0
	table.full = func() {
		emptied++
		require.Positive(t, table.count.Load())
		table.clear()
	}
	random := rand.New(rand.NewPCG(3, 3))
	for range 20 {
		fps := make([]uint64, 200)
		for i := range fps {
			fps[i] = random.Uint64()
		}
		insertAll(t, table, fps, 1)
		require.LessOrEqual(t, int64(table.size*8), int64(10_000))
	}
	require.Greater(t, emptied, 3)
}

func TestCollisionsAreEstimated(t *testing.T) {
	require.Zero(t, collision(0))
	require.InEpsilon(t, 2.7e-8, collision(1_000_000), 0.01)
	require.InEpsilon(t, 1.0, collision(1<<40), 0.01)
}

// A shard that is full would be probed for ever. The table grows by its total, so chance must not fill one shard before: 64 shards
// of 256 slots were too small, and one search in some hundred did not end.
func TestChanceFillsNoShard(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		table := newTable(0)
		load := make([]int, len(table.shards))
		for range table.capacity {
			load[source.Uint64()>>(64-table.bits)]++
		}
		require.Less(t, slices.Max(load), table.size*19/20)
	}
}
