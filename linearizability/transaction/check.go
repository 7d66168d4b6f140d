package transaction

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/dependency"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/saturate"
	"github.com/tenet-go/tenet/linearizability/transaction/solve"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// Check says which levels of isolation explain the history h. It returns an error if the options
// are wrong, or if an operation is no transaction of the model (*history.Error). When the time or
// ctx ends, the verdict says what is known so far.
func Check(ctx context.Context, h *history.History, o Options) (*Verdict, error) {
	start := time.Now()
	level, err := o.level(!h.Untimed)
	if err != nil {
		return nil, err
	}
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Timeout)
		defer cancel()
	}
	c := &check{options: o, table: newTable(o.Model.Levels(!h.Untimed))}
	c.doing("decoding")
	decoded, err := txn.Decode(h, txn.Options{Model: o.Model.decoded(), Init: o.Init, InitIfUnwritten: o.InitIfUnwritten})
	if err != nil {
		return nil, err
	}
	c.verdict = &Verdict{Model: o.Model, Level: level, History: decoded}
	c.run(ctx)
	c.conclude()
	c.verdict.Elapsed = time.Since(start)
	return c.verdict, nil
}

// check is the state of one call of Check.
type check struct {
	options   Options
	verdict   *Verdict
	table     *table
	execution *execution.Execution
	orders    *version.Orders
}

func (c *check) doing(what string) {
	if c.options.Progress != nil {
		c.options.Progress(what)
	}
}

// run finds out about each level: first by single reads and by the graph of dependencies, which
// cost little; then, while there are levels of which nothing is known, by the engines for them.
func (c *check) run(ctx context.Context) {
	c.doing("single reads")
	var found []proof.Finding
	c.execution, found = execution.New(c.verdict.History)
	c.refused(c.findAll("execution", found))
	c.orders, found = version.New(c.execution, c.options.Assume)
	c.refused(c.findAll("version", found))
	c.doing("dependencies")
	if ctx.Err() == nil {
		c.dependencies(ctx)
	}
	if c.decideAsked(ctx); c.options.OnlyLevel {
		return
	}
	for _, base := range []isolation.Base{isolation.Causal, isolation.ReadAtomic, isolation.MonotonicAtomicView} {
		c.decideBase(ctx, base, "saturate", c.saturate)
	}
	for _, base := range []isolation.Base{isolation.Serializable, isolation.SnapshotIsolation, isolation.ParallelSnapshotIsolation} {
		c.decideBase(ctx, base, "solve", c.solve)
	}
}

// decideAsked decides the level that was asked for. Unless it is the only one, those that cost little
// come before those that may take all the time.
func (c *check) decideAsked(ctx context.Context) {
	l := c.verdict.Level
	switch {
	case l.Base >= isolation.ParallelSnapshotIsolation && c.options.OnlyLevel:
		c.decide(ctx, l, "solve", c.solve)
	case l.Base >= isolation.ParallelSnapshotIsolation:
		c.decideBase(ctx, isolation.Causal, "saturate", c.saturate)
		c.decide(ctx, l, "solve", c.solve)
	case c.options.OnlyLevel:
		c.decide(ctx, l, "saturate", c.saturate)
	}
}

// dependencies asks the graph of dependencies.
func (c *check) dependencies(ctx context.Context) {
	a := dependency.Analyze(ctx, c.execution, c.orders, dependency.Options{})
	err := c.findAll("dependency", a.Findings)
	c.refused(err)
	for _, row := range slices.Backward(c.table.rows) {
		if !c.table.undecided(row.Level) {
			continue
		}
		l := row.Level
		switch holds := a.Holds(ctx, l); {
		case a.Outcome(l) == engine.Invalid && err != nil:
			c.table.why(l, err.Error())
		case a.Outcome(l) == engine.Invalid:
			c.enter(l, "dependency", answer{outcome: engine.Invalid})
		case holds != nil:
			c.enter(l, "dependency", answer{outcome: engine.Valid, holds: holds})
		case l.Base <= isolation.ReadCommitted || l.Base >= isolation.ParallelSnapshotIsolation:
			c.table.why(l, a.Why(l))
		}
	}
}

// decideBase decides the levels of one base, the strongest first.
func (c *check) decideBase(ctx context.Context, base isolation.Base, by string, decide decider) {
	for _, order := range []isolation.Order{isolation.RealTime, isolation.Session, isolation.Unordered} {
		c.decide(ctx, isolation.Level{Base: base, Order: order}, by, decide)
	}
}

// answer is what an engine says of a level.
type answer struct {
	outcome  engine.Outcome
	holds    *proof.Holds
	findings []proof.Finding
	why      string
}

type decider func(context.Context, isolation.Level) answer

// decide has an engine decide a level of which nothing is known.
func (c *check) decide(ctx context.Context, l isolation.Level, by string, decide decider) {
	if !c.table.undecided(l) {
		return
	}
	if ctx.Err() != nil {
		c.table.why(l, "stopped: "+context.Cause(ctx).Error())
		return
	}
	c.doing(c.options.Model.LevelName(l))
	c.enter(l, by, decide(ctx, l))
}

