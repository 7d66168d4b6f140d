package rafttest

import (
	"bytes"
	"fmt"
	"slices"
)

// The names of the properties of clients' sessions in simulations.
const (
	// SessionOnce says that a command takes effect at most once, however often it is in the log: at all replicas at the same index, also at those
	// that know a part of the log from a snapshot only.
	SessionOnce = "session once"
	// OutcomesAreTrue says that a command that was answered has had that effect, and that one of which the client was told that it never will
	// be applied never is.
	OutcomesAreTrue = "outcomes are true"
	// ReplicasAreEqual says that replicas that have applied as much have the same sessions and registers, and that each register is as the last
	// effect on it has left it: no write is lost.
	ReplicasAreEqual = "replicas are equal"
)

func replicasAreEqual(w *World) error {
	g := w.Ghost.(*Crowd)
	for i, a := range g.replicas {
		for j, b := range g.replicas[:i] {
			if a.Applied() != b.Applied() {
				continue
			}
			if !slices.Equal(a.store.registers, b.store.registers) {
				return fmt.Errorf("at %d node %d has the registers %v, and node %d %v", a.Applied(), j+1, b.store.registers, i+1, a.store.registers)
			}
			if !bytes.Equal(a.Sessions().AppendTo(nil), b.Sessions().AppendTo(nil)) {
				return fmt.Errorf("at %d the sessions of nodes %d and %d differ", a.Applied(), j+1, i+1)
			}
		}
		if a.Applied() < g.decided {
			continue
		}
		if registers := g.written(); !slices.Equal(registers, a.store.registers) {
			return fmt.Errorf("node %d has the registers %v, expected %v", i+1, a.store.registers, registers)
		}
	}
	return nil
}

// written returns the registers after all effects.
func (g *Crowd) written() []register {
	registers := make([]register, g.workload.Keys)
	for i := range g.effects.length {
		if e := g.effects.at(i); e.key >= 0 {
			registers[e.key] = register{e.value, registers[e.key].version + 1}
		}
	}
	return registers
}

// The situations of sessions that simulations must come to.
const (
	// RepeatedSeen is that a command is proposed again after it was applied, and answered by its first result.
	RepeatedSeen Situation = "a command is answered by the result of an earlier attempt"
	// RememberedSeen is that this happens at a node that knows of the earlier attempt from a snapshot.
	RememberedSeen Situation = "a command is answered by a result in a snapshot"
	// ExpiredSeen is that a session expires that its client still uses.
	ExpiredSeen Situation = "a client's session has expired"
)

func countsOf(is func(c *Counts) bool) func(w *World) bool {
	return func(w *World) bool { return is(&w.Ghost.(*Crowd).counts) }
}

var sessionSituations = map[Situation]func(w *World) bool{
	RepeatedSeen:   countsOf(func(c *Counts) bool { return c.Repeated > 0 }),
	RememberedSeen: countsOf(func(c *Counts) bool { return c.Remembered > 0 }),
	ExpiredSeen:    countsOf(func(c *Counts) bool { return c.Expired > 0 }),
}
