// Package fuzz holds the fuzz targets that cut across packages. Each begins with the seeds in its
// source and in testdata/fuzz.
//
//   - FuzzCheck makes a small history of any bytes, for any model and both kinds of consistency,
//     and has it decided by Check with all engines and with each alone: none may disagree with
//     the brute force, and every verdict must be certified.
//   - FuzzReadHistory reads any bytes as a history, in any format or in the one detected: the
//     outcome is a history or an error that says where, and what was read can be written and read
//     again.
//   - FuzzTransactions reads any bytes as a history, and decodes its transactions: each version has the write that made it.
//   - FuzzGenerate makes histories of transactions of any shape, isolation and anomaly: they are whole, and single reads are
//     what the isolation allows.
//   - FuzzDecodeTwoPhaseCommit decodes any bytes as a message and a record: what is accepted is encoded to the same bytes.
//   - FuzzDecodeRaft does the same with those of Raft.
//   - FuzzTwoPhaseCommitSchedules runs schedules of clients and nodes, with crashes, and checks all safety properties
//     after each step.
//   - FuzzRaftSchedules does the same with schedules of Raft.
//   - FuzzDecodeSessions decodes any bytes as an entry of a client session, and FuzzRestoreSessions any bytes as a snapshot: what is accepted is
//     encoded to the same bytes.
//   - FuzzSessions applies logs of any entries, and checks that each command takes effect once.
//   - FuzzExpressions makes a TLA+ expression of any bytes, which must have one value wherever it stands.
//   - FuzzExpressionsAgainstTLC and FuzzModelsAgainstTLC have the engine and TLC evaluate expressions and check small
//     specifications. They need Java, and are slow.
//
// One target at a time:
//
//	go test -run '^$' -fuzz FuzzCheck -fuzztime 1m ./fuzz
//
// .ci/run fuzz runs these and those of single packages.
package fuzz