// enter enters an answer into the table, and its proof if that verifies.
func (c *check) enter(l isolation.Level, by string, a answer) {
	switch a.outcome {
	case engine.Valid:
		err := certificate.Holds(c.verdict.History, l, a.holds)
		if err != nil && !errors.Is(err, certificate.ErrTooLarge) {
			c.table.why(l, refusal(by, a.outcome, err).Error())
			return
		}
		c.table.holds(l, by, err == nil, a.holds)
		if err != nil && c.table.row(l).Outcome == engine.Valid {
			c.table.row(l).Why = "uncertified: " + err.Error()
		}
	case engine.Invalid:
		err := c.findAll(by, a.findings)
		switch {
		case !c.table.undecided(l):
		case err != nil:
			c.table.why(l, err.Error())
		default:
			c.table.violated(l, by, false)
			c.table.row(l).Why = a.why
		}
	default:
		c.table.why(l, a.why)
	}
}

// refusal is the error for a proof that does not verify. What it was to prove is not believed.
func refusal(by string, outcome engine.Outcome, err error) error {
	return fmt.Errorf("the answer %q of package %s was refused (a bug in Tenet; please report it): %w", outcome, by, err)
}

// refused has the verdict tell of the first finding that was refused.
func (c *check) refused(err error) {
	if err != nil && c.verdict.Why == "" {
		c.verdict.Why = err.Error()
	}
}

func (c *check) saturate(ctx context.Context, l isolation.Level) answer {
	r := saturate.Decide(ctx, c.execution, c.orders, l)
	return answer{r.Outcome, r.Holds, r.Findings, r.Why}
}

func (c *check) solve(ctx context.Context, l isolation.Level) answer {
	r := solve.Decide(ctx, c.execution, c.orders, l, solve.Options{})
	a := answer{outcome: r.Outcome, holds: r.Holds, why: r.Why}
	if r.Cycle != nil || r.Refutation != nil {
		a.findings = []proof.Finding{solved(l, &r)}
	}
	return a
}

// solved returns the anomaly of which a solver's answer is the proof. The order of versions was sought
// for one level, so what was found says nothing of weaker ones.
func solved(l isolation.Level, r *solve.Result) proof.Finding {
	anomaly := isolation.G2Item
	switch l.Base {
	case isolation.SnapshotIsolation:
		anomaly = isolation.GNonadjacent
	case isolation.ParallelSnapshotIsolation:
		anomaly = isolation.GSingle
	default:
	}
	f := proof.Finding{Anomaly: anomaly.Within(l.Order), Cycle: r.Cycle, Refutation: r.Refutation, Sentence: "whatever the order of versions is, dependencies are a cycle"}
	if r.Cycle != nil {
		f.Sentence = "dependencies are a cycle"
	}
	return f
}

// findAll enters anomalies whose proofs verify: into the verdict, and into the table what they rule
// out. The error is the first refusal.
func (c *check) findAll(by string, found []proof.Finding) (first error) {
	for i := range found {
		f := Finding{Finding: found[i]}
		level, known := isolation.RuledOut(f.Anomaly)
		err := fmt.Errorf("no anomaly is called %q", f.Anomaly)
		if known {
			err = certificate.Violated(c.verdict.History, level, &f.Finding, c.options.vouched()...)
		}
		if err != nil {
			first = cmp.Or(first, refusal(by, engine.Invalid, err))
			continue
		}
		f.RulesOut = c.named(level)
		c.verdict.Findings = append(c.verdict.Findings, f)
		c.verdict.Omitted += f.Omitted
		c.table.violated(level, by, true)
	}
	return first
}

// named returns the weakest level that the model has a name for and that implies the given one.
func (c *check) named(l isolation.Level) isolation.Level {
	for _, row := range c.table.rows {
		if row.Level.Implies(l) {
			return row.Level
		}
	}
	return l
}

// conclude makes the verdict of what is known of the levels.
func (c *check) conclude() {
	v := c.verdict
	v.Levels = c.table.rows
	row := c.table.row(v.Level)
	v.Outcome, v.Certified = row.Outcome, row.Certified
	v.Why = cmp.Or(row.Why, v.Why)
	slices.SortStableFunc(v.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.RulesOut.Base, b.RulesOut.Base), cmp.Compare(a.RulesOut.Order, b.RulesOut.Order), cmp.Compare(len(a.Cycle), len(b.Cycle)))
	})
	listed := map[isolation.Anomaly]int{}
	v.Findings = slices.DeleteFunc(v.Findings, func(f Finding) bool {
		listed[f.Anomaly]++
		return listed[f.Anomaly] > MaxFindings
	})
	for _, n := range listed {
		v.Omitted += max(0, n-MaxFindings)
	}
}
