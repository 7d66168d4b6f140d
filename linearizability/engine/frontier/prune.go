package frontier

import (
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// unneeded marks the operations of unknown outcome that an order can do without, whatever it is:
// those that give the register a value which no later operation needs.
//
// Let such an operation o set the register to v in some order, while no read of v, and no
// compare-and-set from v that is itself kept, returns after o was called. Then whatever comes
// after o and before the next blind write is no observer of v, and nothing changes if o is left
// out: for a compare-and-set, the register keeps the value it had. This fails if any failed
// compare-and-set counts as an observation, since that observes that the register is not
// something: then nothing is pruned.
func (r *registers) unneeded() []bool {
	skip := make([]bool, r.p.Len())
	lastNeed := make([]int32, len(r.reads)) // by value: the last moment at which an observer is open
	for i := range lastNeed {
		lastNeed[i] = -1
	}
	var casOpen []int32
	for i := range skip {
		class := r.p.Class[i]
		switch kind := r.kind[class]; {
		case kind == model.CASFailed:
			return skip
		case kind == model.CAS && r.p.Pending(int32(i)):
			casOpen = append(casOpen, int32(i))
		case kind == model.Read || kind == model.CAS:
			lastNeed[r.a[class]] = max(lastNeed[r.a[class]], r.p.Return[i])
		}
	}
	// A compare-and-set of unknown outcome is needed, and so is its old value for ever, if its
	// new value is.
	for changed := true; changed; {
		changed = false
		for _, i := range casOpen {
			class := r.p.Class[i]
			if a := r.a[class]; lastNeed[r.b[class]] > r.p.Call[i] && lastNeed[a] != engine.Never {
				lastNeed[a], changed = engine.Never, true
			}
		}
	}
	for i := range skip {
		if !r.p.Pending(int32(i)) {
			continue
		}
		class := r.p.Class[i]
		v := r.a[class]
		if r.kind[class] == model.CAS {
			v = r.b[class]
		}
		skip[i] = lastNeed[v] < r.p.Call[i]
	}
	return skip
}
