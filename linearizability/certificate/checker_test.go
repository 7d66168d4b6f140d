package certificate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

func TestCheckOrder(t *testing.T) {
	w1, w2 := op(1, "write", one, 0, 1), op(2, "write", two, 2, 3)
	r1, r2 := op(3, "read", one, 4, 5), op(3, "read", two, 4, 5)
	for _, c := range []struct {
		name         string
		ops          []history.Operation
		index, order []int32
		err          string // "" if the order is right
	}{
		{"right", []history.Operation{w1, w2, r2}, nil, []int32{0, 1, 2}, ""},
		{"nothing", nil, nil, nil, ""},
		{"concurrent, either way", []history.Operation{op(1, "write", one, 0, 9), w2, r1}, nil, []int32{1, 0, 2}, ""},
		{"meets in one reading of the clock", []history.Operation{w1, op(2, "write", two, 1, 2), r1}, nil, []int32{1, 0, 2}, ""},
		{"real time", []history.Operation{w1, w2, r1}, nil, []int32{1, 0, 2}, "operation 0 stands after one that must follow it"},
		{"real time, not of neighbors", []history.Operation{w1, op(2, "write", two, 0, 9), r1, op(4, "read", two, 6, 9)}, nil, []int32{2, 1, 3, 0}, "cannot happen"},
		{"real time over others", []history.Operation{w1, op(2, "write", one, 0, 9), r1}, nil, []int32{1, 2, 0}, "operation 0 stands after"},
		{"illegal step", []history.Operation{w1, w2, r1}, nil, []int32{0, 1, 2}, "operation 2 cannot happen in the state 2"},
		{"missing", []history.Operation{w1, w2, r2}, nil, []int32{1, 2}, "operation 0 is missing"},
		{"missing at the end", []history.Operation{w1, w2, r2}, nil, []int32{0, 1}, "operation 2 is missing"},
		{"twice", []history.Operation{w1, w2, r2}, nil, []int32{0, 1, 2, 2}, "operation 2 stands twice"},
		{"of another part", []history.Operation{w1, w2, r2}, []int32{1, 2}, []int32{0, 1, 2}, "operation 0 stands twice, or is not in"},
		{"not of the history", []history.Operation{w1, w2, r2}, nil, []int32{0, 1, 2, 3}, "operation 3 stands twice, or is not in"},
		{"below the history", []history.Operation{w1}, nil, []int32{-1, 0}, "operation -1"},
		{"of a part", []history.Operation{w1, w2, r2}, []int32{1, 2}, []int32{1, 2}, ""},
		{"pending left out", []history.Operation{w1, pending(2, "write", two, 2), r1}, nil, []int32{0, 2}, ""},
		{"pending placed", []history.Operation{w1, pending(2, "write", two, 2), r2}, nil, []int32{0, 1, 2}, ""},
		{"pending never returns", []history.Operation{{Process: 2, F: "write", Input: two, Call: 0, Return: 1}, op(1, "write", one, 2, 3), r1, op(3, "read", two, 6, 7)}, nil, []int32{1, 2, 0, 3}, ""},
		{"pending before its call", []history.Operation{w1, r2, pending(2, "write", two, 6)}, nil, []int32{0, 2, 1}, "operation 1 stands after"},
		{"failed left out", []history.Operation{w1, failed(w2), r1}, nil, []int32{0, 2}, ""},
		{"failed placed", []history.Operation{w1, failed(w2), r2}, nil, []int32{0, 1, 2}, "operation 1 did not happen"},
		{"not understood", []history.Operation{op(1, "frobnicate", one, 0, 1)}, nil, []int32{0}, "operation 0: "},
		{"not understood, missing", []history.Operation{op(1, "frobnicate", one, 0, 1)}, nil, nil, "operation 0: "},
		{"initial state", []history.Operation{op(3, "read", history.Nil, 0, 1)}, nil, []int32{0}, ""},
		{"not the initial state", []history.Operation{op(3, "read", one, 0, 1)}, nil, []int32{0}, "operation 0 cannot happen in the state nil"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := operations(c.ops...)
			if c.index == nil {
				c.index = all(h)
			}
			err := CheckOrder(newModel(t, "register"), h, c.index, c.order)
			if c.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.err)
		})
	}
}

func TestCheckSequentialOrder(t *testing.T) {
	// Process 3 reads 2 and then 1, though 1 was written first: sequentially consistent, but not
	// linearizable.
	h := operations(op(1, "write", one, 0, 1), op(2, "write", two, 2, 3), op(3, "read", two, 4, 5), op(3, "read", one, 6, 7))
	m := newModel(t, "register")
	order := []int32{1, 2, 0, 3}
	require.Error(t, CheckOrder(m, h, all(h), order))
	require.NoError(t, CheckSequentialOrder(m, h, all(h), order))
	require.ErrorContains(t, CheckSequentialOrder(m, h, all(h), []int32{0, 3, 1, 2}), "operation 2 stands after")
	require.ErrorContains(t, CheckSequentialOrder(m, h, all(h), []int32{1, 2, 3, 0}), "operation 3 cannot happen")
	require.ErrorContains(t, CheckSequentialOrder(m, h, all(h), []int32{1, 2, 0}), "operation 3 is missing")

	// The operations of one process that are not neighbors in the order count too.
	h = operations(op(1, "write", one, 0, 1), op(2, "write", two, 0, 1), op(1, "write", one, 2, 3), op(1, "write", two, 4, 5))
	require.ErrorContains(t, CheckSequentialOrder(m, h, all(h), []int32{2, 1, 3, 0}), "operation 0 stands after")
}

