package execution

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// New returns the execution of a history, and the anomalies of single reads.
func New(h *txn.History) (*Execution, []proof.Finding) {
	e := &Execution{History: h, Nodes: make([]int32, len(h.Txns))}
	for t := range h.Txns {
		e.Nodes[t] = None
		if h.Txns[t].Committed {
			e.Nodes[t] = int32(len(e.Txns))
			e.Txns = append(e.Txns, int32(t))
		}
	}
	e.sessions()
	b := builder{execution: e, last: make([]state, len(h.Keys))}
	e.reserve()
	for node := range e.Txns {
		b.writes(int32(node))
	}
	for node := range e.Txns {
		b.reads(int32(node))
	}
	return e, b.findings.List
}

// reserve makes room for what the nodes have read and written.
func (e *Execution) reserve() {
	reads, writes := 0, 0
	for node := range e.Txns {
		for i := range e.Txn(int32(node)).Ops {
			if e.Txn(int32(node)).Ops[i].Kind == txn.Read {
				reads++
			} else {
				writes++
			}
		}
	}
	e.reads, e.writes = make([]Read, 0, reads), make([]Write, 0, writes)
	e.readsAt, e.writesAt = make([]int32, 1, e.Len()+1), make([]int32, 1, e.Len()+1)
}

func (e *Execution) sessions() {
	e.Sessions = make([][]int32, len(e.History.Sessions))
	e.Session, e.Position = make([]int32, e.Len()), make([]int32, e.Len())
	for s, txns := range e.History.Sessions {
		for _, t := range txns {
			if node := e.Nodes[t]; node != None {
				e.Session[node], e.Position[node] = int32(s), int32(len(e.Sessions[s]))
				e.Sessions[s] = append(e.Sessions[s], node)
			}
		}
	}
}

// builder goes through the operations of each node in program order.
type builder struct {
	execution *Execution
	findings  proof.Findings
	// last says what the node has done to each key so far. It is valid for the keys in used.
	last []state
	used []txn.Key
	// seen has the mark of the list in which a version was last seen.
	seen []int32
	mark int32
	// sounds has of each key the longest list known to be sound, and place of each version its place
	// there, from 1.
	sounds [][]txn.Version
	place  []int32
}

// state is what a node has done to a key.
type state struct {
	used bool
	// write is the node's place in writes, from 1; 0 if it has not written the key.
	write int32
	// read is its latest read of the key, from 1; 0 if there is none.
	read int32
	// own are the elements it has appended so far; of a register its last value.
	own []txn.Version
}

func (b *builder) use(k txn.Key) *state {
	s := &b.last[k]
	if !s.used {
		s.used = true
		b.used = append(b.used, k)
	}
	return s
}

func (b *builder) forget() {
	for _, k := range b.used {
		b.last[k] = state{own: b.last[k].own[:0]}
	}
	b.used = b.used[:0]
}

// writes lists what a node leaves.
func (b *builder) writes(node int32) {
	e := b.execution
	for k := range e.Txn(node).Ops {
		op := &e.Txn(node).Ops[k]
		if op.Kind == txn.Read {
			continue
		}
		s := b.use(op.Key)
		if s.write == 0 {
			e.writes = append(e.writes, Write{Key: op.Key, First: int32(k)})
			s.write = int32(len(e.writes))
		}
		w := &e.writes[s.write-1]
		w.Version, w.Op = op.Version, int32(k)
	}
	e.writesAt = append(e.writesAt, int32(len(e.writes)))
	b.forget()
}

// reads lists the external reads of a node, and judges the others.
func (b *builder) reads(node int32) {
	e := b.execution
	for k := range e.Txn(node).Ops {
		op := &e.Txn(node).Ops[k]
		switch s := b.use(op.Key); {
		case op.Kind == txn.Write:
			s.own = append(s.own[:0], op.Version)
		case op.Kind == txn.Append:
			s.own = append(s.own, op.Version)
		case e.History.Model == txn.Lists:
			b.readList(node, int32(k), s)
		default:
			b.readRegister(node, int32(k), s)
		}
	}
	e.readsAt = append(e.readsAt, int32(len(e.reads)))
	b.forget()
}

