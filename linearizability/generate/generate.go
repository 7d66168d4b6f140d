package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Options shape a random history. Rates are probabilities from 0 to 1.
type Options struct {
	// Operations is the number of operations, 0 or more.
	Operations int
	// Clients is the number of clients, 1 or more. Each has at most one operation open. All are
	// busy always if Idle is 0.
	Clients int
	// Idle is the rate at which a client that could invoke its next operation waits instead.
	// Less than 1.
	Idle float64
	// Values is the number of distinct values to write or insert. 0 makes every value unique.
	Values int
	// Keys is the number of independent objects, told apart by Operation.Key; for
	// multi-register and etcd it is the number of registers or keys within the one object. 0
	// means one object without a key, and 3 registers or keys.
	Keys int
	// InfoRate is the rate of operations whose outcome stays unknown. A third of them take
	// effect before their client gives up, a third later or at the end, the rest never. With
	// locks, the permits of such a client may never come back, and then all others fail.
	InfoRate float64
	// FailRate is the rate of operations that fail without effect, besides those that cannot
	// succeed.
	FailRate float64
	// Reads is the rate of operations that read, or remove from a container. 0 means 0.5.
	// Containers are kept short by removing more when they hold more values than there are
	// clients, and less when they are empty.
	Reads float64
	// WholeReads is the rate of reads of a set that return all of it, rather than whether it
	// contains one value. Their size grows with the set.
	WholeReads float64
	// HonestCAS makes compare-and-set fail only when it saw another value.
	HonestCAS bool
	// Permits is the number of permits of a semaphore. 0 means 1.
	Permits int
	// Corrupt is the number of anomalies to plant: a changed or exchanged result, a shortened
	// interval, or a wrong status. Not every anomaly is a violation.
	Corrupt int
}

// check lists what is wrong with the options.
func (o Options) check() error {
	var wrong []string
	atLeast := func(name string, got, least int) {
		if got < least {
			wrong = append(wrong, fmt.Sprintf("%s is %d or more, got %d", name, least, got))
		}
	}
	rate := func(name string, got float64) {
		if !(got >= 0 && got <= 1) {
			wrong = append(wrong, fmt.Sprintf("%s is from 0 to 1, got %v", name, got))
		}
	}
	atLeast("Operations", o.Operations, 0)
	atLeast("Clients", o.Clients, 1)
	atLeast("Values", o.Values, 0)
	atLeast("Keys", o.Keys, 0)
	atLeast("Permits", o.Permits, 0)
	atLeast("Corrupt", o.Corrupt, 0)
	rate("Idle", o.Idle)
	if o.Idle == 1 {
		wrong = append(wrong, "Idle is less than 1, got 1")
	}
	rate("InfoRate", o.InfoRate)
	rate("FailRate", o.FailRate)
	rate("Reads", o.Reads)
	rate("WholeReads", o.WholeReads)
	if len(wrong) > 0 {
		return fmt.Errorf("generate: %s", strings.Join(wrong, "; "))
	}
	return nil
}

// Random makes a history of clients that act at once on an object of the named model (a name
// that model.New takes). Every operation takes effect at a moment within its interval, so that the
// history is linearizable unless o.Corrupt plants anomalies. Call and Return are positions of
// events, two apart. The error tells a wrong name or options.
func Random(rng *rand.Rand, model string, o Options) (*history.History, error) {
	kind := slices.IndexFunc(kinds, func(k kind) bool { return k.model == model })
	if kind < 0 {
		return nil, fmt.Errorf("generate: unknown model %q", model)
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	return random(rng, &kinds[kind], o), nil
}

func random(rng *rand.Rand, k *kind, o Options) *history.History {
	if o.Reads == 0 {
		o.Reads = 0.5
	}
	r := &run{rng: rng, options: o, history: &history.History{
		Name:       "random " + k.model,
		Operations: make([]history.Operation, 0, o.Operations),
	}}
	r.makeObjects(k)
	r.play()
	for range o.Corrupt {
		corrupt(rng, k, r.history)
	}
	return r.history
}
