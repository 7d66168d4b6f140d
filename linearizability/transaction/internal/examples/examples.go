// Package examples has small histories of transactions with anomalies that are known and told by hand,
// for tests of what is shown to people.
package examples

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Example is a history with a finding.
type Example struct {
	Name    string
	History *txn.History
	Finding proof.Finding
}

// Row is a transaction: Call and Return are its lines too, and Ops are written as in "append 8 5; r 9 [1 2]".
type Row struct {
	Process      int64
	Call, Return int64
	Ops          string
	Status       history.Status
}

// OK returns a row of a transaction that returned ok.
func OK(process, call, ret int64, ops string) Row {
	return Row{process, call, ret, ops, history.OK}
}

// History makes a history of rows, which stand in order of their calls.
func History(m txn.Model, rows ...Row) (*txn.History, error) {
	h := &history.History{Name: "example.edn"}
	for _, r := range rows {
		input, output, err := micros(r.Ops)
		if err != nil {
			return nil, err
		}
		op := history.Operation{
			Process: r.Process, F: "txn", Input: input, Output: output, Call: r.Call, Return: r.Return, Status: r.Status,
			CallTime: history.NoTime, ReturnTime: history.NoTime, CallLine: int32(r.Call), ReturnLine: int32(r.Return),
		}
		if r.Status == history.Info {
			op.Return, op.ReturnLine, op.Output = history.Never, 0, history.Nil
		}
		h.Operations = append(h.Operations, op)
	}
	return txn.Decode(h, txn.Options{Model: m})
}

// micros parses operations, as they are called and as they return.
func micros(text string) (input, output history.Value, err error) {
	var in, out []history.Value
	for part := range strings.SplitSeq(text, "; ") {
		words := strings.SplitN(part, " ", 3)
		if len(words) != 3 {
			return input, output, fmt.Errorf("%q: expected an operation, a key and a value", part)
		}
		v := value(words[2])
		done := history.List(history.Keyword(words[0]), value(words[1]), v)
		asked := done
		if words[0] == "r" {
			asked = history.List(history.Keyword("r"), value(words[1]), history.Nil)
		}
		in, out = append(in, asked), append(out, done)
	}
	return history.List(in...), history.List(out...), nil
}

// value reads a number, nil, a list of values, or a symbol.
func value(text string) history.Value {
	if list, is := strings.CutPrefix(text, "["); is {
		var elements []history.Value
		for word := range strings.FieldsSeq(strings.TrimSuffix(list, "]")) {
			elements = append(elements, value(word))
		}
		return history.List(elements...)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return history.Int(n)
	}
	if text == "nil" {
		return history.Nil
	}
	return history.Symbol(text)
}

// Edge makes an edge between operations: of the key of fromOp.
func Edge(h *txn.History, r proof.Reason, from, fromOp, to, toOp int32) proof.Edge {
	e := proof.Edge{From: from, To: to, Reason: r, FromOp: fromOp, ToOp: toOp, Reader: proof.None, ReaderOp: proof.None}
	if fromOp != proof.None {
		e.Key = h.Txns[from].Ops[fromOp].Key
	}
	return e
}

// Order makes an edge of session order or real time.
func Order(r proof.Reason, from, to int32) proof.Edge {
	return proof.Edge{From: from, To: to, Reason: r, FromOp: proof.None, ToOp: proof.None, Reader: proof.None, ReaderOp: proof.None}
}

// All returns the examples. Their histories are the same each time.
func All() []Example {
	return []Example{
		dirtyWrites(), lostUpdate(), writeSkew(), circularFlow(), longFork(), readSkewInRealTime(), fractured(), causality(),
		refuted(), abortedRead(), internalRead(), incompatible(), longLists(), assumed(), vouched(), lemmas(), ladder(),
	}
}

// must makes a history of rows that are known to be right.
func must(m txn.Model, rows ...Row) *txn.History {
	h, err := History(m, rows...)
	if err != nil {
		panic("examples: a history is wrong: " + err.Error())
	}
	return h
}

func example(name string, a isolation.Anomaly, h *txn.History, c ...proof.Edge) Example {
	return Example{name, h, proof.Finding{Anomaly: a, Cycle: c, Shortest: true}}
}
