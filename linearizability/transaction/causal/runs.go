package causal

import (
	"sort"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// run lists the writes of one key in one session, in order: those of runs.writes from first to last.
type run struct{ session, first, last int32 }

// runs are all runs, those of a key together and in order of their sessions.
type runs struct {
	at     []int32 // key -> its first run
	list   []run
	writes []int32 // nodes
	before []int32 // graph.before of the nodes
}

func newRuns(g *graph) runs {
	keys := len(g.h.Keys)
	r := runs{at: make([]int32, keys+1)}
	place := make([]int32, keys+1)
	for v, k := range g.key {
		if g.writes(int32(v)) {
			place[k+1]++
		}
	}
	for k := range keys {
		place[k+1] += place[k]
	}
	r.writes, r.before = make([]int32, place[keys]), make([]int32, place[keys])
	for v, k := range g.key {
		if g.writes(int32(v)) {
			r.writes[place[k]], r.before[place[k]] = int32(v), g.before[v]
			place[k]++
		}
	}
	key := txn.Key(0)
	for i, v := range r.writes {
		s := g.session[v]
		if n := len(r.list); n > 0 && g.key[v] == g.key[r.writes[i-1]] && r.list[n-1].session == s {
			r.list[n-1].last = int32(i + 1)
			continue
		}
		for ; key <= g.key[v]; key++ {
			r.at[key] = int32(len(r.list))
		}
		r.list = append(r.list, run{session: s, first: int32(i), last: int32(i + 1)})
	}
	for ; int(key) <= keys; key++ {
		r.at[key] = int32(len(r.list))
	}
	return r
}

// of returns the runs of a key whose sessions are at least low and less than high.
func (r *runs) of(k txn.Key, low, high int32) []run {
	list := r.list[r.at[k]:r.at[k+1]]
	if len(list) == 0 || list[0].session >= low && list[len(list)-1].session < high {
		return list
	}
	a := sort.Search(len(list), func(i int) bool { return list[i].session >= low })
	b := sort.Search(len(list), func(i int) bool { return list[i].session >= high })
	return list[a:max(a, b)]
}

// latest returns the last write of a run among the first count writes of its session, or none.
func (r *runs) latest(x run, count int32) int32 {
	low, high := x.first, x.last
	if low == high || r.before[low] >= count {
		return none
	}
	if r.before[high-1] < count {
		return r.writes[high-1]
	}
	for high-low > 1 {
		if mid := (low + high) / 2; r.before[mid] < count {
			low = mid
		} else {
			high = mid
		}
	}
	return r.writes[low]
}

// place returns the place in writes of the write of run x that has the given number of writes before it
// in its session.
func (r *runs) place(x run, before int32) int32 {
	n := sort.Search(int(x.last-x.first), func(i int) bool { return r.before[int(x.first)+i] >= before })
	return x.first + int32(n)
}

// index returns the place in list of the run of a key in a session that has one.
func (r *runs) index(k txn.Key, session int32) int32 {
	list := r.list[r.at[k]:r.at[k+1]]
	return r.at[k] + int32(sort.Search(len(list), func(i int) bool { return list[i].session >= session }))
}
