package exhaustive

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// part is what one site or environment contributes to the state of the specification.
type part struct {
	value value.Value
	hash  uint64
}

func newPart(place int, v value.Value) *part {
	return &part{v, hash(v.AppendTo(binary.AppendUvarint(nil, uint64(place))))}
}

// part returns the part of a site.
func (s *space) part(p *place, at *site) *part {
	if known := at.part.Load(); known != nil {
		return known
	}
	made := newPart(p.at, s.abstraction.Node(at.node.node, at.inbox.inbox))
	at.part.Store(made)
	return made
}

func (s *space) environmentPart(e *environment) *part {
	if known := e.part.Load(); known != nil {
		return known
	}
	made := newPart(len(s.places), s.abstraction.Ghost(e.ghost, e.crashes))
	e.part.Store(made)
	return made
}

// state joins the parts of a world.
func (x *expander) state(ids []uint32) value.State {
	last := len(ids) - 1
	parts := make([]value.Value, last)
	for place, id := range ids[:last] {
		parts[place] = x.s.part(x.s.places[place], x.site(place, id)).value
	}
	return x.s.abstraction.Join(parts, x.s.environmentPart(x.environment(ids[last])).value)
}

// stateOf is state with a memo, by the fingerprint of the state.
func (x *expander) stateOf(alpha uint64, ids []uint32) value.State {
	if x.states == nil {
		x.states = make([]knownState, statesSize)
	}
	memo := &x.states[alpha%statesSize]
	if !memo.known || memo.alpha != alpha {
		*memo = knownState{alpha, true, x.state(ids)}
	}
	return memo.state
}

// knownState is a state of the specification and its fingerprint.
type knownState struct {
	alpha uint64
	known bool
	state value.State
}

// statesSize is how many states an expander remembers.
const statesSize = 1 << 13

// refinement judges the steps of the search, each distinct one once.
type refinement struct {
	spec        explore.Spec
	abstraction *explore.Abstraction
	judged      *table // of edges
	states      *table

	mu   sync.Mutex
	hits map[machine.Action]uint64
	bad  map[uint64]bool // edges that were refused
}

func newRefinement(spec explore.Spec, a *explore.Abstraction) *refinement {
	return &refinement{spec: spec, abstraction: a, judged: newTable(0), states: newTable(0), hits: map[machine.Action]uint64{}, bad: map[uint64]bool{}}
}

func (r *refinement) close() {
	r.judged.close()
	r.states.close()
}

// edgeHash is the fingerprint of a step of the specification.
func edgeHash(before uint64, action uint32, after uint64) uint64 {
	h := (before ^ uint64(action)*spread) * spread
	h = (h ^ h>>32 ^ after) * 0xd6e8feb86659fd93
	h = (h ^ h>>29 ^ before<<1) * 0xa0761d6478bd642f
	return nonzero(h ^ h>>32)
}

// count notes an edge that was accepted.
func (r *refinement) count(action machine.Action) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hits[action]++
}

// refused notes that a step with that fingerprint was not accepted.
func (r *refinement) refused(fp uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bad[fp] = true
}

// refuses asks the specification about the step from a world to a successor, and says what is wrong with it. The
// fingerprint of the world's own state is alpha. A stutter that the specification does not know but the abstraction
// allows is neither accepted nor wrong.
func (r *refinement) refuses(x *expander, ids []uint32, alpha uint64, n *successor) (accepted bool, err error) {
	action, same := n.edge.step.step.Action, alpha == n.alpha
	before := x.stateOf(alpha, ids)
	after := before
	if !same {
		next := make([]uint32, len(ids))
		x.apply(next, ids, n)
		after = x.stateOf(n.alpha, next)
	}
	err = r.spec.Step(action, before, after)
	switch {
	case err == nil:
		return true, nil
	case same && r.abstraction.MayStutter(action):
		return false, nil
	case same:
		return false, fmt.Errorf("%s leaves the state of the specification as it is, and is not among the actions that may: %w", action, err)
	}
	return false, fmt.Errorf("no step of %s in the specification: %w", action, err)
}

// initial asks the specification about the initial world.
func (r *refinement) initial(s value.State) error {
	if err := r.spec.Initial(s); err != nil {
		return fmt.Errorf("no initial state of the specification: %w", err)
	}
	return nil
}
