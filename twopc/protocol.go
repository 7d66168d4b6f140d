package twopc

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// Config names the nodes of a cluster. No node is both a coordinator and a participant: whoever wants both on one
// host gives them two identities.
type Config struct {
	// Coordinators are the nodes at which transactions begin. They do not know each other.
	Coordinators []machine.NodeID
	// Participants are the nodes at which branches are enlisted.
	Participants []machine.NodeID
}

// Protocol makes the nodes of a cluster. It is a machine.Protocol.
type Protocol struct{ coordinators, participants NodeSet }

// New returns the protocol of a cluster, or an error that lists all that is wrong with the configuration.
func New(c Config) (*Protocol, error) {
	p := &Protocol{NewNodeSet(c.Coordinators...), NewNodeSet(c.Participants...)}
	var wrong []error
	if len(p.coordinators) == 0 {
		wrong = append(wrong, errors.New("there are no coordinators"))
	}
	if len(p.participants) == 0 {
		wrong = append(wrong, errors.New("there are no participants"))
	}
	if len(p.coordinators) != len(c.Coordinators) {
		wrong = append(wrong, fmt.Errorf("a coordinator is named twice in %v", c.Coordinators))
	}
	if len(p.participants) != len(c.Participants) {
		wrong = append(wrong, fmt.Errorf("a participant is named twice in %v", c.Participants))
	}
	for _, id := range p.coordinators {
		if p.participants.Has(id) {
			wrong = append(wrong, fmt.Errorf("node %d is both a coordinator and a participant", id))
		}
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("twopc: configuration: %w", errors.Join(wrong...))
	}
	return p, nil
}

// Coordinators returns the nodes at which transactions begin.
func (p *Protocol) Coordinators() NodeSet { return p.coordinators }

// Participants returns the nodes at which branches are enlisted.
func (p *Protocol) Participants() NodeSet { return p.participants }

// Empty returns the storage of a node that has never written. It panics if the node is not of the cluster.
func (p *Protocol) Empty(id machine.NodeID) machine.Durable {
	switch {
	case p.coordinators.Has(id):
		return &CoordinatorStorage{}
	case p.participants.Has(id):
		return &ParticipantStorage{}
	}
	panic(fmt.Sprintf("twopc: node %d is neither a coordinator nor a participant", id))
}

// Recover makes a node from its storage, which is of the type that Empty returns for it. It panics if it is not.
func (p *Protocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	switch storage := storage.(type) {
	case *CoordinatorStorage:
		if p.coordinators.Has(id) {
			return recoverCoordinator(p, id, storage, out)
		}
	case *ParticipantStorage:
		if p.participants.Has(id) {
			return recoverParticipant(id, storage, out)
		}
	}
	panic(fmt.Sprintf("twopc: node %d cannot recover from a %T", id, storage))
}
