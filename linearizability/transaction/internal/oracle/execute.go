package oracle

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// execute lets a database execute what was planned. Transactions of unknown outcome happen or not.
func (g *generator) execute() {
	happens := slices.DeleteFunc(slices.Clone(g.txns), func(t *transaction) bool {
		return t.status == history.Fail || t.status == history.Info && g.rng.IntN(2) == 0
	})
	database := [...]func([]*transaction){g.strict, g.stale, g.snapshots, g.snapshots, g.committed, g.lagging, g.lagging, g.lagging, g.anything, g.anything}
	database[g.rng.IntN(len(database))](happens)
	for _, t := range g.txns {
		if !slices.Contains(happens, t) { // if it is looked at, it saw nothing
			g.run(t, func(int) []int64 { return nil })
		}
	}
}

// run lets a transaction read the values that were last committed, according to the database, and
// what it wrote itself. It returns what it leaves of each key that it writes.
func (g *generator) run(t *transaction, committed func(key int) []int64) map[int][]int64 {
	left := map[int][]int64{}
	for i := range t.ops {
		op := &t.ops[i]
		seen, own := left[op.key]
		if !own {
			seen = committed(op.key)
		}
		switch {
		case op.write && g.shape.Model == txn.Lists:
			left[op.key] = append(slices.Clip(seen), op.value)
		case op.write:
			left[op.key] = []int64{op.value}
		default:
			op.list, op.value = seen, 0
			if len(seen) > 0 {
				op.value = seen[len(seen)-1]
			}
		}
	}
	return left
}

// serially executes transactions one after the other.
func (g *generator) serially(txns []*transaction) {
	now := make([][]int64, g.shape.Keys)
	for _, t := range txns {
		for key, value := range g.run(t, func(key int) []int64 { return now[key] }) {
			now[key] = value
		}
	}
}

// strict is a database that executes each transaction at one moment between call and return.
func (g *generator) strict(txns []*transaction) {
	moment := map[*transaction]float64{}
	for _, t := range txns {
		moment[t] = float64(t.at) + g.rng.Float64()*float64(t.until-t.at)
	}
	slices.SortStableFunc(txns, func(a, b *transaction) int { return cmp.Compare(moment[a], moment[b]) })
	g.serially(txns)
}

// stale executes transactions in any order, as a serializable database may.
func (g *generator) stale(txns []*transaction) {
	g.rng.Shuffle(len(txns), func(i, j int) { txns[i], txns[j] = txns[j], txns[i] })
	g.serially(txns)
}

// versionsAt are what was committed, after each commit.
type versionsAt [][][]int64

// commits executes transactions in a random order. Each sees the state that sees chooses for each of
// its reads, and what it leaves is put upon the latest.
func (g *generator) commits(txns []*transaction, sees func(at versionsAt) func(key int) []int64) {
	if g.rng.IntN(2) == 0 {
		g.rng.Shuffle(len(txns), func(i, j int) { txns[i], txns[j] = txns[j], txns[i] })
	}
	at := versionsAt{make([][]int64, g.shape.Keys)}
	for _, t := range txns {
		next := slices.Clone(at[len(at)-1])
		for key := range g.run(t, sees(at)) {
			for _, op := range t.ops {
				if op.write && op.key == key {
					next[key] = append(slices.Clip(next[key]), op.value)
				}
			}
		}
		at = append(at, next)
	}
}

// snapshots is a database whose transactions read from a recent snapshot, and may lose updates.
func (g *generator) snapshots(txns []*transaction) {
	g.commits(txns, func(at versionsAt) func(int) []int64 {
		snapshot := at[max(0, len(at)-1-g.rng.IntN(3))]
		return func(key int) []int64 { return snapshot[key] }
	})
}

// committed is a database that reads something else that was committed at each read, and reads the
// latest most of the time.
func (g *generator) committed(txns []*transaction) {
	g.commits(txns, func(at versionsAt) func(int) []int64 {
		return func(key int) []int64 { return at[max(0, len(at)-1-g.rng.IntN(4)/2)][key] }
	})
}

// lagging is a database of replicas that get writes of different keys at different times.
func (g *generator) lagging(txns []*transaction) {
	g.commits(txns, func(at versionsAt) func(int) []int64 {
		lag := make([]int, g.shape.Keys)
		for key := range lag {
			lag[key] = g.rng.IntN(3)
		}
		return func(key int) []int64 { return at[max(0, len(at)-1-lag[key])][key] }
	})
}

// anything is no database: each read is of whatever was or will be written.
func (g *generator) anything(txns []*transaction) {
	g.strict(txns)
	for _, t := range txns {
		for i := range t.ops {
			if !t.ops[i].write {
				g.change(&t.ops[i])
			}
		}
	}
}

// corrupt changes one read.
func (g *generator) corrupt() {
	var reads []*operation
	for _, t := range g.txns {
		for i := range t.ops {
			if !t.ops[i].write && t.status == history.OK {
				reads = append(reads, &t.ops[i])
			}
		}
	}
	if len(reads) > 0 {
		g.change(reads[g.rng.IntN(len(reads))])
	}
}

// change lets a read return another version: of a list mostly one that others have read.
func (g *generator) change(op *operation) {
	op.value = g.rng.Int64N(g.next[op.key] + 1)
	if g.rng.IntN(40) == 0 {
		op.value = 99 // which nobody wrote
	}
	longest := g.longest(op.key)
	switch op.list = slices.Clone(longest[:g.rng.IntN(len(longest)+1)]); g.rng.IntN(12) {
	case 0:
		g.rng.Shuffle(len(op.list), func(i, j int) { op.list[i], op.list[j] = op.list[j], op.list[i] })
	case 1:
		op.list = append(op.list, 1+g.rng.Int64N(g.next[op.key]+1)) // perhaps twice, perhaps garbage
	case 2:
		if n := len(op.list); n > 0 {
			i := g.rng.IntN(n)
			op.list = slices.Delete(op.list, i, i+1)
		}
	case 3:
		op.list = g.all(op.key)
	}
}

// longest returns the longest list that is read of a key.
func (g *generator) longest(key int) []int64 {
	var longest []int64
	for _, t := range g.txns {
		for _, op := range t.ops {
			if !op.write && op.key == key && len(op.list) > len(longest) {
				longest = op.list
			}
		}
	}
	return longest
}

// all returns what is written to a key, in order of calls.
func (g *generator) all(key int) []int64 {
	var values []int64
	for _, t := range g.txns {
		for _, op := range t.ops {
			if op.write && op.key == key {
				values = append(values, op.value)
			}
		}
	}
	return values
}
