package walk

import (
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// host is what the simulation knows of a node beside explore.Node.
type host struct {
	// life counts recoveries and crashes: tasks planned in an earlier life are void.
	life int
	// timers are the pending ones, each with the task that ends it. Never ranged over.
	timers map[machine.Timer]pending
	// speed scales the durations of timers, in 1/1024.
	speed int64
	// pausedUntil is when the node goes on, stalledUntil its disk, and slowUntil when the disk is as
	// fast again as it should be.
	pausedUntil, stalledUntil, slowUntil time.Duration
	// syncing is how many batches the disk writes now, and syncedAt when it is done.
	syncing  int
	syncedAt time.Duration
	// writes counts the batches of this life that are durable.
	writes int
	// flushing means that a flush is planned, after flushDelay. Machines that refuse are asked less often.
	flushing   bool
	flushDelay time.Duration
}

const (
	evenSpeed     = 1024
	firstFlush    = 500 * time.Microsecond
	laziestFlush  = 64 * time.Millisecond
	slowDisk      = 20 // times slower
	longestMoment = 2 * time.Millisecond
)

type pending struct {
	number uint64
	at     time.Duration
}

func newHost() host {
	return host{timers: map[machine.Timer]pending{}, speed: evenSpeed, flushDelay: firstFlush}
}

// carryOut plans what a step asks of the host.
func (r *run) carryOut(place int, step *explore.Step) {
	for _, e := range step.Sends {
		r.send(place, e)
	}
	for _, t := range step.Timers {
		r.changeTimer(place, t)
	}
	if len(step.Records) > 0 {
		r.write(place)
	}
}

func (r *run) changeTimer(place int, c machine.TimerChange) {
	h := &r.hosts[place]
	if c.Stop {
		delete(h.timers, c.Timer)
		return
	}
	least, most := r.opts.Timing(c.Timer)
	r.setTimer(place, c.Timer, r.now+r.dice.between(least, most)*time.Duration(h.speed)/evenSpeed)
}

func (r *run) setTimer(place int, t machine.Timer, at time.Duration) {
	h := &r.hosts[place]
	number := r.queue.add(at, &task{kind: expire, node: place, life: h.life, timer: t})
	h.timers[t] = pending{number, at}
}

// expire ends a timer, unless it was stopped or set anew.
func (r *run) expire(t *task, number uint64) {
	h := &r.hosts[t.node]
	if t.life != h.life {
		return
	}
	p, isPending := h.timers[t.timer]
	if !isPending || p.number > number {
		return
	}
	delete(h.timers, t.timer)
	e := explore.Event{Kind: explore.Fire, Node: r.system.Nodes[t.node], Timer: t.timer}
	r.happen(t.node, e)
	r.planFlush(t.node)
}

// planFlush plans the end of the burst of inputs that a node is in, if it is in one.
func (r *run) planFlush(place int) {
	h := &r.hosts[place]
	if h.flushing || !r.world.Nodes[place].Up() {
		return
	}
	h.flushing = true
	r.queue.add(r.now+r.dice.between(0, h.flushDelay), &task{kind: flush, node: place, life: h.life})
}

func (r *run) flush(t *task) {
	h := &r.hosts[t.node]
	if t.life != h.life {
		return
	}
	h.flushing = false
	if r.happen(t.node, explore.Event{Kind: explore.Flush, Node: r.system.Nodes[t.node]}) == nil {
		h.flushDelay = min(2*h.flushDelay, laziestFlush)
		return
	}
	h.flushDelay = firstFlush
	r.planFlush(t.node)
}

// write hands the newest batch to the disk. While it syncs, batches pile up for its next sync.
func (r *run) write(place int) {
	h := &r.hosts[place]
	if h.syncing == 0 {
		r.sync(place)
	}
	if !r.healing && r.chance(CrashInFlight) {
		r.planCrash(place, r.dice.between(r.now, h.syncedAt), CrashInFlight)
	}
}

// sync lets the disk write all batches in flight.
func (r *run) sync(place int) {
	h := &r.hosts[place]
	long := r.dice.draw(r.plan.disk)
	if h.slowUntil > r.now {
		long *= slowDisk
	}
	h.syncing = len(r.world.Nodes[place].Unsynced)
	h.syncedAt = r.now + long
	r.queue.add(h.syncedAt, &task{kind: written, node: place, life: h.life})
}

// written acknowledges the oldest of the batches that the disk has synced.
func (r *run) written(t *task) {
	h := &r.hosts[t.node]
	if t.life != h.life {
		return
	}
	if !r.healing && (r.chance(DiskError) && r.crash(t.node, DiskError, 0) ||
		r.chance(CrashWritten) && r.crash(t.node, CrashWritten, r.synced(t.node))) {
		return
	}
	h.writes++
	h.syncing--
	if h.syncing > 0 {
		r.queue.add(r.now, t)
	}
	r.happen(t.node, explore.Event{Kind: explore.Persist, Node: r.system.Nodes[t.node]})
	r.planFlush(t.node)
	if h.syncing == 0 && len(r.world.Nodes[t.node].Unsynced) > 0 {
		r.sync(t.node)
	}
	if !r.healing && r.chance(CrashPersisted) {
		r.planCrash(t.node, r.now+r.dice.between(0, longestMoment), CrashPersisted)
	}
}

// synced counts the records in flight that the disk has, though nobody was told.
func (r *run) synced(place int) int {
	count := 0
	for _, batch := range r.world.Nodes[place].Unsynced[:r.hosts[place].syncing] {
		count += len(batch.Records)
	}
	return count
}
