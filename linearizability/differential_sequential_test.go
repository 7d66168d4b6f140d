package linearizability

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// TestDifferentialSequential compares Check for sequential consistency with trying all orders, on
// tiny histories of one object and of several.
func TestDifferentialSequential(t *testing.T) {
	all := subjects()
	type counts struct{ valid, invalid, strict int }
	tallies := make([]counts, len(all))
	t.Run("models", func(t *testing.T) {
		for i, s := range all {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				m := s.model(t)
				rng := rand.New(rand.NewPCG(*seed, uint64(i)))
				for k := range *histories / 4 {
					h := s.small(rng)
					if k%3 == 0 {
						h = s.keyed(rng)
					}
					sequential, err := compareSequential(m, h)
					require.NoError(t, err, "%s", minimalBy(compareSequentialOnly, m, h, err))
					linearizable, err := decideNaively(m, h)
					require.NoError(t, err)
					switch {
					case !sequential:
						tallies[i].invalid++
						require.False(t, linearizable && !hasTies(h), "linearizable, and not sequentially consistent: %+v", h.Operations)
					case linearizable:
						tallies[i].valid++
					default:
						tallies[i].valid++
						tallies[i].strict++
					}
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	rows := [][]any{{"model", "histories", "valid", "invalid", "valid, but not linearizable"}}
	for i, n := range tallies {
		if n.valid+n.invalid == 0 {
			continue
		}
		rows = append(rows, []any{all[i].name, n.valid + n.invalid, n.valid, n.invalid, n.strict})
		require.NotZero(t, n.valid-n.strict, all[i].name)
		require.NotZero(t, n.invalid, all[i].name)
		require.NotZero(t, n.strict, all[i].name)
	}
	t.Logf("Check agrees with trying all orders\n%s", aligned(t, rows))
}

// compareSequential has Check decide h, and returns an error if trying all orders says otherwise
// or the verdict is not certified though it could be.
func compareSequential(m model.Model, h *history.History) (consistent bool, err error) {
	_, whole := objectAndWhole(m, h)
	_, index, err := decode(whole, h, everything(h))
	if err != nil {
		return false, err
	}
	consistent, err = enumerate(whole, h, index)
	if err != nil {
		return false, err
	}
	truth := engine.Invalid
	if consistent {
		truth = engine.Valid
	}
	v, err := Check(context.Background(), m, h, Options{Consistency: Sequential, Memory: -1, Workers: 1})
	switch {
	case err != nil:
		return consistent, err
	case v.Outcome != truth:
		return consistent, fmt.Errorf("check says %s (%s), all orders %s", v.Outcome, v.Why, truth)
	case !consistent:
		return consistent, nil
	case !v.Certified:
		return consistent, fmt.Errorf("not certified: %s", v.Why)
	}
	for k := range v.Parts {
		if err := certificate.CheckSequentialOrder(v.Model, h, v.Parts[k].Index, v.Parts[k].Order); err != nil {
			return consistent, err
		}
	}
	return consistent, nil
}

func compareSequentialOnly(m model.Model, h *history.History) error {
	_, err := compareSequential(m, h)
	return err
}

// enumerate tries all orders that keep each process's own.
func enumerate(m model.Model, h *history.History, index []int32) (bool, error) {
	threads := map[int64][]step{}
	var processes []int64
	for _, i := range index {
		op := &h.Operations[i]
		action, err := m.Decode(op)
		if err != nil {
			return false, err
		}
		if threads[op.Process] == nil {
			processes = append(processes, op.Process)
		}
		threads[op.Process] = append(threads[op.Process], step{action, op.Status == history.Info})
	}
	left := make([][]step, len(processes))
	for t, process := range processes {
		left[t] = threads[process]
	}
	return interleave(m.Init(), left), nil
}

// step is an operation of a process.
type step struct {
	action   model.Action
	optional bool
}

// interleave reports whether what is left of the threads has an order.
func interleave(state model.State, left [][]step) bool {
	done := true
	for t, thread := range left {
		if len(thread) == 0 {
			continue
		}
		done = false
		left[t] = thread[1:]
		next, ok := state.Step(thread[0].action)
		found := ok && interleave(next, left) || thread[0].optional && interleave(state, left)
		left[t] = thread
		if found {
			return true
		}
	}
	return done
}
