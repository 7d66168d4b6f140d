package examples

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func dirtyWrites() Example {
	h := must(
		txn.Lists,
		OK(0, 1, 4, "append x 1; append y 1"),
		OK(1, 2, 3, "append y 2; append x 2"),
		OK(2, 5, 6, "r x [1 2]; r y [2 1]"),
	)
	first, second := Edge(h, proof.WW, 0, 0, 1, 1), Edge(h, proof.WW, 1, 0, 0, 1)
	first.Reader, first.ReaderOp = 2, 0
	second.Reader, second.ReaderOp = 2, 1
	return example("dirty-writes", isolation.G0, h, first, second)
}

func writeSkew() Example {
	h := must(
		txn.Lists,
		OK(0, 1, 3, "r alice []; r bob []; append alice 1"),
		OK(1, 2, 4, "r alice []; r bob []; append bob 2"),
	)
	return example("write-skew", isolation.G2Item, h, Edge(h, proof.RW, 0, 1, 1, 2), Edge(h, proof.RW, 1, 0, 0, 2))
}

func circularFlow() Example {
	h := must(
		txn.Lists,
		OK(3, 17, 20, "append 1 10; r 3 [30]"),
		OK(1, 18, 22, "r 1 [10]; append 2 20"),
		OK(2, 19, 21, "r 2 [20]; append 3 30"),
	)
	return example("circular-flow", isolation.G1c, h,
		Edge(h, proof.WR, 0, 0, 1, 0), Edge(h, proof.WR, 1, 1, 2, 0), Edge(h, proof.WR, 2, 1, 0, 1))
}

func longFork() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 5, "w x 1"),
		OK(1, 2, 6, "w y 1"),
		OK(2, 3, 7, "r x 1; r y nil"),
		OK(3, 4, 8, "r x nil; r y 1"),
	)
	return example("long-fork", isolation.GNonadjacent, h,
		Edge(h, proof.WR, 0, 0, 2, 0), Edge(h, proof.RW, 2, 1, 1, 0), Edge(h, proof.WR, 1, 0, 3, 1), Edge(h, proof.RW, 3, 0, 0, 0))
}

func readSkewInRealTime() Example {
	h := must(
		txn.Lists,
		OK(0, 1, 2, "append 8 1; append 8 2"),
		OK(1, 3, 4, "append 8 5; append 9 7"),
		OK(2, 5, 6, "r 8 [1 2]"),
	)
	e := example("read-skew-realtime", isolation.GSingle.Within(isolation.RealTime), h, Order(proof.RealTime, 1, 2), Edge(h, proof.RW, 2, 0, 1, 0))
	source := h.Source.Operations
	source[1].ReturnTime, source[2].CallTime = 4_000_000, 5_250_000
	return e
}

func fractured() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 2, "w x 1; w y 1"),
		OK(1, 3, 4, "r x 1; w x 2; w y 2"),
		OK(2, 5, 6, "r x 2; r y 1"),
	)
	seen := Edge(h, proof.Visible, 1, 2, 0, 1)
	seen.Reader, seen.ReaderOp = 2, 1
	seen.Path = []proof.Edge{Edge(h, proof.WR, 1, 1, 2, 0)}
	return example("fractured-read", isolation.FracturedRead, h, Edge(h, proof.WR, 0, 0, 1, 0), seen)
}

func causality() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 2, "w post 1"),
		OK(0, 3, 4, "w post 2"),
		OK(1, 5, 6, "r post 2; w reply 7"),
		OK(2, 7, 8, "r reply 7"),
		OK(2, 9, 10, "r post 1"),
	)
	seen := Edge(h, proof.Visible, 1, 0, 0, 0)
	seen.Reader, seen.ReaderOp = 4, 0
	seen.Path = []proof.Edge{Edge(h, proof.WR, 1, 0, 2, 0), Edge(h, proof.WR, 2, 1, 3, 0), Order(proof.Process, 3, 4)}
	return example("causality-violation", isolation.CausalityViolation, h, Order(proof.Process, 0, 1), seen)
}

