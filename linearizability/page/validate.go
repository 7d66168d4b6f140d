package page

import (
	"errors"
	"fmt"
)

func (p *Page) validate() error {
	if p.History == nil {
		return errors.New("page: no history: expected Page.History")
	}
	switch p.Verdict {
	case valid, invalid, unknown:
	default:
		return fmt.Errorf("page: verdict %q: expected valid, invalid or unknown", p.Verdict)
	}
	for _, list := range []struct {
		name string
		ops  []int32
	}{{"Witness", p.Witness}, {"Window", p.Window}, {"Order", p.Order}} {
		if err := p.validateOps(list.name, list.ops); err != nil {
			return err
		}
	}
	if n := len(p.History.Operations); p.Verdict == invalid && (p.Earliest < -1 || int(p.Earliest) >= n) {
		return fmt.Errorf("page: Earliest is operation %d of a history of %d: expected -1 or an operation", p.Earliest, n)
	}
	return nil
}

// validateOps checks that ops are different operations of the history.
func (p *Page) validateOps(name string, ops []int32) error {
	n := len(p.History.Operations)
	seen := make([]bool, n)
	for _, i := range ops {
		if i < 0 || int(i) >= n {
			return fmt.Errorf("page: %s has operation %d of a history of %d operations", name, i, n)
		}
		if seen[i] {
			return fmt.Errorf("page: %s has operation %d twice", name, i)
		}
		seen[i] = true
	}
	return nil
}

// earliest returns the failing operation, or -1.
func (p *Page) earliest() int32 {
	if p.Verdict != invalid {
		return -1
	}
	return p.Earliest
}
