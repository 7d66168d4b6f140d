package explain

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
)

// Explanation says why a history is not linearizable.
type Explanation struct {
	// Earliest is the operation at whose return no order exists any more, as a position in
	// History.Operations. Exact is true if there was an order until then; otherwise some prefix
	// was not decided, and there may be an earlier one.
	Earliest int32
	Exact    bool
	// Part is a small part of the history that proves the whole not linearizable.
	Part certificate.Witness
	// Pattern names what the engine found, if it gave a reason: "crossing zones"...
	Pattern string
	// Sentence says in plain English what is wrong.
	Sentence string
	// StatesBefore are the states in which the object may have been when the last operation of
	// Part ran, if they are known and not too many. WholeStates is true if all operations up to
	// there were considered, and false if those of Part alone.
	StatesBefore []string
	WholeStates  bool
}

// Explain says why p is not linearizable, given that it is not. w is the engine's witness, or
// nil; one that does not hold is ignored. When ctx ends, it returns soon, with what it has: the
// part may then be all of p.
//
// Parts are made such that the brute force of package certificate can decide them, if that can
// be; the caller should have Part verified by certificate.CheckWitness.
func Explain(ctx context.Context, p *engine.Problem, decide Decide, w *engine.Witness) (*Explanation, error) {
	f, err := find(ctx, p, decide, w)
	if err != nil {
		return nil, err
	}
	e := &Explanation{Earliest: p.Index[f.earliest], Exact: f.exact, Part: f.part.witness(p)}
	failing := f.failing
	if failing < 0 {
		failing = f.earliest
	}
	states := e.findStates(ctx, p, f)
	if f.fromWitness && w.Reason != "" {
		e.Pattern, e.Sentence = w.Pattern, w.Reason
	} else {
		e.Sentence = sentence(p, f.part, failing, states, e.WholeStates)
	}
	return e, nil
}

// findStates finds the states in which the object may have been, first with regard to all
// operations and, if there are too many orders, to those of the part.
func (e *Explanation) findStates(ctx context.Context, p *engine.Problem, f *found) *possible {
	if f.failing < 0 {
		return nil
	}
	if prefix, err := Prefix(p, p.Return[f.failing]); err == nil && prefix.Len() <= quickLen {
		if states, ok := whenRan(ctx, p, prefix, f.failing); ok {
			e.StatesBefore, e.WholeStates = states.states, true
			return &states
		}
	}
	if problem, err := f.part.problem(p); err == nil {
		if states, ok := whenRan(ctx, p, problem, f.failing); ok {
			e.StatesBefore = states.states
			return &states
		}
	}
	return nil
}
