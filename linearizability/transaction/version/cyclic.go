package version

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// backToInitial finds that the initial version was seen where a newer one was due: anomaly cyclic
// versions.
func (p *pairs) backToInitial(pair Pair, k txn.Key) {
	h := p.execution.History
	p.findings.Addf(isolation.CyclicVersions, []proof.Place{pair.First, pair.Second},
		"key %v has %s before its initial value (%s): %s, then %s", h.Keys[k], h.FormatVersion(pair.Older), pair.Basis,
		p.told(pair.First), p.told(pair.Second))
}

// acyclic keeps the pairs that are on no cycle, and finds one cycle among the others of each key:
// anomaly cyclic versions.
func (p *pairs) acyclic() {
	from, to := make([]int32, len(p.found)), make([]int32, len(p.found))
	for i := range p.found {
		from[i], to[i] = int32(p.found[i].Older), int32(p.found[i].Newer)
	}
	g, edges := digraph.New(len(p.execution.History.Versions), from, to)
	component, _ := g.Components()
	told := map[txn.Key]bool{}
	for i := range p.found {
		pair := p.found[i]
		if component[pair.Older] != component[pair.Newer] {
			p.orders.Pairs = append(p.orders.Pairs, pair)
			continue
		}
		if k := p.execution.History.Versions[pair.Older].Key; !told[k] {
			told[k] = true
			p.cyclic(k, p.around(g, edges, component, int32(i)))
		}
	}
}

// around returns a shortest cycle of pairs that begins with pair first.
func (p *pairs) around(g *digraph.Graph, edges, component []int32, first int32) []int32 {
	start, end := int32(p.found[first].Newer), int32(p.found[first].Older)
	by := map[int32]int32{start: first}
	for queue := []int32{start}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		for i := g.At[v]; i < g.At[v+1]; i++ {
			w := g.To[i]
			if _, seen := by[w]; seen || component[w] != component[v] {
				continue
			}
			by[w] = edges[i]
			queue = append(queue, w)
		}
	}
	cycle := []int32{}
	for v := end; v != start; v = int32(p.found[by[v]].Older) {
		cycle = append(cycle, by[v])
	}
	return append(cycle, first)
}

// cyclic tells a cycle of pairs, the last pair first.
func (p *pairs) cyclic(k txn.Key, cycle []int32) {
	h := p.execution.History
	var places []proof.Place
	var told []string
	for i := len(cycle) - 1; i >= 0; i-- {
		pair := p.found[cycle[i]]
		places = append(places, pair.First, pair.Second)
		told = append(told, fmt.Sprintf("%s before %s (%s: %s, then %s)",
			h.FormatVersion(pair.Older), h.FormatVersion(pair.Newer), pair.Basis, p.told(pair.First), p.told(pair.Second)))
	}
	p.findings.Addf(isolation.CyclicVersions, places, "key %v has %s", h.Keys[k], strings.Join(told, ", and "))
}

// told says what an operation did, and whose it is.
func (p *pairs) told(at proof.Place) string {
	h := p.execution.History
	return fmt.Sprintf("%s of %s", h.FormatOp(at.Txn, at.Op), h.Name(at.Txn))
}
