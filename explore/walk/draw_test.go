package walk

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDistributions(t *testing.T) {
	d := newDice(1)
	for _, c := range []struct {
		of                  Distribution
		least, most         time.Duration
		lowMedian, highMean time.Duration
	}{
		{Uniform(10, 20), 10, 20, 14, 16},
		{Exponential(0, 10*time.Second), 0, 200 * time.Second, 6 * time.Second, 10500 * time.Millisecond},
		{HeavyTail(time.Millisecond, time.Second), time.Millisecond, time.Second, 1400 * time.Microsecond, 12 * time.Millisecond},
	} {
		const n = 20_000
		draws := make([]time.Duration, n)
		sum := time.Duration(0)
		for i := range draws {
			draws[i] = d.draw(c.of)
			sum += draws[i]
		}
		slices.Sort(draws)
		require.GreaterOrEqual(t, draws[0], c.least, "%v", c.of)
		require.LessOrEqual(t, draws[n-1], c.most, "%v", c.of)
		require.GreaterOrEqual(t, draws[n/2], c.lowMedian, "%v", c.of)
		require.LessOrEqual(t, sum/n, c.highMean, "%v", c.of)
		require.NotEqual(t, draws[0], draws[n-1])
	}
}

func TestScaledStaysWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDice(rapid.Uint64().Draw(t, "seed"))
		least := rapid.Int64Range(1, 1<<40).Draw(t, "least")
		most := rapid.Int64Range(least, 1<<41).Draw(t, "most")
		n := d.scaled(least, most)
		require.GreaterOrEqual(t, n, least)
		require.LessOrEqual(t, n, most)
	})
}

func TestChances(t *testing.T) {
	d := newDice(2)
	count := 0
	for range 100_000 {
		require.False(t, d.chance(0))
		require.True(t, d.chance(million))
		if d.chance(million / 10) {
			count++
		}
	}
	require.InDelta(t, 10_000, count, 500)
}

// TestQueueOrders compares the queue with sorting.
func TestQueueOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		var want []moment
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.IntRange(0, 2).Draw(t, "add or take") > 0 || q.empty() {
				at := time.Duration(rapid.IntRange(0, 9).Draw(t, "at"))
				want = append(want, moment{at: at, order: q.add(at, &task{order: q.count + 1})})
				continue
			}
			slices.SortFunc(want, func(a, b moment) int {
				if a.before(b) {
					return -1
				}
				return 1
			})
			at, number, next := q.next()
			require.Equal(t, moment{at: at, order: number}, want[0])
			require.Equal(t, number, next.order, "the task that was planned as this")
			want = want[1:]
		}
		require.Len(t, q.heap, len(want))
	})
}
