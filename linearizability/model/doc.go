// Package model holds sequential specifications: what the operations of an object mean when they
// happen one at a time. Checkers ask whether a concurrent history can be explained by one.
//
//   - model.go: the interfaces Model and State, and Action, an operation as a model reads it
//   - optional.go: what a model may offer beyond that: splitting, removing values, describing
//   - options.go, catalog.go: New makes a model by its name; Catalog lists them for help texts
//   - register.go, infer.go: register and cas-register, and the search for their initial value
//   - kv.go: one key of a key-value store, with append and delete
//   - multiregister.go, transaction.go: transactions over several registers
//   - queue.go, stack.go, priorityqueue.go, set.go, list.go: containers
//   - mutex.go, semaphore.go, counter.go
//   - product.go: many independent objects as one, for consistency that is not local
//   - etcd.go and etcd_*.go: the part of etcd that its robustness tests record
//   - container.go, verb.go, treap.go, hash.go: what several models share
//
// States are persistent: Step shares structure with the state it starts from and costs O(1) or
// O(log n), except where a comment says otherwise. Reads of whole sets and lists cost the size of
// what they return when they match.
package model
