package txn

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Options say how to decode.
type Options struct {
	Model Model
	// Init is the value of registers that nobody has written, besides nil. Nothing else may write it, but
	// for transactions that failed, or a read could not tell which of the two it read.
	Init history.Value
	// InitIfUnwritten says that Init is what the format has where nothing is written: if a key is written
	// this value too, whoever reads it has read what was written.
	InitIfUnwritten bool
	// Single says that the operations are no lists of micro-operations: each is a transaction of one
	// operation on its Key, a read (or get) or write (or put) as models register and kv have them. Of
	// lists they are read and append.
	Single bool
}

// Decode makes transactions of the operations of h, whose values are lists of micro-operations
// such as [[:r 3 nil] [:w 3 6]]. Errors are of type *history.Error: an operation that is no
// transaction of the model, and a value that is written to a key twice, since a read could not tell
// which of the two it read.
func Decode(h *history.History, o Options) (*History, error) {
	if err := h.Validate(); err != nil {
		return nil, err
	}
	d := &decoder{
		history:  &History{Source: h, Model: o.Model, Txns: make([]Txn, 0, len(h.Operations))},
		init:     o.Init,
		single:   o.Single,
		guess:    o.InitIfUnwritten,
		keys:     map[history.Value]Key{},
		integers: map[integer]Version{},
		versions: map[written]Version{},
		sessions: map[int64]int32{},
	}
	for i := range h.Operations {
		op := &h.Operations[i]
		if !o.Single && !op.Key.IsNil() {
			return nil, flaw(h, op, fmt.Errorf("a transaction of the independent object %v: expected transactions that name keys in their operations only", op.Key))
		}
		micros, err := d.micros(op)
		if err == nil {
			err = d.add(int32(i), op, micros)
		}
		if err != nil {
			return nil, flaw(h, op, err)
		}
	}
	d.initial()
	d.commit()
	return d.history, nil
}

// written names a version by its key and value; integer does so if the value is one, in half the
// memory.
type (
	written struct {
		key   Key
		value history.Value
	}
	integer struct {
		value int64
		key   Key
	}
)

type decoder struct {
	history  *History
	init     history.Value
	single   bool
	guess    bool // of init
	keys     map[history.Value]Key
	integers map[integer]Version
	versions map[written]Version
	sessions map[int64]int32
	longest  [][]Version // of each key, the longest list that was read
	ops      []Op        // room for those of transactions to come
	// unwritten says that values were read that nobody had written yet.
	unwritten bool

	asked, done []micro // scratch
	scratch     []Version
}

// add adds a transaction. A value that was read, and that nobody has written yet, is a version whose
// writer is Nobody until it comes.
func (d *decoder) add(source int32, op *history.Operation, micros []micro) error {
	t := Txn{Source: source, Status: op.Status, Call: op.Call, Return: op.Return, Session: d.session(op.Process)}
	if op.Status == history.Info {
		t.Return = history.Never
	}
	n := int32(len(d.history.Txns))
	d.history.Sessions[t.Session] = append(d.history.Sessions[t.Session], n)
	d.history.Txns = append(d.history.Txns, t)
	begin := d.room(len(micros))
	for i := range micros {
		m := &micros[i]
		if m.kind == Read && op.Status == history.Info {
			continue
		}
		o := Op{Kind: m.kind, Key: d.key(m.key), Version: Initial}
		switch {
		case m.kind != Read:
			if err := d.write(n, int32(len(d.ops)-begin), &o, m.value); err != nil {
				return err
			}
		case op.Status == history.OK && d.history.Model == Lists:
			d.setList(&o, m.list)
		case op.Status == history.OK && !m.value.IsNil():
			o.Version = d.read(o.Key, m.value)
		}
		d.ops = append(d.ops, o)
	}
	d.history.Txns[n].Ops = d.ops[begin:len(d.ops):len(d.ops)]
	return nil
}

// room makes room for n operations and returns where they begin. Operations of many transactions lie
// side by side, which spares the garbage collector.
func (d *decoder) room(n int) int {
	const block = 1 << 12
	if cap(d.ops)-len(d.ops) < n {
		d.ops = make([]Op, 0, max(n, min(block, n*cap(d.history.Txns))))
	}
	return len(d.ops)
}

// setList gives a read what it has read.
func (d *decoder) setList(op *Op, elements history.Cursor) {
	op.List = d.list(op.Key, elements)
	if len(op.List) > 0 {
		op.Version = op.List[len(op.List)-1]
	}
}

func (d *decoder) session(process int64) int32 {
	n, known := d.sessions[process]
	if !known {
		n = int32(len(d.history.Sessions))
		d.sessions[process] = n
		d.history.Sessions = append(d.history.Sessions, nil)
	}
	return n
}

