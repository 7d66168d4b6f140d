package container

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// element is what happened to one element of a set. Operations are none if there are none.
//
// It was added at most once, so at most one remove changed the set. Say the insert is ordered in
// slot in, and the remove in slot out, which is after all others if nothing removed the element.
// Those who found it present must be ordered between: so in is no later than the last slot of any
// of them, and out no earlier than the first slot of any. Those who found it absent are ordered
// before in or after out, and are best served by the latest in and the earliest out. If these are
// in <= out, take them: whoever found it absent must not lie between. Otherwise some slot can take
// both, and serves everybody.
//
// A remove that did not tell whether it changed the set did, or found the element absent. One of
// unknown outcome did, or did not happen. If no remove is known to have changed the set, all cases
// are tried; of removes of unknown outcome the one called first can do whatever the others can.
type element struct {
	add, remove int32 // that changed the set
	unsure      int32 // a remove that did not tell
	pending     int32 // the first remove of unknown outcome
	// first returned first of those who found it present, and last was called last.
	first, last int32
	try         int8  // which case is tried
	taker       int32 // the remove that changed the set, in that case
	in, out     int32 // the slots
	since, till int32 // the operations because of which in is not later, and out not earlier
	absent      bool  // it was never inside
}

// elements is a set whose elements are asked for one by one.
type elements struct {
	p    *engine.Problem
	of   []int32 // the element of each class
	list []element
}

func solveElements(ctx context.Context, p *engine.Problem) engine.Result {
	s, bad, why := gatherElements(p)
	switch {
	case why != "":
		return engine.Result{Why: why}
	case bad != nil:
		return invalidPrefix(p, bad, s.touches(bad))
	}
	for again := true; again; {
		if ctx.Err() != nil {
			return stopped(ctx)
		}
		if again, bad = s.round(); bad != nil {
			return invalidPrefix(p, bad, s.touches(bad))
		}
	}
	return engine.Result{Outcome: engine.Valid, Order: s.order()}
}

// touches finds the operations that may change the element of a violation.
func (s *elements) touches(bad *violation) func(i int32) bool {
	k := s.of[s.p.Class[bad.ops[0]]]
	return func(i int32) bool { return s.of[s.p.Class[i]] == k && s.sight(i) <= mayChange }
}

// The ways in which an operation can see an element.
type sight uint8

const (
	changes sight = iota // adds or removes it
	mayChange
	sawPresent
	sawAbsent
	sawNothing
)

func (s *elements) sight(i int32) sight {
	a := s.p.Action(i)
	answer, told := a.B.Bool()
	switch {
	case s.p.Pending(i) && a.Op == model.Insert:
		return changes
	case s.p.Pending(i) && a.Op == model.Remove:
		return mayChange
	case s.p.Pending(i):
		return sawNothing
	case a.Op == model.RemoveEmpty:
		return sawAbsent
	case a.Op == model.Contains && answer, a.Op == model.Insert && told && !answer:
		return sawPresent
	case a.Op == model.Contains, a.Op == model.Remove && told && !answer:
		return sawAbsent
	case a.Op == model.Remove && !told:
		return mayChange
	}
	return changes
}

func gatherElements(p *engine.Problem) (s *elements, bad *violation, why string) {
	s = &elements{p: p, of: make([]int32, len(p.Classes))}
	numbers := make(map[history.Value]int32, len(p.Classes))
	initial := p.Model.Init()
	for class := range p.Classes {
		a := &p.Classes[class]
		switch a.Op {
		case model.Insert, model.Remove, model.RemoveEmpty, model.Contains:
		default:
			return nil, nil, "the history has operations other than adding, removing and asking"
		}
		k, seen := numbers[a.A]
		if !seen {
			probe := model.Action{Op: model.Contains, Known: true, ReadOnly: true, A: a.A, B: history.Bool(false)}
			if _, ok := initial.Step(probe); !ok {
				return nil, nil, fmt.Sprintf("%v is inside at first", a.A)
			}
			k = int32(len(s.list))
			numbers[a.A] = k
			s.list = append(s.list, element{add: none, remove: none, unsure: none, pending: none, first: none, last: none, taker: none})
		}
		s.of[class] = k
	}
	for i := int32(0); int(i) < p.Len(); i++ {
		if why := s.note(i); why != "" {
			return nil, nil, why
		}
	}
	for i := int32(0); int(i) < p.Len(); i++ {
		if bad := s.impossible(i); bad != nil {
			return s, bad, ""
		}
	}
	return s, nil, ""
}

