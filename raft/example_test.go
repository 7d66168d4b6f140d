package raft_test

import (
	"fmt"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// A counter on three nodes in one process. The host is a loop: it delivers what is sent in order, and what is written is durable before what was
// sent after it arrives. A real host has disks, a network and clocks, and holds back what waits for a batch.
func Example() {
	protocol, err := raft.New(raft.Config{Voters: []machine.NodeID{1, 2, 3}, PreVote: true, CheckQuorum: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	nodes, counters := map[machine.NodeID]machine.Machine{}, map[machine.NodeID]int{}
	var events []func()
	var step func(id machine.NodeID, in machine.Input)
	carryOut := func(id machine.NodeID, out *machine.Output) {
		if len(out.Records) > 0 { // they would be written here
			events = append(events, func() { step(id, machine.Persisted{Seq: out.Seq}) })
		}
		for _, s := range out.Sends {
			events = append(events, func() { step(s.To, machine.Receive{From: id, Message: s.Message}) })
		}
		for _, a := range out.Applies {
			apply, _ := a.Command.(raft.ApplyEntries)
			for i, e := range apply.Entries {
				counters[id] += len(e.Data)
				for _, p := range apply.Requests {
					if p.Index == apply.First+raft.Index(i) {
						fmt.Printf("request %d: the counter is %d\n", p.ID, counters[id])
					}
				}
			}
		}
	}
	step = func(id machine.NodeID, in machine.Input) {
		var out machine.Output
		nodes[id].Step(in, &out)
		carryOut(id, &out)
	}
	settle := func() {
		for step(2, machine.Flush{}); len(events) > 0; step(2, machine.Flush{}) {
			next := events[0]
			events = events[1:]
			next()
		}
	}
	for _, id := range protocol.Voters() {
		var out machine.Output
		nodes[id] = protocol.Recover(id, protocol.Empty(id), &out)
		carryOut(id, &out)
	}

	step(2, machine.Fire{Timer: raft.ElectionTimer})
	settle()
	for id := range machine.RequestID(3) {
		step(2, machine.Request{ID: id + 1, Op: raft.Propose{Data: "+"}})
	}
	settle()
	fmt.Println("counters:", counters[1], counters[2], counters[3])
	// Output:
	// request 1: the counter is 1
	// request 2: the counter is 2
	// request 3: the counter is 3
	// counters: 3 3 3
}
