package bench

import (
	"testing"

	"github.com/tenet-go/tenet/bench/raft/etcd"
	"github.com/tenet-go/tenet/bench/raft/harness"
	"github.com/tenet-go/tenet/bench/raft/tenet"
)

func BenchmarkTenet(b *testing.B)        { harness.Benchmark(b, tenet.Core{}) }
func BenchmarkTenetCopying(b *testing.B) { harness.Benchmark(b, tenet.Core{Copying: true}) }
func BenchmarkEtcd(b *testing.B)         { harness.Benchmark(b, etcd.Core{}) }

func TestTenet(t *testing.T)        { harness.Test(t, tenet.Core{}) }
func TestTenetCopying(t *testing.T) { harness.Test(t, tenet.Core{Copying: true}) }
func TestEtcd(t *testing.T)         { harness.Test(t, etcd.Core{}) }
