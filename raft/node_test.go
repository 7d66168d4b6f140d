package raft_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

func receive(from machine.NodeID, m machine.Message) machine.Input {
	return machine.Receive{From: from, Message: m}
}

func request(id machine.RequestID, op machine.Op) machine.Input {
	return machine.Request{ID: id, Op: op}
}

// ways lead to nodes in many situations, by what has happened to them: all differ in something, often in one thing only.
func ways() map[string]func(t *testing.T) *raft.Node {
	five := raft.Config{Voters: []machine.NodeID{1, 2, 3, 4, 5}, PreVote: true, ChunkBytes: 2}
	storage := func(records ...machine.Record) func(*testing.T) *raft.Node {
		return func(t *testing.T) *raft.Node {
			s := &raft.Storage{}
			for _, r := range records {
				require.NoError(t, s.Add(r))
			}
			return recovered(t, five, s)
		}
	}
	entries := func(term raft.Term, data ...string) raft.Append {
		a := raft.Append{}
		for _, d := range data {
			a.Entries = append(a.Entries, raft.Entry{Term: term, Data: d})
		}
		return a
	}
	snapshot := raft.SnapshotMeta{Index: 1, Term: 2, Size: 4, Handle: 1}
	other := raft.SnapshotMeta{Index: 1, Term: 2, Size: 4, Handle: 2}
	second := raft.SnapshotMeta{Index: 2, Term: 2}
	all := map[string]func(*testing.T) *raft.Node{
		"storage: nothing":               storage(),
		"storage: a term":                storage(raft.HardState{Term: 2}),
		"storage: a vote":                storage(raft.HardState{Term: 2, VotedFor: 1}),
		"storage: another vote":          storage(raft.HardState{Term: 2, VotedFor: 2}),
		"storage: an entry":              storage(raft.HardState{Term: 2}, entries(2, "a")),
		"storage: another entry":         storage(raft.HardState{Term: 2}, entries(2, "b")),
		"storage: of another term":       storage(raft.HardState{Term: 2}, entries(1, "a")),
		"storage: entries":               storage(raft.HardState{Term: 2}, entries(2, "a", "b")),
		"storage: a snapshot":            storage(raft.HardState{Term: 2}, entries(2, "a"), raft.Compact{Snapshot: snapshot}),
		"storage: another snapshot":      storage(raft.HardState{Term: 2}, entries(2, "a"), raft.Compact{Snapshot: other}),
		"storage: compacted":             storage(raft.HardState{Term: 2}, entries(2, "a"), raft.Compact{Snapshot: snapshot, Base: 1}),
		"storage: a log from 2 on":       storage(raft.HardState{Term: 2}, entries(2, "a", "x"), raft.Compact{Snapshot: second, Base: 1}),
		"storage: a log from 3 on":       storage(raft.HardState{Term: 2}, entries(2, "a", "b", "x"), raft.Compact{Snapshot: second, Base: 2}),
		"storage: an older entry before": storage(raft.HardState{Term: 2}, entries(1, "a"), raft.Append{PrevIndex: 1, Entries: entries(2, "x").Entries}, raft.Compact{Snapshot: second, Base: 1}),
		"storage: a chunk":               storage(raft.HardState{Term: 2}, raft.Chunk{Snapshot: snapshot, Offset: 1}),
		"storage: two chunks":            storage(raft.HardState{Term: 2}, raft.Chunk{Snapshot: snapshot, Offset: 2}),
		"storage: of another one":        storage(raft.HardState{Term: 2}, raft.Chunk{Snapshot: other, Offset: 2}),
	}
	from := func(kind string, begin func(*testing.T) *raft.Node, ways map[string][]machine.Input) {
		for name, inputs := range ways {
			all[kind+name] = func(t *testing.T) *raft.Node {
				n := begin(t)
				for _, in := range inputs {
					give(n, in)
				}
				return n
			}
		}
	}
	yes, vote := raft.VoteResponse{Term: 1, Pre: true, Granted: true}, raft.VoteResponse{Term: 1, Granted: true}
	fire := machine.Fire{Timer: raft.ElectionTimer}
	from("election: ", storage(), map[string][]machine.Input{
		"asked":               {fire},
		"one":                 {fire, receive(2, yes)},
		"another one":         {fire, receive(3, yes)},
		"candidate":           {fire, receive(2, yes), receive(3, yes)},
		"durable":             {fire, receive(2, yes), receive(3, yes), machine.Persisted{Seq: 1}},
		"elected by 2":        {fire, receive(2, yes), receive(3, yes), receive(2, vote)},
		"elected by 4":        {fire, receive(2, yes), receive(3, yes), receive(4, vote)},
		"durable and elected": {fire, receive(2, yes), receive(3, yes), machine.Persisted{Seq: 1}, receive(4, vote)},
		"follows 2":           {receive(2, raft.AppendRequest{Term: 1})},
		"follows 3":           {receive(3, raft.AppendRequest{Term: 1})},
	})
	nine := func(t *testing.T) *raft.Node {
		return recovered(t, raft.Config{Voters: rafttest.First(9), PreVote: true}, &raft.Storage{})
	}
	from("election of nine: ", nine, map[string][]machine.Input{"two": {fire, receive(7, yes)}, "three": {fire, receive(7, yes), receive(8, yes)}})
	propose, another, flush := request(5, raft.Propose{Data: "a"}), request(6, raft.Propose{Data: "a"}), machine.Flush{}
	elected := func(t *testing.T) *raft.Node {
		n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, &raft.Storage{})
		for _, in := range []machine.Input{fire, machine.Persisted{Seq: 1}, receive(2, vote), flush, machine.Persisted{Seq: 2}} {
			give(n, in)
		}
		return n
	}
	third, fourth := request(7, raft.Propose{Data: "a"}), request(8, raft.Propose{Data: "a"})
	from("elected: ", elected, map[string][]machine.Input{
		"one of two is durable": {propose, flush, machine.Persisted{Seq: 3}, another, flush},
		"none of two":           {propose, another, flush},
		"one and two":           {propose, flush, another, third, flush},
		"one, one and two":      {propose, flush, another, flush, third, fourth, flush},
		"one, two and one":      {propose, flush, another, third, flush, fourth, flush},
		"two and one":           {propose, another, flush, third, flush},
	})
	leader := func(t *testing.T) *raft.Node { return leading(t, raft.Config{CheckQuorum: true, ChunkBytes: 1}) }
	answer := func(from machine.NodeID, index raft.Index, round uint64) machine.Input {
		return receive(from, raft.AppendResponse{Term: 1, Index: index, Round: round})
	}
	take := request(9, raft.TakeSnapshot{Index: 1, Size: 3, Handle: 1})
	meta, heartbeat := raft.SnapshotMeta{Index: 1, Term: 1, Size: 3, Handle: 1}, machine.Fire{Timer: raft.HeartbeatTimer}
	from("leader: ", leader, map[string][]machine.Input{
		"quiet":                  {},
		"told":                   {flush},
		"a proposal":             {propose},
		"other data":             {request(5, raft.Propose{Data: "b"})},
		"longer data":            {request(5, raft.Propose{Data: "aa"}), flush, answer(2, 2, 0)},
		"another request":        {request(6, raft.Propose{Data: "a"})},
		"two":                    {propose, request(6, raft.Propose{Data: "a"})},
		"another second":         {propose, third},
		"one and two messages":   {propose, flush, another, third, flush, machine.Persisted{Seq: 3}, machine.Persisted{Seq: 4}},
		"two and one messages":   {propose, another, flush, third, flush, machine.Persisted{Seq: 3}, machine.Persisted{Seq: 4}},
		"one, one, two messages": {propose, flush, another, flush, third, fourth, flush, machine.Persisted{Seq: 3}, machine.Persisted{Seq: 4}, machine.Persisted{Seq: 5}},
		"one, two, one messages": {propose, flush, another, third, flush, fourth, flush, machine.Persisted{Seq: 3}, machine.Persisted{Seq: 4}, machine.Persisted{Seq: 5}},
		"the second of two":      {propose, flush, another, flush, machine.Persisted{Seq: 3}, machine.Persisted{Seq: 4}, answer(2, 2, 0)},
		"half of a message":      {propose, another, flush, machine.Persisted{Seq: 3}, answer(2, 2, 0)},
		"two in other order":     {request(6, raft.Propose{Data: "a"}), propose},
		"written":                {propose, flush},
		"of more bytes":          {request(5, raft.Propose{Data: "aa"}), flush},
		"durable":                {propose, flush, machine.Persisted{Seq: 3}},
		"node 2 has it":          {propose, flush, answer(2, 2, 0)},
		"node 3 has it":          {propose, flush, answer(3, 2, 0)},
		"committed":              {propose, flush, answer(2, 2, 0), machine.Persisted{Seq: 3}},
		"committed, node 3 too":  {propose, flush, answer(2, 2, 0), machine.Persisted{Seq: 3}, answer(3, 2, 0)},
		"committed and told":     {propose, flush, answer(2, 2, 0), machine.Persisted{Seq: 3}, flush},
		"two messages":           {propose, flush, request(6, raft.Propose{Data: "a"}), flush},
		"one of two":             {propose, request(6, raft.Propose{Data: "a"}), flush},
		"rejected":               {propose, flush, receive(2, raft.AppendResponse{Term: 1, Rejected: true, Index: 2})},
		"a read":                 {request(7, raft.Read{})},
		"another read":           {request(8, raft.Read{})},
		"two reads":              {request(7, raft.Read{}), request(8, raft.Read{})},
		"two other reads":        {request(7, raft.Read{}), request(9, raft.Read{})},
		"a read of 2":            {receive(2, raft.ReadRequest{ID: 7})},
		"a read of 3":            {receive(3, raft.ReadRequest{ID: 7})},
		"a round":                {request(7, raft.Read{}), flush},
		"a round and a read":     {request(7, raft.Read{}), flush, request(8, raft.Read{})},
		"two rounds":             {request(7, raft.Read{}), flush, request(8, raft.Read{}), flush},
		"a round was answered":   {request(7, raft.Read{}), flush, answer(2, 1, 1)},
		"a round, by node 3":     {request(7, raft.Read{}), flush, answer(3, 1, 1)},
		"nobody was heard since": {machine.Fire{Timer: raft.QuorumTimer}},
		"node 2 was":             {machine.Fire{Timer: raft.QuorumTimer}, answer(2, 1, 0)},
		"node 3 was":             {machine.Fire{Timer: raft.QuorumTimer}, answer(3, 0, 0)},
		"a snapshot":             {take},
		"a transfer":             {take, heartbeat},
		"the next chunk":         {take, heartbeat, receive(3, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 1})},
		"the chunk after it":     {take, heartbeat, receive(3, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 2})},
		"is sent":                {take, heartbeat, receive(3, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 2}), flush},
		"was sent":               {take, heartbeat, answer(3, 1, 0)},
		"deposed":                {propose, flush, receive(2, raft.VoteRequest{Term: 2, LastIndex: 9, LastTerm: 1}), receive(2, raft.AppendRequest{Term: 2})},
	})
	return all
}

