package version

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// pairs collects what the user's assumptions say of the versions of registers.
type pairs struct {
	execution *execution.Execution
	orders    *Orders
	findings  proof.Findings
	found     []Pair
}

// access is what a transaction did to a key: it read a version, and left one. An operation is
// proof.None if it did not.
type access struct {
	node              int32
	key               txn.Key
	firstRead, read   txn.Version
	firstOp, readOp   int32
	written           txn.Version
	writeOp, firstSet int32
}

func (p *pairs) all(a Assumptions) {
	if a.ReadBeforeWrite {
		p.readBeforeWrite()
	}
	if a.SessionOrder {
		p.sessionOrder()
	}
	if a.RealTimeOrder && p.execution.History.Timed() {
		p.realTimeOrder()
	}
	slices.SortStableFunc(p.found, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Older, b.Older), cmp.Compare(a.Newer, b.Newer))
	})
	p.found = slices.CompactFunc(p.found, func(a, b Pair) bool { return a.Older == b.Older && a.Newer == b.Newer })
	p.acyclic()
}

// accesses appends what a node did to each key that it used.
func (p *pairs) accesses(node int32, to []access) []access {
	first := len(to)
	at := func(k txn.Key) *access {
		for i := first; i < len(to); i++ {
			if to[i].key == k {
				return &to[i]
			}
		}
		to = append(to, access{node: node, key: k, firstOp: proof.None, readOp: proof.None, writeOp: proof.None})
		return &to[len(to)-1]
	}
	for _, r := range p.execution.Reads(node) {
		a := at(r.Key)
		a.read, a.readOp = r.Version, r.Op
		if a.firstOp == proof.None {
			a.firstRead, a.firstOp = r.Version, r.Op
		}
	}
	for _, w := range p.execution.Writes(node) {
		a := at(w.Key)
		a.written, a.writeOp, a.firstSet = w.Version, w.Op, w.First
	}
	return to
}

func (p *pairs) readBeforeWrite() {
	var list []access
	for node := range int32(p.execution.Len()) {
		list = p.accesses(node, list[:0])
		for i := range list {
			if a := &list[i]; a.readOp != proof.None && a.writeOp != proof.None && a.readOp < a.firstSet {
				p.add(proof.ByReadBeforeWrite, a, a, a.read, a.written, a.readOp, a.writeOp)
			}
		}
	}
}

func (p *pairs) sessionOrder() {
	last := map[txn.Key]access{}
	var list []access
	for _, nodes := range p.execution.Sessions {
		clear(last)
		for _, node := range nodes {
			list = p.accesses(node, list[:0])
			for i := range list {
				if before, known := last[list[i].key]; known {
					p.ordered(proof.BySessionOrder, &before, &list[i])
				}
				last[list[i].key] = list[i]
			}
		}
	}
}

// realTimeOrder pairs each access with the latest ones of the key that had returned before it was
// called: those that none of the others followed.
func (p *pairs) realTimeOrder() {
	e := p.execution
	latest := map[txn.Key][]access{}
	var list []access
	for _, m := range moments(e) {
		list = p.accesses(m.node, list[:0])
		for i := range list {
			a := &list[i]
			before := latest[a.key]
			if !m.returned {
				for k := range before {
					p.ordered(proof.ByRealTimeOrder, &before[k], a)
				}
				continue
			}
			before = slices.DeleteFunc(before, func(b access) bool { return e.History.Before(e.Txns[b.node], e.Txns[m.node]) })
			latest[a.key] = append(before, *a)
		}
	}
}

// moment is the call or the return of a node.
type moment struct {
	at       int64
	returned bool
	node     int32
}

// moments returns the calls and returns in order. What meets in one reading of the clock is
// concurrent, so calls come first.
func moments(e *execution.Execution) []moment {
	list := make([]moment, 0, 2*e.Len())
	for node := range int32(e.Len()) {
		t := e.Txn(node)
		list = append(list, moment{t.Call, false, node})
		if t.Return != history.Never {
			list = append(list, moment{t.Return, true, node})
		}
	}
	slices.SortFunc(list, func(a, b moment) int {
		if c := cmp.Compare(a.at, b.at); c != 0 || a.returned == b.returned {
			return cmp.Or(c, cmp.Compare(a.node, b.node))
		}
		if a.returned {
			return 1
		}
		return -1
	})
	return list
}

// ordered adds that the version on which one access ended is no newer than those of a later one.
func (p *pairs) ordered(b proof.Basis, before, after *access) {
	older, op := before.written, before.writeOp
	if op == proof.None {
		older, op = before.read, before.readOp
	}
	if after.firstOp != proof.None {
		p.add(b, before, after, older, after.firstRead, op, after.firstOp)
	}
	if after.writeOp != proof.None {
		p.add(b, before, after, older, after.written, op, after.writeOp)
	}
}

// add adds a pair, unless it is of one version, or says what is known: that the initial one is first.
func (p *pairs) add(b proof.Basis, before, after *access, older, newer txn.Version, first, second int32) {
	if older == newer || older == txn.Initial {
		return
	}
	e := p.execution
	pair := Pair{
		Older: older, Newer: newer, Basis: b,
		First:  proof.Place{Txn: e.Txns[before.node], Op: first},
		Second: proof.Place{Txn: e.Txns[after.node], Op: second},
	}
	if newer == txn.Initial {
		p.backToInitial(pair, after.key)
		return
	}
	p.found = append(p.found, pair)
}
