package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// lattice is the table of levels: a column for each base, weaker ones to the left, and a row for each
// order, weaker ones above.
type lattice struct {
	Bases []string
	Rows  []latticeRow
}

type latticeRow struct {
	Name  string
	Cells []cell
}

// cell is what is known of a level.
type cell struct {
	Class, Mark, Text, Title string
	Asked                    bool
}

type otherRow struct {
	Name string
	cell
}

var orderNames = [...]string{
	isolation.Unordered: "dependencies alone", isolation.Session: "and session order", isolation.RealTime: "and real-time order",
}

var outcomes = [...]string{engine.Undecided: "undecided", engine.Valid: "holds", engine.Invalid: "violated"}

// lattice returns nil if no level was asked for. Rows of which nothing was asked are left out.
func (p *Page) lattice() *lattice {
	if len(p.Levels) == 0 {
		return nil
	}
	known := make(map[isolation.Level]*Level, len(p.Levels))
	asked := [isolation.RealTime + 1]bool{}
	for i := range p.Levels {
		known[p.Levels[i].Level] = &p.Levels[i]
		asked[p.Levels[i].Order] = true
	}
	l := &lattice{}
	bases := p.bases()
	for _, b := range bases {
		l.Bases = append(l.Bases, strings.ReplaceAll(p.baseName(b), "-", " "))
	}
	for o := isolation.Unordered; o <= isolation.RealTime; o++ {
		if !asked[o] {
			continue
		}
		row := latticeRow{Name: orderNames[o]}
		for _, b := range bases {
			level := isolation.Level{Base: b, Order: o}
			row.Cells = append(row.Cells, levelCell(level, known[level]))
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}

// bases returns the bases of which something was asked, weaker ones first.
func (p *Page) bases() []isolation.Base {
	var bases []isolation.Base
	for i := range p.Levels {
		bases = append(bases, p.Levels[i].Base)
	}
	slices.Sort(bases)
	return slices.Compact(bases)
}

// baseName returns what the model calls a base: the name of its level of the weakest order.
func (p *Page) baseName(b isolation.Base) string {
	at := slices.IndexFunc(p.Levels, func(l Level) bool { return l.Base == b })
	for i := range p.Levels {
		if l := &p.Levels[i]; l.Base == b && l.Order < p.Levels[at].Order {
			at = i
		}
	}
	return clean(cmp.Or(p.Levels[at].Name, isolation.Level{Base: b}.String()))
}

func levelCell(level isolation.Level, known *Level) cell {
	if known == nil {
		return cell{Class: "unasked", Mark: "–", Text: "not asked", Title: level.String() + ": not asked"}
	}
	c := outcomeCell(cmp.Or(known.Name, level.String()), known.Outcome, known.Note)
	c.Asked = known.Asked
	return c
}

func outcomeCell(name string, o engine.Outcome, note string) cell {
	c := cell{Class: o.String(), Mark: marks[o], Text: outcomes[o], Title: name + ": " + outcomes[o]}
	if note != "" {
		c.Title += "; " + clean(note)
	}
	return c
}

func (p *Page) others() []otherRow {
	rows := make([]otherRow, 0, len(p.Others))
	for _, o := range p.Others {
		rows = append(rows, otherRow{clean(o.Name), outcomeCell(clean(o.Name), o.Outcome, o.Note)})
	}
	return rows
}
