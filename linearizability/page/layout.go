package page

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

// Sizes in pixels at zoom 1. Labels are set in a font of fixed width, so that their sizes are
// known here.
const (
	charWidth   = 7.3 // at 12px
	digitWidth  = 5.6 // at 9px
	labelPad    = 16
	laneHeight  = 36
	barHeight   = 22
	barTop      = 11 // below the lane's top; above it stand the numbers of linearization points
	axisHeight  = 30
	laneGap     = 8
	breakWidth  = 74
	minHidden   = 25 // operations that must be hidden in a gap for it to be drawn as a break
	rightMargin = 28
	wantWidth   = 1180 // narrower pictures are stretched
	// maxLanes limits the processes that get lanes of their own. Beyond it, processes share them.
	maxLanes = 80
)

// eventKind orders events that meet in one reading of the clock: intervals are closed, so calls
// come first and returns last.
type eventKind uint8

const (
	eventCall eventKind = iota
	eventPoint
	eventReturn
)

// event is a place on the horizontal axis.
type event struct {
	moment int64
	kind   eventKind
	op     int32
	number int // of a linearization point
	x      float64
	hidden int // operations called since the event before that are not drawn
}

// layout is the geometry of a picture. Positions are by order of events, not by time: the distance
// of two events says only which is first, and every bar is wide enough for its label.
type layout struct {
	events []event
	boxes  map[int32]*box
	lanes  []lane
	left   float64
	right  float64
}

// box is an operation's place.
type box struct {
	op       int32
	label    string
	open     bool // no end is drawn
	from, to float64
	point    float64 // of the linearization, or 0
	group    int64
	row      int // within the group
	lane     int
}

// lane is a row of the picture.
type lane struct {
	process int64
	shared  bool // by several processes
	first   bool // of its process's lanes
	failing bool // the failing part has operations of the process
}

// plan says what is to be laid out.
type plan struct {
	history *history.History
	ops     []int32 // in order of their Call
	open    func(int32) bool
	label   func(int32) string
	order   order
	failing map[int32]bool // operations whose processes come first
	gap     float64        // least distance of events
}

func (pl *plan) layout() *layout {
	l := &layout{boxes: make(map[int32]*box, len(pl.ops))}
	shared := pl.shareLanes()
	for _, i := range pl.ops {
		b := &box{op: i, open: pl.open(i), label: pl.label(i)}
		if !shared {
			b.group = pl.history.Operations[i].Process
		}
		l.boxes[i] = b
	}
	l.events = pl.collect()
	l.stack()
	l.number(pl.failing, shared)
	l.left = 10 + l.nameWidth()
	pl.countHidden(l.events)
	l.position(pl.gap)
	l.stretch()
	return l
}

// shareLanes reports whether there are too many processes to give each a lane.
func (pl *plan) shareLanes() bool {
	processes := map[int64]bool{}
	for _, i := range pl.ops {
		processes[pl.history.Operations[i].Process] = true
	}
	return len(processes) > maxLanes
}

// collect returns the events of the operations in the order in which they are drawn.
func (pl *plan) collect() []event {
	events := make([]event, 0, 3*len(pl.ops))
	for _, i := range pl.ops {
		op := &pl.history.Operations[i]
		events = append(events, event{moment: op.Call, kind: eventCall, op: i})
		if !pl.open(i) {
			events = append(events, event{moment: op.Return, kind: eventReturn, op: i})
		}
		if m, placed := pl.order.moment[i]; placed {
			events = append(events, event{moment: m, kind: eventPoint, op: i, number: pl.order.number[i]})
		}
	}
	slices.SortFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.moment, b.moment), cmp.Compare(a.kind, b.kind),
			cmp.Compare(a.number, b.number), cmp.Compare(a.op, b.op))
	})
	return events
}

