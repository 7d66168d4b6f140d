package tla

import (
	"context"
	"io"

	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/trace"
)

// Stepper judges single steps by the formulas of the model's actions. Its error is an *eval.Error.
func (m *Model) Stepper() (*step.Stepper, error) { return step.New(m.Program) }

// CheckTrace looks for a behavior of the model's specification that shows what a trace recorded: see trace.Check. Invariants and properties are not
// looked at.
func (m *Model) CheckTrace(ctx context.Context, r io.Reader, o trace.Options) (*trace.Result, error) {
	return trace.Check(ctx, m.Program, r, o)
}
