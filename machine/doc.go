// Package machine is the contract of every protocol in this module: a protocol is a pure,
// deterministic machine, which whoever hosts it gives inputs and whose outputs the host carries out.
//
// A [Machine] is one node. It never reads a clock, draws a random number, starts a goroutine or
// touches a file or a socket. [Machine.Step] gives it an [Input] (a message, a timer, a request, the
// acknowledgement of the disk), it changes its state and says in an [Output] what its host must do:
// write records, send messages, answer clients, tell the application, set timers.
// [Protocol.Recover] makes a node from what its storage holds; that is also how a new node begins.
//
// So the same code runs in production, under every schedule of the explorer, and under a fuzzer.
//
// # Durability
//
// A step may write one batch of [Record] values, numbered by a [Seq]. The batch is in flight until the host
// gives [Persisted] with that number. Batches become durable in the order of their numbers, and are
// acknowledged one by one. Every send, reply and application command names the batch that must be
// durable before it leaves: After, or 0 for at once. A crash loses all effects that still wait, and keeps any prefix of the
// records that were not acknowledged. A disk that fails is a crash: the host stops the machine, and never
// tries the write again as if nothing had happened.
//
// What storage holds is a [Durable], the fold of the records. Recovery sees that fold, never a list.
//
// # Time
//
// Machines know timers, not durations. A step sets and stops timers; the host knows for how long. A
// timer that fires is pending no more. Safety must not depend on when timers fire.
//
// # Refusal
//
// An input that fires no rule is refused: the state stays, and the Output stays empty, its Action
// too. A rule that fires names itself in [Output.Action], by the name of the action in the TLA+
// specification.
package machine
