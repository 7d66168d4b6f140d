package version

import (
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// New returns what is known of the orders of versions, and the anomalies that show that there are
// no such orders. Assumptions are for registers; lists need none.
func New(e *execution.Execution, a Assumptions) (*Orders, []proof.Finding) {
	keys := len(e.History.Keys)
	o := &Orders{Chains: make([][]txn.Version, keys), Rest: make([][]txn.Version, keys)}
	if e.History.Model == txn.Lists {
		o.Readers = make([]proof.Place, keys)
		l := lists{execution: e, orders: o, longest: make([]reader, keys)}
		for k := range l.longest {
			l.longest[k] = reader{txn: proof.None, op: proof.None}
		}
		l.all()
		return o, l.findings.List
	}
	registers(e, o)
	if !a.Any() {
		return o, nil
	}
	p := pairs{execution: e, orders: o}
	p.all(a)
	return o, p.findings.List
}

// registers lists the versions that transactions left.
func registers(e *execution.Execution, o *Orders) {
	for node := range int32(e.Len()) {
		for _, w := range e.Writes(node) {
			o.Rest[w.Key] = append(o.Rest[w.Key], w.Version)
		}
	}
}
