package rsm

import (
	"errors"
	"fmt"
)

// Limits bound what sessions remember. They are part of the replicated state: all replicas of a log must have the same ones for as
// long as the log lives. A snapshot of other limits is refused.
type Limits struct {
	// Sessions is how many there may be at once, at least 1. One more makes the least recently used one expire, and with it what
	// its client could know. So it should be well above the number of clients that are alive within Idle.
	Sessions uint64
	// Outstanding is by how much a client's sequence numbers may be ahead of what it has acknowledged, at least 1. So
	// it is how many results each session may hold, and how many commands a client may have on their way.
	Outstanding uint64
	// Idle is for how long a session lives after its last entry, by the time of the log, at least 1. The time of the log is the largest
	// clock reading in its entries so far. A proposer's clock that is ahead makes sessions expire early; so Idle should be well above
	// the difference of clocks, and above the longest time for which a client goes on retrying.
	Idle uint64
}

// DefaultLimits are 10,000 sessions with 256 outstanding commands each, which expire after an hour of milliseconds.
var DefaultLimits = Limits{Sessions: 10_000, Outstanding: 256, Idle: 60 * 60 * 1000}

// Check returns an error that lists all that is wrong.
func (l Limits) Check() error {
	var wrong []error
	for _, f := range [...]struct {
		name  string
		value uint64
	}{{"Sessions", l.Sessions}, {"Outstanding", l.Outstanding}, {"Idle", l.Idle}} {
		if f.value == 0 {
			wrong = append(wrong, fmt.Errorf("rsm: Limits.%s is 0, expected at least 1", f.name))
		}
	}
	return errors.Join(wrong...)
}

func (l Limits) String() string {
	return fmt.Sprintf("%d sessions, %d outstanding, idle for %d", l.Sessions, l.Outstanding, l.Idle)
}