// TestDifferentStatesDiffer: the explorer tells states apart by their bytes.
func TestDifferentStatesDiffer(t *testing.T) {
	seen := map[string]string{}
	for name, way := range ways() {
		b := string(way(t).AppendTo(nil))
		require.Empty(t, seen[b], "%s is as %s", name, seen[b])
		seen[b] = name
		require.Equal(t, "before"+b, string(way(t).AppendTo([]byte("before"))), name)
	}
}

// TestClonesGoTheirOwnWay: what happens to a node, and what happens to a clone of it, are as if there were no other.
func TestClonesGoTheirOwnWay(t *testing.T) {
	course := func(from machine.NodeID, data string) []machine.Input {
		id := machine.RequestID(from) * 100
		return []machine.Input{
			receive(from, raft.VoteResponse{Term: 1, Pre: true, Granted: true}),
			request(id+20, raft.ProposeAll{Data: []string{data, data + data}}), request(id+21, raft.Read{}), receive(from, raft.ReadRequest{ID: id}), machine.Flush{},
			request(id+23, raft.Propose{Data: data + "!"}), machine.Flush{},
			receive(from, raft.AppendResponse{Term: 1, Index: 2, Round: 1}), receive(from, raft.AppendResponse{Term: 1, Index: 3, Round: 1}),
			request(id+24, raft.Propose{Data: "unwritten" + data}),
			receive(from, raft.VoteRequest{Term: 3, LastIndex: 9, LastTerm: 1}),
			receive(from, raft.AppendRequest{Term: 3, Entries: []raft.Entry{{Term: 1, Kind: raft.NoOp}, {Term: 3, Data: data}}, Commit: 2}),
			receive(from, raft.AppendRequest{Term: 3, PrevIndex: 2, PrevTerm: 3, Entries: []raft.Entry{{Term: 3, Data: data}}, Commit: 3}),
			machine.Fire{Timer: raft.ElectionTimer}, receive(from, raft.VoteResponse{Term: 4, Granted: true}), request(id+25, raft.Propose{Data: data}),
		}
	}
	one, another := course(2, "x"), course(3, "y")
	for name, way := range ways() {
		for at := range one {
			n, alone, otherAlone := way(t), way(t), way(t)
			for _, in := range one[:at] {
				give(n, in)
				give(alone, in)
				give(otherAlone, in)
			}
			c := n.Clone().(*raft.Node)
			for i := at; i < len(one); i++ {
				give(n, one[i])
				give(c, another[i])
				give(alone, one[i])
				give(otherAlone, another[i])
				require.Equal(t, alone.AppendTo(nil), n.AppendTo(nil), "%s, cloned after %d inputs, %d inputs later", name, at, i-at)
				require.Equal(t, otherAlone.AppendTo(nil), c.AppendTo(nil), "the clone of %s after %d inputs, %d inputs later", name, at, i-at)
			}
		}
	}
}

