package generate

import "github.com/tenet-go/tenet/linearizability/history"

// object is what clients act on: a sequential implementation of a model.
type object interface {
	// invoke draws the next operation of a client.
	invoke(r *run, c *client) (f string, input history.Value)
	// apply lets an operation take effect and returns its result.
	apply(op *history.Operation) (output history.Value, result result)
}

// lock is an object of which clients hold something.
type lock interface {
	// change returns how many permits more a client holds after an ok operation.
	change(op *history.Operation) int64
}

// result says whether an operation took effect.
type result uint8

const (
	done   result = iota
	cannot        // it fails
	waits         // it may try again
)

// kind is a model of which histories can be made.
type kind struct {
	model string
	// ownKeys is true if Options.Keys counts parts within one object.
	ownKeys bool
	make    func(*run) object
	// change returns another result than the one an operation had, or false.
	change func(r *changer, op *history.Operation) (history.Value, bool)
	// anomalies is how many Small plants at most, chosen so that about half of its histories are
	// violations.
	anomalies int
}

var kinds = []kind{
	{"register", false, newRegister, changeRead, 10},
	{"cas-register", false, newCASRegister, changeRead, 6},
	{"multi-register", true, newMultiRegister, changeTransaction, 16},
	{"kv", false, newKV, changeKV, 7},
	{"mutex", false, newMutex, changeNothing, 8},
	{"fenced-mutex", false, newMutex, changeToken, 7},
	{"semaphore", false, newSemaphore, changeNothing, 16},
	{"counter", false, newCounter, changeCount, 5},
	{"set", false, newSet, changeSet, 6},
	{"queue", false, newQueue, changeRemoved, 13},
	{"stack", false, newStack, changeRemoved, 13},
	{"priority-queue", false, newPriorityQueue, changeRemoved, 13},
	{"list", false, newList, changeList, 6},
	{"etcd", true, newEtcd, changeEtcd, 3},
}
