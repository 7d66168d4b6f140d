// Package etcd offers the RawNode of go.etcd.io/raft/v3 to the harness, as of v3.7, where messages and entries are pointers. It is tuned: nothing is
// logged, and all that waits is stepped before a Ready.
package etcd

import (
	"io"
	"math"
	"math/rand/v2"

	cryptorand "crypto/rand"

	"go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"

	"github.com/tenet-go/tenet/bench/raft/harness"
)

// Core is a harness.Core.
type Core struct{}

// Name is the version.
func (Core) Name() string { return "etcd-3.7.0" }

// Windows are two: which is faster depends on the load.
func (Core) Windows() []int { return []int{2, 256} }

// Answers says whether requests are answered. Hosts find out for themselves.
func (Core) Answers() bool { return false }

// Data converts what is proposed.
func (Core) Data(s string) []byte { return []byte(s) }

// Encode appends the bytes of a message to b.
func (Core) Encode(b []byte, m *raftpb.Message) []byte {
	b, err := proto.MarshalOptions{}.MarshalAppend(b, m)
	if err != nil {
		panic(err) // cannot be: a message of ours has all that is required
	}
	return b
}

// Own is 0: decoding copies.
func (Core) Own(*raftpb.Message) int { return 0 }

// New returns a node that begins with empty storage.
func (Core) New(id int, o *harness.Options) harness.Node[*raftpb.Message, []byte] {
	n := &node{id: uint64(id), options: o, storage: raft.NewMemoryStorage()}
	for v := range o.Nodes {
		n.conf.Voters = append(n.conf.Voters, uint64(v+1))
	}
	// A log that begins with a snapshot of the configuration is how a cluster is best made, says NewRawNode.
	err := n.storage.ApplySnapshot(&raftpb.Snapshot{Metadata: &raftpb.SnapshotMetadata{
		ConfState: &n.conf, Index: new(uint64(origin)), Term: new(uint64(1)),
	}})
	if err != nil {
		panic(err) // cannot be: the storage is empty
	}
	n.Restart()
	return n
}

// origin is the index of the snapshot that all logs begin with. The harness counts from there.
const origin = 1

type node struct {
	id        uint64
	options   *harness.Options
	conf      raftpb.ConfState
	storage   *raft.MemoryStorage
	raw       *raft.RawNode
	restored  uint64
	restoring bool
}

// Restart begins again from what is in storage.
func (n *node) Restart() {
	n.seed()
	snapshot, err := n.storage.Snapshot()
	if err != nil {
		panic(err) // cannot be: memory has one
	}
	n.restored, n.restoring = snapshot.GetMetadata().GetIndex(), true
	n.raw, err = raft.NewRawNode(&raft.Config{
		ID: n.id, ElectionTick: n.options.ElectionTicks, HeartbeatTick: 1, Storage: n.storage, Applied: n.restored,
		MaxSizePerMsg: uint64(n.options.MaxMessageBytes), MaxCommittedSizePerReady: math.MaxUint64, MaxInflightMsgs: n.options.MaxInflight,
		CheckQuorum: n.options.CheckQuorum, PreVote: n.options.PreVote, Logger: silent{}, DisableProposalForwarding: true,
	})
	if err != nil {
		panic(err) // a mistake of ours
	}
}

// seed has the election timeouts drawn from the node's own source. They come from the one of package crypto/rand.
func (n *node) seed() {
	if n.options.Random != nil {
		cryptorand.Reader = source{n.options.Random}
	}
}

type source struct{ *rand.Rand }

func (s source) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(s.Uint32())
	}
	return len(b), nil
}

var _ io.Reader = source{}

// Decode makes a message of its bytes.
func (*node) Decode(b []byte, _ bool) (*raftpb.Message, error) {
	m := new(raftpb.Message)
	if err := proto.Unmarshal(b, m); err != nil {
		return nil, err
	}
	return m, nil
}

// Receive gives it a message.
func (n *node) Receive(m *raftpb.Message) {
	n.seed()
	_ = n.raw.Step(m) // what is refused changes nothing
}

// Tick says that a heartbeat interval is over.
func (n *node) Tick() {
	n.seed()
	n.raw.Tick()
}

// Campaign ends its election timeout.
func (n *node) Campaign() { _ = n.raw.Campaign() }

// Propose proposes data.
func (n *node) Propose(_ uint64, data []byte) bool { return n.raw.Propose(data) == nil }

// ProposeAll proposes data at once.
func (n *node) ProposeAll(_ uint64, data [][]byte) bool {
	entries := make([]*raftpb.Entry, len(data))
	values := make([]raftpb.Entry, len(data))
	for i, d := range data {
		values[i].Data = d
		entries[i] = &values[i]
	}
	return n.raw.Step(&raftpb.Message{Type: raftpb.MsgProp.Enum(), From: new(n.id), Entries: entries}) == nil
}

// Compact takes a snapshot.
func (n *node) Compact(index uint64) {
	index += origin
	if _, err := n.storage.CreateSnapshot(index, &n.conf, nil); err != nil {
		return // there is a newer one
	}
	first, err := n.storage.FirstIndex()
	if err == nil && index >= first+n.options.Trailing {
		err = n.storage.Compact(index - n.options.Trailing)
	}
	if err != nil {
		panic(err) // a mistake of ours
	}
}

// Flush handles what is ready.
func (n *node) Flush(host harness.Host[*raftpb.Message, []byte]) {
	n.seed()
	if n.restoring {
		n.restoring = false
		host.Restore(n.restored - origin)
	}
	for n.raw.HasReady() {
		rd := n.raw.Ready()
		n.write(&rd)
		if !raft.IsEmptySnap(rd.Snapshot) {
			host.Restore(rd.Snapshot.GetMetadata().GetIndex() - origin)
		}
		for _, m := range rd.Messages {
			host.Send(int(m.GetTo()), m)
		}
		for _, e := range rd.CommittedEntries {
			host.Apply(e.GetIndex()-origin, e.Data)
		}
		n.raw.Advance(rd)
	}
}

func (n *node) write(rd *raft.Ready) {
	var err error
	if !raft.IsEmptySnap(rd.Snapshot) {
		err = n.storage.ApplySnapshot(rd.Snapshot)
	}
	if err == nil && len(rd.Entries) > 0 {
		err = n.storage.Append(rd.Entries)
	}
	if err == nil && !raft.IsEmptyHardState(rd.HardState) {
		err = n.storage.SetHardState(rd.HardState)
	}
	if err != nil {
		panic(err) // memory does not fail
	}
}

// Leader returns the node's term, and whether it leads.
func (n *node) Leader() (term uint64, leads bool) {
	status := n.raw.BasicStatus()
	return status.GetTerm(), status.RaftState == raft.StateLeader
}

// Sent reports what became of a snapshot, as hosts must: the leader sends the follower nothing else until then.
func (n *node) Sent(m *raftpb.Message, arrived bool) {
	if m.GetType() != raftpb.MsgSnap {
		return
	}
	status := raft.SnapshotFinish
	if !arrived {
		status = raft.SnapshotFailure
	}
	n.raw.ReportSnapshot(m.GetTo(), status)
}

// Crash has nothing to do: without a Ready nothing leaves.
func (n *node) Crash(harness.Host[*raftpb.Message, []byte]) {}
