package page

import (
	"strconv"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// Limits of a ladder.
const (
	ladderTop    = 24 // transactions drawn from its beginning on
	ladderBottom = 6  // and before its end
	ladderLines  = 3
	ladderLeft   = 40 // room for the way back
)

// ladder draws a cycle from top to bottom, and its last edge as the way back up. The middle of a very
// long cycle is left out.
func (p *picture) ladder(s *explain.Story, c proof.Cycle) {
	x := margin + ladderLeft
	y := margin
	var last *box
	for i := range c {
		if len(c) > ladderTop+ladderBottom && i >= ladderTop && i < len(c)-ladderBottom {
			if i == ladderTop {
				last = p.gap(c, x, y)
				y = last.bottom() + minBetween
			}
			continue
		}
		b := newBox(s, c[i].From, ladderLines)
		b.move(x, y)
		y = b.bottom() + minBetween
		if last != nil {
			a := newArrow(s, &c[i-1], p.ID, i)
			a.rung(last, b)
			p.add(a)
		}
		p.Boxes = append(p.Boxes, b)
		last = b
	}
	first, back := p.Boxes[0], newArrow(s, &c[len(c)-1], p.ID, len(c))
	// The label stands below the last box, where nothing else is.
	bottom := last.bottom() + minBetween/2
	back.draw(point{x + 40, last.bottom()}, point{x + 40, bottom}, point{margin, bottom}, point{margin, first.Y + headHeight/2}, point{first.X, first.Y + headHeight/2})
	back.labelBeside(point{x + 40, bottom})
	p.add(back)
	for _, b := range p.Boxes {
		p.Width = max(p.Width, b.right()+margin)
	}
	p.Height = bottom + back.LabelHeight/2 + margin
}

func (p *picture) add(a *arrow) {
	p.Width = max(p.Width, a.LabelX+a.LabelWidth+margin)
	p.Arrows = append(p.Arrows, a)
}

// gap puts a box in place of the transactions that are left out.
func (p *picture) gap(c proof.Cycle, x, y int) *box {
	hidden := len(c) - ladderTop - ladderBottom
	b := &box{Name: "…", Where: display.Plural(hidden, "more transaction"), Class: "gap", Width: 260, Height: headHeight + padding}
	b.Title = b.Where + " of the cycle, not drawn, up to number " + strconv.Itoa(len(c)-ladderBottom)
	b.move(x, y)
	p.Boxes = append(p.Boxes, b)
	return b
}

// rung leads straight down, near the left end of the boxes.
func (a *arrow) rung(from, to *box) {
	p, q := point{from.X + 40, from.bottom()}, point{from.X + 40, to.Y}
	a.labelBeside(middle(p, q))
	a.draw(p, q)
}
