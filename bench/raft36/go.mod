module github.com/tenet-go/tenet/bench/raft36

go 1.26.0

replace (
	github.com/tenet-go/tenet => ../..
	github.com/tenet-go/tenet/bench/raft => ../raft
	// The module with the harness has a newer one, of another API. Nothing here imports what uses that.
	go.etcd.io/raft/v3 => go.etcd.io/raft/v3 v3.6.0
)

require (
	github.com/tenet-go/tenet/bench/raft v0.0.0
	go.etcd.io/raft/v3 v3.7.0
)

require (
	github.com/gogo/protobuf v1.3.2 // indirect
	github.com/golang/protobuf v1.5.4 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)
