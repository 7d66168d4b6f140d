package mutants

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	full  = flag.Bool("full", false, "run the tests for every mutant, rather than for two")
	named = flag.String("rungs", "", "with -full, the rungs to run, separated by commas; all if empty")
)

// wanted reports whether a rung is to be run for every mutant.
func (r rung) wanted() bool {
	return *full && (*named == "" || slices.Contains(strings.Split(*named, ","), r.name))
}

// howFull says how to see the whole matrix.
const howFull = "all of them: go test ./mutants -run TestMutants -full -v -timeout 90m"

// mutant is a bug to be planted.
type mutant struct {
	name string
	// file is relative to the module's root.
	file string
	// mistake is what the programmer would have thought or forgotten.
	mistake string
	// before occurs once in the file; after takes its place.
	before, after string
	// tests lists packages beside the file's own whose tests are about the file.
	tests []string
}

// tables holds all mutants.
var tables = slices.Concat(engineMutants, searchMutants, verdictMutants, inputMutants)

// rung is a set of tests.
type rung struct {
	name string
	// arguments of go test for a mutant.
	arguments func(m mutant) []string
}

// timeout of one rung for one mutant. A mutant that makes an endless loop is caught by it.
const timeout = time.Minute

var rungs = []rung{
	{"package", func(m mutant) []string {
		args := []string{"-short"}
		if path.Dir(m.file) == "linearizability" {
			args = append(args, "-skip", "Differential|Certificates") // which are rungs of their own
		}
		for _, dir := range append([]string{path.Dir(m.file)}, m.tests...) {
			args = append(args, "./"+dir)
		}
		return args
	}},
	{"differential", func(mutant) []string {
		return []string{"./linearizability", "-run", "Differential", "-histories", "2000"}
	}},
	{"certificates", func(mutant) []string {
		return []string{"./linearizability", "-run", "Certificates", "-histories", "2000"}
	}},
	{"recorded", func(mutant) []string { return []string{"./cmd/tenet", "-run", "^TestIndex$"} }},
}

// root is the module's root as seen from here.
const root = ".."

// apply returns the mutant's file, changed.
func (m mutant) apply() ([]byte, error) {
	source, err := os.ReadFile(filepath.Join(root, m.file))
	if err != nil {
		return nil, err
	}
	if n := strings.Count(string(source), m.before); n != 1 {
		return nil, fmt.Errorf("the text to replace occurs %d times in %s: expected once", n, m.file)
	}
	changed := []byte(strings.Replace(string(source), m.before, m.after, 1))
	_, err = parser.ParseFile(token.NewFileSet(), m.file, changed, 0)
	return changed, err
}

// overlay writes the changed file and the list of what it replaces to a folder.
func (m mutant) overlay(t *testing.T) string {
	t.Helper()
	changed, err := m.apply()
	require.NoError(t, err)
	folder := t.TempDir()
	replacement := filepath.Join(folder, path.Base(m.file))
	require.NoError(t, os.WriteFile(replacement, changed, 0o600))
	original, err := filepath.Abs(filepath.Join(root, m.file))
	require.NoError(t, err)
	list, err := json.Marshal(map[string]map[string]string{"Replace": {original: replacement}})
	require.NoError(t, err)
	file := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(file, list, 0o600))
	return file
}

// outcome is what a rung says of a mutant.
type outcome string

const (
	passed  outcome = "-"
	failed  outcome = "caught"
	endless outcome = "caught (time)"
)

