package walk

import (
	"context"
	"fmt"
	"time"

	"github.com/tenet-go/tenet/explore"
)

// healed ends all faults and runs the phase in which what must happen eventually does. Clients go on for a quarter as many
// events as the safety phase has, at most half of the time, and are quiet then: requests are not fair.
func (r *run) healed(ctx context.Context) error {
	r.checkAll()
	r.heal()
	end := r.now + r.opts.Bound
	quiet := r.now + r.opts.Bound/2
	for r.broken == nil && !r.queue.empty() && r.now < quiet && r.result.Healed < r.opts.Events/4 && r.isAsking() {
		if err := r.perform(ctx); err != nil {
			return err
		}
	}
	return r.settle(ctx, end)
}

// checkAll checks the properties of a world in which they may not have been checked.
func (r *run) checkAll() {
	if r.broken == nil && r.opts.CheckEvery > 1 {
		r.broken = r.judge.properties(r.world)
	}
}

// isAsking reports whether clients have something to ask that is not refused again and again.
func (r *run) isAsking() bool { return r.rebuffs < mostRebuffs && len(r.world.Ghost.Offers()) > 0 }

// settle runs without questions until everything that must happen has, and a quarter of Options.Bound later once more: what has come
// must not go for ever.
func (r *run) settle(ctx context.Context, end time.Duration) error {
	r.quiet = true
	owed, err := r.pay(ctx, end)
	if err != nil {
		return err
	}
	calm := r.now + r.opts.Bound/4
	for r.broken == nil && len(owed) == 0 && !r.queue.empty() && r.now < calm {
		if err := r.perform(ctx); err != nil {
			return err
		}
	}
	if len(owed) == 0 {
		if owed, err = r.pay(ctx, max(end, r.now+r.opts.Bound/4)); err != nil {
			return err
		}
	}
	r.checkAll()
	if r.broken == nil && len(owed) > 0 {
		why := owed[0].Holds(r.world)
		r.broken = &finding{owed[0].Name, explore.Eventually,
			fmt.Errorf("it does not hold within %v of virtual time after the last fault: %w", r.opts.Bound, why)}
	}
	return nil
}

// pay runs until each property of the kind Eventually has held, or time is over, and returns those that have not.
func (r *run) pay(ctx context.Context, end time.Duration) ([]*explore.Property, error) {
	owed := r.owed(nil)
	for r.broken == nil && len(owed) > 0 && !r.queue.empty() && r.now < end {
		before := len(r.result.Trace)
		if err := r.perform(ctx); err != nil {
			return nil, err
		}
		if len(r.result.Trace) > before {
			owed = r.owed(owed)
		}
	}
	return owed, nil
}

// owed returns the properties of the kind Eventually, or of those that were owed before, that do not hold here.
func (r *run) owed(before []*explore.Property) []*explore.Property {
	var now []*explore.Property
	if before == nil {
		for i := range r.system.Properties {
			before = append(before, &r.system.Properties[i])
		}
	}
	for _, p := range before {
		if p.Kind == explore.Eventually && p.Holds(r.world) != nil {
			now = append(now, p)
		}
	}
	return now
}

// heal ends all faults: links carry, nodes and disks go on, clocks run evenly, and crashed nodes recover.
func (r *run) heal() {
	r.healing = true
	r.rebuffs = 0
	r.net.cutUntil = 0
	for i := range r.hosts {
		h := &r.hosts[i]
		h.pausedUntil, h.stalledUntil, h.slowUntil, h.speed = 0, 0, 0, evenSpeed
		if !r.world.Nodes[i].Up() {
			r.queue.add(r.now, &task{kind: restart, node: i, life: h.life})
		}
	}
}