// countHidden sets for each event how many operations that are not drawn were called since the
// event before.
func (pl *plan) countHidden(events []event) {
	ops := pl.history.Operations
	for k := 1; k < len(events); k++ {
		from, to := events[k-1].moment, events[k].moment
		after := sort.Search(len(ops), func(i int) bool { return ops[i].Call > from })
		until := sort.Search(len(ops), func(i int) bool { return ops[i].Call >= to })
		events[k].hidden = max(0, until-after)
	}
}

// stack gives each operation a lane: that of its process, or a further one while another operation
// of the process is still there, as is possible where a clock is coarse.
func (l *layout) stack() {
	busy := map[int64][]bool{}
	for _, e := range l.events {
		b := l.boxes[e.op]
		rows := busy[b.group]
		switch e.kind {
		case eventCall:
			b.row = slices.Index(rows, false)
			if b.row < 0 {
				b.row = len(rows)
				rows = append(rows, false)
			}
			rows[b.row] = true
			busy[b.group] = rows
		case eventReturn:
			rows[b.row] = false
		}
	}
}

// number numbers the lanes: first those of processes that take part in the failure, then the
// others, each in order of their processes.
func (l *layout) number(failing map[int32]bool, shared bool) {
	rows := map[int64]int{}
	first := map[int64]bool{}
	for i, b := range l.boxes {
		rows[b.group] = max(rows[b.group], b.row+1)
		first[b.group] = first[b.group] || failing[i]
	}
	groups := slices.Collect(maps.Keys(rows))
	slices.SortFunc(groups, func(a, b int64) int {
		if first[a] != first[b] {
			if first[a] {
				return -1
			}
			return 1
		}
		return cmp.Compare(a, b)
	})
	start := map[int64]int{}
	for _, g := range groups {
		start[g] = len(l.lanes)
		for row := range rows[g] {
			l.lanes = append(l.lanes, lane{process: g, shared: shared, first: row == 0, failing: first[g]})
		}
	}
	for _, b := range l.boxes {
		b.lane = start[b.group] + b.row
	}
}

// nameWidth returns the width of the column with the names of the lanes.
func (l *layout) nameWidth() float64 {
	n := 0
	for _, lane := range l.lanes {
		n = max(n, display.Width(lane.name()))
	}
	return charWidth*float64(n) + 20
}

// position puts each event as far left as the labels and gaps allow.
func (l *layout) position(gap float64) {
	free := make([]float64, len(l.lanes)) // where each lane's next bar may begin
	x, lastPoint := l.left, math.Inf(-1)
	for k := range l.events {
		e := &l.events[k]
		b := l.boxes[e.op]
		switch {
		case k == 0:
			x += gap
		case e.hidden >= minHidden:
			x += breakWidth
		default:
			x += gap
		}
		switch e.kind {
		case eventCall:
			x = max(x, free[b.lane]+laneGap)
			b.from = x
		case eventPoint:
			x = max(x, lastPoint+digitWidth*float64(display.Width(display.Group(e.number)))+5)
			b.point, lastPoint = x, x
		case eventReturn:
			x = max(x, b.from+b.need())
			b.to = x
			free[b.lane] = x
		}
		e.x = x
	}
	for _, b := range l.boxes {
		if b.open {
			x = max(x, b.from+b.need())
		}
	}
	l.right = x + rightMargin
}

// need returns the least width of a bar.
func (b *box) need() float64 { return charWidth*float64(display.Width(b.label)) + labelPad }

// stretch widens a narrow picture, and lets open bars reach its right edge.
func (l *layout) stretch() {
	f := max(1, (wantWidth-l.left-rightMargin)/(l.right-l.left-rightMargin))
	scale := func(x float64) float64 { return l.left + (x-l.left)*f }
	for k := range l.events {
		l.events[k].x = scale(l.events[k].x)
	}
	l.right = scale(l.right-rightMargin) + rightMargin
	for _, b := range l.boxes {
		b.from, b.to = scale(b.from), scale(b.to)
		if b.point > 0 {
			b.point = scale(b.point)
		}
		if b.open {
			b.to = l.right
		}
	}
}