func TestCheckWitness(t *testing.T) {
	w1, w2, w3 := op(1, "write", one, 0, 1), op(2, "write", two, 2, 3), op(1, "write", three, 4, 5)
	stale := op(3, "read", one, 6, 7)
	fresh := op(4, "read", three, 8, 9)
	cas := func(from, to history.Value, call, ret int64) history.Operation {
		return op(5, "cas", history.List(from, to), call, ret)
	}
	invalid := []history.Operation{w1, w2, w3, stale, fresh}
	for _, c := range []struct {
		name  string
		model string
		ops   []history.Operation
		index []int32
		w     Witness
		want  Verdict
		err   string
	}{
		{"the whole", "register", invalid, nil, Witness{[]int32{0, 1, 2, 3, 4}, never}, Certified, ""},
		{"in any order", "register", invalid, nil, Witness{[]int32{4, 2, 0, 1, 3}, never}, Certified, ""},
		{"without a read", "register", invalid, nil, Witness{[]int32{0, 1, 2, 3}, never}, Certified, ""},
		{"without a value", "register", invalid, nil, Witness{[]int32{0, 1, 3}, never}, Certified, ""},
		{"all before the cut", "register", invalid, nil, Witness{[]int32{0, 1, 2, 3}, 7}, Certified, ""},
		{"a read that had not returned", "register", invalid, nil, Witness{[]int32{0, 1, 2, 3}, 6}, Refuted, "the part is linearizable"},
		{"called after the cut", "register", invalid, nil, Witness{[]int32{0, 1, 2, 3, 4}, 7}, Refuted, "1 of its operations are not in the partition, or after its cut"},
		{"a write alone, though not read", "register", []history.Operation{w1, op(2, "write", one, 2, 3), w2, stale}, nil, Witness{[]int32{0, 2, 3}, never}, Refuted, "leaves out a value that this needs"},
		{"a write alone, though read", "register", []history.Operation{w1, op(3, "read", one, 2, 3)}, nil, Witness{[]int32{1}, never}, Refuted, "keeps read -> 1"},
		{"a pending write alone", "register", []history.Operation{pending(1, "write", one, 0), op(3, "read", one, 2, 3)}, nil, Witness{[]int32{1}, never}, Refuted, "keeps read -> 1"},
		{"a write that the cut makes pending", "register", []history.Operation{op(1, "write", one, 0, 9), op(3, "read", one, 2, 3)}, nil, Witness{[]int32{1}, 3}, Refuted, "keeps read -> 1"},
		{"a write after the cut", "register", []history.Operation{op(3, "read", one, 2, 3), op(1, "write", one, 4, 5)}, nil, Witness{[]int32{0}, 3}, Certified, ""},
		{"linearizable", "register", []history.Operation{w1, w2}, nil, Witness{[]int32{0, 1}, never}, Refuted, "the part is linearizable"},
		{"failed operations do not matter", "register", []history.Operation{w1, failed(op(9, "write", one, 2, 3)), w2, stale}, nil, Witness{[]int32{0, 2, 3}, never}, Certified, ""},
		{"failed operations kept do not count", "register", []history.Operation{failed(op(3, "read", one, 2, 3))}, nil, Witness{[]int32{0}, never}, Refuted, "the part is linearizable"},
		{"pending reads kept do not stop removal", "register", []history.Operation{w1, pending(8, "read", history.Nil, 1), w2, w3, stale}, nil, Witness{[]int32{0, 1, 2, 4}, never}, Certified, ""},
		{"reads that the cut makes pending do not stop removal", "cas-register", []history.Operation{op(3, "read", one, 0, 1), op(1, "write", three, 0, 1), op(6, "read", one, 0, 9)}, nil, Witness{[]int32{0, 2}, 1}, Certified, ""},
		{"failed operations do not matter, though cut", "register", []history.Operation{failed(op(9, "write", one, 0, 9)), w2, op(3, "read", one, 4, 5)}, nil, Witness{[]int32{2}, 5}, Certified, ""},
		{"failed operations kept do not count, though cut", "register", []history.Operation{failed(op(9, "write", one, 0, 9)), op(3, "read", one, 4, 5)}, nil, Witness{[]int32{0, 1}, 5}, Certified, ""},
		{"not of the partition", "register", invalid, []int32{0, 1, 2, 3}, Witness{[]int32{0, 1, 2, 3, 4}, never}, Refuted, "1 of its operations"},
		{"not of the history", "register", invalid, nil, Witness{[]int32{0, 1, 3, 77}, never}, Refuted, "1 of its operations"},
		{"an index that repeats", "register", []history.Operation{op(1, "write", one, 0, 1)}, []int32{0, 0}, Witness{[]int32{0}, never}, Refuted, "witness"},
		{"not understood", "register", []history.Operation{op(1, "frobnicate", one, 0, 1)}, nil, Witness{[]int32{0}, never}, Refuted, "witness: operation 0"},
		{"a group of values", "cas-register", []history.Operation{w1, w2, cas(two, three, 4, 5), op(3, "read", one, 6, 7), op(3, "read", history.Int(4), 8, 9)}, nil, Witness{[]int32{0, 4}, never}, Certified, ""},
		{"half a group", "cas-register", []history.Operation{w1, w2, cas(two, three, 4, 5), op(3, "read", one, 6, 7)}, nil, Witness{[]int32{0, 1, 3}, never}, Refuted, "keeps write 2"},
		{"a failed dequeue that cut makes pending", "queue", []history.Operation{op(1, "enqueue", one, 0, 1), op(2, "dequeue", history.Nil, 2, 9), op(3, "dequeue", two, 3, 4)}, nil, Witness{[]int32{0, 2}, 4}, Certified, ""},
		{"a dequeue of unknown result", "queue", []history.Operation{op(1, "enqueue", one, 0, 1), op(2, "enqueue", two, 2, 3), op(3, "dequeue", one, 4, 9), op(4, "dequeue", two, 5, 6)}, nil, Witness{[]int32{0, 1, 3}, 6}, Refuted, "leaves out"},
		{"a value of a queue", "queue", []history.Operation{op(1, "enqueue", one, 0, 1), op(1, "enqueue", three, 2, 3), op(2, "enqueue", two, 4, 5), op(4, "dequeue", two, 6, 7)}, nil, Witness{[]int32{0, 2, 3}, never}, Certified, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := operations(c.ops...)
			if c.index == nil {
				c.index = all(h)
			}
			verdict, err := CheckWitness(background, newModel(t, c.model), h, c.index, c.w, DefaultBudget)
			require.Equal(t, c.want, verdict, "%v", err)
			if c.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.err)
			}
		})
	}
	t.Run("no budget", func(t *testing.T) {
		h := operations(invalid...)
		verdict, err := CheckWitness(background, newModel(t, "register"), h, all(h), Witness{all(h), never}, 1)
		require.Equal(t, Uncertified, verdict)
		require.NoError(t, err)
	})
	t.Run("model that removes no values", func(t *testing.T) {
		m := struct{ model.Model }{newModel(t, "register")} // hides Touches
		h := operations(invalid...)
		verdict, err := CheckWitness(background, m, h, all(h), Witness{[]int32{0, 1, 3}, never}, DefaultBudget)
		require.Equal(t, Refuted, verdict)
		require.ErrorContains(t, err, "only reads may be left out")
		verdict, err = CheckWitness(background, m, h, all(h), Witness{[]int32{0, 1, 2, 3}, never}, DefaultBudget)
		require.Equal(t, Certified, verdict, "%v", err)
	})
}