// TestClonesHaveDisksOfTheirOwn: what is durable at a node is not at its clone.
func TestClonesHaveDisksOfTheirOwn(t *testing.T) {
	n := leading(t, raft.Config{})
	for id := range machine.RequestID(2) {
		give(n, request(id, raft.Propose{Data: "a"}))
		give(n, machine.Flush{})
	}
	c := n.Clone().(*raft.Node)
	before := c.AppendTo(nil)
	give(n, machine.Persisted{Seq: 3})
	require.Equal(t, before, c.AppendTo(nil))
	require.EqualValues(t, 2, n.Stable())
	give(c, machine.Persisted{Seq: 3})
	require.Equal(t, n.AppendTo(nil), c.AppendTo(nil))
	give(c, machine.Persisted{Seq: 4})
	require.EqualValues(t, 2, n.Stable())
	require.EqualValues(t, 3, c.Stable())
}

// TestBatchesAreAcknowledgedInOrder: then answers wait for those in flight, and for none if there are none. Any other order is a mistake of the host.
func TestBatchesAreAcknowledgedInOrder(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, &raft.Storage{})
	m := raft.AppendRequest{Term: 1, Entries: []raft.Entry{{Term: 1, Kind: raft.NoOp}}}
	out := give(n, receive(2, m))
	require.EqualValues(t, 1, out.Seq)
	require.EqualValues(t, 1, out.Sends[0].After)
	require.EqualValues(t, 1, give(n, receive(2, m)).Sends[0].After, "an answer about what is in flight waits for it")
	require.Panics(t, func() { give(n.Clone().(*raft.Node), machine.Persisted{Seq: 2}) })
	give(n, machine.Persisted{Seq: 1})
	require.Zero(t, give(n, receive(2, m)).Sends[0].After, "all is durable")
	require.Panics(t, func() { give(n, machine.Persisted{Seq: 1}) })
}

