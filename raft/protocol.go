package raft

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// None is no node: nobody was voted for, or no leader is known. No node may have it as its number.
const None machine.NodeID = 0

// Config describes a cluster. All of its nodes must have the same Voters; the rest may differ among them, as while it is changed.
type Config struct {
	// Voters are the nodes.
	Voters []machine.NodeID
	// PreVote has nodes ask whether they would be elected before they begin a term (thesis §9.6). Without it, a node that was
	// cut off interrupts the leader when it comes back.
	PreVote bool
	// CheckQuorum has leaders step down that hear from no quorum for an election timeout, and followers that hear from
	// a leader refuse to vote (thesis §6.2, §4.2.3). Without it, a leader that is cut off takes proposals that it cannot commit.
	CheckQuorum bool

	// MaxMessageBytes bounds the entries of one message, 0 for 1 MiB. One entry is sent however large it is.
	MaxMessageBytes int
	// MaxInflightEntries and MaxInflightBytes bound what is on its way to one follower, 0 for 65,536 entries and 64 MiB: when so much is,
	// nothing more is sent before it answers.
	MaxInflightEntries uint64
	MaxInflightBytes   int
	// MaxUncommittedBytes bounds the entries that wait to be committed: beyond, the leader refuses proposals. 0 is 256 MiB. One
	// entry is taken however large it is.
	MaxUncommittedBytes int
	// ChunkBytes is how much of a snapshot is sent at a time, 0 for 1 MiB.
	ChunkBytes uint64
	// TrailingEntries is how many entries before a snapshot the log keeps, for followers that lag a little.
	TrailingEntries uint64
}

// Protocol makes the nodes of a cluster. It is a machine.Protocol.
type Protocol struct{ config Config }

// New returns the protocol of a cluster, or an error that lists all that is wrong with the configuration.
func New(c Config) (*Protocol, error) {
	c.Voters = slices.Sorted(slices.Values(c.Voters))
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("raft: configuration: %w", err)
	}
	orElse(&c.MaxMessageBytes, 1<<20)
	orElse(&c.MaxInflightEntries, 1<<16)
	orElse(&c.MaxInflightBytes, 64<<20)
	orElse(&c.MaxUncommittedBytes, 256<<20)
	orElse(&c.ChunkBytes, 1<<20)
	return &Protocol{c}, nil
}

func (c *Config) check() error {
	var wrong []error
	if len(c.Voters) == 0 {
		wrong = append(wrong, errors.New("there are no voters"))
	}
	for i, id := range c.Voters {
		if id == None {
			wrong = append(wrong, fmt.Errorf("node %d is a voter, expected other numbers: this one says that there is none", id))
		}
		if i > 0 && c.Voters[i-1] == id {
			wrong = append(wrong, fmt.Errorf("node %d is named twice", id))
		}
	}
	for _, limit := range []struct {
		name string
		is   int
	}{
		{"MaxMessageBytes", c.MaxMessageBytes}, {"MaxInflightBytes", c.MaxInflightBytes}, {"MaxUncommittedBytes", c.MaxUncommittedBytes},
	} {
		if limit.is < 0 {
			wrong = append(wrong, fmt.Errorf("%s is %d, expected 0 or more", limit.name, limit.is))
		}
	}
	return errors.Join(wrong...)
}

func orElse[N int | uint64](n *N, byDefault N) {
	if *n == 0 {
		*n = byDefault
	}
}

// Voters returns the nodes, in order.
func (p *Protocol) Voters() []machine.NodeID { return slices.Clone(p.config.Voters) }

// Empty returns the storage of a node that has never written. What a node has written is added to it, record by record, before Recover. It panics if
// the node is not of the cluster.
func (p *Protocol) Empty(id machine.NodeID) machine.Durable {
	p.mustHave(id)
	return &Storage{}
}

// Recover makes a node, a *Node, from its storage. It panics if the node is not of the cluster, or the storage of another protocol.
func (p *Protocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	p.mustHave(id)
	s, ok := storage.(*Storage)
	if !ok {
		panic(fmt.Sprintf("raft: node %d cannot recover from a %T", id, storage))
	}
	return recoverNode(&p.config, id, s, out)
}

func (p *Protocol) mustHave(id machine.NodeID) {
	if !slices.Contains(p.config.Voters, id) {
		panic(fmt.Sprintf("raft: node %d is none of %v", id, p.config.Voters))
	}
}
