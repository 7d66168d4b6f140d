package transaction_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/dependency"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/saturate"
	"github.com/tenet-go/tenet/linearizability/transaction/solve"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// engines are those who decide.
var engines = []string{"single reads", "dependency", "saturate", "solve"}

// opinions are what the packages that decide say of a history, each by itself.
type opinions struct {
	*small
	execution *execution.Execution
	orders    *version.Orders
	analysis  *dependency.Analysis
	// singles are the anomalies that are no cycles.
	singles []proof.Finding
}

func newOpinions(s *small) *opinions {
	o := &opinions{small: s}
	var more []proof.Finding
	o.execution, o.singles = execution.New(s.decoded)
	o.orders, more = version.New(o.execution, version.Assumptions{})
	o.singles = append(o.singles, more...)
	o.analysis = dependency.Analyze(context.Background(), o.execution, o.orders, dependency.Options{})
	return o
}

func (o *opinions) compare(n *tally) error {
	for _, findings := range [][]proof.Finding{o.singles, o.analysis.Findings} {
		if err := o.verify(findings); err != nil {
			return err
		}
	}
	for _, l := range isolation.Levels() {
		if o.kind.untimed && l.Order == isolation.RealTime {
			continue
		}
		if err := o.compareLevel(l, n); err != nil {
			return fmt.Errorf("%s: %w", l, err)
		}
	}
	return nil
}

// verify demands that anomalies rule out the levels that they are said to rule out.
func (o *opinions) verify(findings []proof.Finding) error {
	for i := range findings {
		weakest, known := isolation.RuledOut(findings[i].Anomaly)
		if !known {
			return fmt.Errorf("there is no anomaly %q", findings[i].Anomaly)
		}
		if o.truth.Holds(weakest) {
			return fmt.Errorf("the anomaly %s rules out %s, and the brute force says that it holds", findings[i].Anomaly, weakest)
		}
		if err := certificate.Violated(o.decoded, weakest, &findings[i]); err != nil {
			return fmt.Errorf("the anomaly %s is no proof against %s: %w", findings[i].Anomaly, weakest, err)
		}
	}
	return nil
}

// opinion is what one package says of one level.
type opinion struct {
	by      string
	outcome engine.Outcome
	holds   *proof.Holds
	against []proof.Finding
	// must says that the package may not be undecided.
	must bool
}

func (o *opinions) ask(l isolation.Level) []opinion {
	ctx := context.Background()
	depends := opinion{by: "dependency", outcome: o.analysis.Outcome(l), must: l.Base <= isolation.ReadCommitted}
	if depends.outcome != engine.Invalid {
		if depends.holds = o.analysis.Holds(ctx, l); depends.holds != nil {
			depends.outcome = engine.Valid
		}
	}
	all := []opinion{depends}
	switch {
	case l.Base >= isolation.ParallelSnapshotIsolation:
		r := solve.Decide(ctx, o.execution, o.orders, l, solve.Options{})
		all = append(all, opinion{by: "solve", outcome: r.Outcome, holds: r.Holds, against: []proof.Finding{{Cycle: r.Cycle, Refutation: r.Refutation}}, must: true})
	case l.Base >= isolation.MonotonicAtomicView:
		r := saturate.Decide(ctx, o.execution, o.orders, l)
		all = append(all, opinion{by: "saturate", outcome: r.Outcome, holds: r.Holds, against: r.Findings, must: true})
	}
	return all
}

// ruledOut reports whether an anomaly that is no cycle rules a level out.
func (o *opinions) ruledOut(l isolation.Level) bool {
	return slices.ContainsFunc(o.singles, func(f proof.Finding) bool {
		weakest, _ := isolation.RuledOut(f.Anomaly)
		return l.Implies(weakest)
	})
}

func (o *opinions) compareLevel(l isolation.Level, n *tally) error {
	ruledOut, holds := o.ruledOut(l), o.truth.Holds(l)
	if ruledOut {
		if holds {
			return fmt.Errorf("single reads rule it out, and the brute force says that it holds")
		}
		n.add(engines[0])
	}
	decided := ruledOut
	for _, p := range o.ask(l) {
		switch p.outcome {
		case engine.Undecided:
			if p.must {
				return fmt.Errorf("package %s is undecided", p.by)
			}
			continue
		case engine.Valid:
			if !holds && !ruledOut {
				return fmt.Errorf("package %s says that it holds, and the brute force that it does not", p.by)
			}
			if err := o.verifyHolds(l, p, ruledOut); err != nil {
				return err
			}
		case engine.Invalid:
			if holds {
				return fmt.Errorf("package %s says that it does not hold, and the brute force that it does", p.by)
			}
			if err := o.verifyAgainst(l, p); err != nil {
				return err
			}
		}
		decided = true
		n.add(p.by)
	}
	if !decided {
		return fmt.Errorf("nobody decides it")
	}
	return nil
}

// verifyHolds demands a proof. Engines do not look at single reads: if those rule the level out, the
// certificate must not accept it.
func (o *opinions) verifyHolds(l isolation.Level, p opinion, ruledOut bool) error {
	if p.holds == nil {
		if p.by == "dependency" {
			return nil // it finds no proofs of some levels that follow from what it knows
		}
		return fmt.Errorf("package %s says that it holds, and has no proof", p.by)
	}
	switch err := certificate.Holds(o.decoded, l, p.holds); {
	case err != nil && !ruledOut:
		return fmt.Errorf("package %s has a proof that it holds, which is refused: %w", p.by, err)
	case err == nil && ruledOut:
		return fmt.Errorf("a proof of package %s that it holds is accepted, and single reads rule it out", p.by)
	}
	return nil
}

// verifyAgainst demands a proof that verifies at the level itself, and, if it has the name of an
// anomaly, at the weakest level that this rules out.
func (o *opinions) verifyAgainst(l isolation.Level, p opinion) error {
	if p.by == "dependency" || o.ruledOut(isolation.Level{}) {
		return nil // its findings are verified already; and where all levels are ruled out, versions have no order at all
	}
	if len(p.against) == 0 {
		return fmt.Errorf("package %s says that it does not hold, and has no proof", p.by)
	}
	for i := range p.against {
		if err := certificate.Violated(o.decoded, l, &p.against[i]); err != nil {
			return fmt.Errorf("package %s has a proof that it does not hold, which is refused: %w", p.by, err)
		}
		if p.against[i].Anomaly == "" {
			continue
		}
		if err := o.verify(p.against[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (n *tally) add(by string) {
	if n != nil {
		n.by[by]++
	}
}
