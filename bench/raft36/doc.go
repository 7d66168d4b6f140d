// Package bench is that of bench/raft with v3.6.0 of go.etcd.io/raft/v3, which has the same module path as the version there, and another API.
package bench
