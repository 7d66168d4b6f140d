package tla

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/eval"
)

// Part is a part of a model.
type Part uint8

// Parts of a model that can be wrong.
const (
	// Configuration is the configuration file: it cannot be read, or is none.
	Configuration Part = iota + 1
	// Specification is the modules: one is missing, or is no TLA+, or has names that mean nothing.
	Specification
	// Assignment is what the configuration asks of the specification: a constant has no value, or what is to be checked is not defined.
	Assignment
	// Evaluation is an expression whose value is needed before anything is checked, and which has none. The set that SYMMETRY names is part of
	// the assignment.
	Evaluation
	// Support is the engine: the specification uses something that it cannot do.
	Support
)

var partNames = map[Part]string{
	Configuration: "configuration", Specification: "specification", Assignment: "assignment", Evaluation: "evaluation", Support: "support",
}

func (p Part) String() string { return partNames[p] }

// Exit codes of TLC 2.18 for models that it cannot check.
const (
	exitEvaluation    = 75
	exitSpecification = 150
	exitAssignment    = 151
	exitOther         = 255
)

// ExitCode is the exit code with which TLC 2.18 ends if this part is wrong.
func (p Part) ExitCode() int {
	switch p {
	case Specification:
		return exitSpecification
	case Assignment:
		return exitAssignment
	case Evaluation:
		return exitEvaluation
	}
	return exitOther
}

// LoadError says why a model cannot be checked. Err is a *syntax.Error or an *eval.Error, several of them joined, or an error of the file system.
type LoadError struct {
	Part Part
	Err  error
}

func (e *LoadError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *LoadError) Unwrap() error { return e.Err }

// TemporalError says that a model has properties about whole behaviors, such as <>P and P ~> Q, which the engine cannot check.
type TemporalError struct {
	Formulas []eval.Formula
}

func (e *TemporalError) Error() string {
	var b strings.Builder
	b.WriteString("the engine checks safety only, and cannot check")
	for i, f := range distinct(e.Formulas) {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(" " + describeFormula(f))
	}
	b.WriteString(": leave it out (LeaveOutTemporal, --leave-out-temporal), or let TLC check the model")
	return b.String()
}

// distinct returns formulas without those that stand at the same place of the same property as one before. There are such where a definition is
// instantiated several times.
func distinct(formulas []eval.Formula) (rest []eval.Formula) {
	for _, f := range formulas {
		if !slices.Contains(rest, f) {
			rest = append(rest, f)
		}
	}
	return rest
}

func describeFormula(f eval.Formula) string {
	return fmt.Sprintf("%s (%s:%v)", f.Property, f.File, f.Span.Start)
}
