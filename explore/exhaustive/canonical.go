package exhaustive

// canonical finds for each world the one that stands for it: of all its permutations that of the least
// fingerprint. Each expander has one, with memos of its own.
type canonical struct {
	x         *expander
	symmetry  *Symmetry
	to        [][]int // by permutation: where each place goes
	sites     [][][]*site
	envs      [][]*environment
	next      []uint32 // the world that is permuted
	permuted  []uint32
	least     []uint32
	known     []uint64 // fingerprints whose canonical world was visited
	knownBits uint
}

func newCanonical(x *expander, y *Symmetry) *canonical {
	c := &canonical{
		x: x, symmetry: y, next: make([]uint32, x.s.width()), permuted: make([]uint32, x.s.width()),
		least: make([]uint32, x.s.width()), knownBits: 14,
		sites: make([][][]*site, len(y.Permutations)), envs: make([][]*environment, len(y.Permutations)),
	}
	c.known = make([]uint64, 1<<c.knownBits)
	for i, p := range y.Permutations {
		places := make([]int, len(x.s.places))
		for at, place := range x.s.places {
			places[at] = x.s.sys.Place(p.Of(place.id))
		}
		c.to = append(c.to, places)
		c.sites[i] = make([][]*site, len(places))
	}
	return c
}

// site returns a site after a permutation, at the place where it goes.
func (c *canonical) site(permutation, place int, id uint32) *site {
	memo := &c.sites[permutation][place]
	for int(id) >= len(*memo) {
		*memo = append(*memo, nil)
	}
	if (*memo)[id] == nil {
		p, at := c.symmetry.Permutations[permutation], c.x.site(place, id)
		to := c.x.s.places[c.to[permutation][place]]
		n := c.symmetry.node(at.node.node, p)
		(*memo)[id] = to.site(to.intern(n), to.internInbox(c.symmetry.inbox(at.inbox.inbox, to.network, p)))
	}
	return (*memo)[id]
}

func (c *canonical) environment(permutation int, id uint32) *environment {
	memo := &c.envs[permutation]
	for int(id) >= len(*memo) {
		*memo = append(*memo, nil)
	}
	if (*memo)[id] == nil {
		env := c.x.environment(id)
		(*memo)[id] = c.x.s.environment(c.symmetry.ghost(env.ghost, c.symmetry.Permutations[permutation]), env.crashes)
	}
	return (*memo)[id]
}

// of writes the canonical world of ids to c.least, and returns its fingerprint.
func (c *canonical) of(ids []uint32, fp uint64) uint64 {
	last := len(ids) - 1
	copy(c.least, ids)
	least := fp
	for permutation, to := range c.to {
		env := c.environment(permutation, ids[last])
		sum := env.hash
		for place, id := range ids[:last] {
			at := c.site(permutation, place, id)
			sum += at.hash
			c.permuted[to[place]] = at.id
		}
		if sum < least {
			least = sum
			c.permuted[last] = env.id
			c.least, c.permuted = c.permuted, c.least
		}
	}
	return least
}

// successor is of for a successor of ids.
func (c *canonical) successor(ids []uint32, n *successor) uint64 {
	c.x.apply(c.next, ids, n)
	return c.of(c.next, n.fp)
}

// distinct replaces the fingerprints of successors by those of their canonical worlds, and leaves out those that are known
// to have been visited.
func (c *canonical) distinct(worlds []uint32, found []successor) []successor {
	kept := found[:0]
	for i := range found {
		n := found[i]
		known := &c.known[n.fp*spread>>(64-c.knownBits)]
		if *known == n.fp {
			continue
		}
		*known = n.fp
		n.fp = c.successor(worlds[n.from:int(n.from)+len(c.next)], &n)
		kept = append(kept, n)
	}
	return kept
}
