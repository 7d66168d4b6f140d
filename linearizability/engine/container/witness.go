package container

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// The patterns of violations.
const (
	neverInserted     = "removed but never inserted"
	removedEarly      = "removed before inserted"
	removedTwice      = "removed twice"
	neverEmptyPattern = "never empty"
	reorderedValues   = "reordered values"
	noOutermost       = "no outermost value"
	smallerInside     = "smaller value inside"
	unknownElement    = "read of an element never added"
	repeatedElement   = "element read twice"
	incomparableReads = "incomparable reads"
	missedElement     = "read misses an element"
	earlyElement      = "read before it was added"
	shrunkRead        = "read shrank"
	reorderedElements = "reordered elements"
	elementPattern    = "element in and out"
)

// violation is a small part of an instance that alone is not linearizable.
type violation struct {
	pattern, reason string
	values          []value // with all their operations
	ops             []int32 // others
}

func (v *violation) operations() []int32 {
	ops := slices.Clone(v.ops)
	for k := range v.values {
		ops = append(ops, v.values[k].insert)
		if v.values[k].remove != none {
			ops = append(ops, v.values[k].remove)
		}
	}
	slices.Sort(ops)
	return slices.Compact(ops)
}

// complete returns the moment at which the last operation of the violation returned.
func (v *violation) complete(p *engine.Problem) (moment int32) {
	for _, i := range v.operations() {
		moment = max(moment, p.Call[i])
		if !p.Pending(i) {
			moment = max(moment, p.Return[i])
		}
	}
	return moment
}

// invalid makes a result of a violation. The operations of needed cannot be left out, whether the
// violation needs them or not, since others may depend on them.
func invalid(p *engine.Problem, v *violation, needed func(i int32) bool) engine.Result {
	w := &engine.Witness{Pattern: v.pattern, Reason: v.reason, Ops: v.operations(), Cut: engine.Never}
	for i := int32(0); int(i) < p.Len(); i++ {
		if needed(i) {
			w.Ops = append(w.Ops, i)
		}
	}
	slices.Sort(w.Ops)
	w.Ops = slices.Compact(w.Ops)
	return engine.Result{Outcome: engine.Invalid, Witness: w}
}

// invalidPrefix is like invalid, and cuts the history where the violation is complete.
func invalidPrefix(p *engine.Problem, v *violation, needed func(i int32) bool) engine.Result {
	complete := v.complete(p)
	r := invalid(p, v, func(i int32) bool { return p.Call[i] < complete && needed(i) })
	r.Witness.Cut = complete
	return r
}

// listValues names the values of a chain, with the time each was inside.
func (in *instance) listValues(chain []value) string {
	const most = 4
	var parts []string
	for k := range chain {
		if k == most {
			parts = append(parts, fmt.Sprintf("and so on (%d values)", len(chain)))
			break
		}
		v := &chain[k]
		until := "for good"
		if v.remove != none {
			until = "to the start of " + in.p.Describe(v.remove)
		}
		parts = append(parts, fmt.Sprintf("%v from the end of %s %s", in.p.Action(v.insert).A, in.p.Describe(v.insert), until))
	}
	return strings.Join(parts, ", ")
}
