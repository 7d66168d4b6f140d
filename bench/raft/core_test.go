package bench

import (
	"testing"

	"github.com/tenet-go/tenet/bench/raft/etcd"
	"github.com/tenet-go/tenet/bench/raft/harness"
	"github.com/tenet-go/tenet/bench/raft/tenet"
)

func BenchmarkTenet(b *testing.B) { harness.Benchmark(b, tenet.Core{}) }
func BenchmarkEtcd(b *testing.B)  { harness.Benchmark(b, etcd.Core{}) }

func TestTenet(t *testing.T) { harness.Test(t, tenet.Core{}) }
func TestEtcd(t *testing.T)  { harness.Test(t, etcd.Core{}) }