// TestInputsMayBePointers: that saves hosts an allocation, and is the same.
func TestInputsMayBePointers(t *testing.T) {
	pointer := func(in machine.Input) machine.Input {
		switch in := in.(type) {
		case machine.Receive:
			return &in
		case machine.Request:
			return &in
		case machine.Persisted:
			return &in
		}
		return in
	}
	config := raft.Config{Voters: []machine.NodeID{1, 2, 3}}
	values, pointers := recovered(t, config, &raft.Storage{}), recovered(t, config, &raft.Storage{})
	for _, in := range []machine.Input{
		machine.Fire{Timer: raft.ElectionTimer}, machine.Persisted{Seq: 1}, receive(2, raft.VoteResponse{Term: 1, Granted: true}), machine.Flush{},
		request(1, raft.Propose{Data: "a"}), request(2, raft.Read{}), machine.Flush{}, machine.Persisted{Seq: 2}, machine.Persisted{Seq: 3},
		receive(3, raft.AppendResponse{Term: 1, Index: 2, Round: 1}),
	} {
		out := give(values, in)
		require.NotEmpty(t, out.Action)
		require.Equal(t, out, give(pointers, pointer(in)), "%v", in)
		require.Equal(t, values.AppendTo(nil), pointers.AppendTo(nil))
	}
	require.EqualValues(t, 2, pointers.Commit())
}

