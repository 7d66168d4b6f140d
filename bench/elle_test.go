package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// elleVariable has the command line that runs Elle.
const elleVariable = "ELLE"

// elle returns the words of the command line that runs Elle as elle-cli does, or skips.
func elle(b *testing.B) []string {
	b.Helper()
	command := strings.Fields(os.Getenv(elleVariable))
	if len(command) > 0 {
		if _, err := exec.LookPath(command[0]); err == nil {
			return command
		}
	}
	b.Skipf("no Elle: set %s to the command line of https://github.com/ligurio/elle-cli, such as \"java -Xmx8g -jar elle-cli.jar\": it is given --model, --consistency-models and a file, and prints the file and true or false",
		elleVariable)
	return nil
}

// BenchmarkElle checks list-append and rw-register for the levels that Elle decides by cycles of dependencies, each
// level and file in a process of its own.
func BenchmarkElle(b *testing.B) {
	const level = "strict-serializable"
	for _, w := range []workload{
		appends.sized(100_000), appends.sized(100_000).with("G-single"), writes.sized(100_000), writes.sized(100_000).with("G-single"), appends,
	} {
		name := fmt.Sprintf("level=%s/model=%s/txns=%s/anomaly=%s", level, w.model, short(w.transactions), w.anomaly)
		b.Run("engine=tenet/"+name, func(b *testing.B) { w.benchmarkTenet(b, level) })
		b.Run("engine=elle/"+name, func(b *testing.B) { w.benchmarkElle(b, level) })
	}
}

func (w workload) benchmarkTenet(b *testing.B, level string) {
	b.Helper()
	program, path := tenet(b), w.file(b, "jepsen-edn")
	var runs []usage
	certified := 0
	for b.Loop() {
		u := took(b, nil, program, "history", "check", "--json", "--page", "none", "--model", w.model, "--consistency", level, path)
		var v verdict
		require.NoError(b, json.Unmarshal(u.Out, &v), "exit %d: %s", u.Exit, u.Out)
		require.Equal(b, map[bool]string{true: "valid", false: "invalid"}[w.anomaly == ""], v.Verdict, "%s", v.Why)
		if v.Certified {
			certified++
		}
		runs = append(runs, u)
	}
	report(b, runs)
	b.ReportMetric(float64(certified)/float64(len(runs)), "certified")
}

func (w workload) benchmarkElle(b *testing.B, level string) {
	b.Helper()
	argv := append(elle(b), "--model", w.model, "--consistency-models", level)
	path := w.file(b, "jepsen-edn")
	argv = append(argv, path)
	var runs []usage
	for b.Loop() {
		u := took(b, nil, argv...)
		_, answer, _ := bytes.Cut(u.Out, []byte(path))
		require.Equal(b, fmt.Sprint(w.anomaly == ""), string(bytes.TrimSpace(answer)), "exit %d: %.2000s", u.Exit, u.Out)
		runs = append(runs, u)
	}
	report(b, runs)
}
