package tla

import (
	"context"
	"path"
	"slices"

	"github.com/tenet-go/tenet/mutants/matrix"
)

// Patches are all mistakes.
var Patches = slices.Concat(readPatches, valuePatches, compiledPatches, searchPatches)

// Group is the group of all mutants of the engine.
const Group = "tla"

// Mutants plants all patches.
func Mutants(root string) ([]matrix.Mutant, error) { return matrix.Patched(root, Group, Patches) }

// corpora is the package that compares with what TLC has said.
const corpora = "tla/difftest"

// Rungs are who looks for mistakes.
func Rungs() []matrix.Rung {
	rung := func(name string, checks ...matrix.Check) matrix.Rung {
		return matrix.Rung{Name: name, Groups: []string{Group}, Checks: checks}
	}
	return []matrix.Rung{
		rung("unit tests", ownTests{}),
		rung("expressions", matrix.GoTest{Package: corpora, Tests: "^TestExpressions$"}),
		rung("models", matrix.GoTest{Package: corpora, Tests: "^TestModels$"}),
		rung("steps", matrix.GoTest{Package: corpora, Tests: "^TestSteps$"}),
		rung("kept specifications", matrix.GoTest{Package: "tla", Tests: "^TestKept$"}),
		rung("counts of the specifications", matrix.GoTest{Package: "spec", Tests: countsTest}),
	}
}

// countsTest are the quicker tests of the counts that TLC had for the specifications of this repository.
const countsTest = "^TestModelsHold$/^MC(AtomicCommit|OneParticipant|Liveness)$"

// drawing has rapid draw the same in every run, and keep no files of what fails.
var drawing = []string{"RAPID_SEED=1", "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=0s"}

// ownTests are the tests of the package that is changed.
type ownTests struct{}

// Run runs them; for the source as it is, those of all packages.
func (ownTests) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	var sum matrix.Result
	for _, pkg := range packages(w.Mutant) {
		r, err := matrix.GoTest{Package: pkg, Tests: "^(Test|Example)", Args: []string{"-test.short"}, Env: drawing}.Run(ctx, w)
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
