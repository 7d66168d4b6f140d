package page

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

// table lists operations for those who read rather than look, and holds the details that the
// script shows beside the picture.
type table struct {
	HasKeys, HasTimes, HasLines, HasNumbers bool
	Rows                                    []row
}

type row struct {
	Op                   int32
	place                int    // in the linearization; 0 if it has none
	Number               string // in the linearization
	Process              string
	Key                  string
	Label                string
	Input, Output        string
	Outcome              string
	Role                 string
	Class                string
	CallLine, ReturnLine string
	CallTime, ReturnTime string
	Took                 string
}

func (p *Page) table(ops []int32, times clock) *table {
	t := &table{HasTimes: times.known, HasNumbers: p.Verdict == valid && len(p.Order) > 0}
	placed := p.place(ops)
	witness := members(p.failing())
	for _, i := range ops {
		op := &p.History.Operations[i]
		cut := witness[i] && p.Pending[i]
		r := row{
			Op: i, Process: strconv.FormatInt(op.Process, 10), Label: display.Cut(label(op, cut, false), maxValue),
			Input: show(op.Input), Outcome: outcome(op, false), Class: op.Status.String(),
			CallLine: line(op.CallLine), ReturnLine: line(op.ReturnLine),
			CallTime: times.at(op.CallTime), ReturnTime: times.at(op.ReturnTime),
		}
		if n := placed.number[i]; n > 0 {
			r.place, r.Number = n, display.Group(n)
		}
		if !op.Key.IsNil() {
			r.Key, t.HasKeys = show(op.Key), true
		}
		if op.Status != history.Info {
			r.Output = show(op.Output)
		}
		if r.ReturnTime != "" {
			r.Took = duration(op.ReturnTime - op.CallTime)
		}
		t.HasLines = t.HasLines || op.CallLine > 0
		switch {
		case i == p.earliest():
			r.Class, r.Role = r.Class+" earliest", "no order exists once this returned"
		case cut && op.Status != history.Info:
			r.Class, r.Role = r.Class+" witness", "still open at that moment"
		case witness[i]:
			r.Class += " witness"
			if len(p.failing()) < len(ops) {
				r.Role = "failing part"
			}
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// sortByPlace puts the rows in the order of the linearization, and after them those that have no
// place in it.
func (t *table) sortByPlace() {
	slices.SortStableFunc(t.Rows, func(a, b row) int {
		if (a.place == 0) != (b.place == 0) {
			return cmp.Compare(b.place, a.place)
		}
		return cmp.Compare(a.place, b.place)
	})
}

func line(n int32) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}
