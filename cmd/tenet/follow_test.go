package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFollowStandardInput(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	stale, err := os.ReadFile("testdata/stale-read.edn")
	require.NoError(t, err)
	code, out, errs := tenet(t, string(stale), "history", "check", "-m", "register", "--follow", "-")
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, "engine stream, certified by brute force")
	require.Contains(t, out, "read → 1")

	pairs := strings.ReplaceAll(strings.ReplaceAll(string(stale), ":value 1", ":value [:x 1]"), ":value 2", ":value [:x 2]")
	pairs = strings.ReplaceAll(strings.ReplaceAll(pairs, ":value nil, :process 1", ":value [:x nil], :process 1"), "[:x nil], :process :nem", "nil, :process :nem")
	code, out, errs = tenet(t, pairs, "history", "check", "-m", "register", "--independent", "--follow", "-")
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, "(key :x)")

	code, _, errs = tenet(t, string(stale), "history", "check", "-m", "register", "--independent", "--follow", "-")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "-:1: write of 1: expected a pair [key value]")
}

func TestFollowFile(t *testing.T) {
	code, out, errs := tenet(t, "", "history", "check", "-m", "register", "--follow", "--idle", "50ms", "testdata/good.ndjson")
	require.Equal(t, exitHolds, code, errs)
	require.Contains(t, out, "valid")

	code, out, errs = tenet(t, "", "history", "check", "-m", "register", "--follow", "--timeout", "100ms", "testdata/good.ndjson")
	require.Equal(t, exitUndecided, code, errs)
	require.Contains(t, out, "no violation so far; time limit reached")
}

func TestFollowRefuses(t *testing.T) {
	for flags, want := range map[string]string{
		"-m bank":                                 "is a workload check",
		"-m register --consistency sequential":    "--follow checks linearizability only",
		"-m register --engine zones":              "leave out --engine",
		"":                                        "which model?",
		"-m register --idle 50ms testdata/none":   "no such file",
		"-m register --window -1 --idle 50ms":     "window",
		"-m queue --idle 50ms":                    "good.ndjson:1",
		"-m register --format nonsense --idle 1s": "unknown format",
	} {
		args := append([]string{"history", "check", "--follow"}, strings.Fields(flags)...)
		if !strings.Contains(flags, "testdata") {
			args = append(args, "testdata/good.ndjson")
		}
		code, _, errs := tenet(t, "", args...)
		require.Equal(t, exitUsage, code, flags)
		require.Contains(t, strings.ToLower(errs), want, flags)
	}
}
