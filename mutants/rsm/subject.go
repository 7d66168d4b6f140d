// Package rsm plants mistakes into the sessions of package rsm. [Subject] says what is planted and who looks for it; tenet mutants rsm runs it.
package rsm

import (
	"fmt"

	"github.com/tenet-go/tenet/mutants/matrix"
)

// Subject returns the sessions, and what else package rsm has.
func Subject() *matrix.Subject {
	return &matrix.Subject{
		Name: "rsm", Packages: []string{"rsm"}, Code: patches, Rungs: rungs, Survivors: "mutants/rsm/survivors.txt",
	}
}

// rungs returns who looks for mistakes: examples and properties, the transcripts of docs/scenarios.md, a second implementation of the sessions, and
// their specification.
func rungs(string) []matrix.Rung {
	const reference, specification, scenarios = "^TestSessionsAreThoseOfTheReference$", "^TestSessionsAreThoseOfTheSpecification$", "^TestScenario"
	test := func(name string, check matrix.GoTest) matrix.Rung {
		check.Package, check.Args = "rsm", drawing(50)
		return matrix.Rung{Name: name, Groups: []string{matrix.Syntax, matrix.Scenario}, Checks: []matrix.Check{check}}
	}
	return []matrix.Rung{
		test("unit tests", matrix.GoTest{Tests: "^(Test|Example)", Skip: reference + "|" + specification + "|" + scenarios}),
		test("scenarios", matrix.GoTest{Tests: scenarios}),
		test("reference", matrix.GoTest{Tests: reference}),
		test("specification", matrix.GoTest{Tests: specification}),
	}
}

// drawing has rapid draw so many times, the same in every run. A failure is not made small and not kept.
func drawing(checks int) []string {
	return []string{fmt.Sprintf("-rapid.checks=%d", checks), "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"}
}
