package linearizability

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/anishathalye/porcupine"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// opinions are what all say of a history.
type opinions struct {
	truth engine.Outcome
	// engines says of each engine what it decided: of several objects, the first.
	engines       map[string]engine.Outcome
	ties, pending bool
}

// compare asks all for their opinions of h, and returns an error that says who disagrees with
// the brute force, or which proof does not hold.
func compare(m model.Model, h *history.History) (*opinions, error) {
	m, whole := objectAndWhole(m, h)
	o := &opinions{engines: map[string]engine.Outcome{}, ties: hasTies(h)}
	ops, index, err := decode(whole, h, everything(h))
	if err != nil {
		return nil, err
	}
	o.pending = slices.ContainsFunc(ops, func(op certificate.Op) bool { return op.Optional })
	if o.truth, err = bruteForce(whole, h, ops, index); err != nil {
		return nil, err
	}
	if got := askPorcupine(whole, ops); got != o.truth {
		return nil, fmt.Errorf("Porcupine says %s, the brute force %s", got, o.truth)
	}
	if err := o.askEngines(m, h); err != nil {
		return nil, err
	}
	return o, o.askCheck(m, h)
}

// objectAndWhole returns the model of each object of h, and that of all of them together.
func objectAndWhole(m model.Model, h *history.History) (object, whole model.Model) {
	if inferrer, ok := m.(model.Inferrer); ok {
		m, _ = inferrer.InferInit(h)
	}
	if slices.ContainsFunc(h.Operations, func(op history.Operation) bool { return op.Key != history.Nil }) {
		return m, model.Product(m)
	}
	return m, m
}

// decideNaively reports what the brute force says of h as a whole.
func decideNaively(m model.Model, h *history.History) (linearizable bool, err error) {
	_, m = objectAndWhole(m, h)
	ops, index, err := decode(m, h, everything(h))
	if err != nil {
		return false, err
	}
	truth, err := bruteForce(m, h, ops, index)
	return truth == engine.Valid, err
}

// decode returns those of the operations in index that happened or may have.
func decode(m model.Model, h *history.History, index []int32) (ops []certificate.Op, happened []int32, err error) {
	for _, i := range index {
		op := &h.Operations[i]
		action, err := m.Decode(op)
		if err != nil {
			return nil, nil, err
		}
		if action.Op == model.Skip {
			continue
		}
		placed := certificate.Op{Action: action, Call: op.Call, Return: op.Return}
		if op.Status == history.Info {
			placed.Return, placed.Optional = history.Never, true
		}
		ops, happened = append(ops, placed), append(happened, i)
	}
	return ops, happened, nil
}

// hasTies reports whether two ends of operations have one reading of the clock.
func hasTies(h *history.History) bool {
	seen := map[int64]bool{}
	for i := range h.Operations {
		for _, at := range []int64{h.Operations[i].Call, h.Operations[i].Return} {
			if at != history.Never && seen[at] {
				return true
			}
			seen[at] = true
		}
	}
	return false
}

// bruteForce decides, and has the order that it finds verified.
func bruteForce(m model.Model, h *history.History, ops []certificate.Op, index []int32) (engine.Outcome, error) {
	decided, linearizable, order := certificate.BruteForce(context.Background(), m, ops, certificate.DefaultBudget)
	switch {
	case !decided:
		return engine.Undecided, errors.New("the brute force gave up")
	case !linearizable:
		return engine.Invalid, nil
	}
	if err := certificate.CheckOrder(m, h, index, places(order, index)); err != nil {
		return engine.Undecided, fmt.Errorf("the order of the brute force: %w", err)
	}
	return engine.Valid, nil
}

// askPorcupine gives the operations to Porcupine itself. An operation of unknown outcome never
// returns, and where Porcupine puts it it takes effect or not.
func askPorcupine(m model.Model, ops []certificate.Op) engine.Outcome {
	checked := porcupine.NondeterministicModel{
		Init: func() []any { return []any{m.Init()} },
		Step: func(state, input, _ any) []any {
			op := input.(*certificate.Op)
			var next []any
			if s, ok := state.(model.State).Step(op.Action); ok {
				next = append(next, s)
			}
			if op.Optional {
				next = append(next, state)
			}
			return next
		},
		Equal: func(a, b any) bool {
			return string(a.(model.State).AppendKey(nil)) == string(b.(model.State).AppendKey(nil))
		},
	}
	list := make([]porcupine.Operation, len(ops))
	for i := range ops {
		list[i] = porcupine.Operation{Input: &ops[i], Call: ops[i].Call, Return: ops[i].Return}
	}
	if porcupine.CheckOperations(checked.ToModel(), list) {
		return engine.Valid
	}
	return engine.Invalid
}

// askEngines lets every engine of the portfolio decide each object of the history, as a whole and
// in the parts into which Check divides it if there are several.
func (o *opinions) askEngines(m model.Model, h *history.History) error {
	for _, group := range byKey(h) {
		ops, index, err := decode(m, h, group)
		if err != nil {
			return err
		}
		truth, err := bruteForce(m, h, ops, index)
		if err != nil {
			return err
		}
		if o.truth == engine.Valid && truth != engine.Valid {
			return errors.New("the brute force says that the whole is valid, and a part is not")
		}
		object, err := engine.NewPart(m, h, group)
		if err != nil {
			return err
		}
		if err := o.askAll(truth, m, object); err != nil {
			return err
		}
		if parts := object.Split(); len(parts) > 1 {
			if err := o.askAll(truth, m, parts...); err != nil {
				return fmt.Errorf("in %d parts: %w", len(parts), err)
			}
		}
	}
	return nil
}

