package eval

import "slices"

// deps says what the value of compiled code depends on: the state, the next state, things that change by themselves, and slots of frames,
// each by a number of its own, sorted. Code that depends on nothing is evaluated once for a whole run.
type deps []int32

// Dependencies that are no slots. Slots have numbers from firstSlot on.
const (
	onState   int32 = iota // a variable
	onNext                 // a primed variable
	onWorld                // TLCGet, Print...
	onChance               // RandomElement...
	onCall                 // a routine that is being compiled: not known yet
	firstSlot              // of any frame: what stands in a loop, or takes parameters
)

func dependsOn(d int32) deps { return deps{d} }

func (d deps) has(e int32) bool {
	_, found := slices.BinarySearch(d, e)
	return found
}

func (d deps) closed() bool { return len(d) == 0 }

func (d deps) or(e deps) deps {
	switch {
	case len(d) == 0:
		return e
	case len(e) == 0:
		return d
	}
	union := append(slices.Clone(d), e...)
	slices.Sort(union)
	return slices.Compact(union)
}

// without leaves out what is bound here.
func (d deps) without(bound ...int32) deps {
	return slices.DeleteFunc(slices.Clone(d), func(e int32) bool { return slices.Contains(bound, e) })
}

// onSlots reports whether it depends on a slot.
func (d deps) onSlots() bool { return len(d) > 0 && d[len(d)-1] >= firstSlot }
