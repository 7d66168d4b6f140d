package workload

import (
	"github.com/tenet-go/tenet/linearizability/history"
)

// jepsenSet is the check of jepsen.checker/set: elements are added, and a final read, which is the
// last read to complete, must return all elements that were added and no others. Elements whose
// add has an unknown outcome or failed may be there.
//
// Jepsen counts an element as lost even if its add was not finished when the final read began. Here
// such an element may be missing, since the add may have taken effect after the read.
var jepsenSet = check{
	name:        "jepsen-set",
	description: "a final read returns every element that was added, and no other",
	functions:   []string{"add", "read"},
	judge:       judgeSet,
}

func judgeSet(r *run) error {
	reads := r.completed("read")
	if len(reads) == 0 || r.op(reads[len(reads)-1]).Output.IsNil() {
		r.undecided("no final read returned the set")
		return nil
	}
	final := reads[len(reads)-1]
	elements, err := r.elements(final)
	if err != nil {
		return err
	}
	present := make(map[history.Value]bool, len(elements))
	for _, e := range elements {
		present[e] = true
	}
	added := r.judgeAdds(final, present)
	unexpected, recovered, ok := 0, 0, 0
	for _, e := range elements {
		acknowledged, attempted := added[e]
		switch {
		case !present[e]: // seen before in this loop
			continue
		case !attempted:
			unexpected++
			r.find("unexpected", []int32{final}, "%s returned %s, which was never added", r.name(final), brief(e))
		case acknowledged:
			ok++
		default:
			ok++
			recovered++
		}
		delete(present, e)
	}
	r.count("ok", ok)
	r.count("recovered", recovered)
	r.count("unexpected", unexpected)
	return nil
}

// judgeAdds finds the lost elements, and returns for each element that was to be added whether
// that was acknowledged.
func (r *run) judgeAdds(final int32, present map[history.Value]bool) map[history.Value]bool {
	acknowledged := map[history.Value]bool{}
	lost := map[history.Value]bool{}
	for _, i := range r.ops {
		op := r.op(i)
		if op.F != "add" {
			continue
		}
		e := op.Input
		acknowledged[e] = acknowledged[e] || op.Status == history.OK
		if op.Status == history.OK && op.Return < r.op(final).Call && !present[e] && !lost[e] {
			lost[e] = true
			r.find("lost", []int32{i, final}, "%s of element %s was acknowledged, but %s does not return the element", r.name(i), brief(e), r.name(final))
		}
	}
	n := 0
	for _, yes := range acknowledged {
		if yes {
			n++
		}
	}
	r.count("attempted", len(acknowledged))
	r.count("acknowledged", n)
	r.count("lost", len(lost))
	return acknowledged
}

// elements returns what a read of a set returned; nil is the empty set.
func (r *run) elements(i int32) ([]history.Value, error) {
	v := r.op(i).Output
	switch v.Kind() {
	case history.KindSet, history.KindList:
		return v.Elems(), nil
	case history.KindNil:
		return nil, nil
	}
	return nil, r.errorf(i, "read of a set: expected a set or a list of elements, found the %s %s", v.Kind(), brief(v))
}
