package bench

import (
	"testing"

	"github.com/tenet-go/tenet/bench/raft/faults"
	"github.com/tenet-go/tenet/bench/raft36/etcd"
)

func TestGeneratedFaults(t *testing.T) { faults.Test(t, faults.Of(etcd.Core{})) }

func TestKeptFaults(t *testing.T) {
	faults.TestKept(t, "../raft/faults/testdata", faults.Of(etcd.Core{}))
}
