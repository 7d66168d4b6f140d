package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/model"
)

// memoryLimit is given to tenet in all benchmarks; the verdict must be reached within it.
const memoryLimit = "500MB"

// verdict is what the benchmarks read of the output of tenet history check --json.
type verdict struct {
	Verdict   string `json:"verdict"`
	Certified bool   `json:"certified"`
	Engine    string `json:"engine"`
	Why       string `json:"why"`
}

func runTenet(tb testing.TB, r recipe, seed uint64, formatName string) (usage, verdict) {
	tb.Helper()
	u := took(tb, nil, tenet(tb), "history", "check", "--json", "--page", "none", "--memory", memoryLimit,
		"--model", r.model, r.file(tb, seed, formatName))
	return u, parse(tb, u)
}

func runPorcupine(tb testing.TB, r recipe, seed uint64) (usage, verdict) {
	tb.Helper()
	self, err := os.Executable()
	require.NoError(tb, err)
	u := took(tb, []string{innerVariable + "=porcupine"}, self, r.model, r.file(tb, seed, "ndjson"))
	return u, parse(tb, u)
}

func parse(tb testing.TB, u usage) verdict {
	tb.Helper()
	var v verdict
	require.NoError(tb, json.Unmarshal(u.Out, &v), "exit %d: %s", u.Exit, u.Out)
	return v
}

// BenchmarkRegisterUnique checks a million operations of a register, of 20 clients, with unique values.
func BenchmarkRegisterUnique(b *testing.B) { benchmarkMillion(b, registerUnique) }

// BenchmarkRegister5Values checks a million operations of a register, of 20 clients, with 5 values.
func BenchmarkRegister5Values(b *testing.B) { benchmarkMillion(b, register5) }

// BenchmarkQueueUnique checks a million operations of a queue, of 20 clients, with unique values.
func BenchmarkQueueUnique(b *testing.B) { benchmarkMillion(b, queueUnique) }

// benchmarkMillion leaves out Porcupine, whose memory would grow with the square of the length: a
// bit for each operation in each of at least as many entries of its cache, 125 GB.
func benchmarkMillion(b *testing.B, r recipe) {
	b.Helper()
	for _, formatName := range []string{"ndjson", "edn"} {
		b.Run(fmt.Sprintf("engine=tenet/ops=%s/format=%s", short(r.ops), formatName), func(b *testing.B) {
			benchmarkTenet(b, r, r.seeds[0], formatName)
		})
	}
}

// BenchmarkRegisterIllegal checks 1,000 operations of which 3 % have an unknown outcome, in violation.
func BenchmarkRegisterIllegal(b *testing.B) { benchmarkBoth(b, registerIllegal) }

// BenchmarkRegisterInfo checks 20,000 operations of which 1 % have an unknown outcome, linearizable.
func BenchmarkRegisterInfo(b *testing.B) { benchmarkBoth(b, registerInfo) }

// BenchmarkCASRegisterIllegal is BenchmarkRegisterIllegal with compare-and-set.
func BenchmarkCASRegisterIllegal(b *testing.B) { benchmarkBoth(b, casIllegal) }

// BenchmarkCASRegisterInfo is BenchmarkRegisterInfo with compare-and-set.
func BenchmarkCASRegisterInfo(b *testing.B) { benchmarkBoth(b, casInfo) }

// BenchmarkBusyRegister checks histories of 20 clients, with unique values, that are short enough to
// give to Porcupine.
func BenchmarkBusyRegister(b *testing.B) {
	for _, n := range []int{100, 200, 500, 1000} {
		benchmarkBoth(b, busyRegister.sized(n))
	}
}

// BenchmarkBusyQueue checks histories of 5 clients, of a queue that grows, that are short enough to
// give to Porcupine.
func BenchmarkBusyQueue(b *testing.B) {
	for _, n := range []int{100, 200} {
		benchmarkBoth(b, busyQueue.sized(n))
	}
}

func benchmarkBoth(b *testing.B, r recipe) {
	b.Helper()
	for _, seed := range r.seeds {
		b.Run(fmt.Sprintf("engine=tenet/ops=%s/seed=%d", short(r.ops), seed), func(b *testing.B) {
			benchmarkTenet(b, r, seed, "ndjson")
		})
		b.Run(fmt.Sprintf("engine=porcupine/ops=%s/seed=%d", short(r.ops), seed), func(b *testing.B) {
			benchmarkPorcupine(b, r, seed)
		})
	}
}

