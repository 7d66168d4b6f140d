package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
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
	o := txn.Options{Single: true, Init: info.Init, InitIfUnwritten: true}
	if values.HasInit {
		o.Init, o.InitIfUnwritten = values.Init, false
	}
	start := time.Now()
	decoded, err := txn.Decode(h, o)
	if err != nil {
		return err
	}
	t, err := checkCausal(ctx, r, decoded, m)
	if err != nil {
		return err
	}
	t.Seconds = time.Since(start).Seconds()
	return f.write(command, t, t.Verdict, f.writeTransactionPage(t))
}

// checkCausal checks a history for a model and has the answer's proof verified.
func checkCausal(ctx context.Context, r *report, h *txn.History, m causal.Model) (*transactionReport, error) {
	a, err := causal.Check(ctx, h, m, causal.Options{})
	if err != nil {
		return nil, err
	}
	var findings []foundAnomaly
	outcome, why := a.Outcome, a.Why
	switch outcome {
	case engine.Valid:
		err = certificate.VerifyHolds(h, m.String(), a.Holds)
	case engine.Invalid:
		err = certificate.VerifyViolation(h, m.String(), a.Violation)
		findings = []foundAnomaly{{*a.Violation, m.String(), err == nil, true}}
	}
	if err != nil {
		outcome, why = engine.Undecided, fmt.Sprintf("the answer %q was refused (a bug in Tenet; please report it): %v", a.Outcome, err)
	}
	if outcome == engine.Valid {
		why = together(ctx, h, m)
	}
	t := newTransactionReport(r, h, outcome, m.String(), findings)
	t.Certified, t.Why = outcome != engine.Undecided, why
	return t, nil
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
