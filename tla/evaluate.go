package tla

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// ExpressionFile is how errors name the text of an expression that Evaluate was given.
const ExpressionFile = "the expression"

// Evaluate computes an expression of constant level that stands at the end of the model's root module, so that it may use all that is defined
// there, with the constants as the model has them. Errors of the text are of type *syntax.Error, or several joined; an
// expression that has no value gives an *eval.Error, whose File is ExpressionFile if the place is in the expression. What Print and PrintT
// print goes to the model's Out. A model is not for several goroutines that evaluate.
func (m *Model) Evaluate(expr string) (datum.Datum, error) {
	e, err := m.Spec.Expr(expr)
	if err != nil {
		return datum.Datum{}, inExpression(err)
	}
	if level := m.Spec.Info.Levels[e]; level != semantic.ConstantLevel {
		return datum.Datum{}, syntax.NewError(ExpressionFile, []byte(expr), e.Place().Start,
			fmt.Sprintf("found an expression of %v level, expected one of constant level, without variables", level))
	}
	x, err := m.Program.Expression(ExpressionFile, e)
	if err != nil {
		return datum.Datum{}, err
	}
	host := eval.Host{Print: func(line string) {
		if m.Out != nil {
			_, _ = io.WriteString(m.Out, line+"\n") // as with any output of a program, nobody could be told
		}
	}}
	return m.Program.Evaluator(host).Value(x, nil, nil)
}

// inExpression has errors of the text say that they are about the expression.
func inExpression(err error) error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, each := range several.Unwrap() {
			_ = inExpression(each) // in place
		}
		return err
	}
	var wrong *syntax.Error
	if errors.As(err, &wrong) && wrong.File == "" {
		wrong.File = ExpressionFile
	}
	return err
}

// calculator is what Calculator extends: the modules of the library that are for computing and whose names do not collide.
var calculator = []string{
	"Integers", "Sequences", "FiniteSets", "Bags", "TLC", "SequencesExt", "FiniteSetsExt", "Functions", "Folds", "Bitwise", "Relation",
}

// CalculatorModules returns the names of the modules that the module of Calculator extends.
func CalculatorModules() []string { return slices.Clone(calculator) }

// Calculator returns a model without constants and variables, whose module extends the standard modules and the most used of the community's. It is
// there for Evaluate.
func Calculator() (*Model, error) {
	const name = "Calculator"
	text := "---- MODULE " + name + " ----\nEXTENDS " + strings.Join(calculator, ", ") + "\n====\n"
	own := func(module string) (semantic.Source, error) {
		if module == name {
			return semantic.Source{File: name + ".tla", Text: []byte(text)}, nil
		}
		return semantic.Source{}, &semantic.NotFoundError{Module: module}
	}
	spec, err := semantic.Load(semantic.First(own, semantic.Library(modules.Find)), name)
	if err != nil {
		return nil, &LoadError{Specification, err}
	}
	return Compile(spec, &config.Config{})
}
