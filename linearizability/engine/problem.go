package engine

import (
	"math"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Never is the Return of an operation of unknown outcome.
const Never = math.MaxInt32

// Problem asks whether one partition of a history is linearizable. Its operations are numbered
// from 0 in order of their Call. Engines do not modify a Problem.
type Problem struct {
	Model   model.Model
	History *history.History
	// Index gives the operation of the history that each operation of the problem is.
	Index []int32
	// Class says what each operation does, as a position in Classes; equal actions have equal
	// classes.
	Class   []int32
	Classes []model.Action
	// Call and Return are the moments at which operations begin and end. All moments are
	// different and lie in 0..2*Len()-1, but Return is Never where the outcome is unknown. An
	// operation a is before an operation b if Return[a] < Call[b].
	Call, Return []int32
}

// Len returns the number of operations.
func (p *Problem) Len() int { return len(p.Index) }

// Action returns what operation i does.
func (p *Problem) Action(i int32) *model.Action { return &p.Classes[p.Class[i]] }

// Pending reports whether the outcome of operation i is unknown.
func (p *Problem) Pending(i int32) bool { return p.Return[i] == Never }

// Operation returns operation i as recorded.
func (p *Problem) Operation(i int32) *history.Operation { return &p.History.Operations[p.Index[i]] }