// TestLateTimersDoNothing: a host may stop a timer too late.
func TestLateTimersDoNothing(t *testing.T) {
	all := ways()
	for name, timers := range map[string][]raft.Timer{
		"storage: a term":     {raft.LeaderTimer, raft.HeartbeatTimer, raft.QuorumTimer},
		"election: asked":     {raft.LeaderTimer, raft.HeartbeatTimer, raft.QuorumTimer},
		"election: candidate": {raft.LeaderTimer, raft.HeartbeatTimer, raft.QuorumTimer},
		"election: follows 2": {raft.HeartbeatTimer, raft.QuorumTimer},
		"leader: quiet":       {raft.LeaderTimer, raft.ElectionTimer},
	} {
		for _, timer := range timers {
			n := all[name](t)
			before := n.AppendTo(nil)
			require.Equal(t, &machine.Output{}, give(n, machine.Fire{Timer: timer}), "%s, %v", name, timer)
			require.Equal(t, before, n.AppendTo(nil), "%s, %v", name, timer)
		}
	}
}

// TestStepsAreNamed: refinement looks for the action of the specification that a step names.
func TestStepsAreNamed(t *testing.T) {
	all := ways()
	meta := raft.SnapshotMeta{Index: 9, Term: 1, Size: 3}
	for i, c := range []struct {
		way  string
		in   machine.Input
		want machine.Action
	}{
		{"election: follows 2", machine.Fire{Timer: raft.LeaderTimer}, raft.ActionLeaderTimeout},
		{"election: follows 2", machine.Fire{Timer: raft.ElectionTimer}, raft.ActionElectionTimeout},
		{"election: follows 2", request(1, raft.Read{}), raft.ActionForwardRead},
		{"election: follows 2", receive(2, raft.ReadResponse{ID: 1}), raft.ActionHandleReadResponse},
		{"election: follows 2", receive(2, raft.AppendRequest{Term: 1}), raft.ActionHandleAppendRequest},
		{"election: follows 2", receive(2, raft.AppendRequest{}), raft.ActionHandleAppendRequest},
		{"election: follows 2", receive(2, raft.SnapshotRequest{Term: 1, Snapshot: meta, Length: 1}), raft.ActionHandleSnapshotRequest},
		{"election: follows 2", receive(2, raft.SnapshotRequest{Snapshot: meta, Length: 1}), raft.ActionHandleSnapshotRequest},
		{"election: follows 2", receive(2, raft.VoteRequest{Term: 2}), raft.ActionHandleVoteRequest},
		{"election: asked", receive(2, raft.VoteRequest{Term: 1, Pre: true}), raft.ActionHandlePreVoteRequest},
		{"election: asked", receive(2, raft.VoteResponse{Term: 1, Pre: true, Granted: true}), raft.ActionHandlePreVoteResponse},
		{"election: asked", receive(2, raft.VoteResponse{Term: 2, Pre: true}), raft.ActionHandlePreVoteResponse},
		{"election: candidate", receive(2, raft.VoteResponse{Term: 1, Granted: true}), raft.ActionHandleVoteResponse},
		{"election: candidate", receive(2, raft.VoteResponse{Term: 2}), raft.ActionHandleVoteResponse},
		{"election: candidate", machine.Persisted{Seq: 1}, raft.ActionPersist},
		{"leader: quiet", machine.Fire{Timer: raft.HeartbeatTimer}, raft.ActionHeartbeatTimeout},
		{"leader: quiet", machine.Fire{Timer: raft.QuorumTimer}, raft.ActionQuorumTimeout},
		{"leader: quiet", request(1, raft.Propose{}), raft.ActionPropose},
		{"leader: quiet", request(1, raft.Read{}), raft.ActionRead},
		{"leader: quiet", request(1, raft.TakeSnapshot{Index: 1}), raft.ActionTakeSnapshot},
		{"leader: quiet", machine.Flush{}, raft.ActionFlush},
		{"leader: quiet", receive(2, raft.ReadRequest{ID: 1}), raft.ActionHandleReadRequest},
		{"leader: quiet", receive(2, raft.AppendResponse{Term: 1}), raft.ActionHandleAppendResponse},
		{"leader: quiet", receive(2, raft.AppendResponse{Term: 2}), raft.ActionHandleAppendResponse},
		{"leader: quiet", receive(2, raft.SnapshotResponse{Term: 1}), raft.ActionHandleSnapshotResponse},
		{"leader: quiet", receive(2, raft.SnapshotResponse{Term: 2}), raft.ActionHandleSnapshotResponse},
	} {
		require.Equal(t, c.want, give(all[c.way](t), c.in).Action, "%d: %v", i, c.in)
	}
	var out machine.Output
	protocol, err := raft.New(raft.Config{Voters: []machine.NodeID{1}})
	require.NoError(t, err)
	protocol.Recover(1, protocol.Empty(1), &out)
	require.Equal(t, raft.ActionRecover, out.Action)
}

