package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGenerate(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args  []string
		stats []string
	}{
		{[]string{"-n", "50", "--sessions", "5", "--anomaly", "G1c"}, []string{"jepsen-edn", "operations   52", "txn"}},
		{[]string{"--model", "rw-register", "-n", "40", "--isolation", "causal", "--format", "plume-text"}, []string{"plume-text", "transactions (suggested", "operations   40", "no times"}},
		{[]string{"--model", "transactions", "-n", "40", "--format", "dbcop"}, []string{"dbcop", "operations   40"}},
		{[]string{"--model", "kv", "-n", "30", "--anomaly", "CyclicHB", "--format", "jepsen-json"}, []string{"jepsen-json", "operations   34", "write"}},
		{[]string{"--model", "queue", "--operations", "20", "--corrupt", "2"}, []string{"operations   20", "enqueue"}},
		{[]string{"--model", "register", "-n", "20", "--format", "violin-log"}, []string{"violin-log", "operations   20"}},
	} {
		path := filepath.Join(dir, "history")
		code, out, errs := tenet(t, "", append([]string{"history", "generate", "-o", path, "--seed", "7"}, c.args...)...)
		require.Equal(t, exitHolds, code, errs)
		require.Empty(t, out)
		_, again, _ := tenet(t, "", append([]string{"history", "generate", "--seed", "7"}, c.args...)...)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(text), again, "the same seed makes the same history")
		code, out, errs = tenet(t, "", "history", "stats", path)
		require.Equal(t, exitHolds, code, errs)
		for _, want := range c.stats {
			require.Contains(t, out, want, c.args)
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--model", "tree"}, `--model "tree": expected one of list-append, rw-register`},
		{[]string{"--model", "queue", "--anomaly", "G0"}, "--model queue has neither --isolation nor --anomaly"},
		{[]string{"--isolation", "perfect"}, "--isolation: "},
		{[]string{"--isolation", "strong-causal"}, "got strong-causal"},
		{[]string{"--model", "rw-register", "--anomaly", "G0"}, `--anomaly "G0": expected one of G-nonadjacent`},
		{[]string{"--corrupt", "1"}, "--values and --corrupt are for models of single objects"},
		{[]string{"--sessions", "-1"}, "--sessions is too small: expected 1 or more"},
		{[]string{"--format", "csv"}, "--format: unknown format"},
		{[]string{"--format", "plume-text"}, "expected [:r key value]"},
		{[]string{"--format", "etcd-json", "--model", "register"}, "cannot be written"},
	} {
		path := filepath.Join(t.TempDir(), "history")
		code, _, errs := tenet(t, "", append([]string{"history", "generate", "-n", "10", "-o", path}, c.args...)...)
		require.NotEqual(t, exitHolds, code, c.args)
		require.Contains(t, errs, c.want, c.args)
		require.NoFileExists(t, path)
	}
}

// What generate makes is what check reads, and has the promise that it was made with.
func TestGeneratedHistoriesHold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	holds := func(model string, generate, check []string) {
		code, _, errs := tenet(t, "", append([]string{"history", "generate", "--model", model, "-n", "60", "-o", file}, generate...)...)
		require.Equal(t, exitHolds, code, "%s %v: %s", model, generate, errs)
		code, out, errs := tenet(t, "", append([]string{"history", "check", "--model", model, "--page", "none", file}, check...)...)
		require.Equal(t, exitHolds, code, "%s %v: %s%s", model, generate, out, errs)
	}
	for _, model := range generateModels() {
		for _, format := range []string{"jepsen-edn", "jepsen-json"} {
			holds(model, []string{"--format", format}, nil)
		}
	}
	holds("kv", []string{"--isolation", "strict-serializable"}, nil)
	for _, level := range []string{"causal", "read-committed", "snapshot-isolation"} {
		for _, format := range []string{"jepsen-edn", "plume-text", "awdit-text", "dbcop"} {
			holds("transactions", []string{"--isolation", level, "--format", format}, []string{"--consistency", level})
		}
	}
}
