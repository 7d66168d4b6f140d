package twopc

import "fmt"

// Describe returns the state in lines of text, one fact a line, for people.
func (c *Coordinator) Describe() []string {
	lines := []string{fmt.Sprintf("epoch %d, ready %v", c.epoch, c.ready)}
	for i := range c.txns {
		t := &c.txns[i]
		lines = append(lines, fmt.Sprintf("%v %v, waiting for %v, yes %v, acked %v", t.Txn, t.Phase, t.Waiting, t.Yes, t.Acked))
	}
	return lines
}

// Describe returns the state in lines of text, one branch a line, for people.
func (p *Participant) Describe() []string {
	var lines []string
	for _, b := range p.Branches() {
		lines = append(lines, fmt.Sprintf("%v %v", b.Txn, b.State))
	}
	return lines
}

// Describe returns what storage holds in lines of text, for people.
func (s *CoordinatorStorage) Describe() []string {
	lines := []string{fmt.Sprintf("epoch %d", s.epoch)}
	for i := range s.commits {
		lines = append(lines, s.commits[i].String())
	}
	return lines
}

// Describe returns what storage holds in lines of text, one branch a line, for people.
func (s *ParticipantStorage) Describe() []string {
	var lines []string
	for _, b := range s.branches {
		lines = append(lines, fmt.Sprintf("%v %v, work %q", b.Txn, b.State, b.Work))
	}
	return lines
}
