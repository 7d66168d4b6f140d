package explain

import (
	"context"
	"errors"
	"slices"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
)

// found is what Explain and Shrink find out.
type found struct {
	// earliest is the operation of p at whose return, at moment, no order exists any more.
	earliest, moment int32
	exact            bool
	part             part
	failing          int32 // the operation at whose return the part is cut; -1 if unknown
	fromWitness      bool  // the engine's witness holds
}

// find finds the earliest operation, and a part.
func find(ctx context.Context, p *engine.Problem, decide Decide, w *engine.Witness) (*found, error) {
	all := make([]int32, p.Len())
	for i := range all {
		all[i] = int32(i)
	}
	f := &found{}
	var err error
	if f.earliest, f.moment, f.exact, err = Earliest(ctx, p, decide, wrongBy(p, w)); err != nil {
		return nil, err
	}
	if f.earliest < 0 {
		return nil, errors.New("explain: no operation has a known outcome, so that the history is linearizable")
	}
	s := &shrinker{ctx: ctx, p: p, decide: decide, part: part{all, history.Never}, failing: -1}
	if err := s.start(f, cutAt(p, all, f.moment), w); err != nil {
		return nil, err
	}
	if err := s.run(); err != nil {
		return nil, err
	}
	f.part, f.failing = s.part, s.failing
	return f, nil
}

// wrongBy returns a moment by which p is wrong according to w.
func wrongBy(p *engine.Problem, w *engine.Witness) int32 {
	if w == nil {
		return engine.Never
	}
	if w.Cut != engine.Never {
		return w.Cut
	}
	last := int32(-1)
	for _, i := range w.Ops {
		if !p.Pending(i) {
			last = max(last, p.Return[i])
		}
	}
	if last < 0 {
		return engine.Never
	}
	return last
}

// start chooses the part to start from: the engine's witness cut at the earliest operation, the
// prefix up to there, or the witness as it is, which may be about something later.
func (s *shrinker) start(f *found, prefix part, w *engine.Witness) error {
	var witnessed part
	if w != nil {
		witnessed = cutAt(s.p, w.Ops, wrongBy(s.p, w))
		slices.Sort(witnessed.ops)
		witnessed.ops = slices.Compact(witnessed.ops)
		f.fromWitness = s.holds(witnessed)
		early := part{cut: prefix.cut}
		for _, i := range witnessed.ops {
			if s.p.Operation(i).Call <= early.cut {
				early.ops = append(early.ops, i)
			}
		}
		if f.fromWitness && s.holds(early) {
			s.part, s.failing, s.certifiable = early, f.earliest, s.isQuick(early)
			return nil
		}
	}
	if !f.fromWitness || len(prefix.ops) <= largePrefix {
		if accepted, err := s.accept(prefix); accepted || err != nil {
			s.failing = f.earliest
			return err
		}
	}
	if f.fromWitness {
		s.part, s.failing, s.certifiable = witnessed, lastReturn(s.p, witnessed), s.isQuick(witnessed)
	}
	return nil
}

// largePrefix is the number of operations from which on a prefix is not worth shrinking if there
// is a witness.
const largePrefix = 20_000

// holds reports whether a part of unknown origin proves p not linearizable.
func (s *shrinker) holds(candidate part) bool {
	verdict, _ := certificate.CheckWitness(s.ctx, s.p.Model, s.p.History, s.p.Index, candidate.witness(s.p), quickBudget)
	if verdict != certificate.Uncertified {
		return verdict == certificate.Certified
	}
	problem, err := candidate.problem(s.p)
	return err == nil && s.decide.within(s.ctx, tryTime, problem) == engine.Invalid
}

// isQuick reports whether the brute force decides a part with the quick budget.
func (s *shrinker) isQuick(candidate part) bool {
	problem, err := candidate.problem(s.p)
	if err != nil {
		return false
	}
	decided, _, _ := certificate.BruteForce(s.ctx, problem.Model, placeable(problem), quickBudget)
	return decided
}

// lastReturn returns the operation of a part that returns last before its cut, -1 if none.
func lastReturn(p *engine.Problem, s part) int32 {
	last := int32(-1)
	for _, i := range s.ops {
		if !p.Pending(i) && p.Operation(i).Return <= s.cut && (last < 0 || p.Return[i] > p.Return[last]) {
			last = i
		}
	}
	return last
}