func short(n int) string {
	switch {
	case n%1_000_000 == 0:
		return fmt.Sprintf("%dM", n/1_000_000)
	case n%1000 == 0:
		return fmt.Sprintf("%dk", n/1000)
	}
	return fmt.Sprint(n)
}

func benchmarkTenet(b *testing.B, r recipe, seed uint64, formatName string) {
	b.Helper()
	tenet(b)
	stat, err := os.Stat(r.file(b, seed, formatName))
	require.NoError(b, err)
	b.SetBytes(stat.Size())
	var runs []usage
	certified := 0
	for b.Loop() {
		u, v := runTenet(b, r, seed, formatName)
		require.Equal(b, r.verdict(), v.Verdict, v.Why)
		if v.Certified {
			certified++
		}
		runs = append(runs, u)
	}
	report(b, runs)
	b.ReportMetric(float64(certified)/float64(len(runs)), "certified")
}

// benchmarkPorcupine reports as the metric decided how many of the runs Porcupine ended with a
// verdict in its time.
func benchmarkPorcupine(b *testing.B, r recipe, seed uint64) {
	b.Helper()
	r.file(b, seed, "ndjson")
	var runs []usage
	decided := 0
	for b.Loop() {
		u, v := runPorcupine(b, r, seed)
		if v.Verdict != "unknown" {
			require.Equal(b, r.verdict(), v.Verdict)
			decided++
		}
		runs = append(runs, u)
	}
	report(b, runs)
	b.ReportMetric(float64(decided)/float64(len(runs)), "decided")
}

// TestVerdicts checks the histories of the benchmarks, the long ones shortened, in this process.
func TestVerdicts(t *testing.T) {
	for _, r := range recipes {
		r = r.sized(min(r.ops, 2000))
		for _, seed := range r.seeds {
			for formatName, f := range formats {
				t.Run(fmt.Sprintf("%s/seed=%d/%s", r.name, seed, formatName), func(t *testing.T) {
					h, err := r.history(seed)
					require.NoError(t, err)
					var text bytes.Buffer
					require.NoError(t, format.Write(&text, f, h))
					h, info, err := format.Read(context.Background(), &text, r.name, format.Options{})
					require.NoError(t, err)
					require.Equal(t, f, info.Format)
					m, err := model.New(r.model, model.Options{})
					require.NoError(t, err)
					v, err := linearizability.Check(context.Background(), m, h, linearizability.Options{NoExplanation: true})
					require.NoError(t, err)
					require.Equal(t, r.verdict(), v.Outcome.String(), v.Why)
					require.Equal(t, r.verdict() == "valid", v.Certified, v.Why) // a violation without explanation is not
					require.Len(t, h.Operations, r.ops)
				})
			}
		}
	}
}

// TestPorcupineAgrees checks with both that Porcupine's models mean the same, on short histories
// some of which are in violation.
func TestPorcupineAgrees(t *testing.T) {
	seen := map[engine.Outcome]int{}
	for _, r := range recipes {
		r = r.sized(40)
		r.clients, r.anomalies, r.removals = 3, 1, 0
		for seed := range uint64(20) {
			h, err := r.history(seed)
			require.NoError(t, err)
			m, err := model.New(r.model, model.Options{})
			require.NoError(t, err)
			v, err := linearizability.Check(context.Background(), m, h, linearizability.Options{})
			require.NoError(t, err)
			result := porcupineVerdict(r.model, h)
			require.Equal(t, v.Outcome.String(), result, "%s, seed %d", r.name, seed)
			seen[v.Outcome]++
		}
	}
	require.Greater(t, seen[engine.Valid], 20)
	require.Greater(t, seen[engine.Invalid], 20)
}

// TestProcesses checks short histories just as the benchmarks do.
func TestProcesses(t *testing.T) {
	for _, r := range []recipe{registerUnique, register5, queueUnique, registerIllegal} {
		r = r.sized(min(r.ops, 1000))
		u, v := runTenet(t, r, 1, "edn")
		require.Equal(t, r.verdict(), v.Verdict, v.Why)
		require.Positive(t, u.CPU)
		require.Greater(t, u.Peak, int64(1<<20))
	}
	u, v := runPorcupine(t, busyQueue.sized(40), 1)
	require.Equal(t, "valid", v.Verdict)
	require.Positive(t, u.CPU)
}
