// Package zones decides registers to which no value that is read was written twice, in time linear
// in the number of operations, by the zones of Gibbons and Korach ("Testing shared memories", SIAM
// Journal on Computing 26(4), 1997, section 4: read-mapping known).
//
//   - zones.go: the engine, the theory and the decision
//   - cluster.go: the operations of each value, and their zones
//   - witness.go: the operations that alone show a violation, and the sentence about them
package zones
