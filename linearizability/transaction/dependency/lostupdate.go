package dependency

import (
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// update is a read of a version, and a write of the same transaction that replaced it.
type update struct{ node, read, write int32 }

// lostUpdates finds pairs of transactions that read the same version of a key and both wrote the
// key. Whichever of them wrote first, the other did not see it.
func lostUpdates(e *execution.Execution, findings *proof.Findings) {
	none := update{node: execution.None}
	ofVersion, ofInitial := make([]update, len(e.History.Versions)), make([]update, len(e.History.Keys))
	for _, list := range [][]update{ofVersion, ofInitial} {
		for i := range list {
			list[i] = none
		}
	}
	wrote := make([]int32, len(e.History.Keys)) // of the present node: its write of a key, from 1
	for node := range int32(e.Len()) {
		writes := e.Writes(node)
		for i, w := range writes {
			wrote[w.Key] = int32(i) + 1
		}
		for _, r := range e.Reads(node) {
			if r.Repeated || wrote[r.Key] == 0 {
				continue
			}
			w := writes[wrote[r.Key]-1]
			if r.Op > w.First {
				continue // it read a list after it had appended to it: its update is not of what it read
			}
			here := update{node, r.Op, w.Op}
			first := &ofInitial[r.Key]
			if r.Version != txn.Initial {
				first = &ofVersion[r.Version]
			}
			switch {
			case *first == none:
				*first = here
			case first.node != node:
				lost(e, findings, *first, here)
			}
		}
		for _, w := range writes {
			wrote[w.Key] = 0
		}
	}
}

func lost(e *execution.Execution, findings *proof.Findings, a, b update) {
	if findings.Full(isolation.LostUpdate) {
		return
	}
	h, ta, tb := e.History, e.Txns[a.node], e.Txns[b.node]
	places := []proof.Place{{Txn: ta, Op: a.read}, {Txn: ta, Op: a.write}, {Txn: tb, Op: b.read}, {Txn: tb, Op: b.write}}
	findings.Addf(isolation.LostUpdate, places, "%s and %s did %s both, and then %s and %s: one of them lost what the other wrote",
		h.Name(ta), h.Name(tb), h.FormatOp(ta, a.read), h.FormatOp(ta, a.write), h.FormatOp(tb, b.write))
}
