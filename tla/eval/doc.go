// Package eval compiles a specification and its model to Go closures, and evaluates them.
//
// Compile translates what a model names (Init, Next, invariants, constraints, properties) once. Names are gone afterwards: variables
// are places in a State, bound names are slots in a frame, operators are expanded where they are used (only recursive ones are called), constant
// expressions are evaluated once. Arguments and LET definitions are evaluated when they are needed, once.
//
// Next-state relations are compiled in continuation-passing style, by the rules of TLC: conjuncts from left to right, the first x' = e
// or x' \in S assigns and later ones test, disjunctions and existential quantifiers branch, and once all variables have values what is
// left is only tested. So the engine generates the same states as TLC, as often.
//
// An Evaluator is for one goroutine. A Program is shared.
package eval
