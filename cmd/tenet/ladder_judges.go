package main

import (
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/value"
)

// judges hold steps to a specification in two ways, which must agree: they evaluate the action's formula, and look the step up in
// the specification's graph.
type judges struct {
	formulas *step.Stepper
	graph    *graph.Graph
}

var _ explore.Spec = (*judges)(nil)

// Initial implements explore.Spec.
func (j *judges) Initial(s value.State) error {
	return agreed(j.formulas.Initial(s), j.graph.Initial(s))
}

// Step implements explore.Spec.
func (j *judges) Step(action machine.Action, before, after value.State) error {
	return agreed(j.formulas.Step(action, before, after), j.graph.Step(action, before, after))
}

// agreed is the verdict of both. The formulas say more about why a step is none.
func agreed(byFormula, byGraph error) error {
	switch {
	case (byFormula == nil) == (byGraph == nil):
		return byFormula
	case byFormula == nil:
		return fmt.Errorf("the engine contradicts itself: the step is one by its formula, but not in the specification's graph: %w", byGraph)
	}
	return fmt.Errorf("the engine contradicts itself: the step is in the specification's graph, but is none by its formula: %w", byFormula)
}
