package rafttest

import (
	"context"
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// sessionBugs are bugs of what hosts make of sessions, and the property that each violates.
var sessionBugs = map[string]struct {
	plant    func(w *Workload)
	property string
}{
	"every attempt takes effect": {func(w *Workload) {
		w.apply = func(r *replica, index raft.Index, data string) rsm.Outcome {
			e, err := rsm.DecodeEntry(data)
			c, ok := e.(rsm.Command)
			if err != nil || !ok {
				return r.Apply(index, data)
			}
			r.Pass(index)
			return rsm.Outcome{Kind: rsm.Applied, Session: c.Session, Seq: c.Seq, Result: r.store.Apply(index, c.Data)}
		}
	}, SessionOnce},
	"snapshots have no results": {func(w *Workload) { w.restored = forgetResults }, SessionOnce},
	"snapshots have no sessions": {func(w *Workload) {
		w.restored = func(w *Workload, r *replica) { r.Replica = restarted(w, r, nil) }
	}, SessionOnce},
	"the result is that of now": {func(w *Workload) {
		w.apply = func(r *replica, index raft.Index, data string) rsm.Outcome {
			o := r.Apply(index, data)
			if o.Cached {
				o.Result += "0"
			}
			return o
		}
	}, OutcomesAreTrue},
	"what is applied is said not to be": {func(w *Workload) {
		w.apply = func(r *replica, index raft.Index, data string) rsm.Outcome {
			o := r.Apply(index, data)
			if o.Kind == rsm.Applied {
				o = rsm.Outcome{Kind: rsm.NotApplied, Session: o.Session, Seq: o.Seq}
			}
			return o
		}
	}, OutcomesAreTrue},
	"what is not applied is said to be": {func(w *Workload) {
		w.apply = func(r *replica, index raft.Index, data string) rsm.Outcome {
			o := r.Apply(index, data)
			if o.Kind == rsm.Expired {
				o = rsm.Outcome{Kind: rsm.Applied, Session: o.Session, Seq: o.Seq}
			}
			return o
		}
	}, OutcomesAreTrue},
	"snapshots have no results, and the end shows": {func(w *Workload) { w.restored = forgetResults }, ReplicasAreEqual},
}

// forgetResults replaces a replica by one that has the same sessions without their results.
func forgetResults(w *Workload, r *replica) { r.Replica = restarted(w, r, sessionsOf(r.Sessions())) }

// restarted returns a replica that is where another one is, and has nothing but these sessions.
func restarted(w *Workload, r *replica, sessions []uint64) *rsm.Replica {
	fresh, err := rsm.NewReplica(r.store, w.Sessions)
	if err != nil {
		panic(err)
	}
	for index := uint64(1); index <= r.Applied(); index++ {
		if len(sessions) > 0 && sessions[0] == index {
			fresh.Apply(index, string(rsm.Register{Now: r.Sessions().Time()}.AppendTo(nil)))
			sessions = sessions[1:]
		} else {
			fresh.Pass(index)
		}
	}
	return fresh
}

// sessionsOf returns the names of all sessions, in order.
func sessionsOf(s *rsm.Sessions) []uint64 {
	b := s.AppendTo(nil)
	next := func() uint64 {
		n, length := binary.Uvarint(b)
		b = b[length:]
		return n
	}
	for range 4 { // the limits and the time
		next()
	}
	ids := make([]uint64, next())
	for i := range ids {
		ids[i] = next()
		next()
		next()
		for range next() {
			next()
			b = b[next():]
		}
	}
	slices.Sort(ids)
	return ids
}

// TestWalkFindsBugsOfSessions plants bugs in how commands are applied, and in what snapshots have of sessions.
func TestWalkFindsBugsOfSessions(t *testing.T) {
	for name, b := range sessionBugs {
		t.Run(name, func(t *testing.T) {
			system := func() *explore.System {
				w := DefaultWorkload(3)
				b.plant(&w)
				s, err := w.System()
				require.NoError(t, err)
				s.Properties = only(s.Properties, b.property)
				return s
			}
			totals, err := walk.Many(context.Background(), system, walk.Options{
				Runs: 100, Workers: 1, Events: 3000, CheckEvery: 10, Timing: Timing, AskEvery: AskEvery, Time: time.Minute, Bound: 5 * time.Second,
			})
			require.NoError(t, err)
			require.NotNil(t, totals.Violation)
			require.Equal(t, b.property, totals.Violation.Property)
			t.Logf("run %d, %d events: %v", totals.Runs, len(totals.Violation.Run.Transitions), totals.Violation.Why)
		})
	}
}
