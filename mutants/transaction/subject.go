package transaction

import (
	"context"
	"path"
	"slices"

	"github.com/tenet-go/tenet/mutants/matrix"
)

// Patches are all mistakes.
var Patches = slices.Concat(readPatches, graphPatches, searchPatches, proofPatches)

// Group is the group of all mutants of the checkers of transactions.
const Group = "transaction"

// Mutants plants all patches.
func Mutants(root string) ([]matrix.Mutant, error) { return matrix.Patched(root, Group, Patches) }

// Rungs are who looks for mistakes.
func Rungs() []matrix.Rung {
	rung := func(name string, checks ...matrix.Check) matrix.Rung {
		return matrix.Rung{Name: name, Groups: []string{Group}, Checks: checks}
	}
	return []matrix.Rung{
		rung("own tests", ownTests{}),
		rung("differential", matrix.GoTest{Package: here, Tests: "^TestDifferential$", Args: []string{"-histories=400"}}),
		rung("certificate", matrix.GoTest{Package: here + "/certificate", Tests: "Exact$", Args: []string{"-histories=150"}}),
	}
}

const here = "linearizability/transaction"

// drawing has rapid draw the same in every run, and keep no files of what fails.
var drawing = []string{"RAPID_SEED=1", "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=0s"}

// ownTests are the tests of the package that is changed.
type ownTests struct{}

// Run runs them; for the source as it is, those of all packages.
func (ownTests) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	sum := matrix.Result{Outcome: matrix.Passed}
	for _, pkg := range packages(w.Mutant) {
		own := matrix.GoTest{Package: pkg, Tests: "^(Test|Example)", Args: []string{"-test.short"}, Env: drawing}
		if pkg == here {
			own.Skip = "^TestDifferential" // a rung of its own
		}
		r, err := own.Run(ctx, w)
		if err != nil {
			return r, err
		}
		sum = matrix.Result{Outcome: r.Outcome, Why: r.Why, Seconds: sum.Seconds + r.Seconds}
		if r.Outcome.Catches() {
			break
		}
	}
	return sum, nil
}

// packages are those in which a mutant has changed something, or in which any mutant does.
func packages(m *matrix.Mutant) (all []string) {
	if m != nil {
		for file := range m.Files {
			all = append(all, path.Dir(file))
		}
		return all
	}
	for _, p := range Patches {
		all = append(all, path.Dir(p.File))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
