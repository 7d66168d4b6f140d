package page

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
)

func TestWindowHasTheNeighborsOfTheSameKey(t *testing.T) {
	h := &history.History{Operations: []history.Operation{
		write(0, 1, 0, 1),       // before
		info(write(9, 2, 2, 0)), // before, but may take effect later
		write(0, 3, 3, 8),       // overlaps
		write(1, 4, 4, 6),       // the failing part
		write(2, 5, 5, 7),       // of another key
		read(3, 1, 9, 10),       // the failing part
		read(4, 1, 11, 12),      // after
	}}
	h.Operations[4].Key = history.Int(1)
	p := Page{Verdict: "invalid", History: h, Witness: []int32{3, 5}, Earliest: 5}
	require.Equal(t, []int32{3, 5}, p.failing())
	require.Equal(t, []int32{1, 2, 3, 5}, p.window())
	p.Window = []int32{0, 6}
	require.Equal(t, []int32{0, 3, 5, 6}, p.window())
}

func TestWindowIsNearTheFailingPart(t *testing.T) {
	h, _ := long(20_000, 10)
	p := Page{Verdict: "invalid", History: h, Witness: []int32{1000, 15_000}, Earliest: 15_000}
	ops := p.window()
	require.Len(t, ops, maxDrawn)
	require.IsIncreasing(t, ops)
	near := 0
	for _, i := range ops {
		if math.Abs(float64(i)-1000) < 300 || math.Abs(float64(i)-15_000) < 300 {
			near++
		}
	}
	require.Equal(t, maxDrawn, near)
	require.Contains(t, ops, int32(1000))
	require.Contains(t, ops, int32(15_000))
}

func TestWindowLimitsOldPendingOperations(t *testing.T) {
	h := &history.History{}
	for i := range int64(100) {
		h.Operations = append(h.Operations, info(write(i, i, i, 0)))
	}
	h.Operations = append(h.Operations, read(100, -1, 100, 101))
	p := Page{Verdict: "invalid", History: h, Witness: []int32{100}, Earliest: 100}
	ops := p.window()
	require.Len(t, ops, maxOld+1)
	require.Equal(t, int32(100-maxOld), ops[0])
}

func TestFailingIsCappedAroundTheFailure(t *testing.T) {
	h, order := long(5000, 10)
	p := Page{Verdict: "invalid", History: h, Witness: order, Earliest: 2500}
	ops := p.failing()
	require.Len(t, ops, maxDrawn)
	require.Contains(t, ops, int32(2500))
	require.Greater(t, ops[0], int32(2000))
	require.Contains(t, render(t, p), "It is larger than can be drawn: 4,600 operations of it are not shown.")
}

func TestDistanceDoesNotOverflow(t *testing.T) {
	o := read(0, 1, math.MinInt64, math.MinInt64+1)
	require.Equal(t, uint64(math.MaxUint64)-2, distance([]int64{math.MaxInt64 - 1}, &o))
	o = read(0, 1, 5, 9)
	require.Equal(t, uint64(0), distance([]int64{1, 7, 20}, &o))
	require.Equal(t, uint64(2), distance([]int64{3, 20}, &o))
	require.Equal(t, uint64(11), distance([]int64{20}, &o))
}
