package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// causalModels are the models whose operations are single reads and writes of registers.
var causalModels = []string{"register", "kv"}

// runCausal checks a history of single reads and writes for causal consistency or a session
// guarantee, and prints the answer.
func (f *checkFlags) runCausal(ctx context.Context, command *cobra.Command, r *report, h *history.History, info format.Info) error {
	if !slices.Contains(causalModels, r.Model) {
		return fmt.Errorf("--consistency %s is for models register and kv, whose operations are single reads and writes, not for %q", f.consistency, r.Model)
	}
	if err := f.objectFlagsUnused(command, r.Model); err != nil {
		return err
	}
	if len(f.assume) > 0 || f.onlyLevel {
		return fmt.Errorf("--assume and --only-level mean nothing to --consistency %s", f.consistency)
	}
	m, err := causal.Parse(f.consistency)
	if err != nil {
		return fmt.Errorf("--consistency: %w", err)
	}
	values, err := f.model.options()
	if err != nil {
		return err
	}
	o := transaction.OperationsOptions{Model: m, Init: info.Init, InitIfUnwritten: true}
	if values.HasInit {
		o.Init, o.InitIfUnwritten = values.Init, false
	}
	v, err := transaction.CheckOperations(ctx, h, o)
	if err != nil {
		return err
	}
	t := newOperationsReport(ctx, r, v)
	return f.write(command, t, t.Verdict, f.writeTransactionPage(t))
}

// newOperationsReport returns the report on a verdict on single operations.
func newOperationsReport(ctx context.Context, r *report, v *transaction.OperationsVerdict) *transactionReport {
	var findings []foundAnomaly
	if v.Violation != nil {
		findings = []foundAnomaly{{*v.Violation, v.Model.String(), true}}
	}
	t := newTransactionReport(r, v.History, v.Outcome, v.Model.String(), findings)
	t.Certified, t.Why, t.Seconds = v.Outcome != engine.Undecided, v.Why, v.Elapsed.Seconds()
	if v.Outcome == engine.Valid {
		t.Why = together(ctx, v.History, v.Model)
	}
	return t
}

// together says of a guarantee that holds with which others it does not: alone each is weak, since every
// read may be of another replica, and replicas may order a session's writes as they like.
func together(ctx context.Context, h *txn.History, m causal.Model) string {
	if m == causal.CC || m == causal.CCv || m == causal.CM || m == causal.PRAM {
		return ""
	}
	for _, more := range []causal.Model{
		m | causal.MonotonicReads, m | causal.MonotonicReads | causal.MonotonicWrites, causal.CCv,
	} {
		if a, err := causal.Check(ctx, h, more, causal.Options{WithoutHolds: true}); err == nil && a.Outcome == engine.Invalid {
			return fmt.Sprintf("%s holds by itself, but %s does not hold", m, more)
		}
	}
	return ""
}
