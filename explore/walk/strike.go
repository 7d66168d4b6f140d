package walk

import (
	"time"

	"github.com/tenet-go/tenet/explore"
)

func (r *run) count(f Fault) { r.result.Faults[f]++ }

// length draws how long a fault lasts.
func (r *run) length(f Fault) time.Duration {
	return time.Duration(r.dice.scaled(int64(kinds[f].shortest), int64(kinds[f].longest)))
}

// planStrike plans the next time that a fault strikes.
func (r *run) planStrike(f Fault) {
	r.queue.add(r.now+r.dice.exponential(time.Duration(r.plan.rate[f])), &task{kind: strike, fault: f})
}

// strike lets a fault happen to a random node or link.
func (r *run) strike(f Fault) {
	if r.healing {
		return
	}
	r.planStrike(f)
	place := r.dice.pick(len(r.hosts))
	switch f {
	case LateDuplicate:
		r.repeat()
	case PartitionHalves, PartitionOne, PartitionOneWay, PartitionBridge:
		r.partition(f)
	case Crash:
		r.crash(place, Crash, 0)
	default:
		if r.world.Nodes[place].Up() && r.hosts[place].pausedUntil <= r.now {
			r.disturb(place, f)
		}
	}
}

// disturb lets a fault happen to a running node.
func (r *run) disturb(place int, f Fault) {
	h := &r.hosts[place]
	r.count(f)
	switch f {
	case Pause:
		h.pausedUntil = r.now + r.length(f)
	case DiskStall:
		h.stalledUntil = r.now + r.length(f)
	case SlowDisk:
		h.slowUntil = r.now + r.length(f)
	case ClockDrift:
		h.speed = r.dice.scaled(evenSpeed/4, evenSpeed*4)
	case ClockJump:
		r.jump(place, r.length(f))
	default:
	}
}

// jump moves a clock, forward or back: pending timers end that much earlier, or later.
func (r *run) jump(place int, by time.Duration) {
	if r.dice.pick(2) == 0 {
		by = -by
	}
	for _, t := range r.world.Nodes[place].Timers {
		r.setTimer(place, t, max(r.now, r.hosts[place].timers[t].at+by))
	}
}

// planCrash plans a crash of a node in its present life.
func (r *run) planCrash(place int, at time.Duration, f Fault) {
	r.queue.add(at, &task{kind: crash, node: place, life: r.hosts[place].life, fault: f})
}

// crashAsPlanned crashes a node if it is still as it was meant to be: with a batch in flight, or with no write since it
// recovered.
func (r *run) crashAsPlanned(t *task) {
	h := &r.hosts[t.node]
	if r.healing || t.life != h.life || t.fault == CrashRecovering && h.writes > 0 ||
		t.fault == CrashInFlight && len(r.world.Nodes[t.node].Unsynced) == 0 {
		return
	}
	r.crash(t.node, t.fault, 0)
}

// crash ends the life of a node, if it runs and may crash. Of the records in flight at least so many survive.
func (r *run) crash(place int, f Fault, least int) bool {
	id := r.system.Nodes[place]
	node := r.world.Nodes[place]
	if !node.Up() || !r.mayCrash(place) {
		return false
	}
	inFlight := node.UnsyncedRecords()
	kept := r.survivors(least, inFlight)
	r.count(f)
	if kept < inFlight {
		r.count(LostWrites)
		if kept > 0 {
			r.count(TornWrites)
		}
	}
	r.bury(place)
	r.happen(place, explore.Event{Kind: explore.Crash, Node: id, Kept: kept})
	down := r.dice.exponential(time.Duration(r.dice.scaled(ms(2), ms(1000))))
	r.queue.add(r.now+down, &task{kind: restart, node: place, life: r.hosts[place].life})
	return true
}

func (r *run) mayCrash(place int) bool {
	if r.opts.Crashes > 0 && r.world.Crashes >= r.opts.Crashes {
		return false
	}
	return Unbounded(r.system).MayCrash(r.system.Nodes[place])
}

// survivors draws how many of the records in flight a crash keeps.
func (r *run) survivors(least, inFlight int) int {
	switch {
	case !r.plan.on[LostWrites]:
		return inFlight
	case r.plan.on[TornWrites]:
		return least + r.dice.pick(inFlight-least+1)
	case r.dice.pick(2) == 0:
		return inFlight
	}
	return least
}

// bury makes void what was planned for the life of a node that ends.
func (r *run) bury(place int) {
	h := &r.hosts[place]
	*h = host{life: h.life + 1, timers: h.timers, speed: h.speed, slowUntil: h.slowUntil, flushDelay: firstFlush}
	clear(h.timers)
}

// restart recovers a crashed node.
func (r *run) restart(t *task) {
	if t.life != r.hosts[t.node].life || r.world.Nodes[t.node].Up() {
		return
	}
	r.happen(t.node, explore.Event{Kind: explore.Recover, Node: r.system.Nodes[t.node]})
	r.temptFate(t.node)
}

// temptFate may plan a crash of a node that has just begun.
func (r *run) temptFate(place int) {
	if !r.healing && r.chance(CrashRecovering) {
		r.planCrash(place, r.now+r.dice.between(0, longestMoment), CrashRecovering)
	}
}
