package certificate

import (
	"cmp"
	"errors"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// ErrTooLarge is the error for proofs of causal consistency and parallel snapshot isolation whose
// verification takes too long: that takes time in proportion to the number of transactions times that
// of sessions. Levels without sessions have chains of transactions that see one another in their place, and
// of chains there can be nearly as many as transactions.
var ErrTooLarge = errors.New("the proof is too large to be verified in reasonable time")

// maxClocks bounds the entries of all clocks together.
const maxClocks = 1 << 29

// clock says how many transactions of each chain are visible.
type clock []int32

func (c clock) join(other clock) {
	for i, n := range other {
		c[i] = max(c[i], n)
	}
}

// visibility computes what each transaction sees: those from which it reads, those that precede it in
// its session or in real time, for parallel snapshot isolation those whose versions it replaces, and
// all that these see. Transactions are in chains, in which each sees those before it.
type visibility struct {
	*checker
	direct [][]int32 // whom each transaction sees, but for real time and for what those see
	over   []completion

	chains          int
	chain, position []int32   // of each transaction; positions are from 1
	writers         [][]int32 // of each key, by chain and position
	inOrder         [][]int32 // of each key, in the order of commits

	clocks []clock // what transactions see, and themselves
	needed []int   // how many more will ask for each clock
	free   []clock
	relay  relay
}

// relay sees so many of the transactions that are over in real time.
type relay struct {
	clock  clock
	at     int
	kept   map[int]clock // what it saw when it was at an earlier place, if that is still needed
	needed map[int]int
}

// visible verifies that no transaction sees a writer of what it read that is later, in the order of
// commits, than the one from which it read.
func (c *checker) visible(order []int32, base isolation.Base) error {
	n := len(c.h.Txns)
	v := &visibility{
		checker: c, chain: make([]int32, n), position: make([]int32, n), clocks: make([]clock, n), needed: make([]int, n),
		relay: relay{kept: map[int]clock{}, needed: map[int]int{}},
	}
	v.connect(order, base)
	v.line(order)
	if len(order)*v.chains > maxClocks {
		return ErrTooLarge
	}
	v.relay.clock = make(clock, v.chains)
	for _, t := range order {
		if err := v.see(t); err != nil {
			return err
		}
	}
	return nil
}

// connect finds whom each transaction sees by itself.
func (v *visibility) connect(order []int32, base isolation.Base) {
	v.direct = make([][]int32, len(v.h.Txns))
	last := make([]int32, len(v.h.Keys)) // of each key, its last writer so far, and one
	done := make([]int32, len(v.h.Sessions))
	var reads []read
	for _, t := range order {
		var direct []int32
		reads = v.external(t, reads[:0])
		for _, r := range reads {
			if r.from != txn.Nobody {
				direct = append(direct, r.from)
			}
		}
		if base == isolation.ParallelSnapshotIsolation {
			for _, k := range v.wrote[t] {
				if last[k] > 0 {
					direct = append(direct, last[k]-1)
				}
				last[k] = t + 1
			}
		}
		session := v.h.Txns[t].Session
		if v.order != isolation.Unordered && done[session] > 0 {
			direct = append(direct, done[session]-1)
		}
		done[session] = t + 1
		slices.Sort(direct)
		v.direct[t] = slices.Compact(direct)
	}
	if v.order == isolation.RealTime && v.h.Timed() {
		v.over = v.completions()
	}
}

// line puts transactions into chains: sessions, or ways along which each sees the one before. It
// counts who will ask for whose clock.
func (v *visibility) line(order []int32) {
	tails := make([]int32, 0, len(v.h.Sessions)) // of each chain, its last transaction and one
	if v.order != isolation.Unordered {
		tails = tails[:cap(tails)]
	}
	length := make([]int32, len(tails))
	for _, t := range order {
		chain := v.h.Txns[t].Session
		if v.order == isolation.Unordered {
			chain = int32(len(tails))
		}
		for _, p := range v.direct[t] {
			v.needed[p]++
			if v.order == isolation.Unordered && tails[v.chain[p]] == p+1 {
				chain = v.chain[p]
			}
		}
		if int(chain) == len(tails) {
			tails, length = append(tails, 0), append(length, 0)
		}
		length[chain]++
		tails[chain], v.chain[t], v.position[t] = t+1, chain, length[chain]
		v.relay.needed[v.overBefore(t)]++
	}
	v.chains = len(tails)
	for _, d := range v.over {
		v.needed[d.txn]++
	}
	v.writers = make([][]int32, len(v.h.Keys))
	for _, t := range order {
		for _, k := range v.wrote[t] {
			v.writers[k] = append(v.writers[k], t)
		}
	}
	v.inOrder = make([][]int32, len(v.writers))
	for k, writers := range v.writers {
		v.inOrder[k] = slices.Clone(writers)
		slices.SortFunc(writers, func(a, b int32) int {
			return cmp.Or(cmp.Compare(v.chain[a], v.chain[b]), cmp.Compare(v.position[a], v.position[b]))
		})
	}
}

// overBefore counts the transactions that are over before t is called.
func (v *visibility) overBefore(t int32) int {
	return sort.Search(len(v.over), func(i int) bool { return v.over[i].moment >= v.h.Txns[t].Call })
}

// see computes the clock of the next transaction in the order of commits, and verifies its reads.
func (v *visibility) see(t int32) error {
	sees := v.fresh()
	for _, p := range v.direct[t] {
		sees.join(v.clocks[p])
		v.release(p)
	}
	v.seeRealTime(t, sees)
	for _, r := range v.external(t, nil) {
		if w := v.later(t, r, sees); w != txn.Nobody {
			return v.older(t, r, w)
		}
	}
	sees[v.chain[t]] = v.position[t]
	v.clocks[t] = sees
	v.needed[t]++
	v.release(t)
	return nil
}

// later returns a writer of what t read, of those that a clock sees, that is later in the order of
// commits than the one from which t read; Nobody if there is none. Those between the two are looked at
// one by one, unless there are fewer chains.
func (v *visibility) later(t int32, r read, sees clock) int32 {
	from, writers := v.source(r), v.inOrder[r.key]
	after := sort.Search(len(writers), func(i int) bool { return v.at[writers[i]] > from })
	before := sort.Search(len(writers), func(i int) bool { return v.at[writers[i]] >= v.at[t] })
	if before-after > v.chains {
		if w := v.latest(r.key, sees); w != txn.Nobody && v.at[w] > from {
			return w
		}
		return txn.Nobody
	}
	for i := after; i < before; i++ {
		if w := writers[i]; sees[v.chain[w]] >= v.position[w] {
			return w
		}
	}
	return txn.Nobody
}

// latest returns the writer of a key, of those that a clock sees, that is latest in the order of
// commits. In each chain that is the last that it sees.
func (v *visibility) latest(k txn.Key, sees clock) int32 {
	latest := int32(txn.Nobody)
	for rest := v.writers[k]; len(rest) > 0; {
		chain := v.chain[rest[0]]
		visible := sort.Search(len(rest), func(i int) bool { return v.chain[rest[i]] != chain || v.position[rest[i]] > sees[chain] })
		if visible > 0 && (latest == txn.Nobody || v.at[rest[visible-1]] > v.at[latest]) {
			latest = rest[visible-1]
		}
		rest = rest[visible:]
		rest = rest[sort.Search(len(rest), func(i int) bool { return v.chain[rest[i]] != chain }):]
	}
	return latest
}

// seeRealTime adds what is over before t is called. All of that has a clock, since the order of commits
// respects real time.
func (v *visibility) seeRealTime(t int32, sees clock) {
	r, place := &v.relay, v.overBefore(t)
	for ; r.at < place; r.at++ {
		if r.needed[r.at] > 0 {
			r.kept[r.at] = append(v.fresh()[:0], r.clock...)
		}
		r.clock.join(v.clocks[v.over[r.at].txn])
		v.release(v.over[r.at].txn)
	}
	if r.needed[place]--; place == r.at {
		sees.join(r.clock)
		return
	}
	sees.join(r.kept[place])
	if r.needed[place] == 0 {
		v.free = append(v.free, r.kept[place])
		delete(r.kept, place)
	}
}

// fresh returns a clock that sees nothing.
func (v *visibility) fresh() clock {
	if len(v.free) == 0 {
		return make(clock, v.chains)
	}
	c := v.free[len(v.free)-1]
	v.free = v.free[:len(v.free)-1]
	clear(c)
	return c
}

// release gives the clock of a transaction back when nobody needs it any more.
func (v *visibility) release(t int32) {
	if v.needed[t]--; v.needed[t] == 0 {
		v.free = append(v.free, v.clocks[t])
		v.clocks[t] = nil
	}
}
