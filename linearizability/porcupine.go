package linearizability

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"

	"github.com/anishathalye/porcupine"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// CheckPorcupine is Check for a model and a history of Porcupine's types: the portfolio, the
// limits and the certificates for those who have such a model already. The model's Partition is
// used if it has one; the keys of the verdict's parts are the numbers of the partitions. As with
// Porcupine itself, every operation must take effect, also one whose Return lies far in the
// future. Operations of the verdict are positions in ops, or in the partitions one after the
// other if the model has a Partition.
func CheckPorcupine(ctx context.Context, m porcupine.Model, ops []porcupine.Operation, o Options) (*Verdict, error) {
	if m.Init == nil || m.Step == nil && m.StepContext == nil {
		return nil, errors.New("porcupine model: expected Init, and Step or StepContext")
	}
	if t := reflect.TypeOf(m.Init()); m.Equal == nil && t != nil && !t.Comparable() {
		return nil, fmt.Errorf("porcupine model: its states, of type %v, cannot be compared by ==: expected Equal", t)
	}
	a := &adapter{model: m, numbers: map[uint64][]int{}}
	partitions := [][]porcupine.Operation{ops}
	if m.Partition != nil {
		partitions = m.Partition(ops)
	}
	h := &history.History{Name: "porcupine"}
	for n, partition := range partitions {
		for _, op := range partition {
			if op.Return < op.Call {
				return nil, fmt.Errorf("operation %s of client %d returns at %d, before its call at %d", a.describe(op), op.ClientId, op.Return, op.Call)
			}
			key := history.Nil
			if m.Partition != nil {
				key = history.Int(int64(n))
			}
			h.Operations = append(h.Operations, history.Operation{
				Process: int64(op.ClientId), F: a.describe(op), Key: key, Input: history.Int(int64(len(a.ops))),
				Call: op.Call, Return: min(op.Return, math.MaxInt64-1),
				CallTime: history.NoTime, ReturnTime: history.NoTime, Status: history.OK,
			})
			a.ops = append(a.ops, op)
		}
	}
	slices.SortStableFunc(h.Operations, func(a, b history.Operation) int { return cmp.Compare(a.Call, b.Call) })
	return Check(ctx, a, h, o)
}

// adapter is Porcupine's model as one of ours. An action's A is the number of its operation.
type adapter struct {
	model porcupine.Model
	ops   []porcupine.Operation

	// States are numbered, since Porcupine's need not be comparable: equal states, equal numbers.
	mu      sync.Mutex
	states  []any
	numbers map[uint64][]int // hash -> numbers of states
}

func (a *adapter) Name() string { return "object" }

func (a *adapter) Shape() model.Shape { return model.Opaque }

func (a *adapter) Init() model.State { return a.number(a.model.Init()) }

func (a *adapter) Decode(op *history.Operation) (model.Action, error) {
	return model.Action{Op: model.Other, Known: op.Status == history.OK, A: op.Input}, nil
}

// Describe uses the model's own description if it has one.
func (a *adapter) Describe(action model.Action) string {
	i, _ := action.A.Int()
	return a.describe(a.ops[i])
}

func (a *adapter) describe(op porcupine.Operation) string {
	if a.model.DescribeOperation != nil {
		return a.model.DescribeOperation(op.Input, op.Output)
	}
	return fmt.Sprintf("%v -> %v", op.Input, op.Output)
}

func (a *adapter) number(state any) model.State {
	var hash uint64
	if a.model.Hash != nil {
		hash = a.model.Hash(state)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, n := range a.numbers[hash] {
		if a.equal(a.states[n], state) {
			return adapterState{a, n}
		}
	}
	n := len(a.states)
	a.states = append(a.states, state)
	a.numbers[hash] = append(a.numbers[hash], n)
	return adapterState{a, n}
}

func (a *adapter) equal(x, y any) bool {
	if a.model.Equal != nil {
		return a.model.Equal(x, y)
	}
	return x == y
}

type adapterState struct {
	adapter *adapter
	number  int
}

func (s adapterState) value() any {
	s.adapter.mu.Lock()
	defer s.adapter.mu.Unlock()
	return s.adapter.states[s.number]
}

// Step asks the model. An operation whose outcome is not known, as package explain has them,
// either takes effect with the output that it had later, or does not.
func (s adapterState) Step(action model.Action) (model.State, bool) {
	i, _ := action.A.Int()
	op := s.adapter.ops[i]
	var ok bool
	var next any
	if m := s.adapter.model; m.StepContext != nil {
		ok, next = m.StepContext(context.Background(), s.value(), op.Input, op.Output)
	} else {
		ok, next = m.Step(s.value(), op.Input, op.Output)
	}
	if !ok {
		return nil, false
	}
	return s.adapter.number(next), true
}

func (s adapterState) AppendKey(b []byte) []byte {
	return binary.AppendUvarint(b, uint64(s.number))
}

func (s adapterState) String() string {
	if describe := s.adapter.model.DescribeState; describe != nil {
		return describe(s.value())
	}
	return fmt.Sprint(s.value())
}
