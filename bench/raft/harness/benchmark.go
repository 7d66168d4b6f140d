package harness

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// Loads returns all loads under which a core is measured.
func Loads[M any, D Data](core Core[M, D]) []Load {
	var all []Load
	for _, encoded := range []bool{false, true} {
		for _, size := range []int{16, 1024} {
			for _, inFlight := range []int{1, 64, 1024} {
				for _, batch := range []bool{false, true} {
					if batch && inFlight == 1 {
						continue // the same
					}
					for _, window := range core.Windows() {
						all = append(all, Load{size, inFlight, batch, encoded, window})
					}
				}
			}
		}
	}
	return all
}

// Benchmark measures what a proposal costs a core, under each load. One operation is one proposal, applied by the leader, and all that the
// three nodes do for it.
func Benchmark[M any, D Data](b *testing.B, core Core[M, D]) {
	for _, load := range Loads(core) {
		var c *Cluster[M, D]
		b.Run("core="+core.Name()+"/"+load.String(), func(b *testing.B) {
			if c == nil {
				c = warm(b, core, load)
			}
			b.ReportAllocs()
			runtime.GC()
			allocated, before := allocations(), processorTime(b)
			b.ResetTimer()
			if err := c.Run(b.N); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			spent := processorTime(b) - before
			b.ReportMetric(float64(allocations()-allocated)/float64(b.N), "allocs/proposal") // allocs/op is rounded down
			b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "cpu-ns/op")
			b.ReportMetric(float64(b.N)/spent.Seconds(), "proposals/cpu-s")
		})
	}
}

// warm returns a cluster that has run until its memory has the size that it keeps.
func warm[M any, D Data](tb testing.TB, core Core[M, D], load Load) *Cluster[M, D] {
	tb.Helper()
	c, err := NewCluster(core, load)
	if err == nil {
		err = c.Run(2*compactEvery + trailing)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// allocations counts what was allocated so far.
func allocations() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

// processorTime returns the user and system time of this process, garbage collection included.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Test checks that a core does what the benchmarks rely on, under each load: all that is proposed is applied once, in order and on
// all nodes.
func Test[M any, D Data](t *testing.T, core Core[M, D]) {
	for _, load := range Loads(core) {
		t.Run(load.String(), func(t *testing.T) {
			c, err := NewCluster(core, load)
			if err == nil {
				err = c.Run(2*compactEvery + 1)
			}
			if err != nil {
				t.Fatal(err)
			}
			for range 20 {
				c.round(0)
			}
			if lag := c.Lag(); lag > 0 {
				t.Errorf("a node is %d proposals behind the leader", lag)
			}
		})
	}
}
