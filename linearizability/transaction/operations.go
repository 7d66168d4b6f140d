package transaction

import (
	"context"
	"time"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// OperationsOptions say what to check of single operations. Init and InitIfUnwritten are as in Options.
type OperationsOptions struct {
	Model           causal.Model
	Init            history.Value
	InitIfUnwritten bool
}

// OperationsVerdict is the answer to CheckOperations.
type OperationsVerdict struct {
	Model causal.Model
	// Outcome is Undecided, besides for want of time, if the proof of another did not verify.
	Outcome engine.Outcome
	// Why says why the outcome is Undecided.
	Why string
	// Violation is a pattern with what shows it, if the outcome is Invalid. Package causal/certificate has
	// verified it, or, if the outcome is Valid, what shows that.
	Violation *proof.Finding
	// History has the operations, as transactions of one.
	History *txn.History
	// Elapsed is the time that checking took.
	Elapsed time.Duration
}

// CheckOperations says whether a history of single reads and writes of registers satisfies a model of
// package causal: causal consistency, PRAM, or session guarantees. It returns an error if an operation is
// neither a read nor a write (*history.Error), or if the model is none.
func CheckOperations(ctx context.Context, h *history.History, o OperationsOptions) (*OperationsVerdict, error) {
	start := time.Now()
	decoded, err := txn.Decode(h, txn.Options{Single: true, Init: o.Init, InitIfUnwritten: o.InitIfUnwritten})
	if err != nil {
		return nil, err
	}
	r, err := causal.Check(ctx, decoded, o.Model, causal.Options{})
	if err != nil {
		return nil, err
	}
	v := &OperationsVerdict{Model: o.Model, Outcome: r.Outcome, Why: r.Why, Violation: r.Violation, History: decoded}
	switch r.Outcome {
	case engine.Valid:
		err = certificate.VerifyHolds(decoded, o.Model.String(), r.Holds)
	case engine.Invalid:
		err = certificate.VerifyViolation(decoded, o.Model.String(), r.Violation)
	}
	if err != nil {
		v.Outcome, v.Violation, v.Why = engine.Undecided, nil, refusal("causal", r.Outcome, err).Error()
	}
	v.Elapsed = time.Since(start)
	return v, nil
}