// note adds operation i to its element.
func (s *elements) note(i int32) (why string) {
	p, a := s.p, s.p.Action(i)
	e := &s.list[s.of[p.Class[i]]]
	switch sight := s.sight(i); {
	case sight == sawPresent:
		if e.first == none || p.Return[i] < p.Return[e.first] {
			e.first = i
		}
		e.last = i
	case sight == changes && a.Op == model.Insert && e.add != none:
		return fmt.Sprintf("%v is added twice, by %s and %s", a.A, p.Describe(e.add), p.Describe(i))
	case sight == changes && a.Op == model.Insert:
		e.add = i
	case sight == changes && e.remove == none:
		e.remove = i
	case sight == mayChange && p.Pending(i):
		if e.pending == none {
			e.pending = i
		}
	case sight == mayChange && e.unsure != none:
		return fmt.Sprintf("neither %s nor %s told whether it changed the set", p.Describe(e.unsure), p.Describe(i))
	case sight == mayChange:
		e.unsure = i
	}
	return ""
}

// impossible tells why operation i cannot have seen what it saw, whatever the order.
func (s *elements) impossible(i int32) *violation {
	p := s.p
	e := &s.list[s.of[p.Class[i]]]
	sight := s.sight(i)
	switch removed := sight == changes && p.Action(i).Op == model.Remove; {
	case (removed || sight == sawPresent) && e.add == none:
		return &violation{
			pattern: neverInserted,
			reason:  fmt.Sprintf("%s found %v present, which nobody added.", p.Describe(i), p.Action(i).A),
			ops:     []int32{i},
		}
	case removed && e.remove != i:
		return &violation{
			pattern: removedTwice,
			reason:  fmt.Sprintf("%s and %s removed the same element, which only %s added.", p.Describe(e.remove), p.Describe(i), p.Describe(e.add)),
			ops:     []int32{e.add, e.remove, i},
		}
	}
	return nil
}

func (s *elements) spanOf(i int32) span {
	if s.p.Pending(i) {
		return span{s.p.Call[i], s.end()}
	}
	return span{s.p.Call[i], s.p.Return[i] - 1}
}

func (s *elements) end() int32 { return int32(2 * s.p.Len()) }

// round chooses slots for all elements, and moves on to the next case where they do not fit. It
// returns a violation if there is none.
func (s *elements) round() (again bool, bad *violation) {
	misfits := make([]*violation, len(s.list))
	for k := range s.list {
		misfits[k] = s.choose(&s.list[k])
	}
	for i := int32(0); int(i) < s.p.Len(); i++ {
		k := s.of[s.p.Class[i]]
		if e := &s.list[k]; misfits[k] == nil && s.meets(e, i) == sawAbsent {
			misfits[k] = s.between(e, i)
		}
	}
	for k, misfit := range misfits {
		if misfit == nil {
			continue
		}
		e := &s.list[k]
		if !e.next() {
			return false, s.whole(int32(k), misfit)
		}
		again = true
	}
	return again, nil
}

// next moves on to the next case, if there is one.
func (e *element) next() bool {
	if e.remove != none {
		return false
	}
	for e.try < 2 {
		e.try++
		if e.taker = [...]int32{none, e.unsure, e.pending}[e.try]; e.taker != none {
			return true
		}
	}
	return false
}

// meets says how operation i sees its element in the case that is tried.
func (s *elements) meets(e *element, i int32) sight {
	sight := s.sight(i)
	switch {
	case sight != mayChange:
		return sight
	case i == e.taker:
		return changes
	case s.p.Pending(i):
		return sawNothing
	}
	return sawAbsent
}

