package workload

import (
	"cmp"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/history"
)

// jepsenCounter is the check of jepsen.checker/counter. The counter begins at 0 and only grows: a
// read must return at least the sum of the adds that were acknowledged before the read began, and
// at most the sum of all adds, but the failed ones, that were invoked before the read ended.
// Negative adds are an error, as in Jepsen.
//
// This is weaker than linearizability: two reads may each lie within bounds and contradict each
// other. The model "counter" demands more.
var jepsenCounter = check{
	name:        "jepsen-counter",
	description: "every read of a growing counter lies between the adds that must and that may have happened",
	functions:   []string{"add", "read"},
	judge:       judgeCounter,
}

// tally is a list of adds in order of time with their running sum.
type tally struct {
	ops   []int32
	times []int64
	sums  []int64 // sums[k] is the sum of the first k adds
}

func judgeCounter(r *run) error {
	invoked, acknowledged, err := r.tallies()
	if err != nil {
		return err
	}
	reads := r.completed("read")
	errors := 0
	for _, i := range reads {
		op := r.op(i)
		value, isInt := op.Output.Int()
		if !isInt {
			return r.errorf(i, "read of a counter: expected a 64-bit integer, found the %s %s", op.Output.Kind(), brief(op.Output))
		}
		must := sort.Search(len(acknowledged.times), func(k int) bool { return acknowledged.times[k] >= op.Call })
		may := sort.Search(len(invoked.times), func(k int) bool { return invoked.times[k] > op.Return })
		lower, upper := acknowledged.sums[must], invoked.sums[may]
		switch {
		case value < lower:
			errors++
			r.find("too-low", append([]int32{i}, acknowledged.ops[:must]...),
				"%s returned %d, but the %d adds acknowledged before it began sum to %d", r.name(i), value, must, lower)
		case value > upper:
			errors++
			r.find("too-high", append([]int32{i}, invoked.ops[:may]...),
				"%s returned %d, but all %d adds invoked before it ended sum to %d", r.name(i), value, may, upper)
		}
	}
	r.count("adds", len(invoked.ops))
	r.count("acknowledged", len(acknowledged.ops))
	r.count("reads", len(reads))
	r.count("out of bounds", errors)
	return nil
}

// tallies returns the adds that did not fail by their Call, and the acknowledged ones by their Return.
func (r *run) tallies() (invoked, acknowledged *tally, err error) {
	var calls []int32
	for _, i := range r.ops {
		op := r.op(i)
		if op.F != "add" {
			continue
		}
		n, isInt := op.Input.Int()
		switch {
		case !isInt:
			return nil, nil, r.callErrorf(i, "add to a counter: expected a 64-bit integer, found the %s %s", op.Input.Kind(), brief(op.Input))
		case n < 0:
			return nil, nil, r.callErrorf(i, "add of %d: expected no negative number, since this check is for counters that only grow (the model counter takes any)", n)
		case op.Status != history.Fail:
			calls = append(calls, i)
		}
	}
	if invoked, err = r.tally(calls, func(op *history.Operation) int64 { return op.Call }); err != nil {
		return nil, nil, err
	}
	acknowledged, err = r.tally(r.completed("add"), func(op *history.Operation) int64 { return op.Return })
	return invoked, acknowledged, err
}

func (r *run) tally(ops []int32, time func(*history.Operation) int64) (*tally, error) {
	slices.SortStableFunc(ops, func(a, b int32) int { return cmp.Compare(time(r.op(a)), time(r.op(b))) })
	t := &tally{ops: ops, times: make([]int64, len(ops)), sums: make([]int64, len(ops)+1)}
	for k, i := range ops {
		n, _ := r.op(i).Input.Int()
		sum, fits := add(t.sums[k], n)
		if !fits {
			return nil, r.callErrorf(i, "the adds up to here sum to more than 64 bits hold")
		}
		t.times[k], t.sums[k+1] = time(r.op(i)), sum
	}
	return t, nil
}
