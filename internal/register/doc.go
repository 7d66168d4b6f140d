// Package register is a small protocol for the tests of the drivers and of the contract: a register that
// a primary writes to all its backups, and bugs that can be switched on.
//
// The primary makes a write durable, and sends it then. A backup acknowledges a write that is durable. When
// all have acknowledged it, the primary answers its client. So an answered write survives every crash.
//
// The protocol has no reads and no change of primary: it is as small as can be with records, batches in
// flight, timers, effects that wait for the disk, and recovery.
package register
