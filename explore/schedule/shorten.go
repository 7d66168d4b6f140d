package schedule

import (
	"slices"

	"github.com/tenet-go/tenet/explore"
)

// Shorten returns a violation of the same property by a run from which no event can be left out, with what it makes possible, and
// no two. It returns v itself if there is nothing to leave out, and for
// properties of the kind Eventually, which are violated by what a run lacks.
func Shorten(system *explore.System, spec explore.Spec, v *explore.Violation) *explore.Violation {
	if v.Kind != explore.Always {
		return v
	}
	for {
		for size := len(v.Run.Transitions) / 2; size > 0; {
			shorter := leaveOut(system, spec, v, size)
			if shorter == v {
				size /= 2
			}
			v = shorter
		}
		shorter := leaveOutTwo(system, spec, v)
		if shorter == v {
			return v
		}
		v = shorter
	}
}

// maxPairs is up to how many events each two of them are tried together: what is done and undone again.
const maxPairs = 64

// leaveOutTwo tries to leave out any two events.
func leaveOutTwo(system *explore.System, spec explore.Spec, v *explore.Violation) *explore.Violation {
	s := Of(system, &v.Run)
	if len(s.Entries) > maxPairs {
		return v
	}
	for second := len(s.Entries) - 1; second > 0; second-- {
		for first := second - 1; first >= 0; first-- {
			less := slices.Delete(slices.Clone(s.Entries), second, second+1)
			if shorter := try(system, spec, v, slices.Delete(less, first, first+1)); shorter != nil {
				return shorter
			}
		}
	}
	return v
}

// leaveOut tries to leave out each group of so many events, the last ones first.
func leaveOut(system *explore.System, spec explore.Spec, v *explore.Violation, size int) *explore.Violation {
	s := Of(system, &v.Run)
	for end := len(s.Entries); end > 0; end -= size {
		shorter := try(system, spec, v, slices.Delete(slices.Clone(s.Entries), max(end-size, 0), end))
		if shorter == nil {
			continue
		}
		v = shorter
		s = Of(system, &v.Run)
		end = min(end, len(s.Entries))
	}
	return v
}

// try returns the shorter violation of the same property that those entries lead to, or nil.
func try(system *explore.System, spec explore.Spec, v *explore.Violation, entries []Entry) *explore.Violation {
	r, err := Replay(system, &Schedule{Entries: entries}, Skipping, spec)
	if err != nil || r.Violation == nil || r.Violation.Property != v.Property || len(r.Run.Transitions) >= len(v.Run.Transitions) {
		return nil
	}
	return r.Violation
}
