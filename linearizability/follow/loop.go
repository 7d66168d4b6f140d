package follow

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

// Loop adjusts Follow. The zero Loop is good.
type Loop struct {
	// Every is the time from one judgment of all that can be judged to the next. 0 means a
	// second.
	Every time.Duration
	// Report, if not nil, is told the status after each of these, and at the end.
	Report func(Status)
	// All goes on after a violation, with the other objects.
	All bool
}

// Follow adds the events of r to c until there are no more, and closes c; or until c finds a
// violation, and then leaves c open. What was found is in c.Status. The error is one of r, a flaw
// of the history (*history.Error), or the cause for which ctx ended; in all cases c.Status says what
// is known so far.
//
// Reading has a goroutine of its own, so that what has been read is judged while r waits for more. If
// Follow returns before the end of r, that goroutine ends when its call of r.Read does.
func Follow(ctx context.Context, c *Checker, r format.EventReader, l Loop) error {
	if l.Every <= 0 {
		l.Every = time.Second
	}
	if l.Report == nil {
		l.Report = func(Status) {}
	}
	err := l.run(ctx, c, r)
	l.Report(c.Status())
	return err
}

func (l *Loop) run(ctx context.Context, c *Checker, r format.EventReader) error {
	stop := make(chan struct{})
	defer close(stop)
	events := readAhead(r, stop)
	ticker := time.NewTicker(l.Every)
	defer ticker.Stop()
	for l.All || len(c.status.Violations) == 0 {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case next := <-events:
			switch {
			case errors.Is(next.err, io.EOF):
				return c.Close(ctx)
			case next.err != nil:
				return next.err
			}
			if err := c.Add(ctx, next.event); err != nil {
				return err
			}
		case <-ticker.C:
			if err := c.Flush(ctx); err != nil {
				return err
			}
			l.Report(c.Status())
		}
	}
	return nil
}

// read is what a call of EventReader.Read returned.
type read struct {
	event history.Event
	err   error
}

// readAhead reads until an error, or until stop is closed.
func readAhead(r format.EventReader, stop <-chan struct{}) <-chan read {
	const ahead = 1024
	events := make(chan read, ahead)
	go func() {
		for {
			var next read
			next.event, next.err = r.Read()
			select {
			case events <- next:
			case <-stop:
				return
			}
			if next.err != nil {
				return
			}
		}
	}()
	return events
}
