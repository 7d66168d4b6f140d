package check

import (
	"fmt"
	"sync/atomic"

	"github.com/tenet-go/tenet/tla/eval"
)

// vacuity finds out what is checked in vain. Many goroutines may use it. Most of what it waits for happens soon, and costs nothing from then on.
type vacuity struct {
	spec *Spec

	states, steps               []antecedent
	pendingStates, pendingSteps atomic.Int32 // antecedents that were never true

	changed []atomic.Bool // for each variable
	still   atomic.Int32  // variables that never changed

	cuts []atomic.Int64 // states that each constraint excluded, and steps that each action constraint did
}

// antecedent is P of a formula P => Q that is checked.
type antecedent struct {
	of, p *eval.Predicate
	met   atomic.Bool
}

func newVacuity(spec *Spec) *vacuity {
	v := &vacuity{spec: spec, changed: make([]atomic.Bool, len(spec.Variables))}
	v.states, v.steps = spec.antecedents(spec.stateFormulas()), spec.antecedents(spec.StepProperties)
	v.pendingStates.Store(int32(len(v.states)))
	v.pendingSteps.Store(int32(len(v.steps)))
	v.still.Store(int32(len(spec.Variables)))
	v.cuts = make([]atomic.Int64, len(spec.Constraints)+len(spec.ActionConstraints))
	return v
}

// antecedents returns those of some formulas.
func (s *Spec) antecedents(formulas []*eval.Predicate) []antecedent {
	if s.Antecedents == nil {
		return nil
	}
	type pair struct{ of, p *eval.Predicate }
	var pairs []pair
	for _, of := range formulas {
		for _, p := range s.Antecedents(of) {
			pairs = append(pairs, pair{of, p})
		}
	}
	all := make([]antecedent, len(pairs))
	for i, p := range pairs {
		all[i].of, all[i].p = p.of, p.p
	}
	return all
}

// state looks at a state in which all formulas hold.
func (v *vacuity) state(e Evaluator, s eval.State) { meet(v.states, &v.pendingStates, e, s, nil) }

// step looks at a step of which all properties of steps hold.
func (v *vacuity) step(e Evaluator, s, t eval.State) { meet(v.steps, &v.pendingSteps, e, s, t) }

// meet marks those that hold. What cannot be evaluated does not: the formula it is part of did without it.
func meet(all []antecedent, pending *atomic.Int32, e Evaluator, s, t eval.State) {
	if pending.Load() == 0 {
		return
	}
	for i := range all {
		a := &all[i]
		if a.met.Load() {
			continue
		}
		if holds, err := e.Holds(a.p, s, t); err == nil && holds && a.met.CompareAndSwap(false, true) {
			pending.Add(-1)
		}
	}
}

// moved looks at a step to a distinct state for variables that change.
func (v *vacuity) moved(s, t eval.State) {
	if v.still.Load() == 0 {
		return
	}
	for i := range s {
		if !v.changed[i].Load() && changes(s[i], t[i]) && v.changed[i].CompareAndSwap(false, true) {
			v.still.Add(-1)
		}
	}
}

// cut counts something that a constraint excludes.
func (v *vacuity) cut(constraint int) { v.cuts[constraint].Add(1) }

// What is wrong with the initial states.
const (
	noInitial  = "There is no initial state: nothing was checked."
	noneWithin = "The constraints exclude all initial states."
)

// warnings says what was in vain in a complete search.
func (v *vacuity) warnings(r *Result) (warnings []string) {
	warn := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	switch {
	case r.Stats.Initial == 0:
		warn(noInitial)
		return warnings
	case r.Stats.Distinct == 0:
		warn(noneWithin)
	}
	for i := range v.cuts {
		n := v.cuts[i].Load()
		if n > 0 && n == r.Stats.Generated-r.Stats.Initial {
			warn("The constraint %s excludes all that the next-state relation leads to.", v.constraint(i).Name)
		}
	}
	for _, a := range v.spec.neverTaken(r.Actions) {
		warn("The action %s (%s) is never enabled.", a.Name, where(a.File, a.Span))
	}
	if r.Stats.Distinct > 0 && len(r.Actions) > 0 {
		for i, name := range v.spec.Variables {
			if !v.changed[i].Load() {
				warn("The variable %s never changes.", name)
			}
		}
	}
	for _, all := range [][]antecedent{v.states, v.steps} {
		for i := range all {
			if a := &all[i]; !a.met.Load() {
				warn("%s holds vacuously: %s is never true.", a.of.Name, v.spec.describe(a.p))
			}
		}
	}
	return warnings
}

// describe names an antecedent by its text, and tells where it is.
func (s *Spec) describe(p *eval.Predicate) string {
	if s.Text != nil {
		if text := s.Text(p.File, p.Span); text != "" {
			return fmt.Sprintf("%s (%s)", text, where(p.File, p.Span))
		}
	}
	return "P of the P => Q at " + where(p.File, p.Span)
}

func (v *vacuity) constraint(i int) *eval.Predicate {
	if i < len(v.spec.Constraints) {
		return v.spec.Constraints[i]
	}
	return v.spec.ActionConstraints[i-len(v.spec.Constraints)]
}

// undivided leaves out the actions that consist of others and yielded nothing themselves.
func (s *Spec) undivided(all []ActionStats) (rest []ActionStats) {
	for i, a := range all {
		if a.Generated > 0 || s.Divided == nil || !s.Divided(i) {
			rest = append(rest, a)
		}
	}
	return rest
}

// neverTaken returns the actions that yielded nothing, those of the same name and place taken together.
func (s *Spec) neverTaken(all []ActionStats) (never []ActionStats) {
	taken := map[ActionStats]bool{}
	key := func(a ActionStats) ActionStats { return ActionStats{Name: a.Name, File: a.File, Span: a.Span} }
	for i, a := range all {
		if a.Generated > 0 || s.Divided != nil && s.Divided(i) {
			taken[key(a)] = true
		}
	}
	for _, a := range all {
		if !taken[key(a)] {
			taken[key(a)] = true // once is enough
			never = append(never, a)
		}
	}
	return never
}
