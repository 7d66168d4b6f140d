package walk

import (
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// task is what is to happen at a moment.
type task struct {
	kind taskKind
	// node is where it happens, by its place, and life the life of the node in which it was planned.
	node int
	life int
	// envelope arrives on link, as the order-th that was sent there.
	envelope explore.Envelope
	order    uint64
	timer    machine.Timer
	// fault is what strikes, or why a node crashes.
	fault Fault
}

type taskKind uint8

const (
	arrive  taskKind = iota // an envelope arrives
	expire                  // a timer ends
	written                 // the disk has written the oldest batch
	flush                   // a burst of inputs ends
	ask                     // a client may ask
	strike                  // a fault that comes at a rate strikes
	crash                   // a node crashes
	restart                 // a crashed node recovers
)

// queue holds tasks by time, and those of one moment in the order in which they were planned.
type queue struct {
	heap  []moment
	tasks []task
	free  []int32
	count uint64
}

// moment is a place in the heap: the tasks are not moved.
type moment struct {
	at    time.Duration
	order uint64
	task  int32
}

func (a moment) before(b moment) bool {
	return a.at < b.at || a.at == b.at && a.order < b.order
}

func (q *queue) empty() bool { return len(q.heap) == 0 }

// add plans a task and returns its number, which no other has.
func (q *queue) add(at time.Duration, t *task) uint64 {
	q.count++
	place := int32(len(q.tasks))
	if last := len(q.free) - 1; last >= 0 {
		place = q.free[last]
		q.free = q.free[:last]
		q.tasks[place] = *t
	} else {
		q.tasks = append(q.tasks, *t)
	}
	q.heap = append(q.heap, moment{at, q.count, place})
	q.up(len(q.heap) - 1)
	return q.count
}

// next removes the earliest task and returns it with its time and number.
func (q *queue) next() (time.Duration, uint64, task) {
	first := q.heap[0]
	last := len(q.heap) - 1
	q.heap[0] = q.heap[last]
	q.heap = q.heap[:last]
	q.down()
	t := q.tasks[first.task]
	q.tasks[first.task] = task{}
	q.free = append(q.free, first.task)
	return first.at, first.order, t
}

func (q *queue) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !q.heap[i].before(q.heap[parent]) {
			return
		}
		q.heap[i], q.heap[parent] = q.heap[parent], q.heap[i]
		i = parent
	}
}

func (q *queue) down() {
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q.heap); child++ {
			if q.heap[child].before(q.heap[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		q.heap[i], q.heap[least] = q.heap[least], q.heap[i]
		i = least
	}
}
