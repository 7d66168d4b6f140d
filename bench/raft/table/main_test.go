package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const results = `goos: linux
BenchmarkTenet/core=tenet/passed=memory/bytes=16/inflight=64/proposed=batch 	 100	 210 ns/op	 0.5 allocs/proposal	 200 cpu-ns/op	 5000000 proposals/cpu-s	 300 B/op	 0 allocs/op
BenchmarkTenet/core=tenet/passed=memory/bytes=16/inflight=64/proposed=batch 	 100	 410 ns/op	 0.5 allocs/proposal	 400 cpu-ns/op	 2500000 proposals/cpu-s	 300 B/op	 0 allocs/op
BenchmarkEtcd/core=etcd-3.7.0/passed=memory/bytes=16/inflight=64/proposed=batch/window=2 	 100	 900 ns/op	 6 allocs/proposal	 1000 cpu-ns/op	 1 proposals/cpu-s	 400 B/op	 5 allocs/op
BenchmarkEtcd/core=etcd-3.6.0/passed=memory/bytes=16/inflight=64/proposed=batch/window=2 	 100	 900 ns/op	 0.6 allocs/proposal	 500 cpu-ns/op	 1 proposals/cpu-s	 800 B/op	 5 allocs/op
BenchmarkEtcd/core=etcd-3.6.0/passed=memory/bytes=16/inflight=64/proposed=batch/window=256 	 100	 900 ns/op	 0.6 allocs/proposal	 450 cpu-ns/op	 1 proposals/cpu-s	 800 B/op	 5 allocs/op
`

func printed(t *testing.T, results string) string {
	t.Helper()
	table, err := read(strings.NewReader(results))
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, table.print(&b))
	return b.String()
}

func TestTableTakesTheLeastOfRunsAndWindows(t *testing.T) {
	require.Contains(t, printed(t, results),
		"| memory, 16 bytes, 64 in flight, batch | 5000 | 1000 (2) | 2222 (256) | 5.0x | 2.2x | 0.5 / 300 | 6 / 400 | 0.6 / 800 | ok |\n\n0 of 1 loads miss a floor.")
}

func TestTableSaysWhichFloorIsMissed(t *testing.T) {
	slow := strings.NewReplacer("200 cpu-ns", "350 cpu-ns", "0.5 allocs", "0.7 allocs").Replace(results)
	require.Contains(t, printed(t, slow), "| below 1.5x, more allocations |\n\n1 of 1 loads miss a floor.")
	singly := strings.NewReplacer("200 cpu-ns", "250 cpu-ns", "proposed=batch", "proposed=singly").Replace(results)
	require.Contains(t, printed(t, singly), "| below 2x |")
}

func TestTableRefusesWhatIsNoResult(t *testing.T) {
	for _, text := range []string{"", "goos: linux", strings.ReplaceAll(results, "cpu-ns/op", "ns"), strings.ReplaceAll(results, " 200 cpu", " x cpu")} {
		_, err := read(strings.NewReader(text))
		require.Error(t, err)
	}
}
