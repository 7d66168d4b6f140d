package certificate

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// VerifyViolation verifies that a history violates the model of the given name, and returns an error that says
// what is wrong if the finding does not show it.
func VerifyViolation(h *txn.History, model string, f *proof.Finding) error {
	if f == nil {
		return errors.New("there is no finding")
	}
	o, err := newOperations(h)
	if err != nil {
		return err
	}
	if len(f.Cycle) == 0 {
		return o.unwritten(f)
	}
	c := &cycle{operations: o, session: none, lemmas: map[[3]int32]bool{}}
	kinds := map[proof.Reason]int{}
	for i := range f.Cycle {
		e := &f.Cycle[i]
		kinds[e.Reason]++
		if e.To != f.Cycle[(i+1)%len(f.Cycle)].From {
			return fmt.Errorf("edge %d of the cycle does not lead to the next", i+1)
		}
		c.in(e)
	}
	along, against := kinds[proof.Process]+kinds[proof.WR], kinds[proof.Visible]+kinds[proof.RW]
	if along+against < len(f.Cycle) || kinds[proof.RW] > 1 {
		return errors.New("the cycle has edges that are no part of the model")
	}
	switch causal := model == "cc" || model == "ccv" || model == "cm"; {
	case against == 0 || causal && against == 1 && len(f.Lemmas) == 0 || model == "ccv" && kinds[proof.RW] == 0:
	case model == "cm" || model == "pram":
		c.views, c.own = true, model == "pram"
	default:
		g, err := parse(model)
		if err != nil || against > 1 && kinds[proof.RW] > 0 {
			return fmt.Errorf("the cycle is none that model %q forbids", model)
		}
		c.so = g.speakOf
	}
	return c.verify(f)
}

// unwritten verifies that a read returned what nobody wrote, or what an operation wrote that failed.
func (o *operations) unwritten(f *proof.Finding) error {
	if len(f.Ops) == 0 {
		return errors.New("the finding has no operations")
	}
	t := f.Ops[0].Txn
	if err := o.happened(t); err != nil {
		return err
	}
	op := o.op(t)
	if op.Kind != txn.Read || op.Version == txn.Initial {
		return fmt.Errorf("operation %d read nothing that has to be written", t)
	}
	if w := o.h.Versions[op.Version].Txn; w != txn.Nobody && o.h.Txns[w].Status != history.Fail {
		return fmt.Errorf("operation %d read what operation %d wrote", t, w)
	}
	return nil
}

// cycle verifies the edges of a cycle.
type cycle struct {
	*operations
	// views says that the cycle lies in the view of one session, to whose reads the causes of Visible edges
	// lead; own, that the session sees no edges wr of others.
	views, own bool
	session    int32
	// so says, if it is not nil, whether the model has edges Process from operations to others, writes or not.
	so     func(fromWrite, toWrite bool) bool
	lemmas map[[3]int32]bool // From, To and Reader
}

// in learns the session from the first edge that tells.
func (c *cycle) in(e *proof.Edge) {
	reader := none
	switch e.Reason {
	case proof.RW:
		reader = e.From
	case proof.Visible:
		reader = e.Reader
	}
	if c.session == none && reader != none && c.happened(reader) == nil {
		c.session = c.operations.session(reader)
	}
}

func (c *cycle) verify(f *proof.Finding) error {
	for i := range f.Lemmas {
		e := &f.Lemmas[i]
		if e.Reason != proof.Visible || len(e.Path) == 0 {
			return fmt.Errorf("lemma %d is no edge visible with a path", i+1)
		}
		if err := c.edge(e); err != nil {
			return fmt.Errorf("lemma %d: %w", i+1, err)
		}
		c.lemmas[[3]int32{e.From, e.To, e.Reader}] = true
	}
	for i := range f.Cycle {
		if err := c.edge(&f.Cycle[i]); err != nil {
			return fmt.Errorf("edge %d: %w", i+1, err)
		}
	}
	return nil
}

// edge verifies that an edge is one of the relation that the model asks to have no cycle.
func (c *cycle) edge(e *proof.Edge) error {
	if err := c.ends(e); err != nil {
		return err
	}
	switch e.Reason {
	case proof.WR:
		if c.views && c.own && c.operations.session(e.To) != c.session {
			return fmt.Errorf("read %d is not of the session whose view it is", e.To)
		}
	case proof.Visible:
		if c.views && c.operations.session(e.Reader) != c.session {
			return fmt.Errorf("read %d is not of the session whose view it is", e.Reader)
		}
		return c.path(e)
	case proof.RW:
		if c.views && c.operations.session(e.From) != c.session {
			return fmt.Errorf("read %d is not of the session whose view it is", e.From)
		}
	}
	return nil
}

// ends verifies that the operations of an edge are what the edge takes them for.
func (c *cycle) ends(e *proof.Edge) error {
	if err := errors.Join(c.happened(e.From), c.happened(e.To)); err != nil {
		return err
	}
	ok := false
	switch e.Reason {
	case proof.Process:
		return c.follows(e)
	case proof.WR:
		ok = c.from[e.To] == e.From && c.key(e.To) == e.Key
	case proof.RW:
		ok = c.from[e.From] == initial && c.op(e.From).Version == txn.Initial && c.writes(e.To) && c.key(e.From) == e.Key && c.key(e.To) == e.Key
	case proof.Visible:
		if err := c.happened(e.Reader); err != nil {
			return err
		}
		ok = e.From != e.To && c.writes(e.From) && c.writes(e.To) && c.key(e.From) == e.Key && c.key(e.To) == e.Key && c.from[e.Reader] == e.To
	}
	if !ok {
		return fmt.Errorf("operations %d and %d make no edge %s of key %d", e.From, e.To, e.Reason, e.Key)
	}
	return nil
}

func (c *cycle) follows(e *proof.Edge) error {
	if !c.operations.so(e.From, e.To) || c.so != nil && !c.so(c.writes(e.From), c.writes(e.To)) {
		return fmt.Errorf("operations %d and %d do not follow each other in a session, or the model does not care", e.From, e.To)
	}
	return nil
}

// path verifies that From of an edge Visible was visible to its reader.
func (c *cycle) path(e *proof.Edge) error {
	if len(e.Path) == 0 {
		if c.views && c.lemmas[[3]int32{e.From, e.To, e.Reader}] {
			return nil
		}
		return errors.New("an edge visible without a path, and no lemma has it")
	}
	at := e.From
	for i := range e.Path {
		step := &e.Path[i]
		if step.From != at {
			return fmt.Errorf("step %d of the path does not begin where the one before ended", i+1)
		}
		if step.Reason == proof.Visible && !c.views || step.Reason == proof.RW {
			return fmt.Errorf("step %d of the path is %s: it shows nothing", i+1, step.Reason)
		}
		if err := c.edge(step); err != nil {
			return fmt.Errorf("step %d of the path: %w", i+1, err)
		}
		at = step.To
	}
	if at != e.Reader {
		return errors.New("the path does not end at the read")
	}
	return nil
}
