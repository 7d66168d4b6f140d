package tla

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Evaluate computes an expression of constant level that stands at the end of the model's root module, so that it may use all that is defined
// there, with the constants as the model has them. Errors of the text are of type *syntax.Error, or several joined; an
// expression that has no value gives an *eval.Error. A model is not for several goroutines that evaluate.
func (m *Model) Evaluate(expr string) (datum.Datum, error) {
	e, err := m.Spec.Expr(expr)
	if err != nil {
		return datum.Datum{}, err
	}
	if level := m.Spec.Info.Levels[e]; level != semantic.ConstantLevel {
		return datum.Datum{}, syntax.NewError("", []byte(expr), e.Place().Start,
			fmt.Sprintf("found an expression of %v level, expected one of constant level, without variables", level))
	}
	x, err := m.Program.Expression("the expression", e)
	if err != nil {
		return datum.Datum{}, err
	}
	return m.Program.Evaluator(eval.Host{}).Value(x, nil, nil)
}

// calculator is what Calculator extends: the modules of the library that are for computing and whose names do not collide.
var calculator = []string{
	"Integers", "Sequences", "FiniteSets", "Bags", "TLC", "SequencesExt", "FiniteSetsExt", "Functions", "Folds", "Bitwise", "Relation",
}

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
