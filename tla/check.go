package tla

import (
	"context"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Check explores all states of the model, and checks what its configuration names. What does not hold is in the result. The error is of type
// *TemporalError if the model has a property that only TLC can check, unless the model was loaded with LeaveOutTemporal.
func (m *Model) Check(ctx context.Context, o check.Options) (*check.Result, error) {
	if err := m.checkable(); err != nil {
		return nil, err
	}
	r, err := check.Run(ctx, m.spec(), o)
	return m.warned(r), err
}

// Simulate takes random walks through the states of the model, and checks what its configuration names in each of them. Its error is that of Check.
func (m *Model) Simulate(ctx context.Context, o check.SimulateOptions) (*check.Result, error) {
	if err := m.checkable(); err != nil {
		return nil, err
	}
	r, err := check.Simulate(ctx, m.spec(), o)
	return m.warned(r), err
}

// spec is what to check, with the texts of the modules for warnings.
func (m *Model) spec() *check.Spec {
	s := check.Of(m.Program)
	s.Text = m.text
	return s
}

// text returns what stands at a place of a module, with white space as one space each.
func (m *Model) text(file string, span syntax.Span) string {
	const most = 100
	for _, module := range m.Spec.Modules {
		if module.Syntax.File != file || span.End.Line > len(module.Syntax.Lines) {
			continue
		}
		lines := slices.Clone(module.Syntax.Lines[span.Start.Line-1 : span.End.Line])
		last := []rune(lines[len(lines)-1])
		lines[len(lines)-1] = string(last[:min(span.End.Col, len(last))])
		first := []rune(lines[0])
		lines[0] = string(first[min(span.Start.Col-1, len(first)):])
		text := []rune(strings.Join(strings.Fields(strings.Join(lines, " ")), " "))
		if len(text) > most {
			return string(text[:most]) + "..."
		}
		return string(text)
	}
	return ""
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
	for _, f := range distinct(m.LeftOut) {
		r.Warnings = append(r.Warnings, "The property "+describeFormula(f)+" was left out: it is about whole behaviors.")
	}
	return r
}

// Checked returns the names of what the configuration asks to be checked, in its order: invariants, properties, and the postcondition. Those of
// which nothing is checked because it is left out are not among them.
func (m *Model) Checked() []string {
	names := []string{}
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
