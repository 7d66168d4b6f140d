package fuzz

import (
	"math/rand/v2"
	"slices"

	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
)

// tape deals out bytes one by one, and zeros when there are none left.
type tape []byte

func (b *tape) next() int {
	if len(*b) == 0 {
		return 0
	}
	c := (*b)[0]
	*b = (*b)[1:]
	return int(c)
}

// shape makes an argument or a result of bytes.
type shape func(b *tape) history.Value

func nothing(*tape) history.Value { return history.Nil }

// small makes one of few values, so that they repeat.
func small(b *tape) history.Value {
	if c := b.next() % 5; c < 4 {
		return history.Int(int64(c))
	}
	return history.Nil
}

// value makes one that containers can tell from nothing.
func value(b *tape) history.Value { return history.Int(int64(b.next() % 5)) }

func number(b *tape) history.Value { return history.Int(int64(b.next()%7) - 2) }

func positive(b *tape) history.Value { return history.Int(int64(b.next()%3) + 1) }

func text(b *tape) history.Value {
	return []history.Value{history.String(""), history.String("a"), history.String("b"), history.String("ab"), history.Nil}[b.next()%5]
}

func suffix(b *tape) history.Value { return history.String([]string{"", "a", "b"}[b.next()%3]) }

func pairOf(of shape) shape {
	return func(b *tape) history.Value { return history.List(of(b), of(b)) }
}

func boolean(b *tape) history.Value { return history.Bool(b.next()%2 == 0) }

func perhaps(of shape) shape {
	return func(b *tape) history.Value {
		if b.next()%2 == 0 {
			return history.Nil
		}
		return of(b)
	}
}

func elements(b *tape) []history.Value {
	list := make([]history.Value, b.next()%4)
	for i := range list {
		list[i] = small(b)
	}
	return list
}

func setOf(b *tape) history.Value { return history.Set(elements(b)...) }

func listOf(b *tape) history.Value { return history.List(elements(b)...) }

func transaction(b *tape) history.Value {
	steps := make([]history.Value, 1+b.next()%3)
	for i := range steps {
		c := b.next()
		verb, value := history.Keyword("read"), history.Nil
		if c%2 == 0 {
			verb, value = history.Keyword("write"), small(b)
		}
		steps[i] = history.List(verb, history.Int(int64(c/2%2)), value)
	}
	return history.List(steps...)
}

// function is one of a model's, with what it takes and what it returns if it is ok.
type function struct {
	name          string
	input, output shape
}

var (
	registers = []function{{"read", nothing, small}, {"write", small, nothing}}
	locks     = []function{{"acquire", nothing, nothing}, {"release", nothing, nothing}}
	// functions are those of the models whose histories are made of bytes directly.
	functions = map[string][]function{
		"register":       registers,
		"cas-register":   append(slices.Clone(registers), function{"cas", pairOf(small), nothing}),
		"multi-register": {{"txn", transaction, nil}},
		"kv": {
			{"get", nothing, text}, {"put", text, nothing}, {"append", suffix, nothing},
			{"cas", pairOf(text), nothing}, {"delete", nothing, nothing},
		},
		"mutex":        locks,
		"fenced-mutex": {{"acquire", nothing, perhaps(number)}, {"release", nothing, nothing}},
		"semaphore":    {{"acquire", perhaps(positive), nothing}, {"release", perhaps(positive), nothing}},
		"counter":      {{"add", number, nothing}, {"read", nothing, number}},
		"set": {
			{"add", value, perhaps(boolean)}, {"remove", value, perhaps(boolean)},
			{"contains", value, boolean}, {"read", nothing, setOf},
		},
		"queue":          {{"enqueue", value, nothing}, {"dequeue", nothing, small}},
		"stack":          {{"push", value, nothing}, {"pop", nothing, small}},
		"priority-queue": {{"insert", value, nothing}, {"delete-min", nothing, small}},
		"list":           {{"append", small, nothing}, {"read", nothing, listOf}},
	}
)

// mostOperations keeps the brute force quick.
const mostOperations = 9

// historyOf makes a history of bytes: of each operation its process, function, status, argument,
// result and how long it takes, in a clock so coarse that ends meet. A process ends with an
// operation of unknown outcome.
func historyOf(b tape, model string) *history.History {
	h := &history.History{Name: "fuzz"}
	available := functions[model]
	if available == nil {
		return generated(b, model)
	}
	clock := int64(0)
	free := [4]int64{}
	process := [4]int64{0, 1, 2, 3}
	for len(b) > 0 && len(h.Operations) < mostOperations {
		c := b.next()
		client := c % 4
		f := available[b.next()%len(available)]
		clock = max(clock+int64(c/4%4), free[client])
		op := history.Operation{
			Process: process[client], F: f.name, Input: f.input(&b), Call: clock, Return: clock + int64(b.next()%8),
			CallTime: history.NoTime, ReturnTime: history.NoTime, Status: history.OK,
		}
		free[client] = op.Return
		switch status := b.next() % 8; {
		case status == 0:
			op.Status, op.Return = history.Info, history.Never
			process[client] += 4
		case status == 1:
			op.Status = history.Fail
		case f.output == nil:
			op.Output = result(&b, op.Input)
		default:
			op.Output = f.output(&b)
		}
		h.Operations = append(h.Operations, op)
	}
	return h
}

// result fills in what a transaction read.
func result(b *tape, asked history.Value) history.Value {
	steps := asked.Elems()
	for i, s := range steps {
		step := s.Elems()
		if step[0] == history.Keyword("read") {
			steps[i] = history.List(step[0], step[1], small(b))
		}
	}
	return history.List(steps...)
}

// generated lets the bytes be the dice of generate.Small.
func generated(b tape, model string) *history.History {
	h, err := generate.Small(rand.New(&dice{b, *rand.NewPCG(1, uint64(len(b)))}), model)
	if err != nil {
		panic(err)
	}
	return h
}

// dice are thrown by bytes, as long as there are any.
type dice struct {
	tape tape
	then rand.PCG
}

func (d *dice) Uint64() uint64 {
	if len(d.tape) == 0 {
		return d.then.Uint64()
	}
	return uint64(d.tape.next())<<56 | uint64(d.tape.next())<<24
}