// choose chooses the slots of an element, or tells why there are none.
func (s *elements) choose(e *element) *violation {
	p := s.p
	if e.remove != none {
		e.taker = e.remove
	}
	e.absent = e.add == none || p.Pending(e.add) && e.first == none && e.taker == none
	if e.absent {
		return nil
	}
	add, remove := s.spanOf(e.add), span{s.end(), s.end()}
	if e.taker != none {
		remove = s.spanOf(e.taker)
	}
	e.since, e.till = e.add, e.taker
	if remove.hi < add.lo {
		return s.misfit(e, fmt.Sprintf("%s returned before %s was called.", p.Describe(e.taker), p.Describe(e.add)))
	}
	if e.first != none {
		first, last := s.spanOf(e.first), s.spanOf(e.last)
		if first.hi < add.lo {
			return s.misfit(e, fmt.Sprintf("%s found %v present, but returned before %s was called.", p.Describe(e.first), p.Action(e.add).A, p.Describe(e.add)))
		}
		if remove.hi < last.lo {
			return s.misfit(e, fmt.Sprintf("%s found %v present, but was called after %s returned.", p.Describe(e.last), p.Action(e.add).A, p.Describe(e.taker)))
		}
		if first.hi < add.hi {
			e.since, add.hi = e.first, first.hi
		}
		if last.lo > remove.lo {
			e.till, remove.lo = e.last, last.lo
		}
	}
	e.in, e.out = min(add.hi, remove.hi), max(remove.lo, add.lo)
	if e.in > e.out {
		e.in = e.out
	}
	return nil
}

// between tells whether operation i, which found e absent, has to lie where e is inside.
func (s *elements) between(e *element, i int32) *violation {
	where := s.spanOf(i)
	if e.absent || e.in == e.out || where.lo <= e.in || where.hi >= e.out {
		return nil
	}
	p := s.p
	until := ""
	if e.till != none {
		until = " to the start of " + p.Describe(e.till)
	}
	return s.misfit(e, fmt.Sprintf("%s found %v absent, which was present from the end of %s%s.", p.Describe(i), p.Action(e.add).A, p.Describe(e.since), until), i)
}

func (s *elements) misfit(e *element, reason string, others ...int32) *violation {
	v := &violation{pattern: elementPattern, reason: reason}
	for _, i := range append(others, e.add, e.taker, e.first, e.last) {
		if i != none {
			v.ops = append(v.ops, i)
		}
	}
	return v
}

// whole makes all operations on element k the witness if several cases were tried.
func (s *elements) whole(k int32, v *violation) *violation {
	if e := &s.list[k]; e.remove != none || e.unsure == none && e.pending == none {
		return v
	}
	v.ops = v.ops[:0]
	for i := int32(0); int(i) < s.p.Len(); i++ {
		if s.of[s.p.Class[i]] == k {
			v.ops = append(v.ops, i)
		}
	}
	return v
}

// order orders all operations by their slots. In a slot, those who find their element absent
// because it was not added yet come first, then the inserts, those who find it present, the
// removes, and those who find it absent again.
func (s *elements) order() []int32 {
	keys := make([]uint64, 0, s.p.Len())
	place := func(i, slot, phase int32) {
		keys = append(keys, (uint64(slot)*5+uint64(phase))<<32|uint64(i))
	}
	for i := int32(0); int(i) < s.p.Len(); i++ {
		e := &s.list[s.of[s.p.Class[i]]]
		from := s.p.Call[i]
		switch sight := s.meets(e, i); {
		case sight == changes && i == e.add && !e.absent:
			place(i, e.in, 1)
		case sight == changes && i == e.taker:
			place(i, e.out, 3)
		case sight == sawPresent && !s.p.Pending(i):
			place(i, max(from, e.in), 2)
		case sight == sawAbsent && (e.absent || from <= e.in):
			place(i, from, 0)
		case sight == sawAbsent:
			place(i, max(from, e.out), 4)
		}
	}
	slices.Sort(keys)
	order := make([]int32, len(keys))
	for k, key := range keys {
		order[k] = int32(uint32(key))
	}
	return order
}
