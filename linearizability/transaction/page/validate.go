package page

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// validate checks what the drawing relies on. Findings are checked by package explain.
func (p *Page) validate() error {
	if p.History == nil || p.History.Source == nil {
		return fmt.Errorf("page: no history")
	}
	if p.Outcome > engine.Invalid {
		return fmt.Errorf("page: outcome %d: expected undecided, valid or invalid", p.Outcome)
	}
	seen := map[isolation.Level]bool{}
	for _, l := range p.Levels {
		switch {
		case l.Base > isolation.Serializable || l.Order > isolation.RealTime:
			return fmt.Errorf("page: level {%d %d}: expected one of isolation.Levels", l.Base, l.Order)
		case l.Outcome > engine.Invalid:
			return fmt.Errorf("page: outcome %d of %s: expected undecided, valid or invalid", l.Outcome, l.Level)
		case seen[l.Level]:
			return fmt.Errorf("page: Levels has %s twice", l.Level)
		}
		seen[l.Level] = true
	}
	for _, o := range p.Others {
		if o.Outcome > engine.Invalid {
			return fmt.Errorf("page: outcome %d of %q: expected undecided, valid or invalid", o.Outcome, o.Name)
		}
	}
	return nil
}