// longLists has a read skew with long lists, and a transaction with many operations.
func longLists() Example {
	setup, reads := "", "r 1 ["
	for i := 1; i <= 40; i++ {
		if i > 1 {
			setup += "; "
		}
		setup += fmt.Sprintf("append 1 %d", i)
		reads += fmt.Sprintf("%d ", i)
	}
	h := must(
		txn.Lists,
		OK(0, 1, 2, setup),
		Row{1, 3, 0, "append 1 41; append 2 1; append 3 1", history.Info},
		OK(2, 4, 6, "r 4 []; r 5 []; r 6 []; r 7 []; r 8 []; r 9 []; "+reads+"]; append 4 1; r 2 [1]"),
		OK(2, 7, 8, reads+"41 42]; append 5 1"),
		OK(3, 9, 10, "append 1 42"),
	)
	return example("long-lists", isolation.GSingle, h, Edge(h, proof.WR, 1, 1, 2, 8), Edge(h, proof.RW, 2, 6, 1, 0))
}

// assumed has orders of versions that the user vouched for.
func assumed() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 2, "w x 1"),
		OK(1, 3, 4, "r x 1; w x 2; w y 1"),
		OK(2, 5, 6, "r x 1; r y 1"),
	)
	e := Edge(h, proof.RW, 2, 0, 1, 1)
	e.Basis = proof.ByReadBeforeWrite
	return example("assumed-order", isolation.GSingle, h, Edge(h, proof.WR, 1, 2, 2, 1), e)
}

// vouched has an order of versions that follows from that of a session.
func vouched() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 2, "w x 1"),
		OK(1, 3, 4, "r x 1"),
		OK(1, 5, 6, "w x 2; w y 1"),
		OK(2, 7, 8, "r x 1; r y 1"),
	)
	e := Edge(h, proof.RW, 3, 0, 2, 0)
	e.Basis = proof.BySessionOrder
	first := Order(proof.Process, 1, 2)
	first.FromOp, first.ToOp = 0, 0
	e.Path = []proof.Edge{first}
	return example("vouched-order", isolation.GSingle, h, Edge(h, proof.WR, 2, 1, 3, 1), e)
}

// lemmas has a session, process 2, that no order of the writes pleases, as takes two steps to see: its last two
// reads show that 2 was written to z after 1. So it had to see the 2 of x when it read 1.
func lemmas() Example {
	h := must(
		txn.Registers,
		OK(0, 1, 2, "w x 1"),
		OK(0, 3, 4, "w x 2"),
		OK(0, 5, 6, "w z 1"),
		OK(0, 7, 8, "w m 1"),
		OK(1, 9, 10, "w z 2"),
		OK(1, 11, 12, "w k 1"),
		OK(2, 13, 14, "r k 1"),
		OK(2, 15, 16, "r x 1"),
		OK(2, 17, 18, "r m 1"),
		OK(2, 19, 20, "r z 2"),
	)
	lemma := Edge(h, proof.Visible, 2, 0, 4, 0)
	lemma.Reader, lemma.ReaderOp = 9, 0
	lemma.Path = []proof.Edge{Order(proof.Process, 2, 3), Edge(h, proof.WR, 3, 0, 8, 0), Order(proof.Process, 8, 9)}
	known := lemma
	known.Path = nil
	last := Edge(h, proof.Visible, 1, 0, 0, 0)
	last.Reader, last.ReaderOp = 7, 0
	last.Path = []proof.Edge{
		Order(proof.Process, 1, 2), known, Order(proof.Process, 4, 5), Edge(h, proof.WR, 5, 0, 6, 0), Order(proof.Process, 6, 7),
	}
	e := example("lemmas", "CyclicHB", h, Order(proof.Process, 0, 1), last)
	e.Finding.Lemmas, e.Finding.Omitted = []proof.Edge{lemma}, 3
	return e
}

// ladder is a cycle of 40 transactions, longer than what is drawn as a ring.
func ladder() Example {
	const n = 40
	var rows []Row
	for i := int64(0); i < n; i++ {
		rows = append(rows, OK(i, i+1, n+i+1, fmt.Sprintf("append %d 1; r %d [1]", i, (i+n-1)%n)))
	}
	h := must(txn.Lists, rows...)
	var c []proof.Edge
	for i := int32(0); i < n; i++ {
		c = append(c, Edge(h, proof.WR, i, 0, (i+1)%n, 1))
	}
	return example("ladder", isolation.G1c, h, c...)
}
