package solve

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// database says what a simulated database is to do, of serializable transactions or ones that read
// from snapshots.
type database struct {
	base                      isolation.Base
	model                     txn.Model
	txns, sessions, keys, ops int
	reads                     float64 // the part of the operations that are reads
	skew                      float64 // the exponent of the popularity of keys; 0 if all are alike
	untimed                   bool
	corrupt                   int // reads that return another version than they should
}

// running is a transaction that has begun.
type running struct {
	txn.Txn
	began int64
	// sees is what it has read or written; for keys that it has not used, the store has it.
	sees map[txn.Key][]txn.Version
}

// store is the state of a database. Values are lists; of registers the last element counts.
type store struct {
	database
	rng     *rand.Rand
	clock   int64
	values  [][]txn.Version
	written []int64   // key -> when it was last written
	sums    []float64 // of the popularities of keys
	h       *txn.History
	done    []running
}

// run returns a history of the database.
func (d database) run(rng *rand.Rand) *txn.History {
	s := &store{database: d, rng: rng, values: make([][]txn.Version, d.keys), written: make([]int64, d.keys)}
	s.h = &txn.History{Source: &history.History{Untimed: d.untimed}, Model: d.model, Sessions: make([][]int32, d.sessions)}
	sum := 0.0
	for k := range d.keys {
		s.h.Keys = append(s.h.Keys, history.Int(int64(k)))
		sum += 1 / math.Pow(float64(k+1), d.skew)
		s.sums = append(s.sums, sum)
	}
	active := make([]*running, d.sessions)
	for len(s.done) < d.txns {
		session := rng.IntN(d.sessions)
		s.clock++
		switch a := active[session]; {
		case a == nil:
			active[session] = s.begin(int32(session))
		case s.clock%3 != 0 && len(a.Ops) == 0:
			a.began = s.clock // takes its snapshot later than it was called
		default:
			s.execute(a)
			active[session] = nil
		}
	}
	return s.finish()
}

func (s *store) begin(session int32) *running {
	r := &running{Txn: txn.Txn{Session: session, Status: history.OK, Committed: true, Call: s.clock}, began: s.clock, sees: map[txn.Key][]txn.Version{}}
	for range s.ops {
		op := txn.Op{Kind: txn.Read, Version: txn.Initial}
		if s.rng.Float64() >= s.reads {
			op.Kind = txn.Write
			if s.model == txn.Lists {
				op.Kind = txn.Append
			}
		}
		op.Key = txn.Key(sort.SearchFloat64s(s.sums, s.rng.Float64()*s.sums[s.keys-1]))
		r.Ops = append(r.Ops, op)
		if s.base == isolation.SnapshotIsolation {
			r.sees[op.Key] = s.values[op.Key]
		}
	}
	return r
}

// execute runs the operations of a transaction and commits it, unless another one was faster.
func (s *store) execute(r *running) {
	for _, op := range r.Ops {
		if s.base == isolation.SnapshotIsolation && op.Kind != txn.Read && s.written[op.Key] > r.Call {
			return
		}
	}
	for i := range r.Ops {
		op := &r.Ops[i]
		value, used := r.sees[op.Key]
		if !used {
			value = s.values[op.Key]
		}
		switch op.Kind {
		case txn.Read:
			if len(value) > 0 {
				op.Version = value[len(value)-1]
			}
			if s.model == txn.Lists {
				op.List = value
			}
		default:
			op.Version = txn.Version(len(s.h.Versions))
			s.h.Versions = append(s.h.Versions, txn.Written{Key: op.Key, Value: history.Int(int64(op.Version) + 1), Txn: int32(len(s.done)), Op: int32(i)})
			r.sees[op.Key] = append(slices.Clip(value), op.Version)
		}
	}
	for _, op := range r.Ops {
		if op.Kind != txn.Read {
			s.written[op.Key] = s.clock
			s.values[op.Key] = r.sees[op.Key]
			if s.model == txn.Registers {
				s.values[op.Key] = slices.Clone(s.values[op.Key][len(s.values[op.Key])-1:])
			}
		}
	}
	s.clock++
	r.Return = s.clock + s.rng.Int64N(3)
	s.done = append(s.done, *r)
}

// finish sorts the transactions by their calls, and corrupts some reads of registers.
func (s *store) finish() *txn.History {
	order := make([]int32, len(s.done))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return int(s.done[a].Call - s.done[b].Call) })
	numbers := make([]int32, len(order))
	for n, i := range order {
		numbers[i] = int32(n)
		t := s.done[i].Txn
		t.Source = int32(n)
		s.h.Txns = append(s.h.Txns, t)
		s.h.Sessions[t.Session] = append(s.h.Sessions[t.Session], int32(n))
		s.h.Source.Operations = append(s.h.Source.Operations, history.Operation{Process: int64(t.Session), Call: t.Call, Return: t.Return})
	}
	for v := range s.h.Versions {
		s.h.Versions[v].Txn = numbers[s.h.Versions[v].Txn]
	}
	for range s.corrupt {
		s.corruptRead()
	}
	return s.h
}

// corruptRead lets a transaction read an older version of a register, if one is found soon.
func (s *store) corruptRead() {
	for range 100 {
		ops := s.h.Txns[s.rng.IntN(len(s.h.Txns))].Ops
		i := s.rng.IntN(len(ops))
		if ops[i].Kind != txn.Read || !onlyUse(ops, i) {
			continue
		}
		for v := ops[i].Version - 1; v >= 0 && v > ops[i].Version-500; v-- {
			if s.h.Versions[v].Key == ops[i].Key && s.last(v) {
				ops[i].Version = v
				return
			}
		}
	}
}

// onlyUse reports whether an operation is the first on its key, and the only read of it.
func onlyUse(ops []txn.Op, i int) bool {
	for k := range ops {
		if k != i && ops[k].Key == ops[i].Key && (k < i || ops[k].Kind == txn.Read) {
			return false
		}
	}
	return true
}

// last reports whether the writer of a version left it.
func (s *store) last(v txn.Version) bool {
	w := s.h.Versions[v]
	for _, op := range s.h.Txns[w.Txn].Ops[w.Op+1:] {
		if op.Kind != txn.Read && op.Key == w.Key {
			return false
		}
	}
	return true
}
