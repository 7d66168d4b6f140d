package container

import (
	"context"
	"fmt"
	"math"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

const none = -1

// span is a range of slots, both ends included. It is empty if hi < lo.
type span struct{ lo, hi int32 }

func (s span) has(slot int32) bool { return s.lo <= slot && slot <= s.hi }

// value is a value that was inserted.
type value struct {
	insert int32 // the operation
	remove int32 // the known operation that removed it, or none
	ins    span  // where insert can be ordered
	rem    span  // where remove can be ordered
}

// inner returns the slots in which the value is certainly inside.
func (v *value) inner() span { return span{v.ins.hi + 1, v.rem.lo - 1} }

// tighten orders the insert before the remove.
func (v *value) tighten() {
	v.ins.hi = min(v.ins.hi, v.rem.hi)
	v.rem.lo = max(v.rem.lo, v.ins.lo)
}

// instance is what a queue, stack or priority queue went through.
type instance struct {
	p *engine.Problem
	// end is the slot after all others, in which values are removed that nobody removed.
	end int32
	// values are in order of the calls of their inserts.
	values []value
	// empties are the operations that found the container empty.
	empties []int32
	// pending are the removes of unknown outcome.
	pending []int32
}

// spanOf returns where operation i can be ordered.
func (in *instance) spanOf(i int32) span {
	if in.p.Pending(i) {
		return span{in.p.Call[i], in.end}
	}
	return span{in.p.Call[i], in.p.Return[i] - 1}
}

// applies says why an engine for the given shape does not apply to p, if it does not.
func applies(p *engine.Problem, name string, shape model.Shape) (why string) {
	if p.Model.Shape() != shape {
		return fmt.Sprintf("model %s is not a %s", p.Model.Name(), name)
	}
	if p.Len() > math.MaxInt32/4 {
		return "too many operations"
	}
	return ""
}

func stopped(ctx context.Context) engine.Result {
	return engine.Result{Why: "stopped: " + context.Cause(ctx).Error()}
}

// load finds the values of p and their spans. It returns a violation if an operation removed what
// it could not, and says why if p is not one for these engines.
func load(p *engine.Problem) (in *instance, bad *violation, why string) {
	in = &instance{p: p, end: int32(2 * p.Len())}
	valueOf, count, why := valuesOfClasses(p)
	if why != "" {
		return nil, nil, why
	}
	ofOps, why := in.pair(valueOf, count)
	if why != "" {
		return nil, nil, why
	}
	if bad := in.unmatched(ofOps, valueOf); bad != nil {
		return nil, bad, ""
	}
	return in, in.tighten(), ""
}

// valuesOfClasses numbers the values of the actions that insert or remove.
func valuesOfClasses(p *engine.Problem) (valueOf []int32, count int, why string) {
	valueOf = make([]int32, len(p.Classes))
	numbers := make(map[history.Value]int32, len(valueOf)/2+1)
	for class := range p.Classes {
		a := &p.Classes[class]
		valueOf[class] = none
		switch a.Op {
		case model.RemoveEmpty:
			continue
		case model.Remove:
			if !a.Known {
				continue
			}
		case model.Insert:
		default:
			return nil, 0, "the history has operations other than inserting and removing"
		}
		k, seen := numbers[a.A]
		if !seen {
			k = int32(len(numbers))
			numbers[a.A] = k
		}
		valueOf[class] = k
	}
	return valueOf, len(numbers), ""
}

// pair collects the operations of each value.
func (in *instance) pair(valueOf []int32, count int) (ofOps []value, why string) {
	p := in.p
	ofOps = make([]value, count)
	for k := range ofOps {
		ofOps[k] = value{insert: none, remove: none}
	}
	for i := int32(0); int(i) < p.Len(); i++ {
		a, k := p.Action(i), valueOf[p.Class[i]]
		switch {
		case a.Op == model.RemoveEmpty && !p.Pending(i):
			in.empties = append(in.empties, i)
		case a.Op == model.RemoveEmpty:
		case a.Op == model.Insert && ofOps[k].insert != none:
			return nil, fmt.Sprintf("%v is inserted twice, by %s and %s", a.A, p.Describe(ofOps[k].insert), p.Describe(i))
		case a.Op == model.Insert:
			ofOps[k].insert = i
		case a.Known == p.Pending(i):
			return nil, "the outcome of " + p.Describe(i) + " is unclear"
		case !a.Known:
			in.pending = append(in.pending, i)
		case ofOps[k].remove == none:
			ofOps[k].remove = i
		}
	}
	return ofOps, ""
}

// unmatched looks for values that were removed twice or never inserted.
func (in *instance) unmatched(ofOps []value, valueOf []int32) *violation {
	p := in.p
	for i := int32(0); int(i) < p.Len(); i++ {
		a, k := p.Action(i), valueOf[p.Class[i]]
		if a.Op != model.Remove || !a.Known {
			continue
		}
		v := &ofOps[k]
		if v.insert == none {
			return &violation{
				pattern: neverInserted,
				reason:  p.Describe(i) + " removed a value that nobody inserted.",
				ops:     in.alike(i),
			}
		}
		if v.remove != i {
			return &violation{
				pattern: removedTwice,
				reason:  fmt.Sprintf("%s and %s removed the same value, which only %s inserted.", p.Describe(v.remove), p.Describe(i), p.Describe(v.insert)),
				ops:     append(in.alike(i), v.insert),
			}
		}
	}
	for i := int32(0); int(i) < p.Len(); i++ {
		if p.Action(i).Op != model.Insert {
			continue
		}
		// An insert of unknown outcome matters only if its value was removed.
		if v := ofOps[valueOf[p.Class[i]]]; !p.Pending(i) || v.remove != none {
			in.values = append(in.values, v)
		}
	}
	return nil
}

// alike returns the operations that do the same as operation i.
func (in *instance) alike(i int32) (ops []int32) {
	for j, class := range in.p.Class {
		if class == in.p.Class[i] {
			ops = append(ops, int32(j))
		}
	}
	return ops
}

// tighten sets the spans of all values, and looks for one removed before it was inserted.
func (in *instance) tighten() *violation {
	for k := range in.values {
		v := &in.values[k]
		v.ins, v.rem = in.spanOf(v.insert), span{in.end, in.end}
		if v.remove != none {
			v.rem = in.spanOf(v.remove)
		}
		if v.rem.hi < v.ins.lo {
			return &violation{
				pattern: removedEarly,
				reason:  fmt.Sprintf("%s returned before %s was called.", in.p.Describe(v.remove), in.p.Describe(v.insert)),
				ops:     []int32{v.insert, v.remove},
			}
		}
		v.tighten()
	}
	return nil
}
