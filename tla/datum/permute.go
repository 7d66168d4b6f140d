package datum

import "sync"

// Permutation maps model values to model values, one to one.
type Permutation struct {
	of   []Datum  // by the number of a name, where it goes; the zero Datum, or beyond the end, where nothing is moved
	doms sync.Map // from an interned *Node to the *moved of functions with that domain
}

// to returns where a model value goes.
func (p *Permutation) to(d Datum) Datum {
	if number := uint32(d.n); uint64(number) < uint64(len(p.of)) {
		if to := p.of[number]; to.node != nil {
			return to
		}
	}
	return d
}

// newPermutation returns the permutation that moves each of some model values as told.
func newPermutation(models []Datum, to func(Datum) Datum) *Permutation {
	p := &Permutation{}
	for _, m := range models {
		if end := to(m); end.n != m.n {
			number := int(uint32(m.n))
			if number >= len(p.of) {
				p.of = append(p.of, make([]Datum, number+1-len(p.of))...)
			}
			p.of[number] = end
		}
	}
	return p
}

// models returns the model values that are moved.
func (p *Permutation) models() []Datum {
	var all []Datum
	for _, to := range p.of {
		if to.node != nil {
			all = append(all, to)
		}
	}
	return all
}

// moved is what becomes of functions on one domain.
type moved struct {
	dom   *Node
	from  []int // the values of the permuted function are those at these places
	still bool  // nothing is moved
}

// NewPermutation returns the permutation that a function from model values to model values is, such as an element of
// Permutations(S). It panics with an *Error if f is none.
func NewPermutation(f Datum) *Permutation {
	needFunction(f)
	points := f.node.points()
	keys := keysOf(points)
	if !Equal(Set(append([]Datum(nil), points.elems...)), Set(append([]Datum(nil), keys...))) {
		fail("a symmetry should be a permutation, but it is %s", described(f))
	}
	for i, key := range keys {
		if key.node != modelNode || points.elems[i].node != modelNode {
			fail("a symmetry should permute model values, but it is %s", described(f))
		}
	}
	return newPermutation(keys, func(key Datum) Datum {
		to, _ := Apply(f, key)
		return to
	})
}

// Then returns the permutation that is p and then q.
func (p *Permutation) Then(q *Permutation) *Permutation {
	return newPermutation(append(p.models(), q.models()...), func(d Datum) Datum { return q.to(p.to(d)) })
}

// Equal reports whether p and q are the same permutation.
func (p *Permutation) Equal(q *Permutation) bool {
	for _, d := range append(p.models(), q.models()...) {
		if p.to(d).n != q.to(d).n {
			return false
		}
	}
	return true
}

// IsIdentity reports whether p moves nothing.
func (p *Permutation) IsIdentity() bool { return len(p.of) == 0 }

// Group returns all permutations that are made of the given ones one after the other, without the identity.
func Group(generators []*Permutation) []*Permutation {
	group := []*Permutation{{}}
	for at := 0; at < len(group); at++ {
		for _, g := range generators {
			next := group[at].Then(g)
			known := false
			for _, p := range group {
				known = known || p.Equal(next)
			}
			if !known {
				group = append(group, next)
			}
		}
	}
	return group[1:]
}

// Permute returns d with its model values replaced. It returns d itself if nothing changes.
func Permute(d Datum, p *Permutation) Datum {
	if d.isAtom() {
		if d.node == modelNode {
			return p.to(d)
		}
		return d
	}
	if !d.node.hasModels() {
		return d
	}
	if d.node.kind == KindSet {
		return permuteSet(d, p)
	}
	return permuteFunction(d, p)
}

func permuteSet(d Datum, p *Permutation) Datum {
	elems := permuteAll(elements(d), p)
	if elems == nil {
		return d
	}
	permuted := Set(elems)
	if compareElements(permuted.node.elems, elements(d)) == 0 {
		return d
	}
	return permuted
}

// permuteAll returns nil if nothing changes.
func permuteAll(elems []Datum, p *Permutation) []Datum {
	var permuted []Datum
	for i, e := range elems {
		to := Permute(e, p)
		if permuted == nil && !same(e, to) {
			permuted = make([]Datum, len(elems))
			copy(permuted, elems[:i])
		}
		if permuted != nil {
			permuted[i] = to
		}
	}
	return permuted
}

func permuteFunction(d Datum, p *Permutation) Datum {
	f := d.node.points()
	to := &moved{still: true}
	if f.dom != nil && f.dom.hasModels() {
		to = p.movedDomain(f.dom)
	}
	if to.still {
		values := permuteAll(f.elems, p)
		if values == nil {
			return d
		}
		return Datum{node: &Node{kind: KindFunction, rep: f.rep, elems: values, dom: f.dom}}
	}
	permuted := newFunction(to.dom, len(f.elems))
	changed := to.dom != f.dom
	for i, from := range to.from {
		permuted.elems[i] = Permute(f.elems[from], p)
		changed = changed || !same(permuted.elems[i], f.elems[i])
	}
	if !changed {
		return d
	}
	return Datum{node: permuted}
}

// movedDomain says where the points of functions with that domain go. It remembers that of interned domains.
func (p *Permutation) movedDomain(dom *Node) *moved {
	_, interned := dom.number()
	if interned {
		if to, found := p.doms.Load(dom); found {
			return to.(*moved)
		}
	}
	keys := make([]Datum, len(dom.elems))
	places := make([]Datum, len(dom.elems))
	for i, key := range dom.elems {
		keys[i], places[i] = Permute(key, p), Int(int64(i))
	}
	keys, places = sortPairs(keys, places)
	to := &moved{dom: domainOf(sorted(keys)), from: make([]int, len(places)), still: true}
	for i, place := range places {
		to.from[i] = int(place.n)
		to.still = to.still && to.from[i] == i && same(keys[i], dom.elems[i])
	}
	if interned {
		p.doms.Store(dom, to)
	}
	return to
}

// hasModels reports whether a value contains a model value, and remembers it.
func (n *Node) hasModels() bool {
	if marks := n.marks.Load(); marks&(markModels|markNoModels) != 0 {
		return marks&markModels != 0
	}
	elems, dom := n.elems, n.dom
	switch n.rep {
	case repLazy:
		if _, _, ok := Bounds(Datum{node: n}); ok {
			return false
		}
		elems = n.enumerated().elems
	case repLambda:
		full := n.lambdaPoints()
		elems, dom = full.elems, full.dom
	}
	found := dom != nil && dom.hasModels()
	for i := 0; i < len(elems) && !found; i++ {
		e := elems[i]
		found = e.node == modelNode || !e.isAtom() && e.node.hasModels()
	}
	if found {
		n.marks.Or(markModels)
	} else {
		n.marks.Or(markNoModels)
	}
	return found
}
