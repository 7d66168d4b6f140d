package workload

import "github.com/tenet-go/tenet/linearizability/history"

// uniqueIDs is the check of jepsen.checker/unique-ids: the ids that generate returned all differ.
var uniqueIDs = check{
	name:        "unique-ids",
	description: "no two calls of generate return the same id",
	functions:   []string{"generate"},
	judge:       judgeUniqueIDs,
}

func judgeUniqueIDs(r *run) error {
	acknowledged := r.completed("generate")
	r.count("attempted", len(r.ops))
	r.count("acknowledged", len(acknowledged))
	calls := make(map[history.Value][]int32, len(acknowledged))
	var duplicated []history.Value
	for _, i := range acknowledged {
		id := r.op(i).Output
		if id.IsNil() {
			return r.errorf(i, "generate: expected an id, found nil")
		}
		calls[id] = append(calls[id], i)
		if len(calls[id]) == 2 {
			duplicated = append(duplicated, id)
		}
	}
	r.count("duplicated", len(duplicated))
	for _, id := range duplicated {
		ops := calls[id]
		r.find("duplicate", ops, "id %s was generated %d times, first by %s and again by %s",
			brief(id), len(ops), r.name(ops[0]), r.name(ops[1]))
	}
	return nil
}
