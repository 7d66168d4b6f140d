package explain

import (
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Limits on what is quoted, in columns and elements.
const (
	maxValue = 24
	maxName  = 64
	// wholeList is the number of elements up to which lists are shown whole.
	wholeList = 8
	// maxElements is the number of elements of longer lists that are shown.
	maxElements = 12
)

// value writes a key or a value.
func value(v history.Value) string {
	s := v.String()
	// Cleaning first would take time for all of a long text, only to cut it.
	if len(s) > 8*maxValue {
		s = s[:8*maxValue]
	}
	return display.Cut(display.Clean(s), maxValue)
}

// version writes what was written.
func (s *Story) version(v txn.Version) string {
	if v == txn.Initial {
		return "the initial value"
	}
	return value(s.history.Versions[v].Value)
}

// initial writes the initial value as operation k of a transaction read it.
func (s *Story) initial(t, k int32) string {
	op := s.source(t)
	if s.history.Txns[t].Status == history.OK && op.Output.Kind() == history.KindList {
		if micros := op.Output.Elems(); int(k) < len(micros) {
			if parts := micros[k].Elems(); micros[k].Kind() == history.KindList && len(parts) == 3 {
				return value(parts[2])
			}
		}
	}
	return "(initial)"
}

// Operation writes an operation as histories have it: "r 8 [1 2]", "append 8 5", "w x 3".
func (s *Story) Operation(t, k int32) string {
	op := &s.history.Txns[t].Ops[k]
	what := ""
	switch {
	case op.Kind == txn.Read && s.history.Model == txn.Lists:
		what = s.list(op.List, s.quoted[proof.Place{Txn: t, Op: k}])
	case op.Version == txn.Initial:
		what = s.initial(t, k)
	default:
		what = s.version(op.Version)
	}
	return op.Kind.String() + " " + value(s.history.Keys[op.Key]) + " " + what
}

// list writes a list that was read. Of a long one it shows the first elements, those that matter
// with their neighbors, and the last ones.
func (s *Story) list(list []txn.Version, matter []txn.Version) string {
	show := chosen(list, matter)
	var b strings.Builder
	b.WriteByte('[')
	last := -1
	for _, i := range show {
		if i > 0 {
			b.WriteByte(' ')
		}
		if i != last+1 {
			b.WriteString("… ")
		}
		b.WriteString(s.version(list[i]))
		last = i
	}
	b.WriteByte(']')
	return b.String()
}

// chosen returns the positions of the elements to show, in order.
func chosen(list []txn.Version, matter []txn.Version) []int {
	n := len(list)
	if n <= wholeList {
		return positions(0, n)
	}
	var show []int
	add := func(i int) {
		if i >= 0 && i < n && !slices.Contains(show, i) && len(show) < maxElements {
			show = append(show, i)
		}
	}
	var matters []int
	for i, v := range list {
		if slices.Contains(matter, v) {
			matters = append(matters, i)
		}
	}
	for _, i := range matters {
		add(i)
	}
	for _, i := range []int{n - 1, 0, n - 2} {
		add(i)
	}
	for _, i := range matters {
		add(i - 1)
		add(i + 1)
	}
	slices.Sort(show)
	return fill(show)
}

// fill adds the elements that stand alone between two that are shown: leaving out one saves nothing.
func fill(show []int) []int {
	var all []int
	for k, i := range show {
		if k > 0 && i == show[k-1]+2 {
			all = append(all, i-1)
		}
		all = append(all, i)
	}
	return all
}

func positions(from, to int) []int {
	p := make([]int, to-from)
	for i := range p {
		p[i] = from + i
	}
	return p
}

// Operations returns the operations of a transaction that are to be shown, in program order: those
// that the finding quotes, and others as long as there is room for them. It returns at most limit,
// or as many as are quoted, if these are more, but never more than twice the limit.
func (s *Story) Operations(t int32, limit int) []int32 {
	ops := s.history.Txns[t].Ops
	if len(ops) <= limit {
		all := make([]int32, len(ops))
		for k := range all {
			all[k] = int32(k)
		}
		return all
	}
	var show []int32
	for k := range ops {
		if s.Quoted(t, int32(k)) && len(show) < 2*limit {
			show = append(show, int32(k))
		}
	}
	for k := 0; k < len(ops) && len(show) < limit; k++ {
		if !s.Quoted(t, int32(k)) {
			show = append(show, int32(k))
		}
	}
	slices.Sort(show)
	return show
}

// Len returns how many operations a transaction has.
func (s *Story) Len(t int32) int { return len(s.history.Txns[t].Ops) }
