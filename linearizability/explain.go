package linearizability

import (
	"context"
	"fmt"
	"time"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/explain"
)

// explainTime bounds the search for a small part, and certifyTime its verification.
const (
	explainTime = 10 * time.Second
	certifyTime = 20 * time.Second
)

// explain finds out why a part is not linearizable and has that verified. If the explanation is
// refuted, the engine was wrong: then the part is undecided.
func (c *check) explain(ctx context.Context, part *Part) {
	if c.options.Consistency == Sequential {
		part.Why = "uncertified: what proves a history not linearizable does not prove it not sequentially consistent"
		return
	}
	if c.options.NoExplanation {
		part.Why = "uncertified: no explanation was asked for"
		return
	}
	if err := c.findWitness(ctx, part); err != nil {
		part.Why = fmt.Sprintf("uncertified: %v", err)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, certifyTime)
	defer cancel()
	verdict, err := certificate.CheckWitness(ctx, c.verdict.Model, c.history, part.Index, *part.Witness, c.options.Budget)
	switch verdict {
	case certificate.Certified:
		part.Certified = true
	case certificate.Refuted:
		c.verdict.Outcome = engine.Undecided
		part.refuse(err)
	case certificate.Uncertified:
		part.Why = fmt.Sprintf("uncertified: the brute force gave up on the %d operations of the failing part", len(part.Witness.Ops))
	}
}

// findWitness sets the verdict's explanation and the part's witness.
func (c *check) findWitness(ctx context.Context, part *Part) error {
	ctx, cancel := context.WithTimeout(ctx, explainTime)
	defer cancel()
	// The explanation is about the operations as recorded, not as a part's model translates them.
	p, err := engine.NewPart(c.verdict.Model, c.history, part.Index)
	if err != nil {
		return err
	}
	e, err := explain.Explain(ctx, p, c.decideQuietly, part.found)
	if err != nil {
		return err
	}
	c.verdict.Explanation, part.Witness = e, &e.Part
	return nil
}

// decideQuietly decides a problem for package explain.
func (c *check) decideQuietly(ctx context.Context, p *engine.Problem) engine.Outcome {
	outcome := engine.Valid
	for _, part := range p.Split() {
		r, _ := c.portfolio(part).decide(ctx, part)
		switch r.Outcome {
		case engine.Invalid:
			return engine.Invalid
		case engine.Undecided:
			outcome = engine.Undecided
		}
	}
	return outcome
}