// TestClonesKeepWhatWaits: a leader steps down, leads again, and is asked for something else; its clone goes on to lead.
func TestClonesKeepWhatWaits(t *testing.T) {
	n := leading(t, raft.Config{})
	give(n, request(1, raft.Propose{Data: "a"}))
	give(n, machine.Flush{})
	give(n, request(2, raft.Propose{Data: "b"}))
	c := n.Clone().(*raft.Node)
	want := c.Proposals()
	give(n, receive(2, raft.VoteRequest{Term: 2, LastIndex: 9, LastTerm: 1}))
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, receive(2, raft.VoteResponse{Term: 3, Granted: true}))
	give(n, receive(3, raft.VoteResponse{Term: 3, Granted: true}))
	give(n, request(3, raft.Propose{Data: "c"}))
	require.Len(t, n.Proposals(), 2)
	require.Equal(t, want, c.Proposals())
}

// TestStrangersAreNotHeard: a message of a node that is no voter, or of the node itself, is refused, whatever it says.
func TestStrangersAreNotHeard(t *testing.T) {
	for _, from := range []machine.NodeID{1, 9, raft.None} {
		for _, m := range []machine.Message{
			raft.VoteRequest{Term: 200, LastIndex: 9, LastTerm: 9},
			raft.VoteRequest{Term: 200, Pre: true, LastIndex: 9, LastTerm: 9},
			raft.VoteResponse{Term: 200},
			raft.AppendRequest{Term: 200, Entries: []raft.Entry{{Term: 200, Data: "stranger"}}, Commit: 1},
			&raft.AppendRequest{Term: 200},
			raft.AppendResponse{Term: 200, Rejected: true},
			raft.SnapshotRequest{Term: 200, Snapshot: raft.SnapshotMeta{Index: 1, Term: 1, Size: 1}, Length: 1},
			raft.SnapshotResponse{Term: 200},
			raft.ReadRequest{ID: 7},
			raft.ReadResponse{ID: 7, Index: 1},
		} {
			s := start(t, stageOptions{nodes: 3})
			s.refuses(t, deliver(from, 1, m))
			require.Zero(t, s.node(1).Term())
		}
	}
}

// TestStatesAreDescribed: every fact has its line.
func TestStatesAreDescribed(t *testing.T) {
	s := compacted(t, 5)
	s.must(t, ask(1, 20, raft.Propose{Data: "d"}))
	s.must(t, ask(1, 21, raft.Read{}))
	require.Equal(t, []string{
		"leader, term 1, vote 1, leader 1", `log after 4: [1:"d"]`, "committed to 4", "snapshot 4:1 of 5 bytes, handle 1", "request 20 waits for 5:1",
		"written to 4, durable to 4", "follower 2: replicate, match 4, next 5", "follower 3: snapshot, match 0, byte 0, paused", "read 21 of node 1 waits for 4, round 0",
	}, s.node(1).Describe())
	require.Equal(t, []string{"term 1, vote 1", "log after 4: []", "snapshot 4:1 of 5 bytes, handle 1"}, s.at(1).Durable.(*raft.Storage).Describe())

	s.must(t, fire(1, raft.HeartbeatTimer))
	var chunk machine.Message
	for _, e := range s.mail {
		if isChunk(e) {
			chunk = e.Message
		}
	}
	s.hears(t, 1, 3, chunk)
	require.Contains(t, s.node(3).Describe(), "incoming snapshot 4:1 of 5 bytes, handle 1, to byte 2")
}
