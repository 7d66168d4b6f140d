package exhaustive

import (
	"encoding/binary"
	"sync"
	"sync/atomic"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// space is the state space of a system, as far as it is known.
type space struct {
	sys         *explore.System
	abstraction *explore.Abstraction // nil if no refinement is checked
	places      []*place
	steps       atomic.Uint32

	mu           sync.Mutex
	actions      dictionary[machine.Action]
	environments map[string]*environment
	list         []*environment

	observed [64]struct {
		sync.Mutex
		after map[uint64]*environment
	}
	mailed [64]struct {
		sync.Mutex
		after map[mailing]*site
	}
}

// environment is what is no node: the ghost and the faults spent.
type environment struct {
	id      uint32
	hash    uint64
	ghost   explore.Ghost
	crashes int
	// modes say what may happen at each place.
	modes []uint32
	part  atomic.Pointer[part]
}

// mailing is an envelope that comes to a site.
type mailing struct {
	post
	site uint32
}

func newSpace(sys *explore.System, abstraction *explore.Abstraction) *space {
	s := &space{sys: sys, abstraction: abstraction, environments: map[string]*environment{}}
	for at := range sys.Nodes {
		s.places = append(s.places, newPlace(sys, at))
	}
	for i := range s.observed {
		s.observed[i].after = map[uint64]*environment{}
		s.mailed[i].after = map[mailing]*site{}
	}
	return s
}

// width is the length of the vector of a world: a site for each node, and the environment.
func (s *space) width() int { return len(s.places) + 1 }

// vector returns the vector of a world.
func (s *space) vector(w *explore.World) []uint32 {
	ids := make([]uint32, 0, s.width())
	for i, p := range s.places {
		ids = append(ids, p.site(p.intern(w.Nodes[i]), p.internInbox(w.Inboxes[i])).id)
	}
	return append(ids, s.environment(w.Ghost, w.Crashes).id)
}

func (s *space) action(a machine.Action) uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actions.number(string(a), a)
}

func (s *space) actionNames() []machine.Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actions.values
}

func (s *space) allEnvironments() []*environment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list
}

// environment returns the one environment of ghost and crashes.
func (s *space) environment(ghost explore.Ghost, crashes int) *environment {
	key := ghost.AppendTo(binary.AppendUvarint(nil, uint64(crashes)))
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.environments[string(key)]; ok {
		return known
	}
	added := &environment{
		id: uint32(len(s.list)), ghost: ghost, crashes: crashes,
		hash: hash(append(binary.AppendUvarint(nil, uint64(len(s.places))), key...)),
	}
	offers := ghost.Offers()
	for _, p := range s.places {
		added.modes = append(added.modes, p.mode(crashes < s.sys.Faults.Crashes, offers))
	}
	s.environments[string(key)] = added
	s.list = append(s.list, added)
	return added
}

// observe returns the environment after a step.
func (s *space) observe(before *environment, t *step) *environment {
	key := uint64(before.id)<<32 | uint64(t.id)
	memo := &s.observed[(key^key>>32)%uint64(len(s.observed))]
	memo.Lock()
	after, ok := memo.after[key]
	memo.Unlock()
	if ok {
		return after
	}
	crashes := before.crashes
	if t.step.Event.Kind == explore.Crash {
		crashes++
	}
	after = s.environment(before.ghost.Observe(t.step), crashes)
	memo.Lock()
	memo.after[key] = after
	memo.Unlock()
	return after
}

// deliver returns the site after an envelope has come to it.
func (s *space) mail(to post, before *site) *site {
	key := mailing{to, before.id}
	memo := &s.mailed[(before.id^to.envelope*7^to.place)%uint32(len(s.mailed))]
	memo.Lock()
	after, ok := memo.after[key]
	memo.Unlock()
	if ok {
		return after
	}
	p := s.places[to.place]
	after = p.site(before.node, p.add(before.inbox, to.envelope))
	memo.Lock()
	memo.after[key] = after
	memo.Unlock()
	return after
}

// sites counts the sites found at all places.
func (s *space) sites() int {
	count := 0
	for _, p := range s.places {
		count += len(p.all())
	}
	return count
}
