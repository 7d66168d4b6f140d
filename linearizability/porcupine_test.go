package linearizability_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/engine"
)

// call is an operation on a map of registers; a nil write is a read.
type call struct {
	key   string
	write *int
}

var registersModel = porcupine.Model{
	Partition: func(ops []porcupine.Operation) [][]porcupine.Operation {
		at := map[string]int{}
		var parts [][]porcupine.Operation
		for _, op := range ops {
			key := op.Input.(call).key
			n, known := at[key]
			if !known {
				n = len(parts)
				at[key] = n
				parts = append(parts, nil)
			}
			parts[n] = append(parts[n], op)
		}
		return parts
	},
	Init: func() any { return 0 },
	Step: func(state, input, output any) (bool, any) {
		if w := input.(call).write; w != nil {
			return true, *w
		}
		return output.(int) == state.(int), state
	},
	DescribeOperation: func(input, output any) string {
		if c := input.(call); c.write != nil {
			return fmt.Sprintf("%s := %d", c.key, *c.write)
		}
		return fmt.Sprintf("%s -> %v", input.(call).key, output)
	},
}

func write(v int) *int { return &v }

func TestCheckPorcupine(t *testing.T) {
	ops := []porcupine.Operation{
		{ClientId: 0, Input: call{"x", write(1)}, Call: 0, Return: 10},
		{ClientId: 1, Input: call{"y", write(2)}, Call: 0, Return: 10},
		{ClientId: 2, Input: call{"x", nil}, Output: 1, Call: 10, Return: 30}, // meets the write: concurrent
		{ClientId: 1, Input: call{"y", nil}, Output: 2, Call: 20, Return: 30},
	}
	v, err := linearizability.CheckPorcupine(context.Background(), registersModel, ops, linearizability.Options{})
	require.NoError(t, err)
	require.Equal(t, engine.Valid, v.Outcome)
	require.True(t, v.Certified)
	require.Len(t, v.Parts, 2)

	ops[2].Output = 0 // allowed: the read may come first
	v, err = linearizability.CheckPorcupine(context.Background(), registersModel, ops, linearizability.Options{})
	require.NoError(t, err)
	require.Equal(t, engine.Valid, v.Outcome)

	ops[2].Call = 11 // after the write returned
	v, err = linearizability.CheckPorcupine(context.Background(), registersModel, ops, linearizability.Options{})
	require.NoError(t, err)
	require.Equal(t, engine.Invalid, v.Outcome)
	require.True(t, v.Certified, v.Why)
	require.Contains(t, v.Explanation.Sentence, "x -> 0")
}

func TestCheckPorcupineNeedsEveryOperation(t *testing.T) {
	m := registersModel
	m.Partition = nil
	m.Step = func(state, input, output any) (bool, any) { return false, state }
	ops := []porcupine.Operation{{Input: call{"x", write(1)}, Call: 0, Return: 1<<63 - 1}}
	v, err := linearizability.CheckPorcupine(context.Background(), m, ops, linearizability.Options{})
	require.NoError(t, err)
	require.Equal(t, engine.Invalid, v.Outcome)
	require.Equal(t, porcupine.CheckOperations(m, ops), v.Outcome == engine.Valid)
}

func TestCheckPorcupineRefusesBadInput(t *testing.T) {
	_, err := linearizability.CheckPorcupine(context.Background(), porcupine.Model{}, nil, linearizability.Options{})
	require.ErrorContains(t, err, "expected Init")
	slices := porcupine.Model{Init: func() any { return []int{} }, Step: registersModel.Step}
	_, err = linearizability.CheckPorcupine(context.Background(), slices, nil, linearizability.Options{})
	require.ErrorContains(t, err, "expected Equal")
	_, err = linearizability.CheckPorcupine(context.Background(), registersModel,
		[]porcupine.Operation{{Input: call{"x", nil}, Output: 0, Call: 5, Return: 4}}, linearizability.Options{})
	require.ErrorContains(t, err, "before its call")
}

func ExampleCheckPorcupine() {
	ops := []porcupine.Operation{
		{ClientId: 0, Input: call{"x", write(1)}, Call: 0, Return: 10},
		{ClientId: 1, Input: call{"x", nil}, Output: 0, Call: 20, Return: 30},
	}
	v, err := linearizability.CheckPorcupine(context.Background(), registersModel, ops, linearizability.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Outcome, v.Certified)
	fmt.Println(v.Explanation.Sentence)
	// Output:
	// invalid true
	// x -> 0 (process 1) cannot be placed: when it ran, the object could only be 1.
}
