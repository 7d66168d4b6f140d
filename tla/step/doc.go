// Package step holds code to its specification by evaluating it: a step is one of an action if the action's formula is true of the two
// states.
//
// A [Stepper] is an [github.com/tenet-go/tenet/explore.Spec], as a [github.com/tenet-go/tenet/tla/graph.Graph] is. The graph knows which states
// and steps the specification reaches, but must be made first, and fits only small models. A stepper judges each pair of states by
// itself, whether the specification reaches them or not: what begins in an initial state and goes on by steps of the specification is
// reached by it. It also says why a step is none: see [Error].
//
// Constraints of the model are not part of its actions. A stepper accepts steps that leave them; a graph does not have these.
package step
