package generate

import "github.com/tenet-go/tenet/linearizability/history"

// register is a cell that holds a value.
type register struct {
	value history.Value
	cas   bool
}

func newRegister(*run) object { return &register{} }

func newCASRegister(*run) object { return &register{cas: true} }

func (o *register) invoke(r *run, _ *client) (string, history.Value) {
	switch {
	case r.happens(r.options.Reads):
		return "read", history.Nil
	case o.cas && r.rng.IntN(2) == 0:
		return "cas", r.swap(o.value)
	}
	return "write", r.value()
}

// swap draws the argument of a compare-and-set, which half of the time expects the current value.
func (r *run) swap(current history.Value) history.Value {
	from := current
	if r.rng.IntN(2) == 0 {
		from = r.written()
	}
	return history.List(from, r.value())
}

func (o *register) apply(op *history.Operation) (history.Value, result) {
	switch op.F {
	case "read":
		return o.value, done
	case "write":
		o.value = op.Input
		return op.Input, done
	}
	swap := op.Input.Elems()
	if o.value != swap[0] {
		return history.Nil, cannot
	}
	o.value = swap[1]
	return op.Input, done
}

// kv is one key of a key-value store. Its values are strings.
type kv struct{ value history.Value }

func newKV(*run) object { return &kv{} }

func (o *kv) invoke(r *run, _ *client) (string, history.Value) {
	if r.happens(r.options.Reads) {
		return "get", history.Nil
	}
	switch r.rng.IntN(8) {
	case 0:
		return "delete", history.Nil
	case 1, 2:
		swap := r.swap(history.Nil).Elems()
		if r.rng.IntN(2) == 0 {
			return "cas", history.List(o.value, text(swap[1]))
		}
		return "cas", history.List(text(swap[0]), text(swap[1]))
	case 3, 4:
		return "append", text(r.value())
	}
	return "put", text(r.value())
}

// text writes a number as a string.
func text(v history.Value) history.Value {
	if v.IsNil() {
		return v
	}
	return history.String(v.String() + ";")
}

func (o *kv) apply(op *history.Operation) (history.Value, result) {
	switch op.F {
	case "get":
		return o.value, done
	case "put":
		o.value = op.Input
	case "append":
		before, _ := o.value.Text()
		more, _ := op.Input.Text()
		o.value = history.String(before + more)
	case "delete":
		o.value = history.Nil
	default:
		swap := op.Input.Elems()
		if o.value != swap[0] {
			return history.Nil, cannot
		}
		o.value = swap[1]
	}
	return op.Input, done
}

// multiRegister is a handful of registers, called a, b, c, ... or by number if they are many.
type multiRegister struct {
	names  []history.Value
	values map[history.Value]history.Value
}

var (
	readKeyword  = history.Keyword("read")
	writeKeyword = history.Keyword("write")
)

func newMultiRegister(r *run) object {
	return &multiRegister{r.names(), map[history.Value]history.Value{}}
}

// names returns the registers or keys within one object.
func (r *run) names() []history.Value {
	n := r.options.Keys
	if n == 0 {
		n = 3
	}
	const letters = 26
	names := make([]history.Value, n)
	for i := range names {
		if n <= letters {
			names[i] = history.Keyword(string(rune('a' + i)))
		} else {
			names[i] = history.Int(int64(i))
		}
	}
	return names
}

func (o *multiRegister) invoke(r *run, _ *client) (string, history.Value) {
	steps := make([]history.Value, 1+r.rng.IntN(3))
	for i := range steps {
		name := o.names[r.rng.IntN(len(o.names))]
		if r.happens(r.options.Reads) {
			steps[i] = history.List(readKeyword, name, history.Nil)
		} else {
			steps[i] = history.List(writeKeyword, name, r.value())
		}
	}
	return "txn", history.List(steps...)
}

func (o *multiRegister) apply(op *history.Operation) (history.Value, result) {
	steps := op.Input.Elems()
	for i, step := range steps {
		e := step.Elems()
		if e[0] == readKeyword {
			steps[i] = history.List(readKeyword, e[1], o.values[e[1]])
		} else {
			o.values[e[1]] = e[2]
		}
	}
	return history.List(steps...), done
}

// counter is a sum.
type counter struct{ n int64 }

func newCounter(*run) object { return &counter{} }

func (o *counter) invoke(r *run, _ *client) (string, history.Value) {
	switch {
	case r.happens(r.options.Reads):
		return "read", history.Nil
	case r.rng.IntN(3) == 0:
		return "dec", history.Int(1 + r.rng.Int64N(3))
	}
	return "add", history.Int(1 + r.rng.Int64N(3))
}

func (o *counter) apply(op *history.Operation) (history.Value, result) {
	n, _ := op.Input.Int()
	switch op.F {
	case "read":
		return history.Int(o.n), done
	case "dec":
		n = -n
	}
	o.n += n
	return op.Input, done
}
