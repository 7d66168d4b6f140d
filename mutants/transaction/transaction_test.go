package transaction

import (
	"context"
	"flag"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/mutants/matrix"
)

var (
	full   = flag.Bool("full", false, "plant every bug, rather than two")
	atOnce = flag.Int("at-once", 1, "how many bugs are planted at once")
	only   = flag.String("only", "", "with -full, plant the bugs whose names this regular expression matches")
)

func planted(t *testing.T) (root string, mutants []matrix.Mutant) {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	mutants, err = Mutants(root)
	require.NoError(t, err)
	return root, mutants
}

// Each patch applies to the source as it is.
func TestPatchesApply(t *testing.T) {
	_, mutants := planted(t)
	require.GreaterOrEqual(t, len(mutants), 25)
	names := map[string]bool{}
	for _, m := range mutants {
		require.False(t, names[m.Name], "two mutants are called %s", m.Name)
		names[m.Name] = true
		require.NotEmpty(t, m.Mistake, m.Name)
	}
}

// samples are planted always, and their package's tests run, which take no time.
var (
	samples = []string{"version: program order of elements ignored", "version: shorter lists are not compared"}
	sampled = matrix.GoTest{Package: here + "/version", Tests: "^Test", Env: drawing}
)

// TestMutants demands that each bug is caught, and shows by whom.
func TestMutants(t *testing.T) {
	if testing.Short() && !*full {
		t.Skip("-short: no mutant is planted")
	}
	root, mutants := planted(t)
	rungs := Rungs()
	if !*full {
		t.Logf("%d of %d mutants are planted here; all: go test ./mutants/transaction -run TestMutants -full -v -timeout 90m", len(samples), len(mutants))
		mutants = slices.DeleteFunc(mutants, func(m matrix.Mutant) bool { return !slices.Contains(samples, m.Name) })
		rungs = []matrix.Rung{{Name: "own tests", Groups: []string{Group}, Checks: []matrix.Check{sampled}}}
	}
	wanted, err := regexp.Compile(*only)
	require.NoError(t, err)
	mutants = slices.DeleteFunc(mutants, func(m matrix.Mutant) bool { return !wanted.MatchString(m.Name) })
	options := matrix.Options{Parallel: *atOnce, Limit: 2 * time.Minute, Progress: func(done, all int, row *matrix.Row) {
		outcomes := []string{}
		for _, r := range row.Results {
			outcomes = append(outcomes, string(r.Outcome))
		}
		t.Logf("%d of %d: %s: %s", done, all, row.Name, strings.Join(outcomes, ", "))
	}}
	report, err := matrix.Run(context.Background(), root, rungs, mutants, options)
	require.NoError(t, err)
	var table strings.Builder
	require.NoError(t, report.Print(&table))
	t.Logf("\n%s", table.String())
	require.Empty(t, report.Broken)
	for _, row := range report.Rows {
		require.True(t, row.Caught(), "nobody catches: %s", row.Name)
	}
}
