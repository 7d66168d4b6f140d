package spec_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/tlc"
)

var deep = flag.Bool("deep", false, "check the large models too, and let TLC check all mutants, not only one")

func mutants() []mutant {
	return slices.Concat(atomicCommit, replicatedLog, twoPhaseCommit, raftMutants, sessionMutants)
}

func TestMutantsApply(t *testing.T) {
	names := map[string]bool{}
	for _, m := range mutants() {
		require.False(t, names[m.Name], m.Name)
		names[m.Name] = true
		require.NotEmpty(t, m.Bug, m.Name)
		folder := t.TempDir()
		require.NoError(t, m.write(".", folder))
		before, err := os.ReadFile(m.Module)
		require.NoError(t, err)
		after, err := os.ReadFile(filepath.Join(folder, filepath.Base(m.Module)))
		require.NoError(t, err)
		require.NotEqual(t, string(before), string(after), m.Name)
		config, err := os.ReadFile(filepath.Join(folder, m.Model+".cfg"))
		require.NoError(t, err)
		names, err := tlc.Properties(filepath.Join(folder, m.Model+".cfg"))
		require.NoError(t, err)
		require.Len(t, names, 1, m.Name)
		require.Contains(t, string(config), "CHECK_DEADLOCK FALSE", m.Name)
	}
	lost := mutant{Name: "lost", Module: "twopc/TwoPhaseCommit.tla", Old: "nothing of this kind", Model: "MCOneTransaction"}
	require.ErrorContains(t, lost.write(".", t.TempDir()), "mutant lost: its old text occurs 0 times in twopc/TwoPhaseCommit.tla")
}

// No property is checked that cannot fail.
func TestEveryPropertyCatchesAMutant(t *testing.T) {
	catches := map[string]bool{} // by folder and property
	for _, m := range mutants() {
		catches[filepath.Join(filepath.Dir(m.Module), m.Property)] = true
	}
	configs, err := filepath.Glob("*/*.cfg")
	require.NoError(t, err)
	require.NotEmpty(t, configs)
	for _, config := range configs {
		names, err := tlc.Properties(config)
		require.NoError(t, err)
		require.NotEmpty(t, names, config)
		for _, name := range names {
			require.True(t, catches[filepath.Join(filepath.Dir(config), name)], "no mutant is caught by %s of %s", name, config)
		}
	}
}

// Bugs that break a safety property, the Go engine catches; those that break liveness, TLC does.
func TestMutantsAreCaught(t *testing.T) {
	for _, m := range mutants() {
		t.Run(m.Name, func(t *testing.T) {
			if m.Model == live && !*deep {
				t.Skip("only TLC checks liveness: go test ./spec -deep")
			}
			folder := t.TempDir()
			require.NoError(t, m.write(".", folder))
			if m.Model != live {
				caught(t, &m, folder)
			}
			if *deep || m.Name == secondOpinion {
				caughtByTLC(t, &m, folder)
			}
		})
	}
}

// secondOpinion is the mutant that TLC checks in any case.
const secondOpinion = "no-such-state"

func caught(t *testing.T, m *mutant, folder string) {
	t.Helper()
	model, err := tla.Load(os.DirFS(folder), m.Model+".cfg")
	require.NoError(t, err)
	r, err := model.Check(t.Context(), check.Options{})
	require.NoError(t, err)
	want := check.InvariantViolated
	if m.Temporal {
		want = check.PropertyViolated
	}
	require.Equal(t, want, r.Verdict, "%s: %v", m.Bug, r.Err)
	require.Equal(t, m.Property, r.Property)
	require.NotEmpty(t, r.Trace)
}

func caughtByTLC(t *testing.T, m *mutant, folder string) {
	t.Helper()
	checker, err := tlc.Find(t.Context())
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	r, err := checker.Check(t.Context(), tlc.Model{Module: filepath.Join(folder, m.Model+".tla")}, tlc.Options{})
	require.NoError(t, err)
	require.NotNil(t, r.Violation, "%s survives", m.Bug)
	if !m.Temporal {
		require.Equal(t, m.Property, r.Violation.Property)
	}
}
