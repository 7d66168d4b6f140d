package tla

import (
	"context"
	"slices"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
)

// Check explores all states of the model, and checks what its configuration names. What does not hold is in the result. The error is of type
// *TemporalError if the model has a property that only TLC can check, unless the model was loaded with LeaveOutTemporal.
func (m *Model) Check(ctx context.Context, o check.Options) (*check.Result, error) {
	if err := m.checkable(); err != nil {
		return nil, err
	}
	r, err := check.Run(ctx, check.Of(m.Program), o)
	return m.warned(r), err
}

// Simulate takes random walks through the states of the model, and checks what its configuration names in each of them. Its error is that of Check.
func (m *Model) Simulate(ctx context.Context, o check.SimulateOptions) (*check.Result, error) {
	if err := m.checkable(); err != nil {
		return nil, err
	}
	r, err := check.Simulate(ctx, check.Of(m.Program), o)
	return m.warned(r), err
}

func (m *Model) checkable() error {
	if m.Program.Missing != nil {
		return &LoadError{Assignment, m.Program.Missing}
	}
	if len(m.Program.Temporal) > len(m.LeftOut) {
		return &TemporalError{Formulas: m.Program.Temporal}
	}
	return nil
}

// warned adds to a result what was not checked.
func (m *Model) warned(r *check.Result) *check.Result {
	if r == nil {
		return nil
	}
	for _, f := range m.LeftOut {
		r.Warnings = append(r.Warnings, "The property "+describeFormula(f)+" was left out: it is about whole behaviors.")
	}
	return r
}

// Checked returns the names of what the configuration asks to be checked, in its order: invariants, properties, and the postcondition. Those of
// which nothing is checked because it is left out are not among them.
func (m *Model) Checked() []string {
	var names []string
	for _, n := range m.Config.Invariants {
		names = append(names, n.Text)
	}
	p := m.Program
	for _, n := range m.Config.Properties {
		partly := slices.ContainsFunc(slices.Concat(p.StateProperties, p.StepProperties, p.InitialProperties), named(n.Text))
		if partly || !slices.ContainsFunc(m.LeftOut, formulaOf(n.Text)) {
			names = append(names, n.Text)
		}
	}
	if n := m.Config.Postcondition; n != nil {
		names = append(names, n.Text)
	}
	return names
}

func named(name string) func(*eval.Predicate) bool {
	return func(p *eval.Predicate) bool { return p.Name == name }
}

func formulaOf(property string) func(eval.Formula) bool {
	return func(f eval.Formula) bool { return f.Property == property }
}
