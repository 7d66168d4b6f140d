package certificate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// perValue is a register of which a test says how it splits.
type perValue struct {
	model.Model
	whole history.Value // the value of the action that concerns all parts
}

func (m perValue) PartitionKey(a model.Action) (history.Value, bool) { return a.A, a.A != m.whole }
func (m perValue) Part(history.Value) model.Model                    { return m.Model }
func (m perValue) PartAction(a model.Action) model.Action            { return a }

func TestCheckPartition(t *testing.T) {
	keyed := func(k int64, v history.Value, call int64) history.Operation {
		o := op(call, "write", v, call, call+1)
		o.Key = history.Int(k)
		return o
	}
	register := newModel(t, "register")
	h := operations(keyed(1, one, 0), keyed(2, one, 2), keyed(1, two, 4), failed(keyed(2, two, 6)), keyed(2, three, 8))
	for _, c := range []struct {
		name  string
		model model.Model
		parts [][]int32
		err   string
	}{
		{"by key", register, [][]int32{{0, 2}, {1, 4}}, ""},
		{"failed ones anywhere", register, [][]int32{{0, 2, 3}, {1, 4}}, ""},
		{"all in one", register, [][]int32{{0, 1, 2, 4}}, ""},
		{"missing", register, [][]int32{{0, 2}, {1}}, "operation 4 is in no part"},
		{"missing first of its key", register, [][]int32{{2}, {1, 4}}, "operation 0 is in no part"},
		{"twice", register, [][]int32{{0, 2}, {1, 2, 4}}, "operation 2 stands in two places"},
		{"twice in a part", register, [][]int32{{0, 2, 2}, {1, 4}}, "operation 2 stands in two places"},
		{"a key in two parts", register, [][]int32{{0}, {2}, {1, 4}}, "operation 2 is in no part, or in another than its object"},
		{"by value", perValue{register, history.Nil}, [][]int32{{0}, {2}, {1}, {4}}, ""},
		{"by value of one key only", perValue{register, three}, [][]int32{{0}, {2}, {1, 4}}, ""},
		{"by value, with a later action of the whole", perValue{register, three}, [][]int32{{0}, {2}, {1}, {4}}, "operation 4 is in no part"},
		{"by value, with an earlier action of the whole", perValue{register, one}, [][]int32{{0}, {2}, {1}, {4}}, "operation 2 is in no part"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := CheckPartition(c.model, h, c.parts)
			if c.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.err)
			}
		})
	}
	t.Run("a value in two parts", func(t *testing.T) {
		h := operations(keyed(1, one, 0), keyed(1, one, 2))
		require.ErrorContains(t, CheckPartition(perValue{register, history.Nil}, h, [][]int32{{0}, {1}}), "operation 1")
	})
	t.Run("not understood", func(t *testing.T) {
		h := operations(op(1, "frobnicate", one, 0, 1))
		require.ErrorContains(t, CheckPartition(register, h, [][]int32{{0}}), "operation 0")
	})
}