// touching is a register whose Touches a test decides.
type touching struct {
	model.Model
	touches func(model.Action) ([]history.Value, bool)
}

func (m touching) Touches(a model.Action) ([]history.Value, bool) { return m.touches(a) }

func TestCheckWitnessAsksForValues(t *testing.T) {
	h := operations(op(1, "write", one, 0, 1), op(2, "write", two, 2, 3), op(2, "write", three, 4, 5), op(3, "read", one, 6, 7))
	w := Witness{[]int32{0, 1, 3}, never}
	var refuse func(model.Action) (refuse, empty bool)
	m := touching{newModel(t, "register"), func(a model.Action) ([]history.Value, bool) {
		refused, empty := refuse(a)
		if empty {
			return nil, true
		}
		return []history.Value{a.A}, !refused
	}}
	check := func(f func(model.Action) (bool, bool)) (Verdict, error) {
		refuse = f
		return CheckWitness(background, m, h, all(h), w, DefaultBudget)
	}
	verdict, err := check(func(model.Action) (bool, bool) { return false, false })
	require.Equal(t, Certified, verdict, "%v", err)
	verdict, err = check(func(a model.Action) (bool, bool) { return a.A == three, false })
	require.Equal(t, Refuted, verdict)
	require.ErrorContains(t, err, "leaves out operation 3 nil nil, which has an effect")
	verdict, err = check(func(a model.Action) (bool, bool) { return false, a.A == three })
	require.Equal(t, Refuted, verdict)
	require.ErrorContains(t, err, "leaves out operation 3 nil nil, which has an effect")
	verdict, err = check(func(a model.Action) (bool, bool) { return a.A == two, false })
	require.Equal(t, Refuted, verdict)
	require.ErrorContains(t, err, "keeps operation 2 nil nil")
	// What touches no value may stay.
	verdict, err = check(func(a model.Action) (bool, bool) { return false, a.A == two })
	require.Equal(t, Certified, verdict, "%v", err)
}
