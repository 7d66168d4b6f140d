package rafttest

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// outcome is what became of an operation.
type outcome uint8

const (
	called outcome = iota
	done
	failed
	unknown
)

// sighting is a call of a client, or its return.
type sighting struct {
	process int64
	op      operation
	how     outcome
	value   uint64
}

func (g *Crowd) see(c *client, how outcome, value uint64) {
	g.seen = g.seen.with(sighting{c.process, c.op, how, value})
}

// Seen returns what the clients of a simulation saw, as a history of one register for each key.
func Seen(w *explore.World) (*history.History, error) {
	g, ok := w.Ghost.(*Crowd)
	if !ok {
		return nil, fmt.Errorf("rafttest: a %T has no history of clients", w.Ghost)
	}
	b := &history.Builder{Name: "simulation"}
	for i := range g.seen.length {
		s := g.seen.at(i)
		e := history.Event{
			Type:    [...]history.EventType{history.EventInvoke, history.EventOK, history.EventFail, history.EventInfo}[s.how],
			Process: s.process, HasProcess: true, F: "write", Key: history.Int(int64(s.op.key)), Value: history.Int(int64(s.op.value)),
			Index: int64(i), HasIndex: true, Time: history.NoTime,
		}
		if s.op.value == 0 {
			e.F, e.Value = "read", history.Nil
			if s.how == done {
				e.Value = history.Int(int64(s.value))
			}
		}
		if err := b.Add(e); err != nil {
			return nil, fmt.Errorf("rafttest: %w", err)
		}
	}
	return b.History(), nil
}

// Linearizability says that what clients saw is linearizable. It is of the kind Eventually, so that it is looked at when a run is over.
const Linearizability = "linearizability"

func linearizable(w *World) error {
	h, err := Seen(w.World)
	if err != nil {
		return err
	}
	m, err := model.New("register", model.Options{Init: history.Int(0), HasInit: true})
	if err != nil {
		return err
	}
	verdict, err := linearizability.Check(context.Background(), m, h, linearizability.Options{Workers: 1})
	switch {
	case err != nil:
		return err
	case verdict.Outcome == engine.Invalid && verdict.Explanation != nil:
		return fmt.Errorf("%v", verdict.Explanation)
	case verdict.Outcome != engine.Valid:
		return fmt.Errorf("the history is %v: %s", verdict.Outcome, verdict.Why)
	}
	return nil
}
