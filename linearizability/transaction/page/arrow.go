package page

import (
	"fmt"
	"math"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// Sizes of arrows and their labels, in pixels.
const (
	headLength = 11
	headHalf   = 5
	numberRoom = 24 // a number in its circle, and the space after it
	beside     = 10 // from an arrow to the label beside it
)

type point struct{ x, y int }

// arrow is an edge. Its path ends where the head begins.
type arrow struct {
	Class, Path, Head, Title string
	ID                       string // of the sentence; empty if there is none
	Number                   int
	Label, Detail            string
	// LabelX and LabelY are the upper left corner of the label.
	LabelX, LabelY, LabelWidth, LabelHeight int
	CircleX, CircleY, NumberY               int
	TextX, TextY, DetailY                   int
}

// newArrow makes the arrow of edge number of a cycle. IDs of sentences begin with prefix.
func newArrow(s *explain.Story, e *proof.Edge, prefix string, number int) *arrow {
	a := &arrow{
		Class: "edge " + e.Reason.String(), Title: s.Sentence(e), ID: sentenceID(prefix, number), Number: number,
		Label: s.Label(e), Detail: s.Detail(e),
	}
	a.measure(numberRoom)
	return a
}

// newHint makes an arrow without a sentence of its own: part of what an edge quotes.
func newHint(label, detail string) *arrow {
	a := &arrow{Class: "edge hint", Label: label, Detail: detail, Title: label + ": " + detail}
	a.measure(0)
	return a
}

// measure finds the size of the label, which has room for a number before it.
func (a *arrow) measure(room int) {
	columns := max(display.Width(a.Label), display.Width(a.Detail))
	a.LabelWidth, a.LabelHeight = px(charWidth*float64(columns))+room+8, 20
	if a.Detail != "" {
		a.LabelHeight += lineHeight - 2
	}
}

func sentenceID(prefix string, number int) string { return fmt.Sprintf("%s-e%d", prefix, number) }

// draw leads the arrow through points, the last of which its head touches.
func (a *arrow) draw(points ...point) {
	n := len(points)
	from, to := points[n-2], points[n-1]
	dx, dy := float64(to.x-from.x), float64(to.y-from.y)
	length := math.Hypot(dx, dy)
	if length == 0 {
		length = 1
	}
	dx, dy = dx/length, dy/length
	base := point{to.x - px(headLength*dx), to.y - px(headLength*dy)}
	points[n-1] = base
	for i, p := range points {
		a.Path += fmt.Sprintf("%c%d %d", "ML"[min(i, 1)], p.x, p.y)
	}
	a.Head = fmt.Sprintf("M%d %dL%d %dL%d %dz", to.x, to.y,
		base.x-px(headHalf*dy), base.y+px(headHalf*dx), base.x+px(headHalf*dy), base.y-px(headHalf*dx))
}

// label puts the label where its upper left corner is at (x, y).
func (a *arrow) label(x, y int) {
	a.LabelX, a.LabelY = x, y
	a.CircleX, a.CircleY, a.NumberY = x+12, y+10, y+14
	a.TextX, a.TextY, a.DetailY = x+4, y+14, y+14+lineHeight-2
	if a.Number > 0 {
		a.TextX = x + numberRoom + 2
	}
}

// labelAt puts the middle of the label at p.
func (a *arrow) labelAt(p point) { a.label(p.x-a.LabelWidth/2, p.y-a.LabelHeight/2) }

// labelBeside puts the label to the right of p.
func (a *arrow) labelBeside(p point) { a.label(p.x+beside, p.y-a.LabelHeight/2) }

func middle(p, q point) point { return point{(p.x + q.x) / 2, (p.y + q.y) / 2} }
