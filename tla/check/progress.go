package check

import (
	"fmt"
	"time"
)

// Progress is how far a search has come.
type Progress struct {
	Depth                      int
	Generated, Distinct, Queue int64
	// Generated and distinct states a minute, since the last call.
	GeneratedRate, DistinctRate int64
	Elapsed                     time.Duration
}

// String is TLC's line of progress, without the time of day.
func (p Progress) String() string {
	return fmt.Sprintf("Progress(%d): %s states generated (%s s/min), %s distinct states found (%s ds/min), %s states left on queue.",
		p.Depth, grouped(p.Generated), grouped(p.GeneratedRate), grouped(p.Distinct), grouped(p.DistinctRate), grouped(p.Queue))
}

// grouped writes a number with commas.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// tell calls report with what current returns at intervals, until the function it returns is called.
func tell(report func(Progress), interval time.Duration, current func() Progress) (stop func()) {
	if report == nil {
		return func() {}
	}
	if interval == 0 {
		interval = time.Minute
	}
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		var last Progress
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
			}
			p := current()
			if minutes := (p.Elapsed - last.Elapsed).Minutes(); minutes > 0 {
				p.GeneratedRate = int64(float64(p.Generated-last.Generated) / minutes)
				p.DistinctRate = int64(float64(p.Distinct-last.Distinct) / minutes)
			}
			last = p
			report(p)
		}
	}()
	return func() {
		close(ended)
		<-done
	}
}
