package page

import (
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

const (
	overviewWidth   = 1180
	overviewHeight  = 46
	overviewBuckets = 290 // at most
	// minOverview is the number of operations from which the strip says more than the picture.
	minOverview = 30
)

// overview is the strip that shows how many operations were called over the whole history, how
// they ended, and where the failing part lies.
type overview struct {
	Width, Height, Base int
	Columns             []overviewColumn
	From, Span          int // of what is drawn
	Marks               []int
	Earliest            int // -1 if there is none
	Start, End          string
	Caption             string
	Title               string
}

// overviewColumn is a bucket: heights of the parts, from the base upwards.
type overviewColumn struct {
	X, Width               int
	OK, Info, Fail         int
	OKTop, InfoTop, Bottom int
}

func (p *Page) overview(failing, drawn []int32) *overview {
	n := len(p.History.Operations)
	if n < minOverview {
		return nil
	}
	times := p.times()
	// at places an operation on the strip, as a fraction of its width. Where operations are
	// counted, not times, all buckets but the last hold equally many.
	each := (n + overviewBuckets - 1) / overviewBuckets
	buckets := (n + each - 1) / each
	at := func(i int32) float64 { return (float64(i) + 0.5) / float64(each*buckets) }
	o := &overview{Width: overviewWidth, Height: overviewHeight + 14, Base: overviewHeight + 10, Earliest: -1}
	o.Start, o.End = "operation 1", "operation "+display.Group(n)
	o.Caption = "The whole history, " + display.Plural(n, "operation") + " in order of their calls"
	if times.known {
		buckets = min(overviewBuckets, max(60, n/4))
		span := float64(times.end) - float64(times.start)
		at = func(i int32) float64 {
			return (float64(p.History.Operations[i].CallTime) - float64(times.start)) / span
		}
		o.Start, o.End = "0 s", times.at(times.end)
		o.Caption = "The whole history, " + display.Plural(n, "operation") + " by time of their calls"
	}
	o.fill(p.History, at, buckets)
	x := func(i int32) int { return px(at(i) * overviewWidth) }
	if len(drawn) == 0 {
		drawn = failing
	}
	if len(drawn) > 0 {
		from, to := overviewWidth, 0
		for _, i := range drawn {
			from, to = min(from, x(i)), max(to, x(i))
		}
		o.From, o.Span = max(0, from-2), max(4, to-from+4)
	}
	for _, i := range failing {
		if i == p.earliest() {
			o.Earliest = x(i)
		} else if m := x(i); len(o.Marks) == 0 || o.Marks[len(o.Marks)-1] != m {
			o.Marks = append(o.Marks, m)
		}
	}
	o.Title = o.Caption
	if len(failing) > 0 {
		o.Title += "; the failing part is marked"
	}
	return o
}

// fill counts the operations of each bucket.
func (o *overview) fill(h *history.History, at func(int32) float64, n int) {
	counts := make([][3]int, n)
	most := 1
	for i := range h.Operations {
		k := min(n-1, max(0, int(at(int32(i))*float64(n))))
		c := &counts[k]
		c[h.Operations[i].Status]++
		most = max(most, c[0]+c[1]+c[2])
	}
	height := func(count int) int { return (count*overviewHeight + most - 1) / most }
	for k, c := range counts {
		if c[0]+c[1]+c[2] == 0 {
			continue
		}
		x := k * overviewWidth / n
		col := overviewColumn{X: x, Width: max(1, (k+1)*overviewWidth/n-x-1), OK: height(c[history.OK]), Info: height(c[history.Info]), Fail: height(c[history.Fail])}
		col.Bottom = o.Base - col.OK
		col.OKTop = col.Bottom - col.Info
		col.InfoTop = col.OKTop - col.Fail
		o.Columns = append(o.Columns, col)
	}
}
