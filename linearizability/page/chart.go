package page

import (
	"fmt"
	"math"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

// chart is a picture as the template draws it, in whole pixels.
type chart struct {
	ID            string
	Name          string
	Width, Height int
	Left          int
	Lanes         []chartLane
	Bars          []bar
	Breaks        []gapMark
	Ticks         []tick
	Cut           *cutMark
	Numbered      bool // linearization points are drawn
	Unordered     bool // the order does not follow real time, so that only numbers are drawn
}

type chartLane struct {
	Y, Height, TextY int
	Name             string
	Odd              bool
	Failing          bool
}

type bar struct {
	Op                     int32
	X, Y, Width, Height    int
	Class                  string
	Label                  string
	TextX, TextY           int
	Title                  string
	Focus                  bool
	Number                 string
	Point, PointY, NumberY int
	PointY2                int // the lower notch
	Open                   bool
}

type gapMark struct {
	X, Y, Width, Height, TextX int
	Text, Title                string
}

type tick struct {
	X, Y1, Y2, TextX, TextY int
	Text                    string
}

type cutMark struct {
	X, Y1, Y2, TextX, TextY int
	Text                    string
	Anchor                  string
}

func (l lane) name() string {
	switch {
	case l.shared:
		return "clients"
	case !l.first:
		return ""
	}
	return "process " + strconv.FormatInt(l.process, 10)
}

// chart draws ops. In the picture of the failing part, operations that were still open when the
// contradiction was complete are drawn without an end; in the larger picture each is drawn as
// recorded.
func (p *Page) chart(id string, ops []int32, times clock) *chart {
	failing := id == "failing"
	manyKeys := p.manyKeys(ops)
	pl := &plan{history: p.History, ops: ops, order: p.place(ops), gap: 7}
	if failing {
		pl.gap = 20
	} else {
		pl.failing = members(p.failing())
	}
	pl.open = func(i int32) bool {
		return end(&p.History.Operations[i]) == history.Never || failing && p.Pending[i]
	}
	pl.label = func(i int32) string {
		s := display.Cut(label(&p.History.Operations[i], pl.open(i), manyKeys), maxLabel)
		if i == p.earliest() {
			s = "✗ " + s
		}
		return s
	}
	l := pl.layout()
	c := &chart{ID: id, Name: p.chartName(failing), Width: px(l.right), Height: axisHeight + laneHeight*len(l.lanes) + 8, Left: px(l.left)}
	c.Numbered = len(pl.order.moment) > 0
	c.Unordered = !c.Numbered && len(pl.order.number) > 0
	for k, lane := range l.lanes {
		y := axisHeight + k*laneHeight
		c.Lanes = append(c.Lanes, chartLane{Y: y, Height: laneHeight, TextY: y + barTop + 15, Name: lane.name(), Odd: k%2 == 1, Failing: lane.failing})
	}
	witness := members(p.failing())
	for _, i := range ops {
		c.Bars = append(c.Bars, p.bar(l.boxes[i], witness[i], failing, pl.order.number[i], times))
	}
	c.axis(l, p.History, times)
	c.cutLine(l, p.earliest())
	return c
}

func (p *Page) chartName(failing bool) string {
	switch {
	case failing:
		return "Timeline of the failing part"
	case p.Verdict == invalid:
		return "Timeline of the failing part and its neighbors"
	case p.Verdict == valid:
		return "Timeline with the order that explains every result"
	}
	return "Timeline of the beginning of the history"
}

func (p *Page) manyKeys(ops []int32) bool {
	for _, i := range ops {
		if p.History.Operations[i].Key != p.History.Operations[ops[0]].Key {
			return true
		}
	}
	return false
}

// bar draws one operation.
func (p *Page) bar(b *box, witness, failing bool, number int, times clock) bar {
	op := &p.History.Operations[b.op]
	y := axisHeight + b.lane*laneHeight + barTop
	r := bar{
		Op: b.op, X: px(b.from), Y: y, Width: px(b.to) - px(b.from), Height: barHeight,
		Class: "op " + op.Status.String(), Label: b.label, TextX: px(b.from) + 8, TextY: y + 15,
		Title: p.title(op, failing && p.Pending[b.op], times), Focus: witness, Open: b.open,
	}
	if b.open {
		r.Class += " open"
	}
	if witness {
		r.Class += " witness"
	}
	if b.op == p.earliest() {
		r.Class += " earliest"
	}
	if number > 0 {
		r.Number, r.Point = display.Group(number), px(b.point)
		if b.point == 0 {
			r.Point = px((b.from + b.to) / 2)
		}
		r.PointY, r.PointY2, r.NumberY = y-2, y+barHeight-3, y-3
	}
	return r
}

// title says in one line what is known about an operation: it is the tool tip, and what a screen
// reader says.
func (p *Page) title(op *history.Operation, cut bool, times clock) string {
	s := fmt.Sprintf("%s, process %d, %s", label(op, cut, true), op.Process, outcome(op, cut))
	if op.CallLine > 0 {
		s += fmt.Sprintf(", called in line %d", op.CallLine)
		if op.ReturnLine > 0 {
			s += fmt.Sprintf(", ended in line %d", op.ReturnLine)
		}
	}
	if t := times.at(op.CallTime); t != "" {
		s += ", at " + t
	}
	return s
}

// outcome says how an operation ended.
func outcome(op *history.Operation, cut bool) string {
	switch {
	case cut && op.Status != history.Info:
		return "still open then"
	case op.Status == history.OK:
		return "ok"
	case op.Status == history.Fail:
		return "failed: took no effect"
	case op.ReturnLine > 0:
		return "outcome unknown (info)"
	}
	return "never completed"
}

// axis marks times, or lines of the input where there are no times, and the places where many
// operations are not drawn.
func (c *chart) axis(l *layout, h *history.History, times clock) {
	last := math.Inf(-1)
	for k, e := range l.events {
		if e.hidden >= minHidden {
			from := px(l.events[k-1].x)
			c.Breaks = append(c.Breaks, gapMark{
				X: from + 4, Y: 4, Width: px(e.x) - from - 8, Height: c.Height - 8, TextX: (from + px(e.x)) / 2,
				Text: "+" + display.Group(e.hidden), Title: display.Plural(e.hidden, "operation") + " called here are not drawn",
			})
		}
		op := &h.Operations[e.op]
		text, line := times.at(op.CallTime), op.CallLine
		if e.kind == eventReturn {
			text, line = times.at(op.ReturnTime), op.ReturnLine
		}
		if !times.known && line > 0 {
			text = fmt.Sprintf("line %d", line)
		}
		if e.kind == eventPoint || text == "" || e.x-last < charWidth*float64(display.Width(text))+34 {
			continue
		}
		last = e.x
		c.Ticks = append(c.Ticks, tick{
			X: px(e.x), Y1: axisHeight - 7, Y2: c.Height - 8,
			TextX: max(px(e.x), c.Left+px(charWidth*float64(display.Width(text))/2)), TextY: axisHeight - 12, Text: text,
		})
	}
}

// cutLine marks where the last possible order is lost.
func (c *chart) cutLine(l *layout, earliest int32) {
	b := l.boxes[earliest]
	if b == nil {
		return
	}
	c.Cut = &cutMark{X: px(b.to), Y1: axisHeight - 4, Y2: c.Height + 2, TextX: px(b.to) - 6, TextY: c.Height + 12, Anchor: "end", Text: "no order exists from here on"}
	c.Height += 20
}

func px(x float64) int { return int(math.Round(x)) }