// readRegister judges a read of a register. One that is not of the transaction's own write where it
// should be is still a read of another's.
func (b *builder) readRegister(node, k int32, s *state) {
	op := &b.execution.Txn(node).Ops[k]
	if len(s.own) > 0 {
		if op.Version == s.own[0] {
			return
		}
		b.internal(node, k, s.own[0])
	}
	if !b.earlier(node, k, op.Version) {
		b.external(node, k, op.Version, s)
	}
}

// earlier reports whether a version is of the node's own, written before its operation k.
func (b *builder) earlier(node, k int32, v txn.Version) bool {
	if v == txn.Initial {
		return false
	}
	w := &b.execution.History.Versions[v]
	return w.Txn == b.execution.Txns[node] && w.Op < k
}

// readList judges a read of a list. What the node itself has appended must be its end; what comes
// before that are the others'.
func (b *builder) readList(node, k int32, s *state) {
	op := &b.execution.Txn(node).Ops[k]
	n := len(op.List)
	for n > 0 && b.earlier(node, k, op.List[n-1]) {
		n--
	}
	b.ownElements(node, k, op.List[n:], s.own)
	if !b.elements(node, k, op.List, n) {
		return
	}
	version := txn.Initial
	if n > 0 {
		version = op.List[n-1]
	}
	b.external(node, k, version, s)
}

// elements judges the elements of a list that a node read: whether one is there twice, and whether the
// first n were left by committed transactions.
func (b *builder) elements(node, k int32, list []txn.Version, n int) bool {
	exist := true
	if b.sound(b.execution.Txn(node).Ops[k].Key, list) {
		b.appends(node, b.execution.Txn(node).Ops[k].Key, func(v txn.Version) {
			if at := b.place[v]; at > 0 && int(at) <= n && !b.earlier(node, k, v) {
				exist = b.exists(node, k, v) && exist
			}
		})
		return exist
	}
	b.duplicates(node, k, list)
	for _, v := range list[:n] {
		exist = (b.earlier(node, k, v) || b.exists(node, k, v)) && exist
	}
	return exist
}

// appends calls f with what a node appended to a key.
func (b *builder) appends(node int32, key txn.Key, f func(v txn.Version)) {
	e := b.execution
	for _, w := range e.Writes(node) {
		if w.Key != key {
			continue
		}
		for _, op := range e.Txn(node).Ops[w.First : w.Op+1] {
			if op.Kind == txn.Append && op.Key == key {
				f(op.Version)
			}
		}
	}
}

// sound reports whether a list is the beginning of one that has nothing but elements of committed
// transactions, each once, or goes on from there with such. Most lists are, and cost no more than to compare
// them.
func (b *builder) sound(key txn.Key, list []txn.Version) bool {
	if b.sounds == nil {
		b.sounds = make([][]txn.Version, len(b.execution.History.Keys))
		b.place = make([]int32, len(b.execution.History.Versions))
	}
	known := b.sounds[key]
	n := min(len(known), len(list))
	if !slices.Equal(known[:n], list[:n]) {
		return false
	}
	for i := n; i < len(list); i++ {
		v := list[i]
		if v == txn.Initial || b.place[v] > 0 || b.execution.Writer(v) == None {
			for _, v := range list[n:i] {
				b.place[v] = 0
			}
			return false
		}
		b.place[v] = int32(i) + 1
	}
	if len(list) > len(known) {
		b.sounds[key] = list
	}
	return true
}

// ownElements judges the end of a list by what the node has appended.
func (b *builder) ownElements(node, k int32, end, own []txn.Version) {
	for i, v := range own {
		if i >= len(end) || end[i] != v {
			b.internal(node, k, v)
			return
		}
	}
	if len(end) > len(own) {
		b.internal(node, k, end[len(own)])
	}
}

// external adds a read of what others have left.
func (b *builder) external(node, k int32, v txn.Version, s *state) {
	e := b.execution
	key := e.Txn(node).Ops[k].Key
	if !b.exists(node, k, v) {
		return
	}
	r := Read{Key: key, From: e.Writer(v), Version: v, Op: k}
	if r.From != None {
		b.intermediate(node, k, v, r.From)
	}
	if s.read > 0 {
		earlier := &e.reads[s.read-1]
		r.Repeated = earlier.Version == v
		if !r.Repeated {
			b.repeatable(node, earlier.Op, k)
		}
	}
	e.reads = append(e.reads, r)
	s.read = int32(len(e.reads))
}
