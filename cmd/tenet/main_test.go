package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// tenet runs the command line and returns what it printed.
func tenet(t *testing.T, stdin string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(stdin), &o, &e)
	return code, o.String(), e.String()
}

func TestExitCodes(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	hard := filepath.Join(t.TempDir(), "hard.edn")
	require.NoError(t, os.WriteFile(hard, []byte(hardHistory()), 0o600))
	for _, c := range []struct {
		args   string
		code   int
		out    string
		errors string
	}{
		{"history check -m register testdata/good.ndjson", exitHolds, "valid: a linearizable register allows it", ""},
		{"history check -m register --consistency sequential testdata/good.ndjson", exitHolds, "valid: a sequential register allows it", ""},
		{"history check -m register testdata/stale-read.edn", exitViolated, "VIOLATION", ""},
		{"history check -m register --consistency sequential testdata/stale-read.edn", exitViolated, "uncertified", ""},
		{"history check testdata/good.ndjson", exitUsage, "", "which model?"},
		{"history check -m registre testdata/good.ndjson", exitUsage, "", `--model "registre": expected one of`},
		{"history check -m register testdata/none.edn", exitUsage, "", "testdata/none.edn: no such file"},
		{"history check -m register --format xml testdata/good.ndjson", exitUsage, "", `unknown format "xml"`},
		{"history check -m register --init [ testdata/good.ndjson", exitUsage, "", `--init "["`},
		{"history check -m register --independent testdata/good.ndjson", exitUsage, "", "good.ndjson:1: write of 1: expected a pair [key value]"},
		{"history check -m register --failed-cas maybe testdata/good.ndjson", exitUsage, "", `--failed-cas "maybe": expected not-applied or observed`},
		{"history check -m register --failed-cas observed testdata/good.ndjson", exitUsage, "", "no cas whose failure could be observed"},
		{"history check -m register --consistency eventual testdata/good.ndjson", exitUsage, "", `--consistency "eventual"`},
		{"history check -m register --memory lots testdata/good.ndjson", exitUsage, "", `--memory "lots": expected a size`},
		{"history check -m register --timeout -1s testdata/good.ndjson", exitUsage, "", "--timeout -1s"},
		{"history check -m register --engine magic testdata/good.ndjson", exitUsage, "", `unknown engine "magic"`},
		{"history check -m register --total 3 testdata/good.ndjson", exitUsage, "", "--total is for a workload check"},
		{"history check -m queue testdata/good.ndjson", exitUsage, "", "good.ndjson:1: model queue"},
		{"history check -m register", exitUsage, "", "accepts 1 arg(s)"},
		{"history check -m counter --timeout 1ms " + hard, exitUndecided, "unknown", ""},
		{"history check -m counter --engine frontier --timeout 300ms " + hard, exitUndecided, "time limit reached", ""},
		{"history shrink -m register testdata/good.ndjson", exitUsage, "", "is valid: there is nothing to shrink"},
		{"history convert --to etcd-json testdata/good.ndjson", exitUsage, "", "etcd-json"},
		{"history stats testdata/stale-read.edn", exitHolds, "4, and 1 events of others than clients", ""},
		{"histroy", exitUsage, "", "unknown command"},
		{"history chek testdata/good.ndjson", exitUsage, "", "unknown command"},
		{"history check -m cas-register --engine queue testdata/good.ndjson", exitUndecided, "none of the engines asked for", ""},
	} {
		code, out, errs := tenet(t, "", strings.Fields(c.args)...)
		require.Equal(t, c.code, code, "%s: %s%s", c.args, out, errs)
		require.Contains(t, out, c.out, c.args)
		require.Contains(t, errs, c.errors, c.args)
		if c.errors == "" {
			require.Empty(t, errs, c.args)
		}
	}
}

// hardHistory has many increments of different sizes at once, and a read that none explain.
func hardHistory() string {
	var b strings.Builder
	for round := range 4 {
		for p := range 24 {
			b.WriteString(line("invoke", "add", 3*p+7+round*100, round*100+p))
		}
		b.WriteString(line("invoke", "read", -1, round*100+99))
		b.WriteString(line("ok", "read", 100000+round, round*100+99))
		for p := range 24 {
			b.WriteString(line("ok", "add", 3*p+7+round*100, round*100+p))
		}
	}
	return b.String()
}

func line(typ, f string, value, process int) string {
	text, err := json.Marshal(map[string]any{"type": typ, "f": f, "value": value, "process": process})
	if err != nil {
		panic(err)
	}
	return string(text) + "\n"
}

