package page

import (
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// Distances in a ring, in pixels.
const (
	minAside   = 130 // between the columns
	minBetween = 66  // between the boxes of a column
)

// ring draws a cycle clockwise: the first transaction on top of the left column, the next ones down
// the right column, and the others up the left one.
func (p *picture) ring(s *explain.Story, c proof.Cycle) {
	n := len(c)
	arrows := make([]*arrow, n)
	boxes := make([]*box, n)
	for i := range c {
		boxes[i] = newBox(s, c[i].From, maxLines)
		arrows[i] = newArrow(s, &c[i], p.ID, i+1)
	}
	lowest := (n + 1) / 2 // the last of the right column
	left := []*box{boxes[0]}
	for i := n - 1; i > lowest; i-- {
		left = append(left, boxes[i])
	}
	right := boxes[1 : lowest+1]
	leftWidth, rightWidth := widest(left), widest(right)
	aside := max(minAside, arrows[0].LabelWidth+60, arrows[lowest].LabelWidth+60)
	for _, a := range arrows[lowest+1:] {
		aside = max(aside, beside+a.LabelWidth-leftWidth/2+20) // labels stand to the right of arrows
	}
	height := max(total(left), total(right))
	stack(left, margin, leftWidth, height)
	stack(right, margin+leftWidth+aside, rightWidth, height)
	p.Width, p.Height = 2*margin+leftWidth+aside+rightWidth, 2*margin+height
	p.Boxes, p.Arrows = boxes, arrows
	p.across(boxes, arrows, lowest)
	for i := 1; i < lowest; i++ {
		arrows[i].down(boxes[i], boxes[i+1])
	}
	for i := lowest + 1; i < n; i++ {
		arrows[i].up(boxes[i], boxes[(i+1)%n])
	}
	for _, a := range arrows {
		p.Width = max(p.Width, a.LabelX+a.LabelWidth+margin)
	}
}

// across draws the two arrows between the columns: from the first box, and from the lowest of the
// right column.
func (p *picture) across(boxes []*box, arrows []*arrow, lowest int) {
	n := len(boxes)
	first, second, last, next := boxes[0], boxes[1], boxes[lowest], boxes[(lowest+1)%n]
	y, entry := facing(first, second)
	out, in := point{first.right(), y}, point{second.X, entry}
	y, entry = facing(last, next)
	back, home := point{last.X, y}, point{next.right(), entry}
	if n == 2 {
		apart := (arrows[0].LabelHeight+arrows[1].LabelHeight)/4 + 6
		out.y, in.y, back.y, home.y = out.y-apart, in.y-apart, back.y+apart, home.y+apart
	}
	if n == 3 && out.y != in.y {
		out.y, home.y = out.y-first.Height/4, home.y+first.Height/4
	}
	arrows[0].labelAt(middle(out, in))
	arrows[0].draw(out, in)
	arrows[lowest].labelAt(middle(back, home))
	arrows[lowest].draw(back, home)
}

// facing returns the heights at which an arrow leaves one box and enters another beside it: the same
// one, if there is one that both have.
func facing(from, to *box) (leave, enter int) {
	top, bottom := max(from.Y, to.Y), min(from.bottom(), to.bottom())
	if bottom-top < headHeight {
		return from.centerY(), to.centerY()
	}
	return (top + bottom) / 2, (top + bottom) / 2
}

func (a *arrow) down(from, to *box) {
	a.straight(point{from.centerX(), from.bottom()}, point{to.centerX(), to.Y})
}

func (a *arrow) up(from, to *box) {
	a.straight(point{from.centerX(), from.Y}, point{to.centerX(), to.bottom()})
}

// straight leads from p to q, which differ by a pixel where halves were rounded.
func (a *arrow) straight(p, q point) {
	q.x = p.x
	a.labelBeside(middle(p, q))
	a.draw(p, q)
}

func widest(boxes []*box) int {
	w := 0
	for _, b := range boxes {
		w = max(w, b.Width)
	}
	return w
}

// total returns the least height of a column of boxes.
func total(boxes []*box) int {
	h := minBetween * (len(boxes) - 1)
	for _, b := range boxes {
		h += b.Height
	}
	return h
}

// stack puts boxes into a column, evenly over its height and in its middle.
func stack(boxes []*box, x, width, height int) {
	spare := height - total(boxes)
	between, y := minBetween, margin+spare/2
	if len(boxes) > 1 {
		between, y = minBetween+spare/(len(boxes)-1), margin
	}
	for _, b := range boxes {
		b.move(x+(width-b.Width)/2, y)
		y += b.Height + between
	}
}
