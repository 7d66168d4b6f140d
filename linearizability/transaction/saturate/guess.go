package saturate

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// guess decides causal consistency without sessions by that with sessions, for which there are clocks: an order for
// the latter is one for the former. If there is none, the order that comes nearest is where the search
// begins. It reports whether the level holds.
func (g *graph) guess(ctx context.Context) (bool, error) {
	s := newGraph(g.e, g.orders, isolation.Level{Base: g.level.Base, Order: isolation.Session})
	known, err := s.sort(ctx)
	if err != nil {
		return false, err
	}
	g.first = known.order
	if len(known.knots) > 0 || !s.clocksPay() {
		return false, nil
	}
	s.order, s.rank = known.order, known.rank
	if err := s.clocks(ctx); err != nil {
		return false, err
	}
	all, err := s.sort(ctx)
	if err != nil {
		return false, err
	}
	g.first = all.order
	if len(all.knots) > 0 || len(s.overwritten) > 0 {
		return false, nil
	}
	g.order = all.order
	return true, nil
}
