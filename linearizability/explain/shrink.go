package explain

import (
	"context"
	"slices"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

const (
	// quickBudget is the brute force's budget for each of the many parts that shrinking tries: a
	// few milliseconds.
	quickBudget = 10_000
	// quickLen is the number of operations from which on parts are left to the engines.
	quickLen = 3000
	// maxTries bounds the number of parts tried, and maxWork the number of their operations.
	maxTries = 1500
	maxWork  = 20_000_000
)

// Shrink returns a small part of p that is not linearizable, given that p is not. Beyond a cut
// at the earliest operation at which no order exists it leaves out reads and whole values, as
// certificate.CheckWitness allows. If w is not nil and holds, it starts from w.
//
// It returns what it has when ctx ends; then the part may be large. Which operations the cut
// makes pending is for SubHistory to say.
func Shrink(ctx context.Context, p *engine.Problem, decide Decide, w *engine.Witness) (certificate.Witness, error) {
	e, err := find(ctx, p, decide, w)
	if err != nil {
		return certificate.Witness{}, err
	}
	return e.part.witness(p), nil
}

// shrinker makes a part smaller, such that it stays not linearizable.
type shrinker struct {
	ctx    context.Context
	p      *engine.Problem
	decide Decide
	part   part
	// failing is the operation of p at whose return the part is cut; -1 if unknown.
	failing int32
	// certifiable is true if the brute force decides the part with the quick budget. Parts that
	// it does not decide are then refused: they would be smaller, but not certified.
	certifiable bool
	tries, work int
}

// spent reports whether it is time to stop.
func (s *shrinker) spent() bool {
	return s.ctx.Err() != nil || s.tries >= maxTries || s.work >= maxWork
}

// run leaves out what it can.
func (s *shrinker) run() error {
	for range 3 {
		before := len(s.part.ops)
		if err := s.values(); err != nil {
			return err
		}
		if err := s.reads(); err != nil {
			return err
		}
		if len(s.part.ops) == before {
			break
		}
	}
	return nil
}

// accept makes a part the current one if it is not linearizable.
func (s *shrinker) accept(candidate part) (bool, error) {
	if s.spent() {
		return false, nil
	}
	s.tries++
	s.work += len(candidate.ops)
	problem, err := candidate.problem(s.p)
	if err != nil {
		return false, err
	}
	certified := false
	if problem.Len() <= quickLen {
		decided, linearizable, _ := certificate.BruteForce(s.ctx, problem.Model, placeable(problem), quickBudget)
		if decided && linearizable {
			return false, nil
		}
		certified = decided
	}
	if !certified && (s.certifiable || s.decide.within(s.ctx, tryTime, problem) != engine.Invalid) {
		return false, nil
	}
	s.part, s.certifiable = candidate, certified
	return true, nil
}

// placeable returns the operations of a problem for the brute force.
func placeable(p *engine.Problem) []certificate.Op {
	ops := make([]certificate.Op, p.Len())
	for i := range ops {
		n := int32(i)
		ops[i] = certificate.Op{Action: *p.Action(n), Call: int64(p.Call[i]), Return: int64(p.Return[i])}
		if p.Pending(n) {
			ops[i].Return, ops[i].Optional = history.Never, true
		}
	}
	return ops
}

// actions returns what the operations of the part do, as the cut leaves them.
func (s *shrinker) actions() ([]model.Action, error) {
	actions := make([]model.Action, len(s.part.ops))
	for k, i := range s.part.ops {
		actions[k] = *s.p.Action(i)
		if !s.p.Pending(i) && s.p.Operation(i).Return > s.part.cut {
			action, err := decodePending(s.p, i)
			if err != nil {
				return nil, err
			}
			actions[k] = action
		}
	}
	return actions, nil
}

// mayGo reports whether operation i of the problem may be left out by itself, given what it does
// as the cut leaves it.
func (s *shrinker) mayGo(i int32, a *model.Action) bool {
	return a.Op == model.Skip || s.p.Action(i).ReadOnly
}

// reads leaves out operations that change nothing.
func (s *shrinker) reads() error {
	actions, err := s.actions()
	if err != nil {
		return err
	}
	var units [][]int32
	for k, i := range s.part.ops {
		if i != s.failing && s.mayGo(i, &actions[k]) {
			units = append(units, []int32{i})
		}
	}
	return s.leaveOut(units)
}

// values leaves out groups of linked values, if the model permits.
func (s *shrinker) values() error {
	remover, ok := s.p.Model.(model.ValueRemover)
	if !ok {
		return nil
	}
	actions, err := s.actions()
	if err != nil {
		return err
	}
	var opposed []int32 // operations that must go before any value can
	groups := newGroups()
	for k, i := range s.part.ops {
		if actions[k].Op == model.Skip {
			opposed = append(opposed, i)
			continue
		}
		values, ok := remover.Touches(actions[k])
		switch {
		case ok:
			groups.add(i, values)
		case i == s.failing || !s.mayGo(i, &actions[k]):
			return nil
		default:
			opposed = append(opposed, i)
		}
	}
	if len(opposed) > 0 {
		if accepted, err := s.accept(s.without([][]int32{opposed})); !accepted {
			return err
		}
	}
	return s.leaveOut(groups.without(s.failing))
}

// leaveOut leaves out as many units as it can: all at once, or else those of each half.
func (s *shrinker) leaveOut(units [][]int32) error {
	if len(units) == 0 {
		return nil
	}
	accepted, err := s.accept(s.without(units))
	if accepted || err != nil || len(units) == 1 || s.spent() {
		return err
	}
	half := len(units) / 2
	if err := s.leaveOut(units[:half]); err != nil {
		return err
	}
	return s.leaveOut(units[half:])
}

// without returns the part without some operations.
func (s *shrinker) without(units [][]int32) part {
	var gone []int32
	for _, unit := range units {
		gone = append(gone, unit...)
	}
	slices.Sort(gone)
	left := part{cut: s.part.cut}
	for _, i := range s.part.ops {
		if len(gone) > 0 && gone[0] == i {
			gone = gone[1:]
			continue
		}
		left.ops = append(left.ops, i)
	}
	return left
}
