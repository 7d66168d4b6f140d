package page

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

const (
	margin   = 14
	maxWidth = 1180 // of what stands side by side
	maxRing  = 12   // transactions
)

// picture is what the template draws: transactions and what leads from one to the other.
type picture struct {
	ID, Name, About string
	Width, Height   int
	Boxes           []*box
	Arrows          []*arrow
	// Heading stands above the transactions that are not of the cycle.
	Heading            string
	HeadingX, HeadingY int
}

// cyclePicture draws a cycle, and below it the other transactions that its edges and the lemmas quote.
func cyclePicture(s *explain.Story, c proof.Cycle, lemmas []proof.Edge, id string) *picture {
	p := &picture{ID: id, Name: "Cycle of dependencies: " + s.Around(c[:min(len(c), maxRing)])}
	if len(c) > maxRing {
		p.Name += " …"
	}
	p.About = fmt.Sprintf("%d transactions as boxes; each arrow leads from a transaction to one that must come later, and is told in the list of sentences.", len(c))
	if len(c) >= 2 && len(c) <= maxRing && distinct(c) {
		p.ring(s, c)
	} else {
		p.ladder(s, c)
	}
	p.witnesses(s, c, lemmas)
	return p
}

// distinct reports whether a cycle comes to each transaction once.
func distinct(c proof.Cycle) bool {
	seen := map[int32]bool{}
	for i := range c {
		seen[c[i].From] = true
	}
	return len(seen) == len(c)
}

// witnesses adds the transactions that are not of the cycle and that its edges and the lemmas quote.
func (p *picture) witnesses(s *explain.Story, c proof.Cycle, lemmas []proof.Edge) {
	known := map[int32]bool{proof.None: true}
	for i := range c {
		known[c[i].From] = true
	}
	if reader := p.hints(s, c); reader != proof.None {
		known[reader] = true
	}
	var others []*box
	add := func(t int32) {
		if !known[t] && len(others) < maxRing {
			known[t] = true
			others = append(others, newBox(s, t, maxLines))
		}
	}
	for _, edges := range [][]proof.Edge{c, lemmas} {
		for i := range edges {
			quotedBy(&edges[i], add)
		}
	}
	if len(others) == 0 {
		return
	}
	p.Heading, p.HeadingX, p.HeadingY = "Transactions outside the cycle that show it:", margin, p.Height+14
	if len(others) == 1 {
		p.Heading = "A transaction outside the cycle that shows it:"
	}
	p.rows(others, p.Height+26)
}

// quotedBy calls add with each transaction that an edge quotes.
func quotedBy(e *proof.Edge, add func(int32)) {
	add(e.From)
	for i := range e.Path {
		quotedBy(&e.Path[i], add)
	}
	add(e.To)
	if e.Reason != proof.Process && e.Reason != proof.RealTime {
		add(e.Reader)
	}
}

// hints draws the reader to which an edge Visible of a cycle of two appeals, with an arrow from either
// of the two. It returns that reader, or proof.None if there is none.
func (p *picture) hints(s *explain.Story, c proof.Cycle) int32 {
	if len(c) != 2 || len(p.Boxes) != 2 {
		return proof.None
	}
	i := slices.IndexFunc(c, func(e proof.Edge) bool { return e.Reason == proof.Visible })
	if i < 0 || c[i].Reader == proof.None || c[i].Reader == c[0].From || c[i].Reader == c[1].From {
		return proof.None
	}
	e := &c[i]
	seen := newHint("visible", display.Plural(len(e.Path), "step"))
	if len(e.Path) == 1 {
		seen = newHint(s.Label(&e.Path[0]), s.Detail(&e.Path[0]))
	}
	read := proof.Edge{From: e.To, To: e.Reader, Reason: proof.WR, Key: e.Key, FromOp: e.ToOp, ToOp: e.ReaderOp, Reader: proof.None, ReaderOp: proof.None}
	wrote := newHint(s.Label(&read), s.Detail(&read))
	from, to := p.Boxes[i], p.Boxes[1-i]
	b := newBox(s, e.Reader, maxLines)
	b.move(max(margin, (p.Boxes[0].right()+p.Boxes[1].X-b.Width)/2), p.Height-margin+minBetween)
	seen.into(from, b)
	wrote.into(to, b)
	p.add(seen)
	p.add(wrote)
	p.Boxes = append(p.Boxes, b)
	p.Width, p.Height = max(p.Width, b.right()+margin), b.bottom()+margin
	return e.Reader
}

// into leads from a box down into the nearer half of a box below. The label stands on the outer side.
func (a *arrow) into(from, to *box) {
	p, q := point{from.centerX(), from.bottom()}, point{to.X + to.Width/4, to.Y}
	if from.centerX() > to.centerX() {
		q.x = to.right() - to.Width/4
	}
	m := middle(p, q)
	x := m.x
	if p.x < q.x {
		x = max(2, m.x-a.LabelWidth)
	}
	a.label(x, m.y-a.LabelHeight/2)
	a.draw(p, q)
}

// placesPicture draws the transactions of a finding that is no cycle.
func placesPicture(s *explain.Story, id string) *picture {
	p := &picture{ID: id, Name: "The transactions", About: "Transactions as boxes; the operations that show the anomaly are marked."}
	var boxes []*box
	for i, t := range s.Transactions() {
		if i == maxRing {
			break
		}
		boxes = append(boxes, newBox(s, t, maxLines))
	}
	p.rows(boxes, margin)
	return p
}
