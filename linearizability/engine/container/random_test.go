package container_test

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// object is a sequential object that random operations act on.
type object interface {
	// invoke chooses the next operation: its name and argument.
	invoke(rng *rand.Rand) (f string, input history.Value)
	// apply carries an operation out.
	apply(f string, input history.Value) (output history.Value)
	// corrupt returns another output.
	corrupt(rng *rand.Rand, op *history.Operation) history.Value
}

// random makes a small history: an object is used by clients who overlap, and then some results
// are changed.
func (s subject) random(rng *rand.Rand) *history.History {
	o := s.object()
	h := run(rng, o, 2+rng.IntN(s.most-1), 1+rng.IntN(4), []float64{0, 0, 0.25}[rng.IntN(3)])
	s.spoil(rng, h, rng.IntN(s.corrupt))
	return h
}

// spoil changes some results.
func (s subject) spoil(rng *rand.Rand, h *history.History, changes int) {
	o := s.object()
	if b, ok := o.(*bag); ok {
		b.added = int64(len(h.Operations)) / 2
	}
	if g, ok := o.(*growing); ok {
		g.added = int64(len(h.Operations)) / 2
	}
	for range changes {
		op := &h.Operations[rng.IntN(len(h.Operations))]
		switch other := &h.Operations[rng.IntN(len(h.Operations))]; {
		case op.Status == history.Info:
		case rng.IntN(2) == 0:
			op.Output = o.corrupt(rng, op)
		case op.F == other.F && other.Status == history.OK:
			op.Output, other.Output = other.Output, op.Output
		}
	}
}

// scattered makes a history in which a few values are inserted and removed at random times. Unless
// the object is a bag it is the same as random.
func (s subject) scattered(rng *rand.Rand) *history.History {
	b, ok := s.object().(*bag)
	if !ok {
		return s.random(rng)
	}
	names := b.names()
	h := &history.History{}
	length := 2 + rng.Int64N(14)
	add := func(f string, input, output history.Value) {
		call := 2 * rng.Int64N(20)
		h.Operations = append(h.Operations, history.Operation{
			F: f, Input: input, Output: output, Status: history.OK, Call: call, Return: call + 1 + 2*rng.Int64N(length),
		})
	}
	for v := range 2 + rng.Int64N(4) {
		add(names[0], history.Int(v), history.Nil)
		if insert := h.Operations[len(h.Operations)-1]; rng.IntN(8) > 0 {
			add(names[1], history.Nil, history.Int(v))
			if remove := &h.Operations[len(h.Operations)-1]; remove.Return < insert.Call {
				remove.Call += insert.Call
				remove.Return += insert.Call
			}
		}
	}
	if rng.IntN(3) == 0 {
		add(names[1], history.Nil, history.Nil)
	}
	for range rng.IntN(3) / 2 {
		op := &h.Operations[rng.IntN(len(h.Operations))]
		op.Status, op.Return, op.Output = history.Info, history.Never, history.Nil
	}
	slices.SortStableFunc(h.Operations, func(a, b history.Operation) int { return cmp.Compare(a.Call, b.Call) })
	return h
}

// big makes a large linearizable history.
func (s subject) big(rng *rand.Rand, operations, clients int) *history.History {
	return run(rng, s.object(), operations, clients, 0)
}

// run lets clients use an object. An operation has its effect at its call, at its return or at
// another event between them. Operations whose outcome stays unknown have it or not.
func run(rng *rand.Rand, o object, operations, clients int, unknown float64) *history.History {
	h := &history.History{}
	type running struct {
		op      int
		applied bool
	}
	var open []running
	apply := func(r *running) {
		if op := &h.Operations[r.op]; !r.applied {
			op.Output, r.applied = o.apply(op.F, op.Input), true
		}
	}
	for now := int64(0); len(h.Operations) < operations || len(open) > 0; now++ {
		if len(open) > 0 && rng.IntN(2) == 0 {
			apply(&open[rng.IntN(len(open))])
		}
		if len(h.Operations) < operations && (len(open) == 0 || len(open) < clients && rng.IntN(3) > 0) {
			f, input := o.invoke(rng)
			h.Operations = append(h.Operations, history.Operation{
				Process: int64(len(open)), F: f, Input: input, Call: now, Return: history.Never, CallLine: int32(now + 1),
			})
			open = append(open, running{op: len(h.Operations) - 1})
			continue
		}
		k := rng.IntN(len(open))
		if rng.Float64() >= unknown {
			apply(&open[k])
			op := &h.Operations[open[k].op]
			op.Return, op.Status = now, history.OK
		}
		if op := &h.Operations[open[k].op]; op.Status == history.Info {
			op.Output = history.Nil
		}
		open = slices.Delete(open, k, k+1)
	}
	return h
}

