// Package graph holds the state graph of a specification, and judges steps by looking them up in it. [Explore] makes
// the graph; [Read] reads the one that TLC writes with -dump dot,actionlabels.
//
// A [Graph] is an [github.com/tenet-go/tenet/explore.Spec]: a step of the code is a step of the specification if the
// graph has an edge between the two states, labeled with the action that the step has named. The graph notes
// which edges were asked for, so that [Graph.Untaken] tells what the specification allows and the code never did.
//
// # What is relied on in dumps
//
// TLC 2.18 dumps every state once and, for every state, one edge for each successor that it generates, with the name
// of the action: also when the successor is known already, when another action or the same one has led there, and
// when it is the state itself. So a stuttering step of an action is in the graph if and only if the formula of the action
// allows it; that of [Next]_vars, which no action makes, is not. A successor that a CONSTRAINT cuts off appears neither
// as a state nor as an edge, so that steps of the code beyond it are errors. The tests of this package hold TLC to this.
//
// TLC names an edge by the innermost definition, below Next, whose parameters are constants: Next must be
// a disjunction of named actions, or all edges are named Next. Parameters are not in the name.
//
// States are identified in the dump by their 64-bit fingerprints; within a graph, states are compared by their values.
package graph
