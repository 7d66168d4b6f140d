package causal

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Options say how to check. The zero value is good.
type Options struct {
	// Memory bounds the bytes that vector clocks take, if it is not 0. Models other than CM and PRAM take
	// their sessions in parts, so as to stay below the bound.
	Memory int64
	// WithoutHolds leaves Result.Holds out. For CM and PRAM it has an order of all writes for each session.
	WithoutHolds bool
}

// Result is the answer to Check.
type Result struct {
	Outcome engine.Outcome
	// Violation is set if the outcome is Invalid: it is a pattern with the cycle that makes it.
	Violation *proof.Finding
	// Holds is set if the outcome is Valid: Order has all writes for CCv and the session guarantees, Views
	// is for CM and PRAM. CC needs neither, for it is the absence of its patterns.
	Holds *proof.Holds
	// Why says what is missing if the outcome is Undecided.
	Why string
}

// Check decides whether a history satisfies a model. Errors are about histories that are not of single
// reads and writes of registers.
func Check(ctx context.Context, h *txn.History, m Model, o Options) (Result, error) {
	if !m.decided() {
		return Result{}, fmt.Errorf("%s: expected one of Models", m)
	}
	g, err := newGraph(h)
	if err != nil {
		return Result{}, err
	}
	c := &checker{ctx: ctx, g: g, options: o}
	violation, holds := c.check(m)
	switch {
	case c.why != "":
		return Result{Why: c.why}, nil
	case violation != nil:
		return Result{Outcome: engine.Invalid, Violation: violation}, nil
	case o.WithoutHolds:
		holds = nil
	}
	return Result{Outcome: engine.Valid, Holds: holds}, nil
}

// checker checks one history for one model. The functions that look for patterns return nil if there is
// none, or if they gave up; then why says so.
type checker struct {
	ctx     context.Context
	g       *graph
	options Options
	why     string
}

func (c *checker) check(m Model) (*proof.Finding, *proof.Holds) {
	if f := c.unwritten(); f != nil {
		return f, nil
	}
	if f := c.cyclicCO(); f != nil {
		return f, nil
	}
	switch m {
	case CC:
		return c.causallyConsistent(nil), &proof.Holds{}
	case CCv:
		return c.convergent()
	case CM, PRAM:
		return c.views(m)
	case ReadYourWrites:
		return c.readYourWrites()
	case MonotonicWrites, WritesFollowReads:
		// Both ask for an order of writes that extends a part of co. It explains all reads: a write that
		// must be visible to a read besides the one that it returned is before that one in the same part of
		// co.
		return nil, c.order(c.g.order)
	}
	return c.observed(m)
}

// order returns the writes among nodes as the proof that a model holds.
func (c *checker) order(nodes []int32) *proof.Holds {
	order := []int32{}
	for _, v := range nodes {
		if int(v) < c.g.len() && c.g.writes(v) {
			order = append(order, c.g.txns[v])
		}
	}
	return &proof.Holds{Order: order}
}

// stopped reports whether to give up, for the context has ended.
func (c *checker) stopped() bool {
	if c.why == "" && c.ctx.Err() != nil {
		c.why = "stopped: " + context.Cause(c.ctx).Error()
	}
	return c.why != ""
}
