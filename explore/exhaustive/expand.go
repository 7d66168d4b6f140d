package exhaustive

import "github.com/tenet-go/tenet/explore"

// expander finds the successors of worlds. Each worker has one, with memos of its own.
type expander struct {
	s     *space
	loops bool // whether transitions from a world to itself are of interest too

	sites     [][]*site // by place and number, as far as known
	envs      []*environment
	mailed    []mailed
	observed  []observed
	states    []knownState
	scratch   []uint32
	actions   []uint64 // transitions by action
	generated uint64
	found     []successor
	broken    []successor // by steps that broke the contract
}

// successor is the world after an edge of another.
type successor struct {
	fp    uint64
	alpha uint64 // fingerprint of the specification's state
	edge  *edge
	from  uint32 // place in the chunk, of the world before
	env   uint32
	place uint32
}

type mailed struct {
	key   uint64
	site  uint32
	after *site
}

type observed struct {
	key   uint64
	after *environment
}

const (
	memoBits = 13
	memoSize = 1 << memoBits
	spread   = 0x9e3779b97f4a7c15
)

func newExpander(s *space) *expander {
	return &expander{
		s: s, sites: make([][]*site, len(s.places)), mailed: make([]mailed, memoSize),
		observed: make([]observed, memoSize), scratch: make([]uint32, s.width()),
	}
}

func (x *expander) site(place int, id uint32) *site {
	if int(id) >= len(x.sites[place]) {
		x.sites[place] = x.s.places[place].all()
	}
	return x.sites[place][id]
}

func (x *expander) environment(id uint32) *environment {
	if int(id) >= len(x.envs) {
		x.envs = x.s.allEnvironments()
	}
	return x.envs[id]
}

// fingerprint sums the hashes of what is in a world.
func (x *expander) fingerprint(ids []uint32) uint64 {
	last := len(ids) - 1
	fp := x.environment(ids[last]).hash
	for place, id := range ids[:last] {
		fp += x.site(place, id).hash
	}
	return fp
}

// alpha sums the hashes of the parts of the specification's state.
func (x *expander) alpha(ids []uint32) uint64 {
	last := len(ids) - 1
	fp := x.s.environmentPart(x.environment(ids[last])).hash
	for place, id := range ids[:last] {
		fp += x.s.part(x.s.places[place], x.site(place, id)).hash
	}
	return fp
}

// expand appends the successors of a world to x.found.
func (x *expander) expand(ids []uint32, fp, alpha uint64, from uint32) {
	last := len(ids) - 1
	env := x.environment(ids[last])
	for place, id := range ids[:last] {
		at := x.site(place, id)
		var edges []edge
		if known := at.edges.Load(); known != nil {
			edges = *known
		} else {
			edges = x.s.edges(x.s.places[place], at)
		}
		x.follow(edges, ids, env, successor{fp, alpha, nil, from, 0, uint32(place)})
		if mode := env.modes[place]; mode != 0 {
			x.follow(x.s.extras(x.s.places[place], at, mode), ids, env, successor{fp, alpha, nil, from, 0, uint32(place)})
		}
	}
}

// follow appends the successors of a world by edges of one of its sites.
func (x *expander) follow(edges []edge, ids []uint32, env *environment, at successor) {
	x.generated += uint64(len(edges))
	for i := range edges {
		e := &edges[i]
		t := e.step
		for int(t.action) >= len(x.actions) {
			x.actions = append(x.actions, 0)
		}
		x.actions[t.action]++
		next := at
		next.edge = e
		next.fp += e.delta
		next.alpha += e.alpha
		if len(t.posts) > 0 {
			x.post(ids, t.posts, &next)
		}
		after := x.observe(env, t)
		next.env = after.id
		if after != env {
			next.fp += after.hash - env.hash
			if x.s.abstraction != nil {
				next.alpha += x.s.environmentPart(after).hash - x.s.environmentPart(env).hash
			}
		}
		if t.step.Err != nil {
			x.broken = append(x.broken, next)
		}
		if next.fp != at.fp || x.loops {
			x.found = append(x.found, next)
		}
	}
}

// post adds to the fingerprints what envelopes to other places change there.
func (x *expander) post(ids []uint32, posts []post, next *successor) {
	copy(x.scratch, ids)
	for _, to := range posts {
		before := x.site(int(to.place), x.scratch[to.place])
		after := x.mail(to, before)
		next.fp += after.hash - before.hash
		if x.s.abstraction != nil && after != before {
			p := x.s.places[to.place]
			next.alpha += x.s.part(p, after).hash - x.s.part(p, before).hash
		}
		x.scratch[to.place] = after.id
	}
}

// apply writes the vector of a successor of ids to next.
func (x *expander) apply(next, ids []uint32, n *successor) {
	copy(next, ids)
	next[n.place] = n.edge.after
	for _, to := range n.edge.step.posts {
		next[to.place] = x.mail(to, x.site(int(to.place), next[to.place])).id
	}
	next[len(next)-1] = n.env
}

// mail is space.mail with a memo.
func (x *expander) mail(to post, before *site) *site {
	key := uint64(to.place)<<32 | uint64(to.envelope)
	memo := &x.mailed[(key*spread^uint64(before.id))*spread>>(64-memoBits)]
	if memo.after == nil || memo.key != key || memo.site != before.id {
		*memo = mailed{key, before.id, x.s.mail(to, before)}
	}
	return memo.after
}

// observe is space.observe with a memo.
func (x *expander) observe(before *environment, t *step) *environment {
	key := uint64(before.id)<<32 | uint64(t.id)
	memo := &x.observed[key*spread>>(64-memoBits)]
	if memo.after == nil || memo.key != key {
		*memo = observed{key, x.s.observe(before, t)}
	}
	return memo.after
}

// world writes the world of a vector to w.
func (x *expander) world(ids []uint32, w *explore.World) {
	last := len(ids) - 1
	w.Nodes, w.Inboxes = w.Nodes[:0], w.Inboxes[:0]
	for place, id := range ids[:last] {
		at := x.site(place, id)
		w.Nodes = append(w.Nodes, at.node.node)
		w.Inboxes = append(w.Inboxes, at.inbox.inbox)
	}
	env := x.environment(ids[last])
	w.Ghost, w.Crashes = env.ghost, env.crashes
}
