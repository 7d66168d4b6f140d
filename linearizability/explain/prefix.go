package explain

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Prefix returns what was known at a moment of p: the operations called up to then, of which
// those that had not returned have an unknown outcome. If p is linearizable, so is every prefix.
// Index still refers to p.History, which still has the outcomes. An error means that the model
// does not understand an operation without its outcome.
func Prefix(p *engine.Problem, moment int32) (*engine.Problem, error) {
	ops := make([]int32, 0, p.Len())
	for i := range int32(p.Len()) {
		if p.Call[i] <= moment {
			ops = append(ops, i)
		}
	}
	return derive(p, ops, func(i int32) bool { return p.Return[i] > moment })
}

// asPending returns op as it would be recorded if it had not returned.
func asPending(op history.Operation) history.Operation {
	op.Status, op.Output = history.Info, history.Nil
	op.Return, op.ReturnTime, op.ReturnLine = history.Never, history.NoTime, 0
	return op
}

// derive returns the problem of some operations of p, given in increasing order, of which some
// become pending.
func derive(p *engine.Problem, ops []int32, pending func(i int32) bool) (*engine.Problem, error) {
	d := &engine.Problem{Model: p.Model, History: p.History}
	kept := make([]int32, 0, len(ops))
	numbers := map[model.Action]int32{}
	known := map[int32]int32{} // class of p -> class of d
	for _, i := range ops {
		opened := !p.Pending(i) && pending(i)
		class, some := known[p.Class[i]]
		if opened || !some {
			action := *p.Action(i)
			if opened {
				var err error
				if action, err = decodePending(p, i); err != nil {
					return nil, err
				}
			}
			if action.Op == model.Skip {
				continue
			}
			class, some = numbers[action]
			if !some {
				class = int32(len(d.Classes))
				numbers[action] = class
				d.Classes = append(d.Classes, action)
			}
			if !opened {
				known[p.Class[i]] = class
			}
		}
		kept = append(kept, i)
		d.Index, d.Class = append(d.Index, p.Index[i]), append(d.Class, class)
	}
	d.Call, d.Return = moments(p, kept, pending)
	return d, nil
}

func decodePending(p *engine.Problem, i int32) (model.Action, error) {
	op := asPending(*p.Operation(i))
	action, err := p.Model.Decode(&op)
	if err != nil {
		return action, &history.Error{
			Name: p.History.Name, Line: int(op.CallLine),
			Msg: fmt.Sprintf("model %s: without its outcome: %v", p.Model.Name(), err),
		}
	}
	return action, nil
}

// moments numbers the moments of some operations of p without gaps, in the same order.
func moments(p *engine.Problem, ops []int32, pending func(i int32) bool) (calls, returns []int32) {
	type end struct {
		moment, at int32
		isReturn   bool
	}
	ends := make([]end, 0, 2*len(ops))
	calls, returns = make([]int32, len(ops)), make([]int32, len(ops))
	for at, i := range ops {
		ends = append(ends, end{p.Call[i], int32(at), false})
		returns[at] = engine.Never
		if !p.Pending(i) && !pending(i) {
			ends = append(ends, end{p.Return[i], int32(at), true})
		}
	}
	slices.SortFunc(ends, func(a, b end) int { return int(a.moment) - int(b.moment) })
	for moment, e := range ends {
		if e.isReturn {
			returns[e.at] = int32(moment)
		} else {
			calls[e.at] = int32(moment)
		}
	}
	return calls, returns
}

// SubHistory returns the part of h that has the given operations, as positions in h.Operations,
// cut as certificate.Witness.Cut says: it can be written out and checked. The operations should be
// such as the model does not skip, since after the cut a failed one counts as pending too.
func SubHistory(h *history.History, ops []int32, cut int64) *history.History {
	sub := &history.History{Name: h.Name}
	sorted := slices.Clone(ops)
	slices.Sort(sorted)
	for _, i := range slices.Compact(sorted) {
		op := h.Operations[i]
		if op.Call > cut {
			continue
		}
		if op.Return > cut {
			op = asPending(op)
		}
		sub.Operations = append(sub.Operations, op)
	}
	return sub
}

// part is a part of a problem: some of its operations, cut at a moment of p's history.
type part struct {
	ops []int32 // of the problem, increasing
	cut int64   // as certificate.Witness.Cut
}

// problem returns the part as a problem.
func (s part) problem(p *engine.Problem) (*engine.Problem, error) {
	return derive(p, s.ops, func(i int32) bool { return p.Operation(i).Return > s.cut })
}

// witness returns the part as a witness.
func (s part) witness(p *engine.Problem) certificate.Witness {
	w := certificate.Witness{Ops: make([]int32, len(s.ops)), Cut: s.cut}
	for k, i := range s.ops {
		w.Ops[k] = p.Index[i]
	}
	return w
}

// cutAt returns the part of ops up to a moment of p. Operations that return in the same reading
// of the clock as the last event count as complete: where the earlier cut is not linearizable,
// neither is this one.
func cutAt(p *engine.Problem, ops []int32, moment int32) part {
	if moment == engine.Never {
		return part{ops, history.Never}
	}
	clock := int64(0)
	some := false
	at := func(time int64) {
		if !some || time > clock {
			clock, some = time, true
		}
	}
	for i := range int32(p.Len()) {
		if p.Call[i] <= moment {
			at(p.Operation(i).Call)
		}
		if p.Return[i] <= moment {
			at(p.Operation(i).Return)
		}
	}
	s := part{cut: clock}
	for _, i := range ops {
		if p.Operation(i).Call <= clock {
			s.ops = append(s.ops, i)
		}
	}
	return s
}
