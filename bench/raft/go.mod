module github.com/tenet-go/tenet/bench/raft

go 1.26.0

replace github.com/tenet-go/tenet => ../..

require (
	github.com/stretchr/testify v1.12.1
	github.com/tenet-go/tenet v0.0.0
	go.etcd.io/raft/v3 v3.7.0
	google.golang.org/protobuf v1.36.11
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
