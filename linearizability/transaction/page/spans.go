package page

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/explain"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

const (
	spanRow   = 22
	spanLeft  = 60
	spanWidth = 640
	maxSpans  = 24
)

// spans shows when transactions ran: a bar for each, from its call to its return. Distances count
// events, not time.
type spans struct {
	ID, Title     string
	Width, Height int
	Bars          []span
}

type span struct {
	Name, Title               string
	NameX, TextY, X, Y, Width int
	Open                      bool
}

// spans returns nil if the history does not say what happened when, or there is nothing to compare.
func (p *Page) spans(s *explain.Story, id string) *spans {
	txns := s.Transactions()
	if !p.History.Timed() || len(txns) < 2 || len(txns) > maxSpans {
		return nil
	}
	moments := make([]int64, 0, 2*len(txns))
	for _, t := range txns {
		moments = append(moments, p.History.Txns[t].Call)
		if r := p.History.Txns[t].Return; r != history.Never {
			moments = append(moments, r)
		}
	}
	slices.Sort(moments)
	moments = slices.Compact(moments)
	step := spanWidth / float64(len(moments))
	at := func(moment int64) int {
		i, _ := slices.BinarySearch(moments, moment)
		return spanLeft + px(step*float64(i)+step/4)
	}
	g := &spans{ID: id, Title: "When the transactions ran, from call to return; distances count events, not time", Width: spanLeft + spanWidth + margin, Height: spanRow*len(txns) + 8}
	for i, t := range txns {
		g.Bars = append(g.Bars, newSpan(s, &p.History.Txns[t], t, 4+i*spanRow, at))
	}
	return g
}

func newSpan(s *explain.Story, x *txn.Txn, t int32, y int, at func(int64) int) span {
	b := span{Name: s.Name(t), X: at(x.Call), Y: y + 3, TextY: y + 16, NameX: 8}
	end := spanLeft + spanWidth
	if x.Return == history.Never {
		b.Open = true
	} else {
		end = at(x.Return)
	}
	b.Width = max(6, end-b.X)
	b.Title = fmt.Sprintf("%s ran from %d to %d", b.Name, x.Call, x.Return)
	if b.Open {
		b.Title = fmt.Sprintf("%s was called at %d; its end is not known", b.Name, x.Call)
	}
	return b
}
