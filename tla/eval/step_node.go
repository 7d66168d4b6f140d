package eval

import (
	"cmp"
	"errors"
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// node is a part of a formula that can be evaluated up to the first conjunct that does not hold, or to the end, to see how close it comes.
type node interface {
	// holds evaluates as far as needed. It panics if something cannot be evaluated.
	holds(f *frame) bool
	// judge evaluates everything. What cannot be evaluated does not hold.
	judge(f *frame) score
	// tell notes what does not hold, and what is bound, on the best way through the formula.
	tell(f *frame, x *Explanation)
}

// score counts conjuncts, those of them that fail and say what changes, and the places at which the values then differ: parameters that fit
// the change tell more than those that fit the conditions.
type score struct{ held, failed, effects, apart int }

// better reports whether s is closer to holding than t.
func (s score) better(t score) bool {
	return cmp.Or(cmp.Compare(s.failed, t.failed), cmp.Compare(s.effects, t.effects), cmp.Compare(s.apart, t.apart), cmp.Compare(t.held, s.held)) < 0
}

// try evaluates something that may fail.
func (f *frame) try(run func()) (err *Error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			errors.As(f.evaluator.program.recovered(f.evaluator, panicked), &err)
		}
	}()
	run()
	return nil
}

// conjunction is all of several nodes.
type conjunction []node

func and(nodes []node) node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	var flat conjunction
	for _, n := range nodes {
		if inner, ok := n.(conjunction); ok {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, n)
		}
	}
	return flat
}

func (c conjunction) holds(f *frame) bool {
	for _, n := range c {
		if !n.holds(f) {
			return false
		}
	}
	return true
}

func (c conjunction) judge(f *frame) (sum score) {
	for _, n := range c {
		s := n.judge(f)
		sum.held += s.held
		sum.failed += s.failed
		sum.effects += s.effects
		sum.apart += s.apart
	}
	return sum
}

func (c conjunction) tell(f *frame, x *Explanation) {
	for _, n := range c {
		n.tell(f, x)
	}
}

// disjunction is one of several nodes.
type disjunction []node

func or(nodes []node) node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return disjunction(nodes)
}

func (d disjunction) holds(f *frame) bool {
	for _, n := range d {
		if n.holds(f) {
			return true
		}
	}
	return false
}

func (d disjunction) best(f *frame) (best node, of score) {
	for _, n := range d {
		if s := n.judge(f); best == nil || s.better(of) {
			best, of = n, s
		}
	}
	return best, of
}

func (d disjunction) judge(f *frame) score { _, s := d.best(f); return s }

func (d disjunction) tell(f *frame, x *Explanation) {
	n, _ := d.best(f)
	n.tell(f, x)
}

// entry is the body of a definition or LET. What was remembered of its names is forgotten on the way in.
type entry struct {
	slots  []int
	params []parameter
	body   node
}

// parameter is a parameter of a definition and the code of the argument.
type parameter struct {
	name  string
	value expr
}

// entry wraps the body of a definition or a LET: inner is the scope of the body, outer that around the names it binds.
func (c *compiler) entry(inner, outer *scope, params []*semantic.Object, of *scope, body node) node {
	if body == nil {
		return nil
	}
	n := &entry{body: body}
	for _, p := range params {
		if b := of.lookup(p); p.Arity == 0 && b != nil {
			n.params = append(n.params, parameter{p.Name, c.bound(b, false).asValue()})
		}
	}
	n.slots = c.remembered(inner, outer)
	if len(n.slots) == 0 && len(n.params) == 0 {
		return body
	}
	return n
}

func (n *entry) holds(f *frame) bool {
	f.forget(n.slots)
	return n.body.holds(f)
}

func (n *entry) judge(f *frame) score {
	f.forget(n.slots)
	return n.body.judge(f)
}

func (n *entry) tell(f *frame, x *Explanation) {
	f.forget(n.slots)
	for _, p := range n.params {
		var v datum.Datum
		if err := f.try(func() { v = datum.Forced(p.value(f)) }); err == nil {
			x.bind(p.name, v)
		}
	}
	n.body.tell(f, x)
}

// some is \E.
type some struct {
	gens  []generator
	slots []int
	names []string
	body  node
	none  func(f *frame) bool
	empty *conjunct // what is told if there is nothing to bind
}

func newSome(gens []generator, bounds []*syntax.Bound, body node, empty *conjunct) *some {
	n := &some{gens: gens, body: body, empty: empty}
	for i := range gens {
		gens[i].set = enumerated(gens[i].set)
		n.slots = append(n.slots, gens[i].slots...)
	}
	for _, b := range bounds {
		for _, name := range b.Names {
			n.names = append(n.names, name.Text)
		}
	}
	n.none = loop(gens, func(f *frame) bool { return !body.holds(f) })
	return n
}

