// Package semantic gives the names of TLA+ modules their meaning: it finds the modules that a module extends or instantiates, tells what each
// name stands for, counts arguments, and computes levels. It annotates the trees of package syntax and changes nothing in them,
// as go/types does for Go.
//
// Load reads a module, and those that it needs, by a Finder, and returns a Spec: the modules with what they declare and define, and an
// Info, which has the meaning of each name and the level of each expression. Spec.Expr does the same for a single expression.
//
// The rules are those of SANY, the parser that comes with TLC, including what it only warns of (Spec.Warnings): a name may not be bound
// where it has a meaning already; of two definitions of one name that are extended from different modules the first counts.
// Levels are computed from the levels of arguments, definition by definition, and are as exact as SANY's.
// What stands in proofs is not looked at.
//
// Errors are of type *syntax.Error, and there may be several: Load joins them.
package semantic
