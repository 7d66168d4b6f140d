package causal_test

import (
	"math/rand/v2"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// store simulates replicas, one for each session, that tell each other of writes in causal order.
type store struct {
	rng     *rand.Rand
	model   causal.Model
	lag     int // how many deliveries are tried for each operation; fewer make replicas lag
	keys    int
	replica []replica
	writes  [][]write // of each session
}

type replica struct {
	applied []int32 // of each session, how many writes
	last    []write // of each key
	clock   int64
}

type write struct {
	key   int
	value int64 // 0 if there is none
	clock int64
	needs []int32
}

// newer says which of two writes wins where both are known.
func (s *store) newer(a, b write) bool {
	return s.model != causal.CCv || a.clock > b.clock || a.clock == b.clock && a.value > b.value
}

func (s *store) apply(to, from int) {
	r := &s.replica[to]
	if int(r.applied[from]) == len(s.writes[from]) {
		return
	}
	w := s.writes[from][r.applied[from]]
	for i, n := range w.needs {
		if s.model != causal.PRAM && r.applied[i] < n {
			return
		}
	}
	r.applied[from]++
	r.clock = max(r.clock, w.clock)
	if s.newer(w, r.last[w.key]) {
		r.last[w.key] = w
	}
}

func (s *store) write(by, key int, value int64) {
	r := &s.replica[by]
	r.clock++
	w := write{key: key, value: value, clock: r.clock, needs: append([]int32(nil), r.applied...)}
	r.applied[by]++
	r.last[key] = w
	s.writes[by] = append(s.writes[by], w)
}

// size says how large a simulated history is.
type size struct{ operations, sessions, keys, deliveries int }

// simulate records a history that satisfies the model: CCv, CM or PRAM.
func simulate(rng *rand.Rand, m causal.Model, z size) *txn.History {
	s := &store{rng: rng, model: m, lag: z.deliveries, keys: z.keys, writes: make([][]write, z.sessions)}
	for range z.sessions {
		s.replica = append(s.replica, replica{applied: make([]int32, z.sessions), last: make([]write, z.keys)})
	}
	h := &txn.History{Source: &history.History{Name: "simulated", Untimed: true}, Model: txn.Registers, Sessions: make([][]int32, z.sessions)}
	for k := range z.keys {
		h.Keys = append(h.Keys, history.Int(int64(k)))
	}
	for i := range z.operations {
		by, key := rng.IntN(z.sessions), rng.IntN(z.keys)
		for range z.deliveries {
			s.apply(by, rng.IntN(z.sessions))
		}
		op := txn.Op{Key: txn.Key(key), Version: txn.Initial}
		if rng.IntN(2) == 0 {
			op.Kind, op.Version = txn.Write, txn.Version(len(h.Versions))
			h.Versions = append(h.Versions, txn.Written{Key: op.Key, Value: history.Int(int64(len(h.Versions) + 1)), Txn: int32(i)})
			s.write(by, key, int64(len(h.Versions)))
		} else if w := s.replica[by].last[key]; w.value > 0 {
			op.Version = txn.Version(w.value - 1)
		}
		h.Source.Operations = append(h.Source.Operations, history.Operation{Process: int64(by), F: "txn", Call: int64(i), Return: int64(i), Status: history.OK})
		h.Sessions[by] = append(h.Sessions[by], int32(i))
		h.Txns = append(h.Txns, txn.Txn{Session: int32(by), Source: int32(i), Status: history.OK, Committed: true, Call: int64(i), Return: int64(i), Ops: []txn.Op{op}})
	}
	return h
}

// simulated returns the model of the store that satisfies a model.
func simulated(m causal.Model) causal.Model {
	if m == causal.CM || m == causal.PRAM {
		return m
	}
	return causal.CCv
}

// corrupt lets some reads return another write of their key, or the initial value.
func corrupt(rng *rand.Rand, h *txn.History, reads int) *txn.History {
	for range reads {
		op := &h.Txns[rng.IntN(len(h.Txns))].Ops[0]
		if op.Kind != txn.Read {
			continue
		}
		if rng.IntN(8) == 0 {
			op.Version = txn.Initial
		} else if v := txn.Version(rng.IntN(max(1, len(h.Versions)))); len(h.Versions) > 0 && h.Versions[v].Key == op.Key {
			op.Version = v
		}
	}
	return h
}