func (d *decoder) key(v history.Value) Key {
	k, known := d.keys[v]
	if !known {
		k = Key(len(d.history.Keys))
		d.keys[v] = k
		d.history.Keys = append(d.history.Keys, v)
		d.longest = append(d.longest, nil)
	}
	return k
}

// write numbers what op, operation k of transaction n, has written. A transaction that failed has
// written nothing: it matters only if somebody read its value, and nobody else has written it.
func (d *decoder) write(n, k int32, op *Op, value history.Value) error {
	if done, err := d.writeInitial(n, k, op, value); done {
		return err
	}
	op.Version = d.version(op.Key, value)
	w := &d.history.Versions[op.Version]
	failed := func(t int32) bool { return d.history.Txns[t].Status == history.Fail }
	switch {
	case w.Txn == Nobody || w.Txn != n && failed(w.Txn) && !failed(n):
		w.Txn, w.Op = n, k
	case failed(n):
	default:
		source := &d.history.Source.Operations[d.history.Txns[w.Txn].Source]
		return fmt.Errorf("%s of %v to key %v: the transaction of process %d on line %d has it too; expected values that are written to a key at most once",
			op.Kind, value, d.history.Keys[op.Key], source.Process, source.CallLine)
	}
	return nil
}

// writeInitial is write for the initial value. It reports whether there is nothing more to do.
func (d *decoder) writeInitial(n, k int32, op *Op, value history.Value) (done bool, err error) {
	switch {
	case value.IsNil() || value != d.init || d.history.Model == Lists:
		return false, nil
	case d.history.Txns[n].Status == history.Fail: // a version of its own, that nobody can have read
		op.Version = Version(len(d.history.Versions))
		d.history.Versions = append(d.history.Versions, Written{Key: op.Key, Value: value, Txn: n, Op: k})
		return true, nil
	case d.guess:
		return false, nil
	}
	return true, fmt.Errorf("%s of %v to key %v, which is its initial value: expected other values, since a read could not tell which of the two it read",
		op.Kind, value, d.history.Keys[op.Key])
}

// version returns the version of a key that has the given value.
func (d *decoder) version(k Key, value history.Value) Version {
	next := Version(len(d.history.Versions))
	if i, isInt := value.Int(); isInt {
		name := integer{i, k}
		if v, known := d.integers[name]; known {
			return v
		}
		d.integers[name] = next
	} else {
		name := written{k, value}
		if v, known := d.versions[name]; known {
			return v
		}
		d.versions[name] = next
	}
	d.history.Versions = append(d.history.Versions, Written{Key: k, Value: value, Txn: Nobody, Op: Nobody})
	return next
}

// read returns the version of a key that was read.
func (d *decoder) read(k Key, value history.Value) Version {
	v := d.version(k, value)
	if d.history.Versions[v].Txn == Nobody {
		d.unwritten = true
	}
	return v
}

// list returns the versions of the elements of a list. Lists that are prefixes of one another share
// memory.
func (d *decoder) list(k Key, elements history.Cursor) []Version {
	known := d.longest[k]
	n, prefix := 0, true // the first n elements are known's, and, if prefix, there are no others
	for elements.Len() > 0 {
		e := elements.Value()
		if prefix && n < len(known) && d.history.Versions[known[n]].Value == e {
			n++
			continue
		}
		if prefix {
			d.scratch, prefix = append(d.scratch[:0], known[:n]...), false
		}
		d.scratch = append(d.scratch, d.read(k, e))
	}
	switch {
	case prefix:
		return known[:n:n]
	case n == len(known):
		known = append(known, d.scratch[n:]...) // beyond the end of all lists that were given out
		d.longest[k] = known
		return known[:len(known):len(known)]
	}
	return slices.Clone(d.scratch)
}

// initial finds the reads of the initial value: it was read, and nobody has written it.
func (d *decoder) initial() {
	if !d.unwritten || d.init.IsNil() || d.history.Model == Lists {
		return
	}
	for t := range d.history.Txns {
		ops := d.history.Txns[t].Ops
		for k := range ops {
			if ops[k].Version == Initial {
				continue
			}
			if w := &d.history.Versions[ops[k].Version]; w.Txn == Nobody && w.Value == d.init {
				ops[k].Version = Initial
			}
		}
	}
}

// commit finds out which transactions took effect.
func (d *decoder) commit() {
	txns := d.history.Txns
	for i := range txns {
		if txns[i].Status != history.OK {
			continue
		}
		txns[i].Committed = true
		for k := range txns[i].Ops {
			op := &txns[i].Ops[k]
			if op.Kind != Read {
				continue
			}
			d.observed(op.Version)
			for _, v := range op.List {
				d.observed(v)
			}
		}
	}
}

// observed marks the writer of a version that a transaction read.
func (d *decoder) observed(v Version) {
	if v == Initial || d.history.Versions[v].Txn == Nobody {
		return
	}
	if w := &d.history.Txns[d.history.Versions[v].Txn]; w.Status == history.Info {
		w.Committed = true
	}
}
