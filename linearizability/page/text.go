package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

// Sizes of the drawing in a terminal.
const (
	textRows       = 22 // operations
	textStates     = 4
	defaultColumns = 80
	minColumns     = 50
	maxTextBars    = 48
)

// Text draws p for a terminal, with one line for each operation in order of their calls: its
// process, a bar from call to return, and what it did, with the line numbers of the input. Bars
// that end in ▸ had no end, or none that counts. It draws the failing part, or for a valid history
// the beginning of the order, and nothing if the verdict is unknown. It writes at most 30 lines of
// at most p.Columns columns.
func Text(w io.Writer, p Page) error {
	if err := p.validate(); err != nil {
		return err
	}
	if p.Verdict == unknown {
		return nil
	}
	ops := p.failing()
	if len(ops) == 0 && p.Verdict == valid {
		ops = p.beginning()
	}
	all := len(p.History.Operations)
	if p.Verdict == invalid {
		all = len(p.part())
	}
	if len(ops) > textRows {
		ops = p.textChoice(ops)
	}
	var b strings.Builder
	p.textBars(&b, ops)
	if hidden := all - len(ops); hidden > 0 {
		fmt.Fprintf(&b, "(%s not shown)\n", display.Plural(hidden, "more operation"))
	}
	p.textStates(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// textChoice returns the operations nearest to the failing one, or the first.
func (p *Page) textChoice(ops []int32) []int32 {
	if e := p.earliest(); e >= 0 {
		ops = p.nearest([]int32{e}, ops, textRows)
		slices.Sort(ops)
		return ops
	}
	return ops[:textRows]
}

// textLine is the drawing of one operation.
type textLine struct {
	mark, process, label, lines string
	from, to                    int // columns of the bar; to is -1 if it has no end
}

func (p *Page) textBars(b *strings.Builder, ops []int32) {
	columns := p.Columns
	if columns == 0 {
		columns = defaultColumns
	}
	columns = max(columns, minColumns)
	lines := p.textLines(ops)
	processes, labels, numbers := 0, 0, 0
	for _, l := range lines {
		processes = max(processes, display.Width(l.process))
		labels = max(labels, display.Width(l.label))
		numbers = max(numbers, display.Width(l.lines))
	}
	room := columns - processes - numbers - 6 // mark and spaces between the four columns
	bars := max(12, min(maxTextBars, max(24, 4*len(ops)), room-min(labels, room/2)))
	labels = min(labels, max(8, room-bars))
	scale(lines, bars)
	for _, l := range lines {
		text := display.Cut(l.label, labels)
		row := fmt.Sprintf("%s %s %s %s%s %s", l.mark, pad(l.process, processes), drawBar(l, bars), text, strings.Repeat(" ", max(0, labels-display.Width(text))), l.lines)
		b.WriteString(strings.TrimRight(row, " ") + "\n")
	}
}

// pad fills s up to n columns on the left.
func pad(s string, n int) string { return strings.Repeat(" ", max(0, n-display.Width(s))) + s }

// textLines describes ops, with the bars' ends as ranks of events.
func (p *Page) textLines(ops []int32) []textLine {
	pl := &plan{history: p.History, ops: ops}
	pl.open = func(i int32) bool { return end(&p.History.Operations[i]) == history.Never || p.Pending[i] }
	lines := make([]textLine, len(ops))
	at := make(map[int32]int, len(ops))
	manyKeys := p.manyKeys(ops)
	placed := p.place(ops)
	for k, i := range ops {
		op := &p.History.Operations[i]
		at[i] = k
		lines[k] = textLine{mark: " ", process: fmt.Sprintf("p%d", op.Process), label: label(op, pl.open(i), manyKeys), lines: lineRange(op), to: -1}
		if i == p.earliest() {
			lines[k].mark = "✗"
		}
		if n := placed.number[i]; n > 0 {
			lines[k].label = fmt.Sprintf("#%d %s", n, lines[k].label)
		}
	}
	for rank, e := range pl.collect() {
		if e.kind == eventCall {
			lines[at[e.op]].from = rank
		} else {
			lines[at[e.op]].to = rank
		}
	}
	return lines
}

func lineRange(op *history.Operation) string {
	switch {
	case op.CallLine <= 0:
		return ""
	case op.ReturnLine <= 0:
		return fmt.Sprintf("line %d", op.CallLine)
	}
	return fmt.Sprintf("lines %d, %d", op.CallLine, op.ReturnLine)
}

// scale turns ranks of events into columns 0 to bars-1.
func scale(lines []textLine, bars int) {
	last := 1
	open := false
	for _, l := range lines {
		last = max(last, l.from, l.to)
		open = open || l.to < 0
	}
	if open {
		last++ // room for the arrow
	}
	for k := range lines {
		l := &lines[k]
		l.from = l.from * (bars - 1) / last
		if l.to >= 0 {
			l.to = l.to * (bars - 1) / last
		}
	}
}

func drawBar(l textLine, bars int) string {
	lead := strings.Repeat(" ", l.from)
	switch {
	case l.to < 0:
		return lead + "├" + strings.Repeat("╌", max(0, bars-l.from-2)) + "▸"
	case l.to <= l.from:
		return lead + "│" + strings.Repeat(" ", bars-l.from-1)
	}
	return lead + "├" + strings.Repeat("─", l.to-l.from-1) + "┤" + strings.Repeat(" ", bars-l.to-1)
}

// textStates lists the states before the failing operation.
func (p *Page) textStates(b *strings.Builder) {
	if len(p.States) == 0 || p.Verdict != invalid {
		return
	}
	columns := max(cmp.Or(p.Columns, defaultColumns), minColumns)
	b.WriteString("Possible states just before ✗ returned:\n")
	for k, s := range p.States {
		if k == textStates {
			fmt.Fprintf(b, "  and %d more\n", len(p.States)-k)
			break
		}
		b.WriteString("  " + display.Cut(display.Clean(s), columns-2) + "\n")
	}
}
