// Package workload has the checks of Jepsen's test workloads that are no question of
// linearizability: each looks for the traces of particular anomalies.
//
//   - bank: transfers keep the total of all accounts (jepsen.tests.bank);
//   - set-full: every added element appears in the reads that begin later (jepsen.checker/set-full);
//   - long-fork: reads agree on the order of writes (jepsen.tests.long-fork);
//   - unique-ids: no id is generated twice (jepsen.checker/unique-ids);
//   - jepsen-set: a final read returns what was added (jepsen.checker/set);
//   - jepsen-counter: reads lie between the adds that must and that may count (jepsen.checker/counter).
//
// [New] finds a check by its name, [Names] lists them. Where a check judges otherwise than Jepsen's
// Clojure code, its file says so and why.
//
// A check is one pass over the history, so there is no proof to carry beside its verdict: the
// evidence of a violation is the [Finding] itself. Its operations alone, without the rest of the
// history, show the same violation to anyone who looks, and the tests hold every kind of finding to
// that.
//
// Histories over independent keys are checked key by key, as jepsen.independent/checker does.
package workload
