package generate

import (
	"container/heap"

	"github.com/tenet-go/tenet/linearizability/history"
)

// container is a queue, a stack or a priority queue, told apart by what holds its values.
type container struct {
	insert, remove string
	values         values
}

// values holds the contents of a container and chooses which goes next.
type values interface {
	len() int
	push(history.Value)
	pop() history.Value
}

func newQueue(*run) object { return &container{"enqueue", "dequeue", &fifo{}} }

func newStack(*run) object { return &container{"push", "pop", &lifo{}} }

func newPriorityQueue(*run) object { return &container{"insert", "delete-min", &least{}} }

func (o *container) invoke(r *run, _ *client) (string, history.Value) {
	rate := r.options.Reads
	switch n := o.values.len(); {
	case n > len(r.clients):
		rate = min(1, rate*1.3)
	case n == 0:
		rate *= 0.7
	}
	if r.happens(rate) {
		return o.remove, history.Nil
	}
	return o.insert, r.value()
}

func (o *container) apply(op *history.Operation) (history.Value, result) {
	switch {
	case op.F == o.insert:
		o.values.push(op.Input)
		return op.Input, done
	case o.values.len() == 0:
		return history.Nil, done
	}
	return o.values.pop(), done
}

// fifo is a queue in a slice whose first values are gone.
type fifo struct {
	values []history.Value
	gone   int
}

func (q *fifo) len() int { return len(q.values) - q.gone }

func (q *fifo) push(v history.Value) { q.values = append(q.values, v) }

func (q *fifo) pop() history.Value {
	v := q.values[q.gone]
	q.gone++
	if q.gone > len(q.values)/2 {
		q.values = q.values[:copy(q.values, q.values[q.gone:])]
		q.gone = 0
	}
	return v
}

type lifo struct{ values []history.Value }

func (s *lifo) len() int { return len(s.values) }

func (s *lifo) push(v history.Value) { s.values = append(s.values, v) }

func (s *lifo) pop() history.Value {
	last := len(s.values) - 1
	v := s.values[last]
	s.values = s.values[:last]
	return v
}

type least struct{ heap valueHeap }

func (q *least) len() int { return len(q.heap) }

func (q *least) push(v history.Value) { heap.Push(&q.heap, v) }

func (q *least) pop() history.Value {
	v := q.heap[0]
	heap.Pop(&q.heap)
	return v
}

// valueHeap implements heap.Interface.
type valueHeap []history.Value

func (h valueHeap) Len() int           { return len(h) }
func (h valueHeap) Less(i, j int) bool { return history.Compare(h[i], h[j]) < 0 }
func (h valueHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *valueHeap) Push(v any) {
	if value, ok := v.(history.Value); ok {
		*h = append(*h, value)
	}
}

// Pop implements heap.Interface.
func (h *valueHeap) Pop() any {
	last := len(*h) - 1
	v := (*h)[last]
	*h = (*h)[:last]
	return v
}

// set is a set whose additions and removals may tell whether they changed it.
type set struct {
	members map[history.Value]bool
	tells   bool
}

func newSet(r *run) object { return &set{map[history.Value]bool{}, r.rng.IntN(2) == 0} }

func (o *set) invoke(r *run, _ *client) (string, history.Value) {
	switch {
	case !r.happens(r.options.Reads):
		if r.rng.IntN(3) == 0 {
			return "remove", r.written()
		}
		return "add", r.value()
	case r.happens(r.options.WholeReads):
		return "read", history.Nil
	}
	return "contains", r.written()
}

func (o *set) apply(op *history.Operation) (history.Value, result) {
	present := o.members[op.Input]
	switch op.F {
	case "contains":
		return history.Bool(present), done
	case "read":
		members := make([]history.Value, 0, len(o.members))
		for v := range o.members {
			members = append(members, v)
		}
		return history.Set(members...), done
	case "add":
		o.members[op.Input] = true
	case "remove":
		delete(o.members, op.Input)
	}
	if o.tells {
		return history.Bool(present == (op.F == "remove")), done
	}
	return op.Input, done
}

// list is a list that grows.
type list struct{ values []history.Value }

func newList(*run) object { return &list{} }

func (o *list) invoke(r *run, _ *client) (string, history.Value) {
	if r.happens(r.options.Reads) {
		return "read", history.Nil
	}
	return "append", r.value()
}

func (o *list) apply(op *history.Operation) (history.Value, result) {
	if op.F == "read" {
		return history.List(o.values...), done
	}
	o.values = append(o.values, op.Input)
	return op.Input, done
}
