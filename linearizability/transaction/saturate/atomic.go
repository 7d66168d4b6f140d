package saturate

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// atomic forces for each node whom it reads from, and who precedes it in its session or in real
// time, before whom it reads a key from that the former writes (axiom Read Atomic). A node that reads a
// key from two others forces each before the other.
func (g *graph) atomic(ctx context.Context) error {
	s := newSources(len(g.e.History.Keys))
	seen := make([]int32, g.n)
	latest := newLatest(len(g.e.History.Keys))
	step := 0
	for _, session := range g.e.Sessions {
		latest.begin()
		for _, t := range session {
			if step++; step%patience == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			s.begin(t)
			reads := g.e.Reads(t)
			for i := range reads {
				s.add(&reads[i])
			}
			for _, r := range reads {
				if r.From != none && seen[r.From] != t+1 {
					seen[r.From] = t + 1
					g.precedeAll(s, r.From)
				}
			}
			if g.level.Order >= isolation.Session {
				g.precedeInSession(s, latest)
				latest.wrote(t, g.wrote(t))
			}
			if g.perKey.at != nil {
				g.precedeInTime(t, reads)
			}
		}
	}
	return g.full()
}

// latest has the latest writer of each key in a session.
type latest struct {
	session []int32 // of keys
	writer  []int32
	current int32
}

func newLatest(keys int) *latest {
	return &latest{session: make([]int32, keys), writer: make([]int32, keys)}
}

func (l *latest) begin() { l.current++ }

func (l *latest) wrote(t int32, keys []int32) {
	for _, k := range keys {
		l.session[k], l.writer[k] = l.current, t
	}
}

// precedeInSession forces of each key the latest writer in the session. The earlier ones come before
// it anyway.
func (g *graph) precedeInSession(s *sources, l *latest) {
	for _, k := range s.keys {
		if l.session[k] == l.current {
			g.precede(s, l.writer[k], k)
		}
	}
}

// keyRelays are relays of the writers of each key, in the order in which they returned. The relay of a
// writer stands for it and those of its key that returned before.
type keyRelays struct {
	// nodes[at[k]:at[k+1]] are the writers of key k that returned. The relay of nodes[i] is keyed+i.
	nodes, at []int32
	// place is for each write, by its place in graph.keys, that in nodes; scanned is up to where in nodes
	// the writers after it have been forced before it.
	place, scanned []int32
}

// relayKeys makes the relays of keys.
func (g *graph) relayKeys(edges []edge) []edge {
	r := keyRelays{
		at: make([]int32, len(g.e.History.Keys)+1), nodes: make([]int32, 0, len(g.keys)),
		place: make([]int32, len(g.keys)), scanned: make([]int32, len(g.keys)),
	}
	for t := range g.n {
		for _, k := range g.wrote(t) {
			if g.until[t] != history.Never {
				r.at[k+1]++
			}
		}
	}
	for k := range g.e.History.Keys {
		r.at[k+1] += r.at[k]
	}
	next := slices.Clone(r.at)
	r.nodes = r.nodes[:r.at[len(r.at)-1]]
	for t := range g.n {
		for _, k := range g.wrote(t) {
			if g.until[t] != history.Never {
				r.nodes[next[k]] = t
				next[k]++
			}
		}
	}
	for k := range g.e.History.Keys {
		slices.SortFunc(r.nodes[r.at[k]:r.at[k+1]], func(a, b int32) int {
			return cmp.Or(cmp.Compare(g.until[a], g.until[b]), cmp.Compare(a, b))
		})
	}
	for i := range r.place {
		r.place[i] = none
	}
	for k := range g.e.History.Keys {
		for i := r.at[k]; i < r.at[k+1]; i++ {
			w := g.writers.write(r.nodes[i], txn.Key(k))
			r.place[w], r.scanned[w] = i, i+1
			edges = append(edges, edge{r.nodes[i], g.total + i})
			if i > r.at[k] {
				edges = append(edges, edge{g.total + i - 1, g.total + i})
			}
		}
	}
	g.total += int32(len(r.nodes))
	g.perKey = r
	return edges
}

// precedeInTime forces all writers that returned before node t was called before those from whom it read
// their keys.
func (g *graph) precedeInTime(t int32, reads []execution.Read) {
	call := g.e.Txn(t).Call
	for i := range reads {
		r := &reads[i]
		if r.Repeated {
			continue
		}
		nodes := g.perKey.nodes[g.perKey.at[r.Key]:g.perKey.at[r.Key+1]]
		returned := sort.Search(len(nodes), func(i int) bool { return g.until[nodes[i]] >= call })
		if returned == 0 {
			continue
		}
		if r.From == none {
			g.overwrote(overwrite{nodes[0], t, r.Key, r.Op})
			continue
		}
		g.precedeReturned(r, g.perKey.at[r.Key]+int32(returned))
	}
}

// precedeReturned forces the writers of a key up to place end before the one that was read. Those that returned before
// it go through a relay. Of the others either all were called before it returned, which is at most one
// for each session, but for those of unknown outcome; or one was not, and follows it in real time, and that is a
// cycle.
func (g *graph) precedeReturned(r *execution.Read, end int32) {
	k := &g.perKey
	w := g.writers.write(r.From, r.Key)
	if w == none {
		return // a read of what was overwritten before it was left: an anomaly by itself
	}
	place := k.place[w]
	last := end
	if place != none {
		last = min(end, place)
	}
	if last > k.at[r.Key] {
		g.force(g.keyed+last-1, r.From)
	}
	if place == none {
		return
	}
	for i := k.scanned[w]; i < end; i++ {
		g.force(k.nodes[i], r.From)
		k.scanned[w] = i + 1
		if g.e.Txn(k.nodes[i]).Call > g.until[r.From] {
			k.scanned[w] = int32(len(k.nodes)) // a cycle: no more is needed
			return
		}
	}
}
