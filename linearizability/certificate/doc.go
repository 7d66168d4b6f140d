// Package certificate verifies verdicts. It is small enough to be read in one sitting and shares
// no code with the engines whose verdicts it verifies, the models excepted: no certified verdict
// rests on optimized code.
//
//   - checker.go: an order proves that a history is linearizable ([CheckOrder]) or sequentially
//     consistent ([CheckSequentialOrder]); a part of it proves that it is not linearizable
//     ([CheckWitness]).
//   - bruteforce.go: the search that decides such a part ([BruteForce]); tests use it as their
//     oracle.
//   - partition.go: the parts into which a history was divided are independent objects
//     ([CheckPartition]).
//
// What is trusted: the model (Decode, Step, AppendKey, the flag ReadOnly of actions, and Touches
// and PartitionKey where they exist), and the history as read.
//
// Real time: an operation a is before an operation b if a.Return < b.Call, both as recorded in
// history.Operation. Intervals are closed, so that operations that meet in one reading of the
// clock are concurrent. An operation of status Info never returns.
package certificate
