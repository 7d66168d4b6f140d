package matrix

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// module writes a module with a package calc and its tests to a folder.
func module(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":         "module example.org/calc\n\ngo 1.26\n",
		"calc/calc.go":   "package calc\n\nfunc Add(a, b int) int {\n\tif a < 0 {\n\t\treturn -1\n\t}\n\treturn a + b\n}\n",
		"calc/other.go":  "package calc\n\nfunc One() int { return 1 }\n",
		"calc/a_test.go": "package calc\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(2, 2) != 4 {\n\t\tt.Error(\"no sum\")\n\t}\n}\n\nfunc TestOne(t *testing.T) {\n\tif One() != 1 {\n\t\tpanic(\"one\")\n\t}\n}\n\nfunc TestNeedy(t *testing.T) { t.Skip(\"no tool\") }\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	return root
}

func rung(name, tests string) Rung {
	return Rung{Name: name, Groups: []string{Syntax, Scenario}, Checks: []Check{GoTest{Package: "calc", Tests: tests}}}
}

var patches = []Patch{
	{Name: "two", Scenario: "T01", Mistake: "one is two", File: "calc/other.go", Before: "return 1", After: "return 2"},
	{Name: "endless", Mistake: "waits", File: "calc/other.go", Before: "return 1", After: "for {\n}\nreturn 1"},
	{Name: "nonsense", Mistake: "does not compile", File: "calc/other.go", Before: "return 1", After: "return one"},
	{Name: "same", Mistake: "no difference", File: "calc/other.go", Before: "return 1", After: "return 3 - 2"},
}

// outcomes returns the rows of the report by the names of their mutants.
func outcomes(r *Report) map[string][]Outcome {
	all := map[string][]Outcome{}
	for _, row := range r.Rows {
		for _, result := range row.Results {
			all[row.Name] = append(all[row.Name], result.Outcome)
		}
	}
	return all
}

func TestPatchedMutantsAreCaughtByTheRungsThatSeeThem(t *testing.T) {
	root := module(t)
	mutants, err := Patched(root, Scenario, patches)
	require.NoError(t, err)
	var progress []int
	rungs := []Rung{rung("add", "TestAdd"), rung("one", "TestOne"), rung("needy", "TestNeedy"), {Name: "spec", Groups: []string{Spec}}}
	report, err := Run(t.Context(), root, rungs, mutants, Options{Parallel: 2, Limit: 2 * time.Second, Progress: func(done, _ int, _ *Row) {
		progress = append(progress, done)
	}})
	require.NoError(t, err)
	require.Equal(t, map[string][]Outcome{
		"T01 two": {Passed, Caught, NotRun, NotMeant},
		"endless": {Passed, TimedOut, NotRun, NotMeant},
		"same":    {Passed, Passed, NotRun, NotMeant},
	}, outcomes(report))
	require.Len(t, report.Broken, 1)
	require.Contains(t, report.Broken[0], "undefined: one")
	require.Equal(t, []int{1, 2, 3, 4}, progress)
	require.Equal(t, "panic: one [recovered, repanicked]", report.Rows[0].Results[1].Why)
	require.Equal(t, "a_test.go:17: no tool", "a_test.go:17: "+report.Baseline[2].Why)
}

func TestEnumeratedMutantsAreRunOnlyWhereTheyAreReached(t *testing.T) {
	root := module(t)
	s := Subject{Packages: []string{"calc"}}
	mutants, dropped, err := s.Mutants(t.Context(), root, nil)
	require.NoError(t, err)
	require.Zero(t, dropped)
	report, err := Run(t.Context(), root, []Rung{rung("add", "TestAdd"), rung("one", "TestOne")}, mutants, Options{Parallel: 2, Limit: 2 * time.Second})
	require.NoError(t, err)
	require.Empty(t, report.Broken)
	require.Equal(t, map[string][]Outcome{
		"calc.go:Add:guard-dropped:1":      {Passed, Passed},
		"calc.go:Add:comparison-flipped:1": {Caught, Passed},
		"calc.go:Add:boundary:1":           {Passed, Passed},
		"calc.go:Add:constant-up:1":        {Passed, Passed},
		"calc.go:Add:constant-up:2":        {Passed, Passed},
		"calc.go:Add:constant-down:1":      {Passed, Passed},
		"calc.go:Add:arithmetic:1":         {Caught, Passed},
		"other.go:One:constant-up:1":       {Passed, Caught},
		"other.go:One:constant-down:1":     {Passed, Caught},
	}, outcomes(report))
	for _, row := range report.Rows {
		unreached := row.Results[0].Why == "not reached"
		switch row.Name {
		case "calc.go:Add:constant-up:2", "calc.go:Add:constant-down:1", "other.go:One:constant-up:1", "other.go:One:constant-down:1":
			require.True(t, unreached, row.Name)
		default:
			require.False(t, unreached, row.Name)
			require.Equal(t, "not reached", row.Results[1].Why, row.Name)
		}
	}
}

func TestTheFirstRungMayBeEnough(t *testing.T) {
	root := module(t)
	mutants, err := Patched(root, Scenario, patches[:1])
	require.NoError(t, err)
	report, err := Run(t.Context(), root, []Rung{rung("one", "TestOne"), rung("again", "TestOne")}, mutants, Options{First: true})
	require.NoError(t, err)
	require.ElementsMatch(t, []Outcome{Caught, Skipped}, outcomes(report)["T01 two"])
}

func TestTheSourceMustPass(t *testing.T) {
	root := module(t)
	require.NoError(t, os.WriteFile(filepath.Join(root, "calc", "other.go"), []byte("package calc\n\nfunc One() int { return 2 }\n"), 0o600))
	_, err := Run(t.Context(), root, []Rung{rung("one", "TestOne")}, nil, Options{})
	require.ErrorContains(t, err, `the rung "one" fails on the source as it is: panic: one`)

	_, err = Run(t.Context(), root, []Rung{rung("none", "TestNone")}, nil, Options{})
	require.ErrorContains(t, err, "there are no such tests")

	require.NoError(t, os.WriteFile(filepath.Join(root, "calc", "other.go"), []byte("package calc\n"), 0o600))
	_, err = Run(t.Context(), root, []Rung{rung("one", "TestOne")}, nil, Options{})
	require.ErrorContains(t, err, "the source as it is does not compile")
}

func TestAnEndedContextEndsTheRun(t *testing.T) {
	root := module(t)
	mutants, err := Patched(root, Scenario, patches[:1])
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	report, err := Run(ctx, root, []Rung{rung("one", "TestOne")}, append(mutants, mutants...), Options{Progress: func(int, int, *Row) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, report.Rows, 1)
}

func TestPatchesMustApplyOnce(t *testing.T) {
	root := module(t)
	_, err := Patched(root, Scenario, []Patch{
		{Name: "gone", File: "calc/other.go", Before: "return 7", After: "x"},
		{Name: "twice", File: "calc/calc.go", Before: "return", After: "x"},
		{Name: "idle", File: "calc/other.go", Before: "return 1", After: "return 1"},
		{Name: "nowhere", File: "calc/missing.go", Before: "return", After: "x"},
	})
	require.ErrorContains(t, err, "4 patches do not apply")
	require.ErrorContains(t, err, `"gone": the text to replace occurs 0 times`)
	require.ErrorContains(t, err, `"twice": the text to replace occurs 2 times`)
	require.ErrorContains(t, err, "missing.go")
}
