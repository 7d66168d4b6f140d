package saturate

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

const none = execution.None

// graph is the commit order as far as it is known: for each vertex those before it.
//
// Vertices are the nodes of the execution, then the relays of real time, then the relays of keys.
// A relay is no transaction: it only passes on what comes before it.
type graph struct {
	e      *execution.Execution
	orders *version.Orders
	level  isolation.Level

	n     int32 // nodes of the execution
	keyed int32 // the first relay of keys
	total int32
	// before[at[v]:at[v+1]] are the known ones before v. Those up to seen[v] are visible to v.
	before   []int32
	at, seen []int32
	// until is of each node when it had returned, or one after it in its session. It is nil if the level does
	// not respect real time.
	until []int64
	// order has the vertices in an order that respects the known edges; rank is the place of each.
	order, rank []int32
	// first, if it is not nil, has the vertices in an order that sorting should stay near to.
	first []int32

	forced
	writers // the writes of each node, sorted by key
	perKey  keyRelays
	// window has, if it is not nil, for each rank the first rank of its window: see blocks.
	window []int32
}

type edge struct{ from, to int32 }

func newGraph(e *execution.Execution, orders *version.Orders, level isolation.Level) *graph {
	g := &graph{e: e, orders: orders, level: level, n: int32(e.Len())}
	g.total = g.n
	g.writers = newWriters(e)
	visible := g.reads(nil)
	if level.Order >= isolation.Session {
		visible = g.sessions(visible)
	}
	if level.Order == isolation.RealTime && e.History.Timed() {
		g.until = returns(e)
		visible = g.realTime(visible)
	}
	g.keyed = g.total
	others := g.versions(nil)
	if g.until != nil && level.Base == isolation.ReadAtomic {
		others = g.relayKeys(others)
	}
	g.lay(visible, others)
	g.forced = newForced(g.total)
	return g
}

// lay makes flat lists of the edges: of each vertex the visible ones, then the others.
func (g *graph) lay(visible, others []edge) {
	g.at, g.seen = make([]int32, g.total+1), make([]int32, g.total)
	for _, x := range visible {
		g.at[x.to+1]++
		g.seen[x.to]++
	}
	for _, x := range others {
		g.at[x.to+1]++
	}
	for v := range g.total {
		g.at[v+1] += g.at[v]
		g.seen[v] += g.at[v]
	}
	g.before = make([]int32, len(visible)+len(others))
	next := slices.Clone(g.at[:g.total])
	for _, x := range visible {
		g.before[next[x.to]] = x.from
		next[x.to]++
	}
	for _, x := range others {
		g.before[next[x.to]] = x.from
		next[x.to]++
	}
}

// visible returns the vertices that are directly visible to v.
func (g *graph) visible(v int32) []int32 { return g.before[g.at[v]:g.seen[v]] }

// reads adds who read from whom, once for each pair.
func (g *graph) reads(edges []edge) []edge {
	last := make([]int32, g.n)
	for t := range g.n {
		for _, r := range g.e.Reads(t) {
			if r.From != none && last[r.From] != t+1 {
				last[r.From] = t + 1
				edges = append(edges, edge{r.From, t})
			}
		}
	}
	return edges
}

func (g *graph) sessions(edges []edge) []edge {
	for _, s := range g.e.Sessions {
		for i := 1; i < len(s); i++ {
			edges = append(edges, edge{s[i-1], s[i]})
		}
	}
	return edges
}

// returns returns when each node, or one after it in its session, had returned: from then on
// transactions that are called follow it. The two differ if it is unknown when the node returned.
func returns(e *execution.Execution) []int64 {
	until := make([]int64, e.Len())
	for _, s := range e.Sessions {
		next := int64(history.Never)
		for i := len(s) - 1; i >= 0; i-- {
			next = min(next, e.Txn(s[i]).Return)
			until[s[i]] = next
		}
	}
	return until
}

// realTime adds a relay for each set of transactions that returned before another's call: the sets
// grow with the time of the call.
func (g *graph) realTime(edges []edge) []edge {
	returned := make([]int32, 0, g.n)
	for t := range g.n {
		if g.until[t] != history.Never {
			returned = append(returned, t)
		}
	}
	slices.SortFunc(returned, func(a, b int32) int { return cmp.Compare(g.until[a], g.until[b]) })
	relay, i := none, 0
	for t := range g.n { // in order of their calls
		from := i
		for i < len(returned) && g.until[returned[i]] < g.e.Txn(t).Call {
			i++
		}
		if i > from {
			if relay != none {
				edges = append(edges, edge{relay, g.total})
			}
			relay = g.total
			g.total++
			for _, a := range returned[from:i] {
				edges = append(edges, edge{a, relay})
			}
		}
		if relay != none {
			edges = append(edges, edge{relay, t})
		}
	}
	return edges
}

// versions adds what is known of the orders of versions: neighbors only, since it is transitive.
func (g *graph) versions(edges []edge) []edge {
	if g.orders == nil {
		return edges
	}
	for k, chain := range g.orders.Chains {
		last := none
		for _, v := range chain {
			if w := g.e.Writer(v); w != none && w != last {
				if last != none {
					edges = append(edges, edge{last, w})
				}
				last = w
			}
		}
		if g.e.History.Model != txn.Lists || last == none {
			continue
		}
		for _, v := range g.orders.Rest[k] {
			if w := g.e.Writer(v); w != none && w != last {
				edges = append(edges, edge{last, w})
			}
		}
	}
	for _, p := range g.orders.Pairs {
		a, b := g.e.Writer(p.Older), g.e.Writer(p.Newer)
		if a != none && b != none && a != b {
			edges = append(edges, edge{a, b})
		}
	}
	return edges
}

// writers has the keys that each node writes, sorted.
type writers struct {
	keys  []int32 // keys, those of each node together
	keyAt []int32
}

func newWriters(e *execution.Execution) writers {
	w := writers{keyAt: make([]int32, e.Len()+1)}
	for t := range int32(e.Len()) {
		for _, x := range e.Writes(t) {
			w.keys = append(w.keys, int32(x.Key))
		}
		w.keyAt[t+1] = int32(len(w.keys))
		slices.Sort(w.keys[w.keyAt[t]:])
	}
	return w
}

// wrote returns the keys that a node writes.
func (w *writers) wrote(t int32) []int32 { return w.keys[w.keyAt[t]:w.keyAt[t+1]] }

// write returns the place in keys of a node's write to a key, or none.
func (w *writers) write(t int32, k txn.Key) int32 {
	i, found := slices.BinarySearch(w.wrote(t), int32(k))
	if !found {
		return none
	}
	return w.keyAt[t] + int32(i)
}