func TestViolationIsReported(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	code, out, errs := tenet(t, "", "history", "check", "--model", "register", "--json", "testdata/stale-read.edn")
	require.Equal(t, exitViolated, code)
	require.Empty(t, errs)
	var r struct {
		Verdict, Model, Engine, Reason, Page string
		Operations, Ignored                  int
		Certified                            bool
		Witness                              []struct {
			Process    int
			F          string
			CallLine   int
			ReturnLine int
		}
		Earliest struct{ ReturnLine int }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, "invalid", r.Verdict)
	require.Equal(t, "register", r.Model)
	require.Equal(t, "zones", r.Engine)
	require.Equal(t, 4, r.Operations)
	require.Equal(t, 1, r.Ignored)
	require.True(t, r.Certified)
	require.NotEmpty(t, r.Reason)
	require.Equal(t, 9, r.Earliest.ReturnLine)
	require.Len(t, r.Witness, 3)
	text, err := os.ReadFile(r.Page)
	require.NoError(t, err)
	require.Contains(t, string(text), "<html")
}

// TestViolationIsReportedWithoutAPage: the verdict does not depend on a writable disk.
func TestViolationIsReportedWithoutAPage(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	code, out, errs := tenet(t, "", "history", "check", "--model", "register", "testdata/stale-read.edn")
	require.Equal(t, exitViolated, code)
	require.Contains(t, out, "VIOLATION")
	require.Contains(t, errs, "writing the page")

	code, out, errs = tenet(t, "", "history", "check", "--model", "register", "--page", t.TempDir(), "testdata/stale-read.edn")
	require.Equal(t, exitUsage, code, "a page was asked for")
	require.Contains(t, out, "VIOLATION")
	require.Contains(t, errs, "writing the page")
}

func TestShrinkWritesAViolation(t *testing.T) {
	small := filepath.Join(t.TempDir(), "small.edn")
	code, out, errs := tenet(t, "", "history", "shrink", "--model", "register", "--output", small, "testdata/stale-read.edn")
	require.Equal(t, exitHolds, code, errs)
	require.Empty(t, out)
	require.Contains(t, errs, "certified to be in violation")
	code, _, _ = tenet(t, "", "history", "check", "--model", "register", "--page", "none", small)
	require.Equal(t, exitViolated, code)
}

func TestConvertKeepsTheVerdict(t *testing.T) {
	code, ndjson, errs := tenet(t, "", "history", "convert", "--to", "jepsen-json", "testdata/stale-read.edn")
	require.Equal(t, exitHolds, code, errs)
	path := filepath.Join(t.TempDir(), "copy.ndjson")
	require.NoError(t, os.WriteFile(path, []byte(ndjson), 0o600))
	code, out, errs := tenet(t, "", "history", "check", "--model", "register", "--page", "none", path)
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, "VIOLATION")
}

func TestVisualizeDrawsValidHistories(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.html")
	code, out, errs := tenet(t, "", "history", "visualize", "--model", "register", "--output", path, "testdata/good.ndjson")
	require.Equal(t, exitHolds, code, errs)
	require.Contains(t, out, path)
	require.FileExists(t, path)
}

func TestHelpTeaches(t *testing.T) {
	code, out, _ := tenet(t, "", "history", "--help")
	require.Equal(t, exitHolds, code)
	for _, word := range append(checkNames(), "jepsen-edn", "cas [OLD NEW]") {
		require.Contains(t, out, word)
	}
	for _, command := range []string{"check", "convert", "stats", "shrink", "visualize"} {
		code, out, _ := tenet(t, "", "history", command, "--help")
		require.Equal(t, exitHolds, code)
		require.Contains(t, out, "FILE")
	}
}

func TestCompletion(t *testing.T) {
	_, out, _ := tenet(t, "", "__complete", "history", "check", "--model", "")
	require.Contains(t, out, "cas-register")
	code, out, _ := tenet(t, "", "completion", "bash")
	require.Equal(t, exitHolds, code)
	require.Contains(t, out, "tenet")
}

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{"500MB": 500e6, "8GiB": 8 << 30, "1.5K": 1536, "7": 7, "0": 0} {
		got, err := parseBytes(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "MB", "-1", "1e300GB", "NaN", "5 parsecs"} {
		_, err := parseBytes(text)
		require.Error(t, err, text)
	}
}