// bag is a queue, a stack or a priority queue.
type bag struct {
	values []int64
	added  int64
	take   func(values []int64) int // what to remove
}

func first([]int64) int  { return 0 }
func last(v []int64) int { return len(v) - 1 }
func least(v []int64) int {
	return slices.Index(v, slices.Min(v))
}

func newBag(take func([]int64) int) func() object {
	return func() object { return &bag{take: take} }
}

// names returns how the model calls inserting and removing.
func (b *bag) names() [2]string {
	switch b.take([]int64{2, 1, 3}) {
	case 0:
		return [...]string{"enqueue", "dequeue"}
	case 1:
		return [...]string{"insert", "delete-min"}
	}
	return [...]string{"push", "pop"}
}

func (b *bag) invoke(rng *rand.Rand) (string, history.Value) {
	names := b.names()
	if rng.IntN(2) == 0 {
		b.added++
		// Priorities neither grow nor fall, and all values differ.
		return names[0], history.Int(b.added*7919%1_000_003 + b.added/1_000_003)
	}
	return names[1], history.Nil
}

func (b *bag) apply(_ string, input history.Value) history.Value {
	if v, ok := input.Int(); ok {
		b.values = append(b.values, v)
		return history.Nil
	}
	if len(b.values) == 0 {
		return history.Nil
	}
	k := b.take(b.values)
	v := b.values[k]
	b.values = slices.Delete(b.values, k, k+1)
	return history.Int(v)
}

func (b *bag) corrupt(rng *rand.Rand, op *history.Operation) history.Value {
	if _, inserts := op.Input.Int(); inserts {
		return op.Output
	}
	if k := rng.Int64N(b.added + 2); k > 0 {
		return history.Int(k * 7919 % 1_000_003)
	}
	return history.Nil
}

// elements is a set that is asked for single elements, each added once.
type elements struct {
	inside map[int64]bool
	added  int64
	silent bool // removes do not tell whether they changed the set
}

func newElements() object { return &elements{inside: map[int64]bool{}} }

func (s *elements) invoke(rng *rand.Rand) (string, history.Value) {
	if s.added == 0 {
		s.silent = rng.IntN(3) == 0
	}
	if rng.IntN(3) == 0 || s.added == 0 {
		s.added++
		return "add", history.Int(s.added)
	}
	// One or two elements are asked for, so that much happens to them.
	k := max(1, s.added-rng.Int64N(2))
	if rng.IntN(20) == 0 {
		k = s.added + 1
	}
	if rng.IntN(3) > 0 {
		return "contains", history.Int(k)
	}
	return "remove", history.Int(k)
}

func (s *elements) apply(f string, input history.Value) history.Value {
	k, _ := input.Int()
	inside := s.inside[k]
	switch f {
	case "add":
		s.inside[k] = true
		return history.Nil
	case "contains":
		return history.Bool(inside)
	}
	s.inside[k] = false
	if s.silent {
		return history.Nil
	}
	return history.Bool(inside)
}

func (s *elements) corrupt(_ *rand.Rand, op *history.Operation) history.Value {
	if answer, ok := op.Output.Bool(); ok {
		return history.Bool(!answer)
	}
	return op.Output
}

// growing is a set or a list that is read as a whole.
type growing struct {
	values []history.Value
	added  int64
	make   func(...history.Value) history.Value
}

func newGrowing(collect func(...history.Value) history.Value) func() object {
	return func() object { return &growing{make: collect} }
}

func (g *growing) invoke(rng *rand.Rand) (string, history.Value) {
	if rng.IntN(2) == 0 {
		g.added++
		return "add", history.Int(g.added)
	}
	return "read", history.Nil
}

func (g *growing) apply(f string, input history.Value) history.Value {
	if f == "add" {
		g.values = append(g.values, input)
		return history.Nil
	}
	return g.make(g.values...)
}

func (g *growing) corrupt(rng *rand.Rand, op *history.Operation) history.Value {
	if op.F == "add" {
		return op.Output
	}
	values := op.Output.Elems()
	switch rng.IntN(3) {
	case 0:
		values = append(values, history.Int(1+rng.Int64N(g.added+2)))
	case 1:
		if len(values) > 0 {
			k := rng.IntN(len(values))
			values = slices.Delete(values, k, k+1)
		}
	case 2:
		rng.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
	}
	return g.make(values...)
}
