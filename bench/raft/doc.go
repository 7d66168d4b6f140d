// Package bench measures the core of package raft beside go.etcd.io/raft/v3, and drives both through the same faults. It is a module of its own, so that
// what only benchmarks need is no dependency of Tenet. README.md says how to run it and what was measured.
package bench
