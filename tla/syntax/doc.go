// Package syntax reads TLA+ modules: source text to syntax trees, and back.
//
// Parse reads the text of a module, or returns an error of type *Error that says where, what was expected, and quotes the line. It accepts
// what the language's grammar accepts (Lamport, Specifying Systems, chapter 15, with the extensions of TLA+ version 2: RECURSIVE, LAMBDA,
// labels, subexpression names, proofs), in ASCII and in Unicode: column-sensitive lists of conjuncts and disjuncts, ranges of precedence,
// nested comments. Proofs are checked and skipped; what they prove is kept. Names are not looked up here, which is the business of package
// semantic.
//
// Print writes a tree as text that reads back as the same tree. Inspect and Children walk trees, Equal compares them.
//
// Files: parser.go (tokens, errors), parse_module.go, parse_define.go, parse_expr.go (operators, lists, what goes on as far as it can),
// parse_primary.go (names, brackets), parse_proof.go; lexer.go, token.go, operator.go (symbols, their synonyms and precedence).
//
// # Differences from SANY
//
// Where SANY fails cases of its own corpus of syntax tests, the corpus is followed: -(a, b), A!!!(a, b), a & -b, .5, "\*", [][x \in S]_v, and a
// CASE in a list in a CASE are read, I!lab :: e and LOCAL in LET are errors. An operator's symbol without arguments is an error where an
// expression must stand, which SANY leaves to its semantic analysis. In {x \in S /\ y} the element is (x \in S) /\ y; SANY takes S /\ y for the
// set. Keywords may name fields everywhere.
package syntax
