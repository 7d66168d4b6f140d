package rapidtest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/schedule"
)

// Options says how schedules are drawn and judged. The zero value is of use.
type Options struct {
	// Steps is about how many events a schedule has on average, 0 for 64. It has fewer if nothing more can happen.
	Steps int
	// Spec judges steps too, unless it is nil or the system has no Abstraction.
	Spec explore.Spec
	// Weights says how often each kind of event is drawn beside the others that are possible, nil for
	// DefaultWeights. A kind that is missing is never drawn. Each schedule draws first how much of the weight of timers, drops and
	// crashes it uses, often none: much of what a protocol does is only seen when little is in its way.
	Weights map[explore.EventKind]int
	// Keep is the file to which the schedule of a failure is written, "" for none.
	Keep string
}

// DefaultWeights returns weights that let a system get on with its work, with some faults.
func DefaultWeights() map[explore.EventKind]int {
	return map[explore.EventKind]int{
		explore.Persist: 6, explore.Deliver: 8, explore.Ask: 6, explore.Recover: 4, explore.Flush: 4,
		explore.Fire: 2, explore.Drop: 1, explore.Crash: 1,
	}
}

// order is that of the kinds from simple to complicated: shrinking prefers the first.
var order = []explore.EventKind{
	explore.Persist, explore.Deliver, explore.Ask, explore.Recover, explore.Flush, explore.Fire, explore.Drop, explore.Crash,
}

// Check draws schedules of system and fails t at the first that violates a property. It logs what the schedules have seen.
func Check(t rapid.TB, system *explore.System, options Options) {
	t.Helper()
	p := newProperty(system, options)
	rapid.Check(t, p.check)
	t.Logf("%v", p.seen)
}

// Property returns what Check checks, for rapid.Check and rapid.MakeCheck.
func Property(system *explore.System, options Options) func(*rapid.T) {
	return newProperty(system, options).check
}

type property struct {
	system  *explore.System
	options Options
	stop    int // one of so many numbers ends the schedule
	moods   *rapid.Generator[mood]
	seen    *seen
}

func newProperty(system *explore.System, options Options) *property {
	if options.Steps <= 0 {
		options.Steps = 64
	}
	if options.Weights == nil {
		options.Weights = DefaultWeights()
	}
	// rapid draws such a number about half as often as if all were equally likely.
	stop := max(options.Steps/2, 2)
	return &property{system, options, stop, rapid.Custom(drawMood), newSeen(system)}
}

func (p *property) check(t *rapid.T) {
	p.seen.schedules++
	m := p.moods.Draw(t, "faults")
	course, v := schedule.Begin(p.system, p.options.Spec)
	reached := map[string]bool{}
	for v == nil {
		p.seen.visit(course.World(), reached)
		drawn := p.next(course, m).Draw(t, "event")
		if !drawn.happens {
			return
		}
		p.seen.actions[string(drawn.transition.Action)]++
		v = course.Take(drawn.transition)
	}
	short := &shortened{property: p, violation: v}
	t.Log(short)
	t.Fatalf("%s is violated: %s", v.Property, firstLine(v.Why))
}

// drawn is an event, or the end of the schedule.
type drawn struct {
	transition explore.Transition
	happens    bool
}

// GoString is how rapid prints what was drawn.
func (d drawn) GoString() string {
	if !d.happens {
		return "end"
	}
	return d.transition.String()
}

// next draws the next event, or the end. All draws of an event are one group, which rapid can remove; so there is no
// number of events to draw beforehand.
func (p *property) next(course *schedule.Course, m mood) *rapid.Generator[drawn] {
	return rapid.Custom(func(t *rapid.T) drawn {
		// rapid prefers small numbers and the largest one, so the end is in between.
		if below(t, p.stop) == p.stop*3/4 {
			return drawn{}
		}
		groups := p.possible(course, m)
		sum := 0
		for _, g := range groups {
			sum += g.weight
		}
		if len(groups) == 0 {
			return drawn{}
		}
		share := below(t, sum)
		for _, g := range groups {
			if share -= g.weight; share < 0 {
				return drawn{g.transitions[below(t, len(g.transitions))], true}
			}
		}
		panic("rapidtest: weights that do not sum up")
	})
}

// mood says how much of their weight the kinds of faults have in one schedule.
type mood struct{ fire, drop, crash int }

