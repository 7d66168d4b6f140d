package linearizability

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"
)

// ErrMemory is the cause for which a check ends that reached its memory limit.
var ErrMemory = errors.New("memory limit reached")

// memoryInterval is short against the time in which a program can allocate what lies between the
// watched share of the limit and the limit.
const memoryInterval = 10 * time.Millisecond

// WithMemoryLimit returns a context that ends with the cause ErrMemory when the program's memory,
// which is what the Go runtime has from the operating system, comes near the given number of
// bytes, or when what is alive in it exceeds three quarters of that. The limit holds best if the
// garbage collector knows it too (runtime/debug.SetMemoryLimit), as in cmd/tenet. The caller
// calls stop when the limit shall count no longer. No limit if bytes <= 0.
func WithMemoryLimit(ctx context.Context, bytes int64) (limited context.Context, stop func()) {
	if bytes <= 0 {
		return ctx, func() {}
	}
	limited, cancel := context.WithCancelCause(ctx)
	stopped, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(memoryInterval)
		defer ticker.Stop()
		samples := []metrics.Sample{
			{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
		}
		for {
			select {
			case <-stopped:
				return
			case <-ticker.C:
			}
			metrics.Read(samples)
			live, held := samples[0].Value.Uint64(), samples[1].Value.Uint64()-samples[2].Value.Uint64()
			if live > uint64(bytes)/4*3 || held > uint64(bytes)/20*19 {
				cancel(fmt.Errorf("%w: %d MB", ErrMemory, bytes>>20))
				return
			}
		}
	}()
	return limited, func() {
		close(stopped)
		<-done
		cancel(nil)
	}
}
