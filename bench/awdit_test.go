package bench

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// awditVariable has the path of AWDIT's program.
const awditVariable = "AWDIT"

// awdit returns the path of AWDIT's program, or skips.
func awdit(b *testing.B) string {
	b.Helper()
	path, err := exec.LookPath(os.Getenv(awditVariable))
	if err != nil {
		b.Skipf("no AWDIT: set %s to the path of its program, of https://github.com/lassemoldrup/AWDIT",
			awditVariable)
	}
	return path
}

var stores = []store{
	{ops: 1_000_000, sessions: 20, keys: 1000, size: 7, lag: 50},
	{ops: 1_000_000, sessions: 20, keys: 10_000, size: 7, lag: 50},
	{ops: 1_000_000, sessions: 100, keys: 1000, size: 7, lag: 50},
	{ops: 1_000_000, sessions: 100, keys: 10_000, size: 10, lag: 500},
	{ops: 1_000_000, sessions: 50, keys: 10_000, size: 7, lag: 50, stale: true},
}

// BenchmarkAWDIT checks a million operations of transactions for the levels that AWDIT knows, each level and
// file in a process of its own.
func BenchmarkAWDIT(b *testing.B) {
	for _, s := range stores {
		for _, level := range []string{"read-committed", "read-atomic", "causal"} {
			holds := !s.stale || level == "read-committed"
			b.Run("engine=tenet/level="+level+"/"+s.name(), func(b *testing.B) { s.benchmarkTenet(b, level, holds) })
			b.Run("engine=awdit/level="+level+"/"+s.name(), func(b *testing.B) { s.benchmarkAWDIT(b, level, holds) })
		}
	}
}

func (s store) benchmarkTenet(b *testing.B, level string, holds bool) {
	b.Helper()
	program, path := tenet(b), s.file(b)
	var runs []usage
	certified := 0
	for b.Loop() {
		u := took(b, nil, program, "history", "check", "--json", "--page", "none", "--model", "transactions", "--consistency", level, path)
		var v verdict
		require.NoError(b, json.Unmarshal(u.Out, &v), "exit %d: %s", u.Exit, u.Out)
		require.Equal(b, map[bool]string{true: "valid", false: "invalid"}[holds], v.Verdict, "%s", v.Why)
		if v.Certified {
			certified++
		}
		runs = append(runs, u)
	}
	report(b, runs)
	b.ReportMetric(float64(certified)/float64(len(runs)), "certified")
}

func (s store) benchmarkAWDIT(b *testing.B, level string, holds bool) {
	b.Helper()
	program, path := awdit(b), s.file(b)
	var runs []usage
	for b.Loop() {
		u := took(b, nil, program, "check", "-i", level, "-s", "1024", path)
		require.Equal(b, holds, bytes.Contains(u.Out, []byte("\nConsistent.")), "exit %d: %.2000s", u.Exit, u.Out)
		runs = append(runs, u)
	}
	report(b, runs)
}
