package rafttest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// store is the application of simulations: registers that know how often they were written. So it shows if a command takes effect twice.
type store struct {
	registers []register
	// last is the effect of the command that was applied last.
	last effect
}

// register is a value and how often it was written, 0 and 0 in the beginning.
type register struct{ value, version uint64 }

// effect is a value that a key got at an index of the log, and the version that this made.
type effect struct {
	index   raft.Index
	key     int
	value   uint64
	version uint64
}

func newStore(keys int) *store { return &store{registers: make([]register, keys)} }

// clone returns an independent copy.
func (s *store) clone() *store { return &store{slices.Clone(s.registers), s.last} }

// command is what a client proposes to write.
func (o operation) command() string { return fmt.Sprintf("%d=%d", o.key, o.value) }

// Apply writes a register, and answers with its version.
func (s *store) Apply(index uint64, command string) string {
	key, value, _ := strings.Cut(command, "=")
	k, errKey := strconv.Atoi(key)
	v, errValue := strconv.ParseUint(value, 10, 64)
	if errKey != nil || errValue != nil || k < 0 || k >= len(s.registers) {
		s.last = effect{index: index, key: -1}
		return fmt.Sprintf("%q is no command", command)
	}
	r := &s.registers[k]
	r.value, r.version = v, r.version+1
	s.last = effect{index, k, v, r.version}
	return strconv.FormatUint(r.version, 10)
}

// Snapshot returns the registers.
func (s *store) Snapshot() io.WriterTo {
	var b []byte
	for _, r := range s.registers {
		b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, r.value), r.version)
	}
	return bytes.NewReader(b)
}

// Restore reads what Snapshot has written.
func (s *store) Restore(in io.Reader) error {
	b, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if len(b) != 16*len(s.registers) {
		return errors.New("the snapshot is of another number of registers")
	}
	for i := range s.registers {
		s.registers[i] = register{binary.BigEndian.Uint64(b[16*i:]), binary.BigEndian.Uint64(b[16*i+8:])}
	}
	return nil
}

// replica is the application of a node and the sessions of its clients.
type replica struct {
	*rsm.Replica
	store *store
	// restored is the index of the snapshot that it began with, and image its snapshot where applications take one.
	restored raft.Index
	image    []byte
}

func (w *Workload) newReplica() *replica {
	s := newStore(w.Keys)
	r, err := rsm.NewReplica(s, w.Sessions)
	if err != nil {
		panic(err) // Workload.System checks the limits
	}
	return &replica{Replica: r, store: s}
}

func (r *replica) clone() *replica {
	s := r.store.clone()
	return &replica{r.Replica.Clone(s), s, r.restored, nil}
}

// image is a snapshot that an application has put aside.
type image struct {
	index  raft.Index
	handle uint64
	bytes  []byte
}

// perform has the application of a node do what it was told in a step.
func (g *Crowd) perform(step *explore.Step) {
	at := step.After.ID
	r := g.replicas[at-1].clone()
	for _, a := range step.Applies {
		switch c := a.Command.(type) {
		case raft.RestoreSnapshot:
			r = g.restore(at, c.Snapshot)
		case raft.ApplyEntries:
			g.apply(at, r, c)
		}
	}
	if g.takesSnapshotAt(r.Applied()) {
		r.image = g.imageOf(at, r)
	}
	g.replicas = slices.Clone(g.replicas)
	g.replicas[at-1] = r
}

// apply applies entries, and answers the clients at the node. What cannot follow is left out: History says that it is wrong.
func (g *Crowd) apply(at machine.NodeID, r *replica, c raft.ApplyEntries) {
	if c.First != r.Applied()+1 {
		return
	}
	requests := c.Requests
	for i, e := range c.Entries {
		index := c.First + raft.Index(i)
		if e.Kind == raft.NoOp {
			r.Pass(index)
			continue
		}
		o := g.workload.applies(r, index, e.Data)
		g.noteEffect(at, r, index)
		for ; len(requests) > 0 && requests[0].Index <= index; requests = requests[1:] {
			if requests[0].Index == index {
				g.told(r, requests[0].ID, o)
			}
		}
	}
}

// restore returns the application of a node after it has taken the state of a snapshot.
func (g *Crowd) restore(at machine.NodeID, meta raft.SnapshotMeta) *replica {
	r := g.workload.newReplica()
	for i := g.images.length - 1; i >= 0; i-- {
		if put := g.images.at(i); put.index == meta.Index && put.handle == meta.Handle {
			if err := r.Restore(bytes.NewReader(put.bytes)); err != nil {
				g.noteTwice("node %d restores %v: %v", at, meta, err)
				return g.workload.newReplica()
			}
			r.restored = meta.Index
			g.workload.restores(r)
			return r
		}
	}
	g.noteTwice("node %d restores %v, which nobody has taken", at, meta)
	return r
}

// imageOf returns the bytes of the snapshot of an application, which are those of all others at the same index.
func (g *Crowd) imageOf(at machine.NodeID, r *replica) []byte {
	var b bytes.Buffer
	if _, err := r.Snapshot().WriteTo(&b); err != nil {
		g.noteTwice("node %d cannot write its snapshot at %d: %v", at, r.Applied(), err)
	}
	for i := g.images.length - 1; i >= 0; i-- {
		if put := g.images.at(i); put.index == r.Applied() && !bytes.Equal(put.bytes, b.Bytes()) {
			g.noteTwice("the snapshots of nodes %d and %d at %d differ", put.handle, at, put.index)
		}
	}
	return b.Bytes()
}

func (g *Crowd) takesSnapshotAt(applied raft.Index) bool {
	return applied%g.workload.SnapshotEvery == g.workload.SnapshotEvery-1
}

// noteEffect notes whether the entry at an index took effect at a node. The first node to apply it says what that is, and no value may be written that was
// written before; the others must do the same.
func (g *Crowd) noteEffect(at machine.NodeID, r *replica, index raft.Index) {
	did := r.store.last
	took := did.index == index
	if index > g.decided {
		g.decided = index
		if !took {
			return
		}
		switch before := g.effectOf(did.value); {
		case did.key < 0:
			g.noteTwice("the entry at %d is no command of a client", index)
		case before != nil:
			g.noteTwice("the write of %d to key %d takes effect at %d, as it did at %d", did.value, did.key, index, before.index)
		case g.saidToFail(did.value):
			g.noteUntrue("the write of %d to key %d takes effect at %d, but its client was told that it never will", did.value, did.key, index)
		}
		g.effects = g.effects.with(did)
		return
	}
	was := effect{}
	for i := g.effects.length - 1; i >= 0 && g.effects.at(i).index >= index; i-- {
		was = *g.effects.at(i)
	}
	if was.index != index {
		was = effect{}
	}
	if !took {
		did = effect{}
	}
	if was != did {
		g.noteTwice("at node %d the entry at %d has the effect %v, at others %v", at, index, did, was)
	}
}

// effectOf returns the effect that has written a value, nil if there is none.
func (g *Crowd) effectOf(value uint64) *effect {
	for i := g.effects.length - 1; i >= 0; i-- {
		if e := g.effects.at(i); e.value == value {
			return e
		}
	}
	return nil
}

func (g *Crowd) saidToFail(value uint64) bool {
	for i := range g.failures.length {
		if *g.failures.at(i) == value {
			return true
		}
	}
	return false
}
