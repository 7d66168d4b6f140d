package certificate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// CheckOrder verifies that order is a linearization of the operations of h that index lists, and
// returns an error that says what is wrong if it is not. Both list positions in h.Operations;
// index must be increasing.
//
// In a linearization each operation stands at most once; those stand that the model does not skip
// and whose outcome is known; no operation stands after one that was called only after it
// returned; and the model allows every step from its initial state.
func CheckOrder(m model.Model, h *history.History, index, order []int32) error {
	latest := int64(math.MinInt64) // the latest call so far
	return checkOrder(m, h, index, order, func(_ int32, op Op) bool {
		latest = max(latest, op.Call)
		return op.Return >= latest
	})
}

// CheckSequentialOrder verifies that order proves the operations in index sequentially
// consistent. It is CheckOrder with another law in place of real time: the operations of each
// process stand in the order in which the process called them. Sequential consistency of the
// parts of a history does not make the whole sequentially consistent, so index should list all
// operations of the history.
func CheckSequentialOrder(m model.Model, h *history.History, index, order []int32) error {
	last := map[int64]int32{} // process -> its operation that stands last
	return checkOrder(m, h, index, order, func(i int32, _ Op) bool {
		process := h.Operations[i].Process
		before, some := last[process]
		last[process] = i
		return !some || before < i // a history lists operations in the order of their calls
	})
}

// checkOrder verifies all but the order in time, of which inTime judges one operation after the
// other.
func checkOrder(m model.Model, h *history.History, index, order []int32, inTime func(int32, Op) bool) error {
	placed := make([]bool, len(index))
	state := m.Init()
	for _, i := range order {
		at, member := slices.BinarySearch(index, i)
		if !member || placed[at] {
			return fmt.Errorf("order: operation %d stands twice, or is not in the partition", i)
		}
		placed[at] = true
		op, err := read(m, h, i, history.Never)
		if err != nil {
			return err
		}
		if op.Action.Op == model.Skip {
			return fmt.Errorf("order: operation %d did not happen", i)
		}
		if !inTime(i, op) {
			return fmt.Errorf("order: operation %d stands after one that must follow it", i)
		}
		next, allowed := state.Step(op.Action)
		if !allowed {
			return fmt.Errorf("order: operation %d cannot happen in the state %s", i, state)
		}
		state = next
	}
	for at, i := range index {
		op, err := read(m, h, i, history.Never)
		if err != nil {
			return err
		}
		if !placed[at] && !op.Optional {
			return fmt.Errorf("order: operation %d is missing", i)
		}
	}
	return nil
}

// read decodes operation i of h as it was known at the moment cut. What had not returned by then
// never returns, and is optional; so is what the model skips.
func read(m model.Model, h *history.History, i int32, cut int64) (Op, error) {
	op := &h.Operations[i]
	if op.Status == history.Info || op.Return > cut {
		pending := *op
		pending.Status, pending.Return, pending.Output = history.Info, history.Never, history.Nil
		op = &pending
	}
	action, err := m.Decode(op)
	if err != nil {
		return Op{}, fmt.Errorf("operation %d: %w", i, err)
	}
	return Op{action, op.Call, op.Return, op.Status == history.Info || action.Op == model.Skip}, nil
}

// Witness is a part of a history that is said to prove that the whole is not linearizable.
type Witness struct {
	// Ops are the positions in History.Operations of the operations kept.
	Ops []int32
	// Cut is in the units of Operation.Call: operations called after it are left out, and those
	// that returned after it count as pending, since prefixes of linearizable histories are
	// linearizable. history.Never cuts nothing.
	Cut int64
}

// Verdict is what CheckWitness thinks of a witness.
type Verdict string

// The verdicts.
const (
	Certified   Verdict = "certified"   // the witness proves its history not linearizable
	Refuted     Verdict = "refuted"     // it does not
	Uncertified Verdict = "uncertified" // the search gave up: it may
)

// CheckWitness verifies that w proves the operations of h that index lists not linearizable:
// first that leaving out what w leaves out keeps a linearizable history linearizable, then, by
// BruteForce with the given budget, that the rest is not. The error says why w is refuted.
//
// Beyond the cut, w may leave out two kinds of operations. Those that the model calls ReadOnly, or
// skips, as recorded or as the cut leaves them: an order without them remains an order. And
// others, of a model.ValueRemover, if no operation kept touches a value that they touch.
func CheckWitness(ctx context.Context, m model.Model, h *history.History, index []int32, w Witness, budget int) (Verdict, error) {
	keep := map[int32]bool{}
	for _, i := range w.Ops {
		keep[i] = true
	}
	var kept []Op
	var dropped []model.Action
	for _, i := range index {
		recorded, err := read(m, h, i, history.Never)
		op, errCut := read(m, h, i, w.Cut)
		if err := errors.Join(err, errCut); err != nil {
			return Refuted, fmt.Errorf("witness: %w", err)
		}
		switch idle := op.Action.Op == model.Skip || recorded.Action.Op == model.Skip; {
		case op.Call > w.Cut:
		case keep[i]:
			delete(keep, i)
			if !idle {
				kept = append(kept, op)
			}
		case !idle && !recorded.Action.ReadOnly:
			dropped = append(dropped, op.Action)
		}
	}
	if len(keep) > 0 {
		return Refuted, fmt.Errorf("witness: %d of its operations are not in the partition, or after its cut", len(keep))
	}
	if err := checkDropped(m, kept, dropped); err != nil {
		return Refuted, err
	}
	decided, linearizable, _ := BruteForce(ctx, m, kept, budget)
	switch {
	case !decided:
		return Uncertified, nil
	case linearizable:
		return Refuted, errors.New("witness: the part is linearizable")
	}
	return Certified, nil
}

// checkDropped verifies that the actions dropped, which may have an effect, are whole values.
func checkDropped(m model.Model, kept []Op, dropped []model.Action) error {
	remover, _ := m.(model.ValueRemover)
	gone := map[history.Value]bool{}
	for _, action := range dropped {
		if remover == nil {
			return fmt.Errorf("witness: leaves out %+v: of this model only reads may be left out", action)
		}
		values, ok := remover.Touches(action)
		if !ok || len(values) == 0 {
			return fmt.Errorf("witness: leaves out %s, which has an effect", model.Describe(m, action))
		}
		for _, v := range values {
			gone[v] = true
		}
	}
	for i := 0; i < len(kept) && len(gone) > 0; i++ {
		values, ok := remover.Touches(kept[i].Action)
		if !ok || slices.ContainsFunc(values, func(v history.Value) bool { return gone[v] }) {
			return fmt.Errorf("witness: keeps %s, and leaves out a value that this needs", model.Describe(m, kept[i].Action))
		}
	}
	return nil
}
