package check_test

import (
	"testing"

	"github.com/tenet-go/tenet/tla/check"
)

// BenchmarkRun is what the search itself takes for a state, as the toy takes little.
func BenchmarkRun(b *testing.B) {
	for _, c := range []struct {
		name string
		o    check.Options
	}{{"1 worker", check.Options{Workers: 1}}, {"2 workers", check.Options{Workers: 2}}, {"on disk", check.Options{Workers: 1, Memory: 10 << 20}}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			distinct := int64(0)
			for b.Loop() {
				r, err := check.Run(ctx, &grid(3, 59).Spec, c.o)
				if err != nil || r.Verdict != check.OK {
					b.Fatal(r, err)
				}
				distinct += r.Stats.Distinct
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(distinct), "ns/distinct")
		})
	}
}
