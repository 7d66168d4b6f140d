package twopc_test

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// A cluster of bare machines whose host is a loop: the network delivers at once, and the disk is done at once.
func Example() {
	protocol, err := twopc.New(twopc.Config{Coordinators: []machine.NodeID{0}, Participants: []machine.NodeID{1, 2}})
	if err != nil {
		fmt.Println(err)
		return
	}
	nodes := map[machine.NodeID]machine.Machine{}
	var deliver func(id machine.NodeID, out *machine.Output)
	step := func(id machine.NodeID, in machine.Input) {
		var out machine.Output
		nodes[id].Step(in, &out)
		deliver(id, &out)
	}
	deliver = func(id machine.NodeID, out *machine.Output) {
		// A real host writes out.Records, and waits for the disk before it lets out what has After.
		if len(out.Records) > 0 {
			step(id, machine.Persisted{Seq: out.Seq})
		}
		for _, r := range out.Replies {
			fmt.Printf("request %d: %v\n", r.ID, r.Result)
		}
		for _, a := range out.Applies {
			fmt.Printf("application at %d: %v\n", id, a.Command)
		}
		for _, m := range out.Sends {
			step(m.To, machine.Receive{From: id, Message: m.Message})
		}
	}
	for _, id := range []machine.NodeID{0, 1, 2} {
		var out machine.Output
		nodes[id] = protocol.Recover(id, protocol.Empty(id), &out)
		deliver(id, &out)
	}

	t := twopc.Txn{Coordinator: 0, Epoch: 1, Number: 1}
	step(0, machine.Request{ID: 1, Op: twopc.Begin{}})
	step(1, machine.Request{ID: 2, Op: twopc.Enlist{Txn: t, Work: "-10"}})
	step(2, machine.Request{ID: 3, Op: twopc.Enlist{Txn: t, Work: "+10"}})
	step(0, machine.Request{ID: 4, Op: twopc.Commit{Txn: t, Participants: twopc.NewNodeSet(1, 2)}})
	// Output:
	// request 1: began 0/1.1
	// request 2: enlisted 0/1.1
	// request 3: enlisted 0/1.1
	// request 4: ended 0/1.1 by commit
	// application at 1: commit 0/1.1, work "-10"
	// application at 2: commit 0/1.1, work "+10"
}

// What a client does with an error.
func ExampleEnded_Err() {
	t := twopc.Txn{Coordinator: 0, Epoch: 1, Number: 1}
	for _, err := range []error{
		twopc.Ended{Txn: t, Outcome: twopc.Committed}.Err(),
		twopc.Ended{Txn: t, Outcome: twopc.Aborted}.Err(),
		twopc.Unknown(t),
	} {
		switch {
		case err == nil:
			fmt.Println("committed")
		case errors.Is(err, twopc.ErrNotApplied):
			fmt.Println("run it again, in another transaction")
		case errors.Is(err, twopc.ErrUnknown):
			fmt.Println("read what it would have changed")
		}
	}
	// Output:
	// committed
	// run it again, in another transaction
	// read what it would have changed
}

// A host answers what a machine refuses with the reason.
func ExampleParticipant_Check() {
	protocol, err := twopc.New(twopc.Config{Coordinators: []machine.NodeID{0}, Participants: []machine.NodeID{1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	p := protocol.Recover(1, protocol.Empty(1), &machine.Output{}).(*twopc.Participant)
	fmt.Println(p.Check(twopc.Forget{Txn: twopc.Txn{Coordinator: 0, Epoch: 1, Number: 1}}))
	// Output:
	// twopc: forget 0/1.1: only a branch that has ended can be forgotten, but this one is absent
}
