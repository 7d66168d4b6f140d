package page

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/history"
)

// drawHistory draws a history whose clock may be coarse, so that ends meet and the operations of
// one process may touch.
func drawHistory(t *rapid.T) *history.History {
	n := rapid.IntRange(1, 40).Draw(t, "operations")
	processes := rapid.Int64Range(1, 100).Draw(t, "processes")
	h := &history.History{}
	call := rapid.Int64Range(-5, 5).Draw(t, "start")
	for range n {
		call += rapid.Int64Range(0, 3).Draw(t, "pause")
		o := read(rapid.Int64Range(0, processes).Draw(t, "process"), rapid.Int64().Draw(t, "value"), call, call+rapid.Int64Range(0, 9).Draw(t, "length"))
		o.Key = history.Int(rapid.Int64Range(0, 2).Draw(t, "key"))
		switch rapid.IntRange(0, 5).Draw(t, "status") {
		case 0:
			o = info(o)
		case 1:
			o = failed(o)
		}
		h.Operations = append(h.Operations, o)
	}
	return h
}

func all(h *history.History) []int32 {
	ops := make([]int32, len(h.Operations))
	for i := range ops {
		ops[i] = int32(i)
	}
	return ops
}

func drawPlan(h *history.History) *plan {
	return &plan{
		history: h, ops: all(h), gap: 7,
		open:  func(i int32) bool { return end(&h.Operations[i]) == history.Never },
		label: func(i int32) string { return label(&h.Operations[i], false, true) },
	}
}

func TestLayoutFollowsTheOrderOfEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		l := drawPlan(h).layout()
		for i := range h.Operations {
			for j := range h.Operations {
				a, b := l.boxes[int32(i)], l.boxes[int32(j)]
				before := end(&h.Operations[i]) < h.Operations[j].Call
				require.Equal(t, before, !a.open && a.to < b.from, "operations %d and %d: an end is left of a call just if it is before it", i, j)
			}
		}
	})
}

func TestLayoutKeepsBarsLegibleAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		l := drawPlan(h).layout()
		require.GreaterOrEqual(t, l.right, float64(wantWidth)-0.5)
		for i, a := range l.boxes {
			require.GreaterOrEqual(t, a.from, l.left)
			require.LessOrEqual(t, a.to, l.right)
			require.GreaterOrEqual(t, a.to-a.from, a.need()-0.001, "the label fits")
			require.Less(t, a.lane, len(l.lanes))
			if lane := l.lanes[a.lane]; !lane.shared {
				require.Equal(t, h.Operations[i].Process, lane.process)
			}
			for j, b := range l.boxes {
				if i != j && a.lane == b.lane {
					require.True(t, a.to < b.from || b.to < a.from, "operations %d and %d overlap in lane %d", i, j, a.lane)
				}
			}
		}
	})
}

func TestLayoutSharesLanesAmongManyProcesses(t *testing.T) {
	h := &history.History{}
	for i := range int64(300) {
		h.Operations = append(h.Operations, read(i, 1, 2*i, 2*i+3))
	}
	l := drawPlan(h).layout()
	require.Len(t, l.lanes, 2, "two operations are open at a time")
	require.Equal(t, "clients", l.lanes[0].name())
}

func TestLayoutPutsTheFailingProcessesFirst(t *testing.T) {
	p := stale()
	pl := drawPlan(p.History)
	pl.failing = members([]int32{3, 4})
	l := pl.layout()
	names := make([]string, len(l.lanes))
	for i, lane := range l.lanes {
		names[i] = lane.name()
	}
	require.Equal(t, []string{"process 1", "process 3", "process 0"}, names)
}

func TestLayoutCountsWhatIsHidden(t *testing.T) {
	h, _ := long(1000, 1)
	pl := drawPlan(h)
	pl.ops = []int32{0, 700}
	l := pl.layout()
	hidden := 0
	for _, e := range l.events {
		hidden += e.hidden
	}
	require.Equal(t, 699, hidden)
}

func TestPlaceRespectsTheOrderAndTime(t *testing.T) {
	h, order := long(300, 7)
	p := Page{Verdict: "valid", History: h, Order: order}
	o := p.place(all(h))
	require.Len(t, o.moment, len(order))
	last := int64(math.MinInt64)
	for k, i := range order {
		require.Equal(t, k+1, o.number[i])
		require.GreaterOrEqual(t, o.moment[i], last)
		require.GreaterOrEqual(t, o.moment[i], h.Operations[i].Call)
		require.LessOrEqual(t, o.moment[i], h.Operations[i].Return)
		last = o.moment[i]
	}
}

func TestPlaceOfKeysInSuccession(t *testing.T) {
	h := &history.History{Operations: []history.Operation{write(0, 1, 0, 1), write(1, 2, 2, 3), write(0, 3, 4, 5)}}
	for i, key := range []int64{7, 8, 7} {
		h.Operations[i].Key = history.Int(key)
	}
	p := Page{Verdict: "valid", History: h, Order: []int32{0, 2, 1}}
	require.Equal(t, map[int32]int64{0: 0, 2: 4, 1: 2}, p.place(all(h)).moment)
}

func TestPlaceOfAnOrderAgainstTime(t *testing.T) {
	h := &history.History{Operations: []history.Operation{write(0, 1, 0, 1), read(1, 0, 2, 3)}}
	p := Page{Verdict: "valid", History: h, Order: []int32{1, 0}}
	o := p.place(all(h))
	require.Empty(t, o.moment)
	require.Equal(t, map[int32]int{1: 1, 0: 2}, o.number)
	require.Contains(t, render(t, p), "does not follow real time")
}
