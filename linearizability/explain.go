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
// refuted, the engine was wrong: then the part is undecided. Why a part in violation is not certified
// stands in its Why.
func (c *check) explain(ctx context.Context, part *Part) *explain.Explanation {
	if c.options.Consistency == Sequential {
		part.Why = "uncertified: what proves a history not linearizable does not prove it not sequentially consistent"
		return nil
	}
	if c.options.NoExplanation {
		part.Why = "uncertified: no explanation was asked for"
		return nil
	}
	e, err := c.findWitness(ctx, part)
	if err != nil {
		part.Why = fmt.Sprintf("uncertified: %v", err)
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, certifyTime)
	defer cancel()
	verdict, err := certificate.CheckWitness(ctx, c.verdict.Model, c.history, part.Index, *part.Witness, c.options.Budget)
	switch verdict {
	case certificate.Certified:
		part.Certified = true
	case certificate.Refuted:
		part.refuse(err)
	case certificate.Uncertified:
		part.Why = fmt.Sprintf("uncertified: the brute force gave up on the %d operations of the failing part", len(part.Witness.Ops))
	}
	return e
}

// findWitness finds an explanation, and sets the part's witness.
func (c *check) findWitness(ctx context.Context, part *Part) (*explain.Explanation, error) {
	ctx, cancel := context.WithTimeout(ctx, explainTime)
	defer cancel()
	// The explanation is about the operations as recorded, not as a part's model translates them.
	p, err := engine.NewPart(c.verdict.Model, c.history, part.Index)
	if err != nil {
		return nil, err
	}
	e, err := explain.Explain(ctx, p, c.decideQuietly, part.found)
	if err != nil {
		return nil, err
	}
	part.Witness = &e.Part
	return e, nil
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
