package transaction

import (
	"errors"
	"fmt"
	"time"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// Assumptions are what a user vouches for of a database of registers.
type Assumptions = version.Assumptions

// Options say what to check. The zero value asks whether list-append transactions are strict
// serializable.
type Options struct {
	Model Model
	// Level is the level that the verdict is about. If nil, it is the strongest: strict serializable, or, of
	// a history without times, strong session serializable.
	Level *isolation.Level
	// Init is the value of registers that nobody has written, besides nil.
	Init history.Value
	// Assume is what the user vouches for of a database of registers. What is found with its help holds
	// only if the assumptions do.
	Assume Assumptions
	// Timeout bounds the time of Check, if it is not 0.
	Timeout time.Duration
	// OnlyLevel has only Level decided, and of others what follows or costs nothing.
	OnlyLevel bool
	// Progress, if not nil, is called with what is done next.
	Progress func(doing string)
}

func (o *Options) level(timed bool) (isolation.Level, error) {
	if o.Assume.RealTimeOrder && !timed {
		return isolation.Level{}, errors.New("versions are assumed to be in the order of real time, and the history has no times: expected other assumptions")
	}
	if o.Level == nil {
		if timed {
			return isolation.StrictSerializable, nil
		}
		return isolation.Level{Base: isolation.Serializable, Order: isolation.Session}, nil
	}
	if o.Level.Order == isolation.RealTime && !timed {
		return *o.Level, fmt.Errorf("level %s respects real time, and the history has no times: expected one that does not",
			o.Model.LevelName(*o.Level))
	}
	return *o.Level, nil
}

// vouched returns what edges may rest on besides reads.
func (o *Options) vouched() []proof.Basis {
	var bases []proof.Basis
	if o.Assume.ReadBeforeWrite {
		bases = append(bases, proof.ByReadBeforeWrite)
	}
	if o.Assume.SessionOrder {
		bases = append(bases, proof.BySessionOrder)
	}
	if o.Assume.RealTimeOrder {
		bases = append(bases, proof.ByRealTimeOrder)
	}
	return bases
}
