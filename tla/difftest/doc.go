// Package difftest compares the engine with TLC on generated specifications.
//
// Its tests replay corpora, in testdata, which have TLC's answers, so that they need no Java. With the flag -tlc the same is asked of TLC
// again, and with -tlc-write the corpora are made anew.
//
//   - choices.go, types.go, text.go, expression.go, composite.go: expressions of all types, made of any bytes
//   - context.go: where else an expression may stand
//   - prelude.go: what these expressions may use
//   - engine.go, referee.go: what the engine and TLC say of expressions
//   - model.go, action.go: small specifications, made of any bytes
//   - checked.go: what the engine and TLC count of them
//   - corpus.go: the files of answers: generated expressions and models, and those that were chosen by hand, a rule each
package difftest
