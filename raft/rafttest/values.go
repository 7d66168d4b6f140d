package rafttest

import (
	"strconv"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/tla/value"
)

func elections(g *Ghost) value.Value {
	all := make([]value.Value, len(g.Elections))
	for i, e := range g.Elections {
		all[i] = value.Tuple(number(e.Term), number(e.Leader))
	}
	return value.Set(all...)
}

func committed(g *Ghost) value.Value {
	all := make([]value.Value, g.Committed.Len())
	for i := range all {
		e := g.Committed.At(raft.Index(i + 1))
		all[i] = record("term", number(e.Term), "value", entryValue(e.Entry), "at", number(e.At))
	}
	return value.Tuple(all...)
}

var fates = []struct {
	told Telling
	name string
}{{ToldApplied, "applied"}, {ToldNotApplied, "notApplied"}, {ToldUnknown, "unknown"}}

func clients(g *Ghost) value.Value {
	all := make([]value.Value, len(g.Clients))
	for c, attempts := range g.Clients {
		told := make([]value.Value, len(attempts))
		for a, t := range attempts {
			var names []value.Value
			for _, f := range fates {
				if t&f.told != 0 {
					names = append(names, value.String(f.name))
				}
			}
			told[a] = value.Set(names...)
		}
		all[c] = value.Tuple(told...)
	}
	return value.Tuple(all...)
}

func reads(g *Ghost) value.Value {
	all := make([]value.Value, len(g.Reads))
	for i, r := range g.Reads {
		all[i] = record("asked", value.Bool(r.Asked), "from", number(r.From), "answers", set(r.Answers), "failed", value.Bool(r.Failed))
	}
	return value.Tuple(all...)
}

func entriesValue(entries []raft.Entry) value.Value {
	all := make([]value.Value, len(entries))
	for i, e := range entries {
		all[i] = record("term", number(e.Term), "value", entryValue(e))
	}
	return value.Tuple(all...)
}

// entryValue is the number of the command, or 0 for a no-op.
func entryValue(e raft.Entry) value.Value {
	if e.Kind == raft.NoOp {
		return value.Int(0)
	}
	command, err := strconv.Atoi(e.Data)
	if err != nil {
		panic("rafttest: an unknown command, " + e.Data)
	}
	return value.Int(int64(command))
}

func snapshotValue(s raft.SnapshotMeta) value.Value {
	return record("index", number(s.Index), "term", number(s.Term), "handle", number(s.Handle))
}

func incomingValue(i raft.Incoming) value.Value {
	return record("snapshot", snapshotValue(i.Snapshot), "offset", number(i.Offset))
}

func place(index raft.Index, term raft.Term) value.Value {
	return record("index", number(index), "term", number(term))
}

func number[N ~int | ~uint32 | ~uint64](n N) value.Value { return value.Int(int64(n)) }

func set[N machine.NodeID | raft.Index](numbers []N) value.Value {
	all := make([]value.Value, len(numbers))
	for i, n := range numbers {
		all[i] = number(n)
	}
	return value.Set(all...)
}

// record makes a record of names and values in turn.
func record(pairs ...any) value.Value {
	fields := make([]value.Field, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		fields = append(fields, value.Field{Name: pairs[i].(string), Value: pairs[i+1].(value.Value)})
	}
	return value.Record(fields...)
}
