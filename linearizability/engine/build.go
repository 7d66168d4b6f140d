package engine

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// NewProblem asks whether h as a whole is linearizable under m. It decodes every operation, and
// leaves out those that the model skips. An operation that the model does not understand is an
// error of type *history.Error.
func NewProblem(m model.Model, h *history.History) (*Problem, error) {
	all := make([]int32, len(h.Operations))
	for i := range all {
		all[i] = int32(i)
	}
	return NewPart(m, h, all)
}

// NewPart is NewProblem for the operations of h that index lists in increasing order.
func NewPart(m model.Model, h *history.History, index []int32) (*Problem, error) {
	p := &Problem{Model: m, History: h}
	p.Index, p.Class = make([]int32, 0, len(index)), make([]int32, 0, len(index))
	classes := newClasses()
	for _, i := range index {
		op := &h.Operations[i]
		action, err := m.Decode(op)
		if err != nil {
			return nil, &history.Error{Name: h.Name, Line: int(op.CallLine), Msg: fmt.Sprintf("model %s: %v", m.Name(), err)}
		}
		if action.Op == model.Skip {
			continue
		}
		p.Index, p.Class = append(p.Index, i), append(p.Class, classes.number(&action))
	}
	p.Classes = classes.all()
	p.setMoments()
	return p, nil
}

// setMoments numbers the ends of the operations in order of time. Where ends meet in one reading
// of the clock, calls come before returns, since intervals are closed.
func (p *Problem) setMoments() {
	n := len(p.Index)
	p.Call, p.Return = make([]int32, n), make([]int32, n)
	byReturn := make([]int32, 0, n)
	inOrder := true
	for i := range p.Index {
		op := p.Operation(int32(i))
		p.Return[i] = Never
		if op.Status == history.Info || op.Return == history.Never {
			continue
		}
		if k := len(byReturn); k > 0 && p.Operation(byReturn[k-1]).Return > op.Return {
			inOrder = false
		}
		byReturn = append(byReturn, int32(i))
	}
	if !inOrder {
		slices.SortStableFunc(byReturn, func(a, b int32) int {
			x, y := p.Operation(a).Return, p.Operation(b).Return
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
	}
	moment := int32(0)
	returned := 0
	for i := range p.Index {
		call := p.Operation(int32(i)).Call
		for returned < len(byReturn) && p.Operation(byReturn[returned]).Return < call {
			p.Return[byReturn[returned]] = moment
			returned++
			moment++
		}
		p.Call[i] = moment
		moment++
	}
	for _, i := range byReturn[returned:] {
		p.Return[i] = moment
		moment++
	}
}

// Restrict returns the problem of the given operations of p, which must be in increasing order.
func (p *Problem) Restrict(ops []int32) *Problem {
	r := &Problem{Model: p.Model, History: p.History}
	r.Index, r.Class = make([]int32, len(ops)), make([]int32, len(ops))
	classes := make(map[int32]int32)
	for k, i := range ops {
		r.Index[k] = p.Index[i]
		class, seen := classes[p.Class[i]]
		if !seen {
			class = int32(len(r.Classes))
			classes[p.Class[i]] = class
			r.Classes = append(r.Classes, p.Classes[p.Class[i]])
		}
		r.Class[k] = class
	}
	r.setMoments()
	return r
}

// Split divides p into independent problems, if its model knows how to: p is linearizable just
// if all of them are. Otherwise it returns p alone.
func (p *Problem) Split() []*Problem {
	partitioner, ok := p.Model.(model.Partitioner)
	if !ok {
		return []*Problem{p}
	}
	part := make([]int32, len(p.Classes)) // by class
	number := map[history.Value]int32{}
	var keys []history.Value
	for c := range p.Classes {
		key, ok := partitioner.PartitionKey(p.Classes[c])
		if !ok {
			return []*Problem{p}
		}
		n, known := number[key]
		if !known {
			n = int32(len(keys))
			number[key] = n
			keys = append(keys, key)
		}
		part[c] = n
	}
	ops := make([][]int32, len(keys))
	for i, class := range p.Class {
		ops[part[class]] = append(ops[part[class]], int32(i))
	}
	parts := make([]*Problem, len(keys))
	for n, key := range keys {
		r := p.Restrict(ops[n])
		r.Model = partitioner.Part(key)
		for c := range r.Classes {
			r.Classes[c] = partitioner.PartAction(r.Classes[c])
		}
		parts[n] = r
	}
	return parts
}
