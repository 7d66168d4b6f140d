package rsm_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// counter is an application: a sum. Asking twice to add would show.
type counter struct{ sum int }

func (c *counter) Apply(_ uint64, command string) string {
	n, err := strconv.Atoi(command)
	if err != nil {
		return "no number: " + strconv.Quote(command)
	}
	c.sum += n
	return strconv.Itoa(c.sum)
}

func (c *counter) Snapshot() io.WriterTo { return strings.NewReader(strconv.Itoa(c.sum)) }

func (c *counter) Restore(in io.Reader) error {
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	c.sum, err = strconv.Atoi(string(text))
	return err
}

// A client adds 5, gets no answer, and asks again. Its command is in the log twice, and takes effect once; also at a replica that
// knows the first attempt only from a snapshot.
func Example() {
	first, err := rsm.NewReplica(&counter{}, rsm.DefaultLimits)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := rsm.NewClient(first.Apply(1, string(rsm.Register{Now: 100}.AppendTo(nil))).Session, rsm.DefaultLimits)
	seq, _ := client.Begin("5")
	attempt, _ := client.Attempt(seq, 200)
	first.Apply(2, string(attempt.AppendTo(nil)))
	fmt.Println(client.Settle(seq, rsm.Outcome{})) // no answer came

	var snapshot bytes.Buffer
	if _, err := first.Snapshot().WriteTo(&snapshot); err != nil {
		fmt.Println(err)
		return
	}
	second, _ := rsm.NewReplica(&counter{}, rsm.DefaultLimits)
	if err := second.Restore(&snapshot); err != nil {
		fmt.Println(err)
		return
	}
	attempt, _ = client.Attempt(seq, 300)
	fmt.Println(client.Settle(seq, second.Apply(3, string(attempt.AppendTo(nil)))))
	// Output:
	// unknown
	// applied before: "5"
}

// What a client does with an error.
func ExampleOutcome_Err() {
	for _, o := range []rsm.Outcome{{Kind: rsm.Applied}, {Kind: rsm.NotApplied}, {Kind: rsm.Crowded}, {Kind: rsm.Unknown}, {Kind: rsm.Expired}} {
		switch err := o.Err(); {
		case err == nil:
			fmt.Println(o.Kind, "- done")
		case errors.Is(err, rsm.ErrExpired):
			fmt.Println(o.Kind, "- register a session, and read what would have changed")
		case errors.Is(err, rsm.ErrNotApplied):
			fmt.Println(o.Kind, "- no effect: try again, or do something else")
		case errors.Is(err, rsm.ErrUnknown):
			fmt.Println(o.Kind, "- try again under the same number")
		}
	}
	// Output:
	// applied - done
	// not applied - no effect: try again, or do something else
	// too many outstanding - no effect: try again, or do something else
	// unknown - try again under the same number
	// session expired - register a session, and read what would have changed
}

// raftHost is as much of a host as a replica sees: what Raft says becomes outcomes and answers.
type raftHost struct {
	node     machine.Machine
	app      *counter
	replica  *rsm.Replica
	reads    rsm.Reads
	snapshot func(raft.SnapshotMeta) io.Reader // the bytes that were put aside
}

func (h *raftHost) step(in machine.Input) {
	var out machine.Output
	h.node.Step(in, &out)
	for _, a := range out.Applies {
		h.apply(a.Command)
	}
	for _, r := range out.Replies {
		switch result := r.Result.(type) {
		case raft.NotApplied:
			h.answer(r.ID, rsm.Outcome{Kind: rsm.NotApplied})
		case raft.Unknown:
			h.answer(r.ID, rsm.Outcome{Kind: rsm.Unknown})
		case raft.ReadAt:
			h.reads.Add(r.ID, result.Index)
		}
	}
	for _, id := range h.reads.Due(h.replica.Applied(), nil) {
		fmt.Printf("request %d: the counter is %d\n", id, h.app.sum)
	}
	if len(out.Records) > 0 { // they would be written before
		h.step(machine.Persisted{Seq: out.Seq})
	}
}

func (h *raftHost) apply(c machine.Command) {
	switch c := c.(type) {
	case raft.RestoreSnapshot:
		if err := h.replica.Restore(h.snapshot(c.Snapshot)); err != nil {
			panic(err) // a real host stops the node, and looks for another copy
		}
	case raft.ApplyEntries:
		asked := c.Requests
		for i, e := range c.Entries {
			index := c.First + raft.Index(i)
			if e.Kind == raft.NoOp {
				h.replica.Pass(index)
				continue
			}
			o := h.replica.Apply(index, e.Data)
			if len(asked) > 0 && asked[0].Index == index {
				h.answer(asked[0].ID, o)
				asked = asked[1:]
			}
		}
	}
}

func (h *raftHost) answer(id machine.RequestID, o rsm.Outcome) { fmt.Printf("request %d: %v\n", id, o) }

// A replica below Raft: how a host makes outcomes of what Raft says.
func Example_raft() {
	protocol, err := raft.New(raft.Config{Voters: []machine.NodeID{1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	app := &counter{}
	replica, err := rsm.NewReplica(app, rsm.DefaultLimits)
	if err != nil {
		fmt.Println(err)
		return
	}
	h := &raftHost{node: protocol.Recover(1, protocol.Empty(1), &machine.Output{}), app: app, replica: replica}
	h.step(machine.Fire{Timer: raft.ElectionTimer})
	h.step(machine.Flush{})

	h.step(machine.Request{ID: 1, Op: raft.Propose{Data: string(rsm.Register{Now: 1}.AppendTo(nil))}})
	h.step(machine.Flush{})
	add := rsm.Command{Session: 2, Seq: 1, Now: 2, Data: "5"}
	h.step(machine.Request{ID: 2, Op: raft.Propose{Data: string(add.AppendTo(nil))}})
	h.step(machine.Request{ID: 3, Op: raft.Propose{Data: string(add.AppendTo(nil))}})
	h.step(machine.Request{ID: 4, Op: raft.Read{}})
	h.step(machine.Flush{})
	// Output:
	// request 1: registered session 2
	// request 4: the counter is 0
	// request 2: applied: "5"
	// request 3: applied before: "5"
}
