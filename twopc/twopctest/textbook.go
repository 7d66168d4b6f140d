package twopctest

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc/textbook"
)

// Textbook is the system of the textbook's two-phase commit, with so many resource managers. Its worlds are the states of
// the TLA+ module TwoPhase, and its transitions those of that module's Next.
func Textbook(resourceManagers int) (*explore.System, error) {
	protocol, err := textbook.New(resourceManagers)
	if err != nil {
		return nil, err
	}
	sys := &explore.System{
		Name:     "textbook-2pc",
		Protocol: protocol,
		Nodes:    []machine.NodeID{textbook.TransactionManager},
		Properties: []explore.Property{
			{Name: "consistency", Kind: explore.Always, Holds: textbookConsistency},
			{Name: "commit is possible", Kind: explore.Reachable, Holds: textbookAll(textbook.Committed)},
			{Name: "abort is possible", Kind: explore.Reachable, Holds: textbookAll(textbook.Aborted)},
		},
	}
	whims := textbookWhims{
		{Node: textbook.TransactionManager, Request: machine.Request{ID: 1, Op: textbook.DoCommit}},
		{Node: textbook.TransactionManager, Request: machine.Request{ID: 2, Op: textbook.DoAbort}},
	}
	for id := machine.NodeID(1); int(id) <= resourceManagers; id++ {
		sys.Nodes = append(sys.Nodes, id)
		whims = append(whims,
			explore.Offer{Node: id, Request: machine.Request{ID: 1, Op: textbook.DoPrepare}},
			explore.Offer{Node: id, Request: machine.Request{ID: 2, Op: textbook.ChooseAbort}})
	}
	sys.Ghost = whims
	return sys, nil
}

// TextbookSymmetry exchanges resource managers of a system that Textbook returned.
func TextbookSymmetry(sys *explore.System) *exhaustive.Symmetry {
	return &exhaustive.Symmetry{
		Permutations: exhaustive.Permutations(sys.Nodes[1:]...),
		Machine: func(m machine.Machine, p exhaustive.Permutation) machine.Machine {
			if d, ok := m.(*textbook.Decider); ok {
				return d.Renamed(p.Of)
			}
			return m
		},
	}
}

// textbookWhims lets managers do at any time what they do of their own accord, and remembers nothing.
type textbookWhims []explore.Offer

func (w textbookWhims) Offers() []explore.Offer             { return w }
func (w textbookWhims) Observe(*explore.Step) explore.Ghost { return w }
func (textbookWhims) AppendTo(b []byte) []byte              { return b }

// textbookConsistency is TwoPhase's TCConsistent: no two resource managers decide differently.
func textbookConsistency(w *explore.World) error {
	committed, aborted := -1, -1
	for i, n := range w.Nodes {
		if r, ok := n.Machine.(*textbook.Resource); ok {
			switch r.State() {
			case textbook.Committed:
				committed = i
			case textbook.Aborted:
				aborted = i
			case textbook.Working, textbook.Ready:
			}
		}
	}
	if committed >= 0 && aborted >= 0 {
		return fmt.Errorf("resource manager %d has committed and %d aborted", w.Nodes[committed].ID, w.Nodes[aborted].ID)
	}
	return nil
}

// errNotAll says that not all resource managers are in the state that was asked for.
var errNotAll = errors.New("not all resource managers are there")

// textbookAll holds where all resource managers are in a state.
func textbookAll(s textbook.State) func(w *explore.World) error {
	return func(w *explore.World) error {
		for _, n := range w.Nodes {
			if r, ok := n.Machine.(*textbook.Resource); ok && r.State() != s {
				return errNotAll
			}
		}
		return nil
	}
}
