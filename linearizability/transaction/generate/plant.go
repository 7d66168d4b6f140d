package generate

import (
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// planted is an anomaly that is being planted: the events to come.
type planted struct {
	txns  []plantedTxn
	steps []step
}

type plantedTxn struct {
	process int64
	fails   bool
	ops     []plantedOp
}

type plantedOp struct {
	read   bool
	key    int64
	values []int64 // one to write, or those that were read
}

// step is an event: a transaction is called, or returns.
type step struct {
	txn    int
	invoke bool
}

// newPlanted gives an anomaly sessions and keys that nobody else uses.
func (g *Generator) newPlanted(a anomaly) *planted {
	p := &planted{}
	processes, keys := map[string]int64{}, map[string]int64{}
	add := func(text string) int {
		name, ops, _ := strings.Cut(text, ":")
		session, fails := strings.CutSuffix(name, "!")
		t := plantedTxn{process: number(processes, session, &g.process), fails: fails}
		for text := range strings.SplitSeq(ops, ",") {
			words := strings.Fields(text)
			op := plantedOp{read: words[0] == "r", key: number(keys, words[1], &g.store.nextKey)}
			for _, word := range words[2:] {
				op.values = append(op.values, parse(word))
			}
			t.ops = append(t.ops, op)
		}
		p.txns = append(p.txns, t)
		return len(p.txns) - 1
	}
	group := func(texts []string) (calls, returns []step) {
		for _, text := range texts {
			t := add(text)
			calls, returns = append(calls, step{t, true}), append(returns, step{t, false})
		}
		return calls, returns
	}
	begin, end := group(a.spans)
	p.steps = begin
	for _, phase := range a.phases {
		calls, returns := group(phase)
		p.steps = append(append(p.steps, calls...), returns...)
	}
	p.steps = append(p.steps, end...)
	return p
}

// number numbers names from *next.
func number(names map[string]int64, name string, next *int64) int64 {
	n, known := names[name]
	if !known {
		n = *next
		names[name] = n
		*next++
	}
	return n
}

func parse(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		panic("generate: an anomaly's values are numbers: " + err.Error())
	}
	return n
}

// next returns the next event.
func (p *planted) next(g *Generator) history.Event {
	now := p.steps[0]
	p.steps = p.steps[1:]
	t := &p.txns[now.txn]
	e := history.Event{Type: history.EventInvoke, Process: t.process, F: "txn"}
	switch {
	case now.invoke:
	case t.fails:
		e.Type = history.EventFail
	default:
		e.Type = history.EventOK
	}
	if g.options.Single {
		op := &t.ops[0]
		g.single(&e, op.read, op.key, op.written(), op.values)
		return e
	}
	g.nested.Begin()
	for i := range t.ops {
		op := &t.ops[i]
		g.micro(e.Type, op.read, op.key, op.written(), op.values)
	}
	e.Value = g.nested.Take()
	return e
}

func (op *plantedOp) written() int64 {
	if op.read {
		return 0
	}
	return op.values[0]
}
