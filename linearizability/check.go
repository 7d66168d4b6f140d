package linearizability

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/sequential"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Check decides whether h is linearizable under m, or what else the options ask for. It returns an
// error if the options are wrong, or if an operation is none of the model's (*history.Error). When
// the time, the memory or ctx ends, the verdict says what is known so far.
func Check(ctx context.Context, m model.Model, h *history.History, o Options) (*Verdict, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := h.Validate(); err != nil {
		return nil, err
	}
	if h.Untimed && o.Consistency != Sequential {
		return nil, &history.Error{Name: h.Name, Msg: "the history has no times, without which nothing can be said of linearizability: expected one that has, or --consistency sequential, which asks for the order of each process alone"}
	}
	start := time.Now()
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Timeout)
		defer cancel()
	}
	ctx, stop := WithMemoryLimit(ctx, o.Memory)
	defer stop()
	c := &check{options: o, history: h, verdict: &Verdict{Model: m, Consistency: o.Consistency}}
	if inferrer, ok := m.(model.Inferrer); ok {
		c.verdict.Model, c.verdict.InitWhy = inferrer.InferInit(h)
	}
	if err := c.divide(); err != nil {
		return nil, err
	}
	c.decideAll(ctx)
	c.conclude(ctx)
	c.verdict.Elapsed = time.Since(start)
	return c.verdict, nil
}

// check is the state of one call of Check.
type check struct {
	options Options
	history *history.History
	verdict *Verdict

	mu   sync.Mutex
	done int // operations
}

// divide makes the parts: one for each key, divided further if the model knows how.
func (c *check) divide() error {
	if c.options.Consistency == Sequential {
		return c.whole()
	}
	for _, group := range byKey(c.history) {
		p, err := engine.NewPart(c.verdict.Model, c.history, group)
		if err != nil {
			return err
		}
		for _, part := range p.Split() {
			c.add(c.history.Operations[group[0]].Key, part)
		}
	}
	return nil
}

// whole makes one part of the whole history, of all keys at once.
func (c *check) whole() error {
	if slices.ContainsFunc(c.history.Operations, func(op history.Operation) bool { return op.Key != history.Nil }) {
		c.verdict.Model = model.Product(c.verdict.Model)
	}
	p, err := engine.NewProblem(c.verdict.Model, c.history)
	if err == nil {
		c.add(history.Nil, p)
	}
	return err
}

func (c *check) add(key history.Value, p *engine.Problem) {
	c.verdict.Operations += p.Len()
	c.verdict.Parts = append(c.verdict.Parts, Part{Key: key, Index: p.Index, problem: p})
}

// byKey lists the operations of each key, in order of the keys' first operations.
func byKey(h *history.History) [][]int32 {
	var groups [][]int32
	number := map[history.Value]int{}
	for i := range h.Operations {
		key := h.Operations[i].Key
		n, known := number[key]
		if !known {
			n = len(groups)
			number[key] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], int32(i))
	}
	return groups
}

// roundTimes are the times that each part gets, one round after the other, when there are several. A
// part that is easy to refute shall not wait for one that is hard. The last round has no end.
var roundTimes = []time.Duration{100 * time.Millisecond, 2 * time.Second, 0}

// decideAll decides the parts, several at a time, until one is in violation.
func (c *check) decideAll(ctx context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	parts := make([]*Part, len(c.verdict.Parts))
	for i := range parts {
		parts[i] = &c.verdict.Parts[i]
	}
	rounds := roundTimes
	if len(parts) <= 1 {
		rounds = roundTimes[len(roundTimes)-1:]
	}
	for _, slice := range rounds {
		c.round(ctx, cancel, parts, slice)
		parts = slices.DeleteFunc(parts, func(p *Part) bool { return p.Outcome != engine.Undecided })
	}
}

// round gives each part a slice of time, or as much as it needs if slice is 0.
func (c *check) round(ctx context.Context, cancel context.CancelCauseFunc, parts []*Part, slice time.Duration) {
	next := make(chan *Part)
	var workers sync.WaitGroup
	for range min(c.options.Workers, len(parts)) {
		workers.Go(func() {
			for part := range next {
				c.decideWithin(ctx, part, slice)
				if part.Outcome == engine.Invalid && !c.options.All {
					cancel(errViolation)
				}
			}
		})
	}
	for _, part := range parts {
		next <- part
	}
	close(next)
	workers.Wait()
}

// decideWithin decides a part in a slice of time.
func (c *check) decideWithin(ctx context.Context, part *Part, slice time.Duration) {
	if slice > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, slice, errSlice)
		defer cancel()
	}
	c.decide(ctx, part)
}

var errSlice = errors.New("its slice of the time is over")

var errViolation = errors.New("another object is in violation")

