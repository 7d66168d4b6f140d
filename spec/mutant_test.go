package spec_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/tlc"
)

var deep = flag.Bool("deep", false, "let TLC check all mutants, not only one")

func mutants() []mutant { return slices.Concat(atomicCommit, twoPhaseCommit) }

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

func TestMutantsAreCaught(t *testing.T) {
	checker, err := tlc.Find(context.Background())
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	for _, m := range mutants() {
		t.Run(m.Name, func(t *testing.T) {
			if !*deep && m.Name != "no-such-state" {
				t.Skip("go test ./spec -deep checks all mutants, in a few minutes")
			}
			folder := t.TempDir()
			require.NoError(t, m.write(".", folder))
			r, err := checker.Check(context.Background(), tlc.Model{Module: filepath.Join(folder, m.Model+".tla")}, tlc.Options{})
			require.NoError(t, err)
			require.NotNil(t, r.Violation, "%s survives", m.Bug)
			if !m.Temporal {
				require.Equal(t, m.Property, r.Violation.Property)
			}
		})
	}
}