// run runs a rung with an overlay, or, if that is empty, with the source as it is.
func (r rung) run(t *testing.T, m mutant, overlay string) (outcome, string) {
	t.Helper()
	args := []string{"test", "-failfast", "-timeout", timeout.String()}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*timeout)
	defer cancel()
	command := exec.CommandContext(ctx, "go", append(args, r.arguments(m)...)...)
	command.Dir = root
	command.WaitDelay = timeout
	output, err := command.CombinedOutput()
	text := string(output)
	switch {
	case err == nil:
		require.NotContains(t, text, "no tests to run")
		return passed, text
	case strings.Contains(text, "[build failed]") || strings.Contains(text, "[setup failed]"):
		require.Fail(t, "does not compile", "%s: %s", m.name, text)
	case ctx.Err() != nil || strings.Contains(text, "panic: test timed out"):
		return endless, text
	}
	return failed, text
}

// TestMutantsApply demands that every mutant's text occurs once, and that the result parses.
func TestMutantsApply(t *testing.T) {
	seen := map[string]bool{}
	var rotten []string
	for _, m := range tables {
		require.False(t, seen[m.name], "two mutants are called %s", m.name)
		seen[m.name] = true
		require.NotEmpty(t, m.mistake, m.name)
		require.NotEqual(t, m.before, m.after, m.name)
		if _, err := m.apply(); err != nil {
			rotten = append(rotten, fmt.Sprintf("%s: %v", m.name, err))
		}
	}
	require.Empty(t, rotten)
}

// samples are the mutants that are run always, with the one rung that catches each.
var samples = map[string]string{
	"queue: order of removes ignored":        "differential",
	"certificate: real time is not verified": "package",
}

// TestMutants plants the mutants one by one, runs the tests, and demands that each is caught.
func TestMutants(t *testing.T) {
	if !*full {
		t.Logf("%d of %d mutants are run here; %s", len(samples), len(tables), howFull)
		if testing.Short() {
			t.Skip("-short: no mutant is run")
		}
	}
	rows := map[string][]outcome{}
	t.Run("source as it is", func(t *testing.T) {
		for _, r := range rungs {
			if r.wanted() {
				result, text := r.run(t, mutant{file: "linearizability/check.go", tests: allTests()}, "")
				require.Equal(t, passed, result, "%s fails without any mutant: %s", r.name, text)
			}
		}
	})
	if t.Failed() {
		return
	}
	for _, m := range tables {
		if !*full && samples[m.name] == "" {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			overlay := m.overlay(t)
			caught := false
			for _, r := range rungs {
				result := outcome("not run")
				if r.wanted() || !*full && samples[m.name] == r.name {
					result, _ = r.run(t, m, overlay)
					caught = caught || result != passed
				}
				rows[m.name] = append(rows[m.name], result)
			}
			t.Log(rows[m.name])
			require.True(t, caught, "nobody catches this mistake in %s: %s", m.file, m.mistake)
		})
	}
	t.Logf("\n%s", matrix(t, rows))
}

// allTests lists the packages of all mutants.
func allTests() []string {
	var dirs []string
	for _, m := range tables {
		dirs = append(dirs, m.tests...)
		dirs = append(dirs, path.Dir(m.file))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// matrix shows who caught what.
func matrix(t *testing.T, results map[string][]outcome) string {
	t.Helper()
	head := []any{"mutant"}
	sum := []any{fmt.Sprintf("%d mutants", len(results))}
	for k, r := range rungs {
		caught := 0
		for _, row := range results {
			if row[k] == failed || row[k] == endless {
				caught++
			}
		}
		head, sum = append(head, r.name), append(sum, caught)
	}
	rows := [][]any{head}
	for _, m := range tables {
		if results[m.name] == nil {
			continue
		}
		row := []any{m.name}
		for _, result := range results[m.name] {
			row = append(row, result)
		}
		rows = append(rows, row)
	}
	return aligned(t, append(rows, sum))
}

// aligned writes rows with their columns below each other.
func aligned(t *testing.T, rows [][]any) string {
	t.Helper()
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for _, cell := range row {
			_, err := fmt.Fprintf(w, "%v\t", cell)
			require.NoError(t, err)
		}
		_, err := fmt.Fprintln(w)
		require.NoError(t, err)
	}
	require.NoError(t, w.Flush())
	return b.String()
}
