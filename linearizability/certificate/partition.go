package certificate

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// CheckPartition verifies that parts divides h into independent objects, so that h is
// linearizable just if each part is (Herlihy & Wing 1990, theorem 1). Each part lists positions
// in h.Operations. Every operation that the model does not skip stands in one part, once, and all
// of one object stand in the same part. An object is all of one Operation.Key or, if the model is
// a model.Partitioner whose PartitionKey is ok for all actions of the Key, all of one
// PartitionKey.
func CheckPartition(m model.Model, h *history.History, parts [][]int32) error {
	part := make([]int, len(h.Operations)) // from 1
	for n, ops := range parts {
		for _, i := range ops {
			if part[i] != 0 {
				return fmt.Errorf("partition: operation %d stands in two places", i)
			}
			part[i] = n + 1
		}
	}
	type object struct{ key, part history.Value }
	partitioner, _ := m.(model.Partitioner)
	whole := map[history.Value]bool{} // keys that are one object
	home := map[object]int{}
	check := func(o object, at int) bool {
		if home[o] == 0 {
			home[o] = at
		}
		return at != 0 && home[o] == at
	}
	first := 1
	if partitioner == nil {
		first = 2
	}
	for pass := first; pass <= 2; pass++ { // the first finds the keys that are one object
		for i := range h.Operations {
			op, err := read(m, h, int32(i), history.Never)
			if err != nil {
				return fmt.Errorf("partition: %w", err)
			}
			if op.Action.Op == model.Skip {
				continue
			}
			o := object{key: h.Operations[i].Key}
			if partitioner == nil {
				whole[o.key] = true
			} else if k, ok := partitioner.PartitionKey(op.Action); !ok {
				whole[o.key] = true
			} else if !whole[o.key] {
				o.part = k
			}
			if pass == 2 && !check(o, part[i]) {
				return fmt.Errorf("partition: operation %d is in no part, or in another than its object", i)
			}
		}
	}
	return nil
}
