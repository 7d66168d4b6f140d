package transaction

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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
	// Init is the value of registers that nobody has written, besides nil; and InitIfUnwritten says that it is
	// what the format has where nothing is written, so that it may be written too (txn.Options).
	Init            history.Value
	InitIfUnwritten bool
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
	if int(o.Model) >= len(modelNames) {
		return isolation.Level{}, fmt.Errorf("no model has number %d: expected one of Models", o.Model)
	}
	if o.Model == ListAppend && (o.Assume.Any() || !o.Init.IsNil()) {
		return isolation.Level{}, errors.New("assumptions and initial values are for registers: lists begin empty, and show the order of their elements")
	}
	if o.Level == nil {
		if timed {
			return isolation.StrictSerializable, nil
		}
		return isolation.Level{Base: isolation.Serializable, Order: isolation.Session}, nil
	}
	l := *o.Level
	switch {
	case !slices.Contains(o.Model.Levels(true), l):
		return l, fmt.Errorf("model %s has no level of base %d and order %d: expected one of %s", o.Model, l.Base, l.Order, strings.Join(o.Model.LevelNames(), ", "))
	case l.Order == isolation.RealTime && !timed:
		return l, fmt.Errorf("level %s respects real time, and the history has no times: expected one that does not", o.Model.LevelName(l))
	}
	return l, nil
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
