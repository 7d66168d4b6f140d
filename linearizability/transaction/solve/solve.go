package solve

import (
	"cmp"
	"context"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// Options bound the work.
type Options struct {
	// Conflicts is how often the search may turn out to be wrong before it gives up; 0 is a million.
	Conflicts int
	// Leaves is how many cases are looked at to find a refutation; 0 is 10,000. If that is not enough, the
	// violation is without proof.
	Leaves int
	// Members is the most transactions among which a refutation is looked for; 0 is 600. If more are
	// involved, the violation is without proof.
	Members int
}

const (
	defaultConflicts = 1_000_000
	defaultLeaves    = 10_000
	defaultMembers   = 600
)

// Result is what was found. It says something of histories without anomalies of single reads, and of
// lists without contradictions: these rule the levels out by themselves.
type Result struct {
	Outcome engine.Outcome
	// Holds is set if the outcome is Valid: Order for serializability, Schedule for snapshot isolation,
	// Order and Versions for parallel snapshot isolation.
	Holds *proof.Holds
	// Cycle or Refutation is set if the outcome is Invalid, unless the proof would be too large: a cycle
	// that is there whatever the unknown orders of versions are, or a case distinction.
	Cycle      proof.Cycle
	Refutation *proof.Refutation
	// Conflict lists the transactions, as indices of History.Txns, among which alone the level is violated,
	// if it is and there is a proof. Without one, these are the transactions from which the search drew its
	// conclusion, which may take others to be seen.
	Conflict []int32
	// Why says why nothing was decided, or why a violation has no proof.
	Why string
}

// Decide decides whether an execution is of a level, one of the bases ParallelSnapshotIsolation,
// SnapshotIsolation and Serializable. It returns soon after ctx ends.
func Decide(ctx context.Context, e *execution.Execution, o *version.Orders, l isolation.Level, options Options) Result {
	if l.Base < isolation.ParallelSnapshotIsolation {
		return Result{Why: fmt.Sprintf("%v is decided elsewhere", l)}
	}
	options.Conflicts = cmp.Or(options.Conflicts, defaultConflicts)
	options.Leaves = cmp.Or(options.Leaves, defaultLeaves)
	options.Members = cmp.Or(options.Members, defaultMembers)
	if l.Base == isolation.ParallelSnapshotIsolation {
		if h := bySnapshots(ctx, e, o, l.Order); h != nil {
			return Result{Outcome: engine.Valid, Holds: h}
		}
	}
	p := newProblem(e, o, l)
	if p.conflict != nil {
		return p.violated(ctx, p.conflict, options)
	}
	s, cycle := prepare(ctx, p, options.Conflicts)
	switch {
	case cycle != nil:
		return p.violated(ctx, p.expand(cycle), options)
	case s == nil:
		return Result{Why: fmt.Sprintf("the time was over before %v was looked at", l)}
	}
	switch s.decide() {
	case satisfied:
		return Result{Outcome: engine.Valid, Holds: s.holds()}
	case unsatisfied:
		return p.violated(ctx, p.expand(s.core()), options)
	default:
		return Result{Why: s.why()}
	}
}

// prepare returns a solver with a first order of the vertices, or the nodes of a cycle that is there
// in any case, or neither if the time is over.
func prepare(ctx context.Context, p *problem, budget int) (s *solver, cycle []int32) {
	g := newGraph(p.vertices(), p.edges)
	p.edges = nil // the graph has them
	placed := schedule(ctx, p, g)
	switch {
	case ctx.Err() != nil:
		return nil, nil
	case !placed:
		return nil, p.circle(g)
	}
	return newSolver(ctx, p, g, budget), nil
}

// bySnapshots returns orders of versions for parallel snapshot isolation, if the stronger snapshot
// isolation is soon seen to hold, which is the easier question: it asks for one graph without cycles.
func bySnapshots(ctx context.Context, e *execution.Execution, o *version.Orders, order isolation.Order) *proof.Holds {
	const easy = 50_000 // conflicts
	p := newProblem(e, o, isolation.Level{Base: isolation.SnapshotIsolation, Order: order})
	if p.conflict != nil {
		return nil
	}
	s, _ := prepare(ctx, p, easy)
	if s == nil || s.decide() != satisfied {
		return nil
	}
	return &proof.Holds{Order: s.order(), Versions: s.versions()}
}

func (s *solver) decide() verdict {
	if s.level.Base == isolation.ParallelSnapshotIsolation {
		return s.run(newParallel(s).run)
	}
	return s.run(newReplay(s).run)
}

// holds returns the proof that the order of the graph is.
func (s *solver) holds() *proof.Holds {
	switch s.level.Base {
	case isolation.SnapshotIsolation:
		h := &proof.Holds{}
		for _, v := range s.graph.order {
			if node := s.owner[v]; node != none {
				h.Schedule = append(h.Schedule, proof.Moment{Txn: s.execution.Txns[node], Commit: v == s.end(node)})
			}
		}
		return h
	case isolation.ParallelSnapshotIsolation:
		return &proof.Holds{Order: s.order(), Versions: s.versions()}
	default:
		return &proof.Holds{Order: s.order()}
	}
}

// why says why nothing was decided.
func (s *solver) why() string {
	const hard = "deciding %v is NP-complete (Papadimitriou 1979; Biswas and Enea 2019), and %s after %d pairs of concurrent writes were looked at"
	switch {
	case s.stuck != "":
		return s.stuck
	case s.ctx.Err() != nil:
		return fmt.Sprintf(hard, s.level, "the time was over", len(s.variables))
	default:
		return fmt.Sprintf(hard, s.level, "too many ways were tried", len(s.variables))
	}
}
