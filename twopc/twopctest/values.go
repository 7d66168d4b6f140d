package twopctest

import (
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
	"github.com/tenet-go/tenet/twopc"
)

func clients(g *Ghost) value.Value {
	all := make([]value.Value, len(g.Clients))
	for k, c := range g.Clients {
		t := value.Tuple()
		if c.Txn.Number != 0 {
			t = txn(c.Txn)
		}
		all[k] = record("txn", t, "enlisted", set(c.Enlisted), "asked", value.Bool(c.Asked), "told", value.String(c.Told.String()))
	}
	return value.Tuple(all...)
}

// String returns what was told, as the specification says it.
func (t Telling) String() string {
	return [...]string{"none", "aborted", "committed", "aborted and committed"}[t]
}

func applied(g *Ghost) value.Value {
	all := make([]value.Value, len(g.Applications))
	for i := range g.Applications {
		var ends []value.Pair
		for _, end := range g.Applications[i].Ends {
			var outcomes []value.Value
			if end.Told&ToldCommit != 0 {
				outcomes = append(outcomes, value.String("commit"))
			}
			if end.Told&ToldAbort != 0 {
				outcomes = append(outcomes, value.String("abort"))
			}
			ends = append(ends, value.Pair{Key: txn(end.Txn), Value: value.Set(outcomes...)})
		}
		all[i] = value.Function(ends...)
	}
	return value.Tuple(all...)
}

func forgets(g *Ghost) value.Value {
	var all []value.Value
	for i := range g.Applications {
		for _, t := range g.Applications[i].Forgotten {
			all = append(all, value.Tuple(number(machine.NodeID(i+1)), txn(t)))
		}
	}
	return value.Set(all...)
}

// txn leaves the coordinator out: there is one.
func txn(t twopc.Txn) value.Value { return value.Tuple(number(t.Epoch), number(t.Number)) }

func number[N ~uint32 | ~uint64](n N) value.Value { return value.Int(int64(n)) }

func set(nodes twopc.NodeSet) value.Value {
	all := make([]value.Value, len(nodes))
	for i, id := range nodes {
		all[i] = number(id)
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
