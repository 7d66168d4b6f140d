package explain

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// maxCases limits the cases of a refutation, so that a story ends.
const maxCases = 1 << 20

// validate checks that the finding names only what the history has, and that cycles are cycles.
func (s *Story) validate() error {
	switch {
	case s.history == nil || s.history.Source == nil:
		return fmt.Errorf("explain: no history")
	case s.finding == nil:
		return fmt.Errorf("explain: no finding")
	}
	err := s.validCycle(s.finding.Cycle)
	for i := range s.finding.Lemmas {
		if err == nil {
			err = at("lemma", i, s.validEdge(&s.finding.Lemmas[i]))
		}
	}
	for _, p := range s.finding.Ops {
		if err == nil {
			err = s.validPlace(p)
		}
	}
	cases := 0
	if r := s.finding.Refutation; err == nil && r != nil {
		err = s.validRefutation(r, &cases)
	}
	if err != nil {
		return fmt.Errorf("explain: finding %q: %w", s.finding.Anomaly, err)
	}
	return nil
}

func (s *Story) validCycle(c proof.Cycle) error {
	for i := range c {
		if err := s.validEdge(&c[i]); err != nil {
			return at("edge", i, err)
		}
		if next := c[(i+1)%len(c)]; next.From != c[i].To {
			return fmt.Errorf("edge %d leads to transaction %d and the next comes from %d: expected a cycle", i+1, c[i].To, next.From)
		}
	}
	return nil
}

func (s *Story) validEdge(e *proof.Edge) error {
	if e.From == proof.None || e.To == proof.None {
		return fmt.Errorf("it lacks an end: expected two transactions")
	}
	if err := s.validTxn(e.From); err != nil {
		return err
	}
	if err := s.validTxn(e.To); err != nil {
		return err
	}
	if !bare(e.Reason) {
		if err := s.validEnds(e); err != nil {
			return err
		}
	}
	for i := range e.Path {
		err := s.validEdge(&e.Path[i])
		if err == nil && vouched(e) {
			err = s.validEnds(&e.Path[i])
		}
		if err != nil {
			return at("path edge", i, err)
		}
	}
	return nil
}

// validEnds checks the operations that make an edge.
func (s *Story) validEnds(e *proof.Edge) error {
	if e.Key < 0 || int(e.Key) >= len(s.history.Keys) {
		return fmt.Errorf("key %d of a history of %d keys", e.Key, len(s.history.Keys))
	}
	for _, p := range []proof.Place{{Txn: e.From, Op: e.FromOp}, {Txn: e.To, Op: e.ToOp}, {Txn: e.Reader, Op: e.ReaderOp}} {
		if err := s.validPlace(p); err != nil {
			return err
		}
	}
	return nil
}

// at says in which of several things an error is, if there is one.
func at(what string, i int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %d: %w", what, i+1, err)
}

func (s *Story) validTxn(t int32) error {
	if t < proof.None || int(t) >= len(s.history.Txns) {
		return fmt.Errorf("transaction %d of a history of %d", t, len(s.history.Txns))
	}
	return nil
}

func (s *Story) validPlace(p proof.Place) error {
	if err := s.validTxn(p.Txn); err != nil || p.Txn == proof.None {
		return err
	}
	if n := len(s.history.Txns[p.Txn].Ops); p.Op < proof.None || int(p.Op) >= n {
		return fmt.Errorf("operation %d of transaction %d, which has %d", p.Op, p.Txn, n)
	}
	return nil
}

func (s *Story) validRefutation(r *proof.Refutation, cases *int) error {
	if *cases++; *cases > maxCases {
		return fmt.Errorf("more than %d cases", maxCases)
	}
	if r.Cycle != nil {
		return s.validCycle(r.Cycle)
	}
	switch {
	case r.AFirst == nil || r.BFirst == nil:
		return fmt.Errorf("a case distinction lacks a case: expected two, or a cycle")
	case r.Key < 0 || int(r.Key) >= len(s.history.Keys):
		return fmt.Errorf("cases of key %d of a history of %d keys", r.Key, len(s.history.Keys))
	case r.A == proof.None || r.B == proof.None:
		return fmt.Errorf("a case distinction lacks a transaction: expected two")
	}
	for _, t := range []int32{r.A, r.B} {
		if err := s.validTxn(t); err != nil {
			return err
		}
	}
	if err := s.validRefutation(r.AFirst, cases); err != nil {
		return err
	}
	return s.validRefutation(r.BFirst, cases)
}