// askAll lets every engine decide parts of an object that are together linearizable or not.
func (o *opinions) askAll(truth engine.Outcome, m model.Model, parts ...*engine.Problem) error {
	together := map[string]engine.Outcome{}
	for _, p := range parts {
		f := engines(p.Model.Shape(), 1<<30)
		for _, e := range append(f.quick, f.searches...) {
			outcome, err := o.ask(e, m, p)
			if err != nil {
				return fmt.Errorf("engine %s: %w", e.Name(), err)
			}
			before, some := together[e.Name()]
			if !some || before == engine.Valid || outcome == engine.Invalid {
				together[e.Name()] = outcome
			}
		}
	}
	for name, outcome := range together {
		if outcome != engine.Undecided && outcome != truth {
			return fmt.Errorf("engine %s says %s, the brute force %s", name, outcome, truth)
		}
		if o.engines[name] == engine.Undecided {
			o.engines[name] = outcome
		}
	}
	return nil
}

// ask lets an engine decide a problem, which is part of an object of model m, and verifies the
// proof.
func (o *opinions) ask(e engine.Engine, m model.Model, p *engine.Problem) (engine.Outcome, error) {
	r := e.Solve(context.Background(), p)
	switch {
	case r.Outcome == engine.Undecided && r.Why == "":
		return r.Outcome, errors.New("undecided without a reason")
	case r.Outcome == engine.Valid:
		return r.Outcome, certificate.CheckOrder(m, p.History, p.Index, places(r.Order, p.Index))
	case r.Outcome == engine.Invalid && r.Witness != nil && !o.ties:
		return r.Outcome, verifyWitness(m, p, r.Witness)
	}
	return r.Outcome, nil
}

// places translates numbers of operations.
func places[N int | int32](numbers []N, index []int32) []int32 {
	list := make([]int32, len(numbers))
	for k, i := range numbers {
		list[k] = index[i]
	}
	return list
}

// verifyWitness verifies an engine's witness. Its cut is a moment, which is a reading of the clock
// if no ends of operations meet.
func verifyWitness(m model.Model, p *engine.Problem, w *engine.Witness) error {
	proof := certificate.Witness{Ops: places(w.Ops, p.Index), Cut: history.Never}
	if w.Cut != engine.Never {
		proof.Cut = -1
		for i := range int32(p.Len()) {
			op := p.Operation(i)
			if p.Call[i] <= w.Cut {
				proof.Cut = max(proof.Cut, op.Call)
			}
			if p.Return[i] <= w.Cut {
				proof.Cut = max(proof.Cut, op.Return)
			}
		}
	}
	if m = modelOf(m, p, w); m == nil {
		return nil
	}
	verdict, err := certificate.CheckWitness(context.Background(), m, p.History, p.Index, proof, certificate.DefaultBudget)
	if verdict != certificate.Certified {
		return fmt.Errorf("the witness %+v is %s: %w", *w, verdict, err)
	}
	return nil
}

// modelOf returns the model of a problem that may be a part of an object of model m. It is nil if
// the part's actions are translated, and the witness is cut: what an operation that is open at the
// cut may have done, only the whole object's model knows, and the engine was not asked about that.
func modelOf(m model.Model, p *engine.Problem, w *engine.Witness) model.Model {
	partitioner, ok := m.(model.Partitioner)
	remover, removes := p.Model.(model.ValueRemover)
	switch {
	case !ok || !removes || p.Model == m:
		return m
	case w.Cut != engine.Never:
		return nil
	}
	return &partModel{p.Model, remover, m, partitioner}
}

// partModel decodes operations of an object as actions of its part.
type partModel struct {
	model.Model
	model.ValueRemover
	whole       model.Model
	partitioner model.Partitioner
}

func (m *partModel) Decode(op *history.Operation) (model.Action, error) {
	a, err := m.whole.Decode(op)
	if err != nil || a.Op == model.Skip {
		return a, err
	}
	return m.partitioner.PartAction(a), nil
}

// askCheck demands the right verdict of Check, certified.
func (o *opinions) askCheck(m model.Model, h *history.History) error {
	v, err := Check(context.Background(), m, h, Options{Memory: -1, Workers: 1})
	switch {
	case err != nil:
		return fmt.Errorf("check: %w", err)
	case v.Outcome != o.truth:
		return fmt.Errorf("check says %s (%s), the brute force %s", v.Outcome, v.Why, o.truth)
	case !v.Certified:
		return fmt.Errorf("check: the verdict %s is not certified: %s", v.Outcome, v.Why)
	case v.Outcome == engine.Valid:
		for k := range v.Parts {
			part := &v.Parts[k]
			if err := certificate.CheckOrder(v.Model, h, part.Index, part.Order); err != nil {
				return fmt.Errorf("check: %w", err)
			}
		}
		return nil
	}
	verdict, err := certificate.CheckWitness(context.Background(), v.Model, h, v.Failed.Index, *v.Failed.Witness, certificate.DefaultBudget)
	if verdict != certificate.Certified {
		return fmt.Errorf("check: the witness is %s: %w", verdict, err)
	}
	return nil
}

func everything(h *history.History) []int32 {
	list := make([]int32, len(h.Operations))
	for i := range list {
		list[i] = int32(i)
	}
	return list
}
