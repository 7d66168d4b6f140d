package matrix

import (
	"context"
	"slices"
	"time"
)

// Rung is one way to look for mistakes. Each is run alone.
type Rung struct {
	Name string
	// Groups are those of the mutants that it is for.
	Groups []string
	// Checks are what it runs: the rung catches a mutant if one of them does.
	Checks []Check
}

// Check looks for mistakes in a mutant.
type Check interface {
	// Run returns what it finds. It fails where it cannot tell: the mutant does not compile, or a
	// tool is broken. Where something that it needs is missing, the outcome is NotRun.
	Run(ctx context.Context, w *Workspace) (Result, error)
}

// Outcome is what a rung says of a mutant.
type Outcome string

// The outcomes.
const (
	Passed   Outcome = "-"
	Caught   Outcome = "caught"
	TimedOut Outcome = "time"    // caught, since it did not end in many times the time that the source as it is takes
	NotRun   Outcome = "not run" // something is missing
	NotMeant Outcome = ""        // the rung is not for this mutant
	Skipped  Outcome = "."       // another rung has caught it, and one was enough
)

// Catches reports whether the mutant is caught.
func (o Outcome) Catches() bool { return o == Caught || o == TimedOut }

// Result is the outcome and how it came about.
type Result struct {
	Outcome Outcome `json:"outcome"`
	// Why is a line about what was caught, or what is missing.
	Why     string  `json:"why,omitempty"`
	Seconds float64 `json:"seconds"`
}

// Workspace is where one mutant is planted.
type Workspace struct {
	// Root is the module's root, an absolute path.
	Root string
	// Folder is for files of this mutant only, and removed after it.
	Folder string
	// Mutant is nil for the source as it is.
	Mutant *Mutant
	// Limit is how long a check may take, not counting preparations such as compilation.
	Limit time.Duration

	builder *builder
	reach   *reach
}

// meant reports whether the rung is for a mutant; the source as it is concerns all.
func (r *Rung) meant(m *Mutant) bool { return m == nil || slices.Contains(r.Groups, m.Group) }

// run runs the checks of a rung until one catches the mutant.
func (r *Rung) run(ctx context.Context, w *Workspace) (Result, error) {
	if !r.meant(w.Mutant) {
		return Result{Outcome: NotMeant}, nil
	}
	sum := Result{Outcome: NotRun}
	for _, c := range r.Checks {
		result, err := c.Run(ctx, w)
		if err != nil {
			return sum, err
		}
		sum.Seconds += result.Seconds
		if sum.Outcome == NotRun || result.Outcome.Catches() {
			sum.Outcome, sum.Why = result.Outcome, result.Why
		}
		if sum.Outcome.Catches() {
			break
		}
	}
	return sum, nil
}
