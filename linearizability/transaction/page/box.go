package page

import (
	"math"
	"strings"

	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
)

// Sizes of boxes, in pixels unless said otherwise.
const (
	charWidth  = 7.3 // at 12px
	lineHeight = 17
	headHeight = 26
	padding    = 10
	minWidth   = 150
	maxColumns = 42 // characters of a line
	maxLines   = 6  // operations, unless more of them are quoted
)

// box is a transaction.
type box struct {
	X, Y, Width, Height  int
	Name, Where, Title   string
	TextX, WhereX, HeadY int
	Rule                 int // the line under the head
	Class                string
	Lines                []line
}

// line is an operation in a box.
type line struct {
	Text   string
	X, Y   int
	MarkX  int
	MarkY  int
	Quoted bool
	Aside  bool // it is no operation
}

// newBox makes the box of a transaction, with up to limit operations besides those that are quoted.
func newBox(s *explain.Story, t int32, limit int) *box {
	b := &box{Name: s.Name(t), Where: display.Cut(s.Where(t), maxColumns-5)}
	titles := []string{}
	add := func(text string, quoted, aside bool) {
		b.Lines = append(b.Lines, line{Text: display.Cut(text, maxColumns), Quoted: quoted, Aside: aside})
	}
	if ended := s.Ended(t); ended != "" {
		b.Class = "doubtful"
		add(ended, false, true)
		titles = append(titles, ended)
	}
	show := s.Operations(t, limit)
	for _, k := range show {
		add(s.Operation(t, k), s.Quoted(t, k), false)
		titles = append(titles, s.Operation(t, k))
	}
	if more := s.Len(t) - len(show); more > 0 {
		text := "+ " + display.Plural(more, "more operation")
		add(text, false, true)
		titles = append(titles, text)
	}
	b.Title = b.Name + ", " + b.Where + ": " + strings.Join(titles, "; ")
	columns := display.Width(b.Name) + 2 + display.Width(b.Where)
	for _, l := range b.Lines {
		columns = max(columns, display.Width(l.Text))
	}
	b.Width = max(minWidth, px(charWidth*float64(columns))+2*padding+6)
	b.Height = headHeight + lineHeight*max(1, len(b.Lines)) + padding
	return b
}

// move puts the box where its upper left corner is at (x, y).
func (b *box) move(x, y int) {
	b.X, b.Y = x, y
	b.TextX, b.HeadY, b.Rule = x+padding, y+18, y+headHeight
	b.WhereX = b.TextX + px(charWidth*float64(display.Width(b.Name)+1))
	for i := range b.Lines {
		l := &b.Lines[i]
		l.X, l.Y = x+padding+4, y+headHeight+lineHeight*(i+1)-3
		l.MarkX, l.MarkY = x+padding-4, l.Y-12
	}
}

func (b *box) centerX() int { return b.X + b.Width/2 }
func (b *box) centerY() int { return b.Y + b.Height/2 }
func (b *box) right() int   { return b.X + b.Width }
func (b *box) bottom() int  { return b.Y + b.Height }

func px(x float64) int { return int(math.Round(x)) }
