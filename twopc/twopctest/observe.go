package twopctest

import (
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// Observe returns the ghost after a step.
func (g *Ghost) Observe(step *explore.Step) explore.Ghost {
	if !noticed(step) {
		return g
	}
	next := &Ghost{g.config, slices.Clone(g.Clients), slices.Clone(g.Applications), g.WrongWork, g.WrongAnswer}
	changed := next.asked(step.Event)
	for _, r := range step.Replies {
		changed = next.answered(step.Event.Node, r) || changed
	}
	for _, e := range step.Sends {
		changed = next.voted(e) || changed
	}
	for _, a := range step.Applies {
		next.told(step.Event.Node, a.Command)
		changed = true
	}
	if !changed {
		return g
	}
	return next
}

// noticed reports whether a step may change the ghost. Most do not, and cost nothing then.
func noticed(step *explore.Step) bool {
	return step.Event.Kind == explore.Ask || step.Event.Kind == explore.Crash || len(step.Replies) > 0 || len(step.Applies) > 0 ||
		slices.ContainsFunc(step.Sends, func(e explore.Envelope) bool { _, vote := e.Message.(twopc.Vote); return vote })
}

// asked notes what a client or an application does, and what a crash takes from an application.
func (g *Ghost) asked(e explore.Event) bool {
	switch e.Kind {
	case explore.Crash:
		if int(e.Node) < 1 || int(e.Node) > len(g.Applications) {
			return false
		}
		g.Application(e.Node).Locks = nil
		return true
	case explore.Ask:
		return g.requested(e)
	case explore.Deliver, explore.Drop, explore.Fire, explore.Flush, explore.Persist, explore.Recover:
	}
	return false
}

func (g *Ghost) requested(e explore.Event) bool {
	k, _, _ := g.requester(e.Request.ID)
	c := &g.Clients[k]
	switch op := e.Request.Op.(type) {
	case twopc.Commit:
		c.Asked = true
	case twopc.Abort:
		if e.Node == op.Txn.Coordinator {
			c.GaveUp = true
		} else {
			c.GaveUpAt = c.GaveUpAt.With(e.Node)
		}
	case twopc.Enlist:
		g.Application(e.Node).lock(op.Txn)
	case twopc.Forget:
		a := g.Application(e.Node)
		a.Forgotten = insert(a.Forgotten, op.Txn)
	default:
		return false
	}
	return true
}

// answered notes an answer of a node. Each must fit what was asked.
func (g *Ghost) answered(by machine.NodeID, r machine.Reply) bool {
	k, abort, known := g.requester(r.ID)
	if !known {
		g.WrongAnswer = true
		return true
	}
	c := &g.Clients[k]
	switch result := r.Result.(type) {
	case twopc.Began:
		g.WrongAnswer = g.WrongAnswer || abort || c.Txn.Number != 0
		c.Txn = result.Txn
	case twopc.Enlisted:
		g.WrongAnswer = g.WrongAnswer || abort || result.Txn != c.Txn || c.Enlisted.Has(by)
		c.Enlisted = c.Enlisted.With(by)
	case twopc.Ended:
		asked := c.Asked
		if abort {
			asked = c.GaveUp && by == c.Txn.Coordinator || c.GaveUpAt.Has(by)
		}
		g.WrongAnswer = g.WrongAnswer || !asked || result.Txn != c.Txn
		c.Told |= telling(result.Outcome)
	case twopc.Forgotten:
		g.WrongAnswer = g.WrongAnswer || abort || result.Txn != c.Txn
		return g.WrongAnswer
	}
	return true
}

func (g *Ghost) voted(e explore.Envelope) bool {
	m, ok := e.Message.(twopc.Vote)
	if !ok {
		return false
	}
	k := g.clientOf(m.Txn)
	if k < 0 {
		return false
	}
	switch c := &g.Clients[k]; m.Choice {
	case twopc.Yes:
		c.Promised = c.Promised.With(e.From)
	case twopc.ReadOnly:
		c.Read = c.Read.With(e.From)
	case twopc.No:
		return false
	}
	return true
}

// told notes what an application at a participant is told.
func (g *Ghost) told(at machine.NodeID, c machine.Command) {
	a := g.Application(at)
	switch c := c.(type) {
	case twopc.RestoreBranch:
		a.lock(c.Txn)
		g.checkWork(c.Txn, c.Work)
	case twopc.CommitBranch:
		a.end(c.Txn, ToldCommit)
		g.checkWork(c.Txn, c.Work)
	case twopc.AbortBranch:
		a.end(c.Txn, ToldAbort)
	case twopc.ReleaseBranch:
		a.release(c.Txn)
	}
}

func (g *Ghost) checkWork(t twopc.Txn, got string) {
	if k := g.clientOf(t); k < 0 || got != work(k) {
		g.WrongWork = true
	}
}

func (a *Application) lock(t twopc.Txn) { a.Locks = insert(a.Locks, t) }

func (a *Application) release(t twopc.Txn) {
	a.Locks = slices.DeleteFunc(slices.Clone(a.Locks), func(u twopc.Txn) bool { return u == t })
}

func (a *Application) end(t twopc.Txn, told Telling) {
	a.release(t)
	at, found := slices.BinarySearchFunc(a.Ends, t, func(e End, t twopc.Txn) int { return e.Txn.Compare(t) })
	a.Ends = slices.Clone(a.Ends)
	if !found {
		a.Ends = slices.Insert(a.Ends, at, End{Txn: t})
	}
	a.Ends[at].Told |= told
}

// insert returns the sorted list with t in it, once.
func insert(list []twopc.Txn, t twopc.Txn) []twopc.Txn {
	at, found := slices.BinarySearchFunc(list, t, twopc.Txn.Compare)
	if found {
		return list
	}
	return slices.Insert(slices.Clone(list), at, t)
}
