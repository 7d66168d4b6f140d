// Package syntax reads TLA+ modules: source text to syntax trees, and back.
//
// Parse reads the text of a module, or an error of type *Error that says where, what was expected, and quotes the line. It accepts what
// the language's grammar accepts (Lamport, Specifying Systems, chapter 15, with the extensions of TLA+ version 2: RECURSIVE, LAMBDA,
// labels, subexpression names, proofs), in ASCII and in Unicode: column-sensitive lists of conjuncts and disjuncts, ranges of
// precedence, nested comments. Proofs are skipped; what they prove is kept. Names are not looked up here, which is the business of package semantic.
//
// Print writes a tree as text that reads back as the same tree.
package syntax
