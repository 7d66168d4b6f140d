package bench

import (
	"testing"

	"github.com/tenet-go/tenet/bench/raft/etcd"
	"github.com/tenet-go/tenet/bench/raft/faults"
	"github.com/tenet-go/tenet/bench/raft/tenet"
)

var cores = []faults.Core{faults.Of(tenet.Core{}), faults.Of(etcd.Core{})}

func TestGeneratedFaults(t *testing.T) { faults.Test(t, cores...) }

func TestKeptFaults(t *testing.T) { faults.TestKept(t, "faults/testdata", cores...) }
