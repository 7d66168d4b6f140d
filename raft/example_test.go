package raft_test

import (
	"fmt"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// cluster is three nodes in one process: what they send is delivered in order, and what they write is durable at once.
type cluster struct {
	nodes   map[machine.NodeID]machine.Machine
	mail    []delivery
	counter map[machine.NodeID]int // the application: it counts what is applied
}

type delivery struct {
	to machine.NodeID
	in machine.Input
}

// step gives a node an input, and carries out what it says.
func (c *cluster) step(id machine.NodeID, in machine.Input) {
	var out machine.Output
	c.nodes[id].Step(in, &out)
	c.carryOut(id, &out)
}

func (c *cluster) carryOut(id machine.NodeID, out *machine.Output) {
	if len(out.Records) > 0 { // a host would write them here
		c.mail = append(c.mail, delivery{id, machine.Persisted{Seq: out.Seq}})
	}
	for _, s := range out.Sends {
		c.mail = append(c.mail, delivery{s.To, machine.Receive{From: id, Message: s.Message}})
	}
	for _, a := range out.Applies {
		if apply, ok := a.Command.(raft.ApplyEntries); ok {
			c.apply(id, apply)
		}
	}
}

// apply counts, and answers the requests of this node.
func (c *cluster) apply(id machine.NodeID, apply raft.ApplyEntries) {
	for i, e := range apply.Entries {
		c.counter[id] += len(e.Data)
		for len(apply.Requests) > 0 && apply.Requests[0].Index == apply.First+raft.Index(i) {
			fmt.Printf("request %d: the counter is %d\n", apply.Requests[0].ID, c.counter[id])
			apply.Requests = apply.Requests[1:]
		}
	}
}

// settle delivers until nothing is left to do.
func (c *cluster) settle() {
	for len(c.mail) > 0 {
		next := c.mail[0]
		c.mail = c.mail[1:]
		c.step(next.to, next.in)
		c.step(next.to, machine.Flush{})
	}
}

// A counter on three nodes. A real host has disks, a network and clocks in the place of the loop: what waits for a batch leaves when the batch is durable.
func Example() {
	protocol, err := raft.New(raft.Config{Voters: []machine.NodeID{1, 2, 3}, PreVote: true, CheckQuorum: true})
	if err != nil {
		panic(err)
	}
	c := &cluster{nodes: map[machine.NodeID]machine.Machine{}, counter: map[machine.NodeID]int{}}
	for _, id := range protocol.Voters() {
		var out machine.Output
		c.nodes[id] = protocol.Recover(id, protocol.Empty(id), &out)
		c.carryOut(id, &out)
	}
	c.step(2, machine.Fire{Timer: raft.ElectionTimer})
	c.settle()
	for id := range machine.RequestID(3) {
		c.step(2, machine.Request{ID: id + 1, Op: raft.Propose{Data: "+"}})
	}
	c.step(2, machine.Flush{})
	c.settle()
	fmt.Println("counters:", c.counter[1], c.counter[2], c.counter[3])
	// Output:
	// request 1: the counter is 1
	// request 2: the counter is 2
	// request 3: the counter is 3
	// counters: 3 3 3
}
