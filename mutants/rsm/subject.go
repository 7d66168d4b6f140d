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

// rungs returns who looks for mistakes.
func rungs(string) []matrix.Rung {
	test := func(name string, check matrix.GoTest) matrix.Rung {
		return matrix.Rung{Name: name, Groups: []string{matrix.Syntax, matrix.Scenario}, Checks: []matrix.Check{check}}
	}
	return []matrix.Rung{
		test("tests", matrix.GoTest{Package: "rsm", Tests: "^(Test|Example)", Args: drawing(50)}),
	}
}

// drawing has rapid draw so many times, the same in every run. A failure is not made small and not kept.
func drawing(checks int) []string {
	return []string{fmt.Sprintf("-rapid.checks=%d", checks), "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"}
}