// Shares of a weight. The first is the simplest.
var (
	shares     = [...]int{0, 1, 4, fullShare}
	shareNames = [...]string{"never", "seldom", "sometimes", "often"}
)

const fullShare = 16

func drawMood(t *rapid.T) mood { return mood{below(t, 4), below(t, 4), below(t, 4)} }

func (m mood) share(kind explore.EventKind) int {
	switch kind {
	case explore.Fire:
		return shares[m.fire]
	case explore.Drop:
		return shares[m.drop]
	case explore.Crash:
		return shares[m.crash]
	case explore.Persist, explore.Deliver, explore.Ask, explore.Recover, explore.Flush:
	}
	return fullShare
}

// GoString is how rapid prints what was drawn.
func (m mood) GoString() string {
	return fmt.Sprintf("timers fire %s, messages are dropped %s, nodes crash %s", shareNames[m.fire], shareNames[m.drop], shareNames[m.crash])
}

// group are the transitions of one kind.
type group struct {
	weight      int
	transitions []explore.Transition
}

// possible returns the possible transitions by kind, and in a group of the least weight those that leave the world as it is, which are
// many on networks that keep envelopes. A world that nothing else
// changes has none: the schedule ends there.
func (p *property) possible(course *schedule.Course, m mood) []group {
	byKind := map[explore.EventKind][]explore.Transition{}
	var idle []explore.Transition
	before := course.World().AppendTo(nil)
	var after []byte
	for _, t := range p.system.Transitions(course.World()) {
		if after = t.World.AppendTo(after[:0]); t.Err == nil && bytes.Equal(before, after) {
			idle = append(idle, t)
		} else {
			byKind[t.Event.Kind] = append(byKind[t.Event.Kind], t)
		}
	}
	var groups []group
	for _, kind := range order {
		transitions := byKind[kind]
		if weight := p.options.Weights[kind] * m.share(kind); weight > 0 && len(transitions) > 0 {
			groups = append(groups, group{weight, transitions})
		}
	}
	if len(groups) > 0 && len(idle) > 0 {
		groups = append(groups, group{fullShare, idle})
	}
	return groups
}

// below draws a number below n. Small ones and the largest one are more likely, but not by much.
func below(t *rapid.T, n int) int { return rapid.IntRange(0, n-1).Draw(t, "") }

// shortened is printed when rapid has done its part: only then is the schedule shortened.
type shortened struct {
	property  *property
	violation *explore.Violation
}

func (s *shortened) String() string {
	p := s.property
	v := schedule.Shorten(p.system, p.options.Spec, s.violation)
	kept := schedule.OfViolation(p.system, v)
	var b strings.Builder
	b.WriteByte('\n')
	if err := schedule.Report(&b, v, ""); err != nil {
		return err.Error()
	}
	if p.options.Keep == "" {
		b.WriteString("\nThe schedule, to be kept (see package schedule):\n\n")
		if err := kept.Write(&b); err != nil {
			return err.Error()
		}
	} else if err := kept.WriteFile(p.options.Keep); err != nil {
		fmt.Fprintf(&b, "\nThe schedule could not be kept: %v\n", err)
	} else {
		fmt.Fprintf(&b, "\nThe schedule is kept in %s.\n", p.options.Keep)
	}
	return b.String()
}

// seen is what the schedules have seen.
type seen struct {
	system    *explore.System
	schedules int
	actions   map[string]int // how often each fired
	reached   map[string]int // in how many schedules each property of the kind Reachable was seen
}

func newSeen(system *explore.System) *seen {
	return &seen{system, 0, map[string]int{}, map[string]int{}}
}

// visit notes which properties hold in w that have not held before in the schedule.
func (s *seen) visit(w *explore.World, reached map[string]bool) {
	for i := range s.system.Properties {
		p := &s.system.Properties[i]
		if p.Kind == explore.Reachable && !reached[p.Name] && p.Holds(w) == nil {
			reached[p.Name] = true
			s.reached[p.Name]++
		}
	}
}

func (s *seen) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d schedules of %s; actions:", s.schedules, s.system.Name)
	for _, a := range slices.Sorted(maps.Keys(s.actions)) {
		fmt.Fprintf(&b, " %s %d", a, s.actions[a])
	}
	for i := range s.system.Properties {
		if p := &s.system.Properties[i]; p.Kind == explore.Reachable {
			fmt.Fprintf(&b, "; %q seen in %d", p.Name, s.reached[p.Name])
		}
	}
	return b.String()
}

func firstLine(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}
