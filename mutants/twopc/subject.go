package twopc

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/mutants/matrix"
)

// Subject returns two-phase commit.
func Subject() *matrix.Subject {
	return &matrix.Subject{
		Name:          "twopc",
		Packages:      []string{"twopc"},
		Code:          slices.Concat(coordinatorPatches, participantPatches),
		Specification: specPatches,
		Rungs:         rungs,
		Survivors:     "mutants/twopc/survivors.txt",
	}
}

const testPackage = "twopc/twopctest"

// graphsVariable is that of the test of the rung refinement: it names a folder with the specification and its models.
const graphsVariable = "TENET_TWOPC_GRAPHS"

// rungs returns who looks for mistakes.
func rungs(scratch string) []matrix.Rung {
	code := []string{matrix.Syntax, matrix.Scenario}
	both := append(slices.Clone(code), matrix.Spec)
	spec := specification(scratch)
	test := func(name string, groups []string, check matrix.GoTest) matrix.Rung {
		return matrix.Rung{Name: name, Groups: groups, Checks: []matrix.Check{check}}
	}
	return []matrix.Rung{
		test("exhaustive", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungExhaustive$"}),
		{Name: "refinement", Groups: both, Checks: []matrix.Check{spec.Refines()}},
		test("walk", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungWalk$"}),
		test("rapid", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungRapid$", Args: drawing(600)}),
		test("machinetest", code, matrix.GoTest{Package: testPackage, Tests: "^TestRungContract$", Args: drawing(60)}),
		test("scenarios", code, matrix.GoTest{Package: "twopc", Tests: "^TestScenario"}),
		test("unit tests", code, matrix.GoTest{Package: "twopc", Tests: "^Test", Skip: "^TestScenario", Args: drawing(50)}),
		{Name: "spec check", Groups: []string{matrix.Spec}, Checks: []matrix.Check{spec}},
	}
}

// drawing has rapid draw so many times, the same in every run. A failure is not made small and not kept.
func drawing(checks int) []string {
	return []string{fmt.Sprintf("-rapid.checks=%d", checks), "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"}
}
