package datum

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Shape is the fields of a record. There is one Shape for each set of names.
type Shape struct {
	names []string // sorted
	dom   *Node    // nil if there is none
}

var shapes sync.Map // from the names, each with a newline, to *Shape

// NewShape returns the shape with these fields, given in any order. It panics with an *Error if a name occurs twice.
func NewShape(names []string) *Shape {
	names = slices.Clone(names)
	slices.Sort(names)
	key := strings.Join(names, "\n")
	if known, found := shapes.Load(key); found {
		return known.(*Shape)
	}
	shape := &Shape{names: names}
	if len(names) > 0 {
		keys := make([]Datum, len(names))
		for i, name := range names {
			if i > 0 && names[i-1] == name {
				fail("the field %s occurs twice in a record", name)
			}
			keys[i] = String(name)
		}
		shape.dom = domainOf(sorted(keys))
	}
	known, _ := shapes.LoadOrStore(key, shape)
	return known.(*Shape)
}

// Names returns the names of the fields, sorted. They are the shape's own.
func (s *Shape) Names() []string { return s.names }

// Place returns the place of a name among the sorted names.
func (s *Shape) Place(name string) (int, bool) { return slices.BinarySearch(s.names, name) }

// NewRecord returns a record and its values, for the caller to set before anything else is done with the record.
func NewRecord(shape *Shape) (Datum, []Datum) {
	node := newFunction(shape.dom, len(shape.names))
	return Datum{node: node}, node.elems
}

// FieldCache remembers where Field found a name. There is one for each place in a program.
type FieldCache struct{ at atomic.Int32 }

// Field returns the field of a record, and whether there is one. It panics with an *Error if r is no function, or a tuple that is
// not empty.
func Field(r, name Datum, cache *FieldCache) (Datum, bool) {
	if r.node == nil || r.node.rep != repFunction {
		return Apply(r, name)
	}
	keys := r.node.dom.elems
	at := int(cache.at.Load())
	if at < len(keys) && same(keys[at], name) {
		return r.node.elems[at], true
	}
	at, found := find(keys, name)
	if !found {
		return Datum{}, false
	}
	if cache.at.Load() == 0 { // the first shape wins: workers do not write by turns
		cache.at.Store(int32(at))
	}
	return r.node.elems[at], true
}

// Domains of few atoms are interned, so that functions with equal domains share the domain. Programs have few such domains; a
// program that makes many, as functions with growing domains do, goes on without.
const (
	maxInternedSize = 64
	maxInterned     = 1 << 12
)

var domains struct {
	adding sync.Mutex
	byHash map[uint64][]*Node // guarded by adding
	table  atomic.Pointer[[]*Node]
}

func init() {
	domains.byHash = map[uint64][]*Node{}
	domains.table.Store(&[]*Node{})
}

// domainOf returns the node for functions with that domain, nil if it is 1..n for an n >= 0.
func domainOf(set Datum) *Node {
	if low, _, ok := Bounds(set); ok && low == 1 {
		return nil
	}
	if set.node.rep != repLazy {
		return internedDomain(set.node)
	}
	lazy := set.node.lazy()
	if node := lazy.domain.Load(); node != nil {
		return node
	}
	node := internedDomain(set.node.enumerated())
	lazy.domain.Store(node)
	return node
}

// internedDomain is domainOf for enumerated sets.
func internedDomain(node *Node) *Node {
	if number := node.marks.Load() >> markBits; number != 0 {
		return (*domains.table.Load())[number-1]
	}
	if len(node.elems) == 0 || isCount(node.elems) {
		return nil
	}
	if !internable(node.elems) {
		return node
	}
	interned := recent(node.elems).Load()
	if interned == nil || !slices.Equal(interned.elems, node.elems) {
		interned = internDomain(node)
	}
	if number, ok := interned.number(); ok {
		node.marks.Or((number + 1) << markBits)
	}
	return interned
}

// internable reports whether these keys, of which there are some, are few atoms. As they are sorted, the first and the last tell.
func internable(keys []Datum) bool {
	last := len(keys) - 1
	return last < maxInternedSize && keys[0].isAtom() && keys[last].isAtom()
}

// recentDomains has interned domains at places that their elements tell, so that most are found without a lock.
var recentDomains [1 << 8]atomic.Pointer[Node]

func recent(keys []Datum) *atomic.Pointer[Node] {
	h := uint64(len(keys))
	for _, key := range keys {
		h = (h ^ uint64(key.n)) * seedPlace
	}
	return &recentDomains[h>>56]
}

// domainOfKeys is domainOf for keys that are only lent, and are not 1..n.
func domainOfKeys(keys []Datum) *Node {
	if internable(keys) {
		if known := recent(keys).Load(); known != nil && slices.Equal(known.elems, keys) {
			return known
		}
	}
	return domainOf(sorted(slices.Clone(keys)))
}

// isCount reports whether sorted keys, of which there are some, are 1..n.
func isCount(keys []Datum) bool {
	first, last := keys[0], keys[len(keys)-1]
	return first.node == intNode && first.n == 1 && last.node == intNode && last.n == int64(len(keys))
}

// internDomain returns the one node for a domain, or the node itself if there are too many.
func internDomain(node *Node) *Node {
	hash := node.hashSum()
	domains.adding.Lock()
	defer domains.adding.Unlock()
	for _, known := range domains.byHash[hash] {
		if slices.Equal(known.elems, node.elems) {
			recent(known.elems).Store(known)
			return known
		}
	}
	table := *domains.table.Load()
	if len(table) >= maxInterned {
		return node
	}
	interned := &Node{kind: KindSet, rep: repElems, elems: node.elems}
	interned.marks.Store(uint32(len(table)+1)<<markBits | markInterned | stringsMark(node.elems))
	interned.sum.Store(hash)
	domains.byHash[hash] = append(domains.byHash[hash], interned)
	table = append(table, interned)
	domains.table.Store(&table)
	recent(interned.elems).Store(interned)
	return interned
}

// number returns the number of an interned domain.
func (n *Node) number() (number uint32, interned bool) {
	marks := n.marks.Load()
	return marks>>markBits - 1, marks&markInterned != 0
}

// domainWithNumber is the reverse of number.
func domainWithNumber(number uint64) (node *Node, known bool) {
	table := *domains.table.Load()
	if number >= uint64(len(table)) {
		return nil, false
	}
	return table[number], true
}

// sameDomain reports whether the domains of two functions are equal, where the second is one of strings.
func sameDomain(d, e *Node) bool {
	if d == e || d == nil || e == nil {
		return d == e
	}
	if d.marks.Load()&e.marks.Load()&markInterned != 0 {
		return false
	}
	return slices.Equal(d.elems, e.elems)
}
