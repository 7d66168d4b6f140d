// Package causal checks histories of single reads and writes for causal consistency, in the three
// forms that the literature tells apart, for PRAM, and for the session guarantees.
//
// No value is written to a key twice, so that the history says from which write each read has read:
// relation wr. With so, the order of each session, it makes up the causal order co, the transitive
// closure of both. All models here ask that co has no cycle, and that what was read was written.
//
// CC, CCv and CM are those of Bouajjani, Enea, Guerraoui and Hamza (On verifying causal consistency,
// POPL 2017), who show that each is the absence of a few patterns. PRAM is that of Lipton and Sandberg
// (1988): CM without causality between sessions. The session guarantees are those of Terry et al.
// (Session guarantees for weakly consistent replicated data, PDIS 1994), whose servers order conflicting
// writes alike: so there is one order of all writes. The constants of Model define them.
//
// Which implies which: CM implies CC and PRAM. CCv implies CC, and is the same as all four session
// guarantees together. CC and CM imply neither ReadYourWrites nor MonotonicReads, since they let sessions
// see concurrent writes in different orders, and Terry's servers do not. MonotonicWrites and
// WritesFollowReads show only together with MonotonicReads; alone, any history without cycles of co and
// with reads of what was written satisfies them. Model.Implies knows all of this.
//
// CC, CCv and sets of guarantees take time in proportion to operations times sessions, a single guarantee
// to operations. CM and PRAM take the former for each round of a fixpoint. There are few rounds in practice.
//
// A session is a process. Clients that change their process number after an operation of unknown outcome,
// as Jepsen's do and those of history.Recorder, begin a session with it.
package causal
