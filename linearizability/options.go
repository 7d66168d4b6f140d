package linearizability

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/tenet-go/tenet/linearizability/certificate"
)

// Consistency is what a history is checked for.
type Consistency uint8

const (
	// Linearizable means that an order exists that the model allows and that respects real time.
	Linearizable Consistency = iota
	// Sequential means that an order exists that the model allows and that keeps each process's own order.
	// For small histories: there is no dividing into objects, since sequential consistency of
	// each does not make the whole sequentially consistent.
	Sequential
)

// String returns the name by which the command line knows the consistency.
func (c Consistency) String() string { return [...]string{"linearizable", "sequential"}[c] }

// DefaultMemory is the memory that Check may take if the options give none.
const DefaultMemory = 4 << 30

// Options adjust a check. The zero Options are good defaults.
type Options struct {
	Consistency Consistency
	// Timeout is the time after which Check gives up; 0 means never. Explaining a violation
	// counts, but does not change the outcome when it is cut short.
	Timeout time.Duration
	// Memory is the number of bytes that the program may take in all while Check runs: what the
	// Go runtime holds, not only what Check allocates. When it is reached Check gives up. 0 means
	// DefaultMemory, a negative number no limit.
	Memory int64
	// Workers is the number of objects checked at a time; 0 means one for each processor.
	Workers int
	// Engines restricts the engines, by name; nil means all that suit. For tests and comparisons.
	Engines []string
	// NoExplanation leaves out the explanation of a violation, and with it the certificate.
	NoExplanation bool
	// All checks all objects even after one was found in violation.
	All bool
	// Progress, if not nil, is told the number of operations checked now and then, from several
	// goroutines but one at a time.
	Progress func(done, total int)
	// Budget bounds the brute force that certifies violations, in configurations; 0 means
	// certificate.DefaultBudget.
	Budget int
}

// withDefaults checks the options and fills in the defaults.
func (o Options) withDefaults() (Options, error) {
	var wrong []error
	if o.Timeout < 0 {
		wrong = append(wrong, fmt.Errorf("timeout %v is negative: expected 0 or more", o.Timeout))
	}
	if o.Workers < 0 {
		wrong = append(wrong, fmt.Errorf("%d workers: expected 0 or more", o.Workers))
	}
	if o.Budget < 0 {
		wrong = append(wrong, fmt.Errorf("budget %d is negative: expected 0 or more", o.Budget))
	}
	if o.Consistency > Sequential {
		wrong = append(wrong, fmt.Errorf("unknown consistency %d", o.Consistency))
	}
	for _, name := range o.Engines {
		if !knownEngine(name) {
			wrong = append(wrong, fmt.Errorf("unknown engine %q: expected one of %v", name, EngineNames()))
		}
	}
	if o.Memory == 0 {
		o.Memory = DefaultMemory
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Budget == 0 {
		o.Budget = certificate.DefaultBudget
	}
	return o, errors.Join(wrong...)
}