// decide decides one part and verifies a valid answer.
func (c *check) decide(ctx context.Context, part *Part) {
	p := part.problem
	if err := context.Cause(ctx); err != nil {
		part.Why = stopped(ctx).Why
		return
	}
	r, name := c.portfolio(p).decide(ctx, p)
	part.Engine, part.Outcome, part.Why, part.found = name, r.Outcome, r.Why, r.Witness
	if r.Outcome == engine.Valid {
		c.certifyOrder(part, r.Order)
	}
	if r.Outcome != engine.Undecided {
		c.progress(p.Len())
	}
}

func (c *check) portfolio(p *engine.Problem) portfolio {
	if c.options.Consistency == Sequential {
		return portfolio{searches: []engine.Engine{sequential.Engine(int(max(c.options.Memory, 1<<30) / searchShare / configurationBytes))}}
	}
	return engines(p.Model.Shape(), c.options.Memory).only(c.options.Engines)
}

// certifyOrder has the order of a valid part verified. An order that does not verify is a bug of
// the engine; then the part is undecided.
func (c *check) certifyOrder(part *Part, order []int32) {
	part.Order = make([]int32, len(order))
	for k, i := range order {
		part.Order[k] = part.problem.Index[i]
	}
	verify := certificate.CheckOrder
	if c.options.Consistency == Sequential {
		verify = certificate.CheckSequentialOrder
	}
	if err := verify(c.verdict.Model, c.history, part.Index, part.Order); err != nil {
		part.refuse(err)
		return
	}
	part.Certified = true
}

// refuse turns an answer that does not verify into no answer.
func (part *Part) refuse(err error) {
	part.Why = fmt.Sprintf("the answer %q of engine %s was refused (a bug in Tenet; please report it): %v", part.Outcome, part.Engine, err)
	part.Outcome, part.Order, part.Certified = engine.Undecided, nil, false
}

func (c *check) progress(operations int) {
	if c.options.Progress == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += operations
	c.options.Progress(c.done, c.verdict.Operations)
}

// conclude makes the verdict of the parts' verdicts.
func (c *check) conclude(ctx context.Context) {
	v := c.verdict
	if err := c.certifyPartition(); err != nil {
		v.Why = fmt.Sprintf("the division into objects was refused (a bug in Tenet; please report it): %v", err)
		return
	}
	if c.explainOne(ctx, c.failed()); v.Failed != nil && !v.Certified && c.decideMore(ctx) {
		c.explainOne(ctx, c.failed())
	}
	if v.Failed != nil {
		v.Outcome = engine.Invalid
		return
	}
	v.Failed, v.Explanation = nil, nil
	for i := range v.Parts {
		if part := &v.Parts[i]; part.Outcome == engine.Undecided {
			v.Outcome, v.Why = engine.Undecided, part.Why
			if len(v.Parts) > 1 {
				v.Why = fmt.Sprintf("key %s: %s", part.Key, part.Why)
			}
			return
		}
	}
	v.Outcome, v.Certified = engine.Valid, true
}

// attempts is the number of parts in violation that are explained, if certificates fail.
const attempts = 3

// explainOne explains the first of some parts in violation whose explanation is certified, or else
// one of the others. It sets the verdict's Failed, unless all turn out to be the engine's mistakes.
func (c *check) explainOne(ctx context.Context, failed []*Part) {
	v := c.verdict
	for k, part := range failed {
		if k == attempts || v.Certified {
			return
		}
		e := c.explain(ctx, part)
		if part.Outcome == engine.Invalid {
			v.Failed, v.Explanation, v.Certified, v.Why = part, e, part.Certified, part.Why
		}
	}
}

// decideMore gives the parts that were left out because another was in violation a little time. It
// reports whether more are in violation.
func (c *check) decideMore(ctx context.Context) bool {
	if c.options.NoExplanation || c.options.Consistency == Sequential {
		return false
	}
	before := len(c.failed())
	var left []*Part
	for i := range c.verdict.Parts {
		if part := &c.verdict.Parts[i]; part.Outcome == engine.Undecided {
			left = append(left, part)
		}
	}
	c.round(ctx, func(error) {}, left, roundTimes[0])
	return len(c.failed()) > before
}

// failed returns the parts in violation that were not explained yet, those with the fewest
// operations first.
func (c *check) failed() []*Part {
	var failed []*Part
	for i := range c.verdict.Parts {
		if part := &c.verdict.Parts[i]; part.Outcome == engine.Invalid && part.Why == "" {
			failed = append(failed, part)
		}
	}
	slices.SortStableFunc(failed, func(a, b *Part) int { return len(a.Index) - len(b.Index) })
	return failed
}

// certifyPartition has it verified that the parts are independent. For sequential consistency
// there is but one part.
func (c *check) certifyPartition() error {
	if c.options.Consistency == Sequential {
		return nil
	}
	parts := make([][]int32, len(c.verdict.Parts))
	for i := range parts {
		parts[i] = c.verdict.Parts[i].Index
	}
	return certificate.CheckPartition(c.verdict.Model, c.history, parts)
}

// EnginesUsed returns the names of the engines that decided, each once, joined by commas.
func (v *Verdict) EnginesUsed() string {
	var names []string
	for i := range v.Parts {
		if name := v.Parts[i].Engine; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
