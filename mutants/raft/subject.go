package raft

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/mutants/matrix"
)

// Subject returns Raft.
func Subject() *matrix.Subject {
	return &matrix.Subject{
		Name:          "raft",
		Packages:      []string{"raft", "raft/quorum", "raft/progress"},
		Code:          slices.Concat(electionPatches, replicationPatches, readPatches, snapshotPatches),
		Specification: specPatches,
		Rungs:         rungs,
		Survivors:     "mutants/raft/survivors.txt",
	}
}

const testPackage = "raft/rafttest"

// rungs returns who looks for mistakes.
func rungs(scratch string) []matrix.Rung {
	code := []string{matrix.Syntax, matrix.Scenario}
	both := append(slices.Clone(code), matrix.Spec)
	spec := specification(scratch)
	test := func(name string, check matrix.GoTest) matrix.Rung {
		return matrix.Rung{Name: name, Groups: code, Checks: []matrix.Check{check}}
	}
	return []matrix.Rung{
		{Name: "unit tests", Groups: code, Checks: unitTests()},
		test("scenarios", matrix.GoTest{Package: "raft", Tests: "^TestScenario"}),
		test("exhaustive", matrix.GoTest{Package: testPackage, Tests: "^TestRungExhaustive$"}),
		test("walk", matrix.GoTest{Package: testPackage, Tests: "^TestRungWalk$"}),
		{Name: "refinement", Groups: both, Checks: []matrix.Check{&refinement{spec}}},
		test("rapid", matrix.GoTest{Package: testPackage, Tests: "^TestRungRapid$", Args: drawing(40)}),
		test("machinetest", matrix.GoTest{Package: testPackage, Tests: "^TestRungContract$", Args: drawing(20)}),
		{Name: "spec check", Groups: []string{matrix.Spec}, Checks: []matrix.Check{spec}},
	}
}

// unitTests are those of the packages themselves.
func unitTests() (checks []matrix.Check) {
	for _, pkg := range []string{"raft", "raft/quorum", "raft/progress"} {
		checks = append(checks, matrix.GoTest{Package: pkg, Tests: "^Test|^Example", Skip: "^TestScenario", Args: drawing(50)})
	}
	return checks
}

// drawing has rapid draw so many times, the same in every run. A failure is not made small and not kept.
func drawing(checks int) []string {
	return []string{fmt.Sprintf("-rapid.checks=%d", checks), "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"}
}
