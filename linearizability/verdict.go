package linearizability

import (
	"time"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/explain"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Verdict is the answer to Check.
type Verdict struct {
	Outcome engine.Outcome
	// Consistency is what was checked.
	Consistency Consistency
	// Model is the model that was checked, with its initial value. InitWhy says in a sentence why
	// the initial value is not the default, if the history shows another.
	Model   model.Model
	InitWhy string
	// Operations counts what was checked: the operations that the model did not skip.
	Operations int
	// Parts are the independent objects, in order of their first operations.
	Parts []Part
	// Failed is the part that is in violation, if the outcome is Invalid.
	Failed *Part
	// Explanation says why Failed is not linearizable, unless there was no time to find out.
	Explanation *explain.Explanation
	// Certified is true if package certificate has verified the whole verdict: the order of every
	// part of a valid history; the witness of an invalid one.
	Certified bool
	// Why says what is missing, if the outcome is Undecided or the verdict is not certified.
	Why string
	// Elapsed is the time that checking took.
	Elapsed time.Duration
}

// Part is the verdict on one independent object.
type Part struct {
	// Key is the object; Nil if there is but one.
	Key history.Value
	// Index lists the part's operations, as positions in History.Operations.
	Index []int32
	// Engine is the name of the engine that decided.
	Engine  string
	Outcome engine.Outcome
	// Order is a linearization, as positions in History.Operations. Set if Valid.
	Order []int32
	// Certified is true if package certificate has verified the order or the witness.
	Certified bool
	// Witness is a part of the history that is in violation and proves that the whole is; set if
	// Invalid and one was found.
	Witness *certificate.Witness
	// Why says why the part is undecided, or not certified.
	Why string

	problem *engine.Problem
	found   *engine.Witness // by the engine
}
