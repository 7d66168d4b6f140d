package examples

import (
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// refuted has writers of x, 0 and 1, and of y, 2 and 3, in an order that nothing shows, and readers that no
// order pleases: 4 read from 0, 5 from 2 and 6 from 3 what the others replaced, and 7 from 1.
func refuted() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 9, "w x 1; w k 8"),
		OK(1, 2, 10, "w x 2; w z 9"),
		OK(2, 3, 11, "w y 1; w c 5"),
		OK(3, 4, 12, "w y 2; w d 6"),
		OK(4, 5, 13, "r x 1; r c 5; r d 6"),
		OK(5, 6, 14, "r y 1; r z 9"),
		OK(6, 7, 15, "r y 2; r z 9"),
		OK(7, 8, 16, "r x 2; r k 8"),
	)
	assumed := func(from, to int32) proof.Edge {
		e := Edge(h, proof.RW, from, 0, to, 0)
		e.Basis = proof.ByAssumption
		return e
	}
	end := func(edges ...proof.Edge) *proof.Refutation { return &proof.Refutation{Cycle: edges} }
	wr := func(from, to, op int32) proof.Edge { return Edge(h, proof.WR, from, 1, to, op) }
	x, y := h.Txns[0].Ops[0].Key, h.Txns[2].Ops[0].Key
	r := &proof.Refutation{
		Key: x, A: 0, B: 1,
		AFirst: &proof.Refutation{
			Key: y, A: 2, B: 3,
			AFirst: end(assumed(4, 1), wr(1, 5, 1), assumed(5, 3), wr(3, 4, 2)),
			BFirst: end(assumed(4, 1), wr(1, 6, 1), assumed(6, 2), wr(2, 4, 1)),
		},
		BFirst: end(assumed(7, 0), wr(0, 7, 1)),
	}
	return Example{"refutation", h, proof.Finding{Anomaly: "not-serializable", Sentence: "No serial order explains the reads.", Refutation: r}}
}

func single(name string, a isolation.Anomaly, h *txn.History, sentence string, ops ...proof.Place) Example {
	return Example{name, h, proof.Finding{Anomaly: a, Sentence: sentence, Ops: ops}}
}

func lostUpdate() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 4, "r balance nil; w balance 10"),
		OK(1, 2, 6, "r balance 10; w balance 15"),
		OK(2, 3, 5, "r balance 10; w balance 30"),
	)
	return single("lost-update", isolation.LostUpdate, h,
		"process 1 on line 6 and process 2 on line 5 did r balance 10 both, and then w balance 15 and w balance 30: one of them lost what the other wrote",
		proof.Place{Txn: 1, Op: 0}, proof.Place{Txn: 1, Op: 1}, proof.Place{Txn: 2, Op: 0}, proof.Place{Txn: 2, Op: 1})
}

func abortedRead() Example {
	h := must(
		txn.Lists,
		Row{0, 1, 2, "append 1 10; append 2 20", history.Fail},
		OK(1, 3, 4, "r 1 [10]; r 2 []"),
	)
	return single("aborted-read", isolation.G1a, h, "process 1 on line 4 read 10 of key 1, which process 0 on line 2 wrote, and failed",
		proof.Place{Txn: 1, Op: 0}, proof.Place{Txn: 0, Op: 0})
}

func internalRead() Example {
	h := must(txn.Registers, OK(4, 1, 2, "w x 1; r y nil; r x nil"))
	return single("internal", isolation.Internal, h, "process 4 on line 2 wrote 1 to key x and then read r x nil",
		proof.Place{Txn: 0, Op: 0}, proof.Place{Txn: 0, Op: 2})
}

func incompatible() Example {
	h := must(
		txn.Lists,
		OK(0, 1, 2, "append 1 1; append 1 2; append 1 3; append 1 4; append 1 5; append 1 6; append 1 7; append 1 8; append 1 9; append 1 10; append 1 11; append 1 12"),
		OK(1, 3, 4, "append 1 13"),
		OK(2, 5, 6, "append 1 14"),
		OK(3, 7, 8, "r 1 [1 2 3 4 5 6 7 8 9 10 11 12 13 14]"),
		OK(4, 9, 10, "r 1 [1 2 3 4 5 6 7 8 9 10 11 12 14 13]"),
	)
	return single("incompatible-order", isolation.IncompatibleOrder, h, "process 3 on line 8 and process 4 on line 10 read the elements 13 and 14 of key 1 in different orders",
		proof.Place{Txn: 3, Op: 0}, proof.Place{Txn: 4, Op: 0})
}