// enumerated makes code of a set that depends on nothing enumerate it, once.
func enumerated(x code) code {
	if !x.deps.closed() {
		return x
	}
	set := x.asValue()
	x.literal, x.truth = datum.Datum{}, nil
	x.value = once(func(f *frame) datum.Datum {
		s := set(f)
		if n, finite := datum.Cardinality(s); !finite || n > maxEnumerated {
			return s
		}
		return datum.Set(slices.Clone(datum.Elements(s)))
	})
	return x
}

// maxEnumerated is the largest set that is held in memory only to be faster.
const maxEnumerated = 1 << 16

func (n *some) holds(f *frame) bool { return !n.none(f) }

// best returns the values of the slots for which the body comes closest to holding, nil if there are none.
func (n *some) best(f *frame) (values []datum.Datum, of score, err *Error) {
	search := loop(n.gens, func(f *frame) bool {
		if s := n.body.judge(f); values == nil || s.better(of) {
			values, of = make([]datum.Datum, len(n.slots)), s
			for i, slot := range n.slots {
				values[i] = f.slots[slot]
			}
		}
		return of.failed > 0
	})
	err = f.try(func() { search(f) })
	return values, of, err
}

func (n *some) judge(f *frame) score {
	values, s, _ := n.best(f)
	if values == nil {
		return score{failed: emptyFails}
	}
	return s
}

// emptyFails is how many conjuncts are taken to fail where there is nothing to evaluate them for.
const emptyFails = 3

func (n *some) tell(f *frame, x *Explanation) {
	values, _, err := n.best(f)
	if values == nil {
		x.fail(f, n.empty, err)
		return
	}
	for i, slot := range n.slots {
		f.slots[slot] = values[i]
		x.bind(n.names[i], values[i])
	}
	n.body.tell(f, x)
}

// every is \A. It counts as one conjunct, and what is told is about the first binding for which it fails.
type every struct {
	some
	all func(f *frame) bool
}

func newEvery(gens []generator, bounds []*syntax.Bound, body node, broken *conjunct) *every {
	n := &every{some: *newSome(gens, bounds, body, broken)}
	n.all = loop(gens, body.holds)
	return n
}

func (n *every) holds(f *frame) bool { return n.all(f) }

func (n *every) judge(f *frame) score {
	holds := true
	search := loop(n.gens, func(f *frame) bool {
		holds = n.body.judge(f).failed == 0
		return holds
	})
	if err := f.try(func() { search(f) }); err != nil || !holds {
		return score{failed: 1}
	}
	return score{held: 1}
}

func (n *every) tell(f *frame, x *Explanation) {
	told := false
	search := loop(n.gens, func(f *frame) bool {
		told = n.body.judge(f).failed > 0
		return !told
	})
	if err := f.try(func() { search(f) }); err != nil {
		x.fail(f, n.empty, err)
		return
	}
	if !told {
		return
	}
	inner := &Explanation{Variables: x.Variables}
	n.body.tell(f, inner)
	for i, slot := range n.slots {
		for k := range inner.Conjuncts {
			inner.Conjuncts[k].For = append(inner.Conjuncts[k].For, Binding{n.names[i], f.slots[slot]})
		}
	}
	x.Conjuncts = append(x.Conjuncts, inner.Conjuncts...)
}

// choice is IF, CASE, or an implication: the first arm whose condition holds.
type choice struct {
	conds  []test
	arms   []node
	broken *conjunct // what is told if a condition cannot be evaluated
}

func (n *choice) arm(f *frame) node {
	for i, cond := range n.conds {
		if cond(f) {
			return n.arms[i]
		}
	}
	return n.arms[len(n.conds)]
}

func (n *choice) holds(f *frame) bool { return n.arm(f).holds(f) }

func (n *choice) judge(f *frame) score {
	var arm node
	if f.try(func() { arm = n.arm(f) }) != nil {
		return score{failed: 1}
	}
	return arm.judge(f)
}

func (n *choice) tell(f *frame, x *Explanation) {
	var arm node
	if err := f.try(func() { arm = n.arm(f) }); err != nil {
		x.fail(f, n.broken, err)
		return
	}
	arm.tell(f, x)
}

// truth is what holds always.
type truth struct{}

func (truth) holds(*frame) bool         { return true }
func (truth) judge(*frame) score        { return score{} }
func (truth) tell(*frame, *Explanation) {}

// leaf is a conjunct that is not divided.
type leaf struct {
	test test
	conjunct
}

func (n *leaf) holds(f *frame) bool { return n.test(f) }

func (n *leaf) judge(f *frame) score {
	holds := false
	switch err := f.try(func() { holds = n.test(f) }); {
	case err == nil && holds:
		return score{held: 1}
	case n.kind == Condition:
		return score{failed: 1}
	}
	return score{failed: 1, effects: 1, apart: apart(f.sideOf(n.left), f.sideOf(n.right))}
}

func (n *leaf) tell(f *frame, x *Explanation) {
	holds := false
	if err := f.try(func() { holds = n.test(f) }); err != nil || !holds {
		x.fail(f, &n.conjunct, err)
	}
}
