package bench

import (
	"testing"

	"github.com/tenet-go/tenet/bench/raft/harness"
	"github.com/tenet-go/tenet/bench/raft36/etcd"
)

func BenchmarkEtcd(b *testing.B) { harness.Benchmark(b, etcd.Core{}) }

func TestEtcd(t *testing.T) { harness.Test(t, etcd.Core{}) }
