// Package engine has what engines are given and what they give: a Problem, which is one
// independent object of a history in dense integers, and a Result.
//
//   - problem.go: Problem; build.go makes one of a history, divides and restricts it; classes.go
//     numbers the different actions, states.go the states that a search comes to; describe.go names operations in sentences
//   - engine.go: Engine, Result, Witness
//
// The engines themselves are the packages below: zones and container (polynomial), frontier (searches), wgl
// (Porcupine), sequential (sequential consistency). Package linearizability chooses among them.
package engine
