package syntax

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden file anew")

const fixture = "testdata/counter"

func load(t *testing.T) *Package {
	t.Helper()
	p, err := Load(t.Context(), fixture)
	require.NoError(t, err)
	return p
}

func TestMutantsAreThoseOfTheGoldenFile(t *testing.T) {
	mutants, dropped := load(t).Mutants()
	var b strings.Builder
	for i := range mutants {
		fmt.Fprintln(&b, mutants[i].String())
	}
	fmt.Fprintf(&b, "%d mutants, %d dropped\n", len(mutants), dropped)
	golden := filepath.Join("testdata", "counter.golden")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

func TestEveryKindOccursInTheFixture(t *testing.T) {
	mutants, _ := load(t).Mutants()
	counts := map[Kind]int{}
	for i := range mutants {
		counts[mutants[i].Kind]++
	}
	for _, k := range Kinds {
		require.Positive(t, counts[k.Kind], "%s: %s", k.Kind, k.Means)
		delete(counts, k.Kind)
	}
	require.Empty(t, counts, "kinds that are not listed")
}

func TestNamesAndTextsDiffer(t *testing.T) {
	mutants, _ := load(t).Mutants()
	names, texts := map[string]bool{}, map[string]string{}
	source, err := os.ReadFile(filepath.Join(fixture, "counter.go"))
	require.NoError(t, err)
	for i := range mutants {
		m := &mutants[i]
		require.False(t, names[m.Name], m.Name)
		names[m.Name] = true
		changed := m.Apply(source)
		require.NotEqual(t, source, changed, m.Name)
		require.Empty(t, texts[string(changed)], m.Name)
		texts[string(changed)] = m.Name
	}
}

func TestOnlyOnePlaceChanges(t *testing.T) {
	mutants, _ := load(t).Mutants()
	source, err := os.ReadFile(filepath.Join(fixture, "counter.go"))
	require.NoError(t, err)
	for i := range mutants {
		m := &mutants[i]
		changed := m.Apply(source)
		e := m.edits[len(m.edits)-1]
		require.True(t, bytes.HasSuffix(changed, source[e.end:]), m.Name)
		if len(m.edits) == 1 {
			require.True(t, bytes.HasPrefix(changed, source[:e.start]), m.Name)
		}
	}
}

func TestNothingForPeopleIsChanged(t *testing.T) {
	mutants, _ := load(t).Mutants()
	for i := range mutants {
		require.NotContains(t, mutants[i].Name, ".String:")
		require.NotContains(t, mutants[i].Before, `"rest is"`)
	}
}

// TestTheInstrumentedPackageBehavesAsThePlantedMutant runs a program of which every mutant prints something else.
func TestTheInstrumentedPackageBehavesAsThePlantedMutant(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module planted\n\ngo 1.26\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o600))
	p, err := Load(t.Context(), dir)
	require.NoError(t, err)
	mutants, _ := p.Mutants()
	require.Len(t, mutants, 6)
	files, err := p.Instrument(mutants)
	require.NoError(t, err)
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	binary := filepath.Join(dir, "planted")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = dir
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	for number, want := range map[string]string{"": "2", "1": "", "2": "3", "3": "1", "4": "0", "5": "3", "6": "1", "7": "2"} {
		run := exec.Command(binary)
		run.Env = append(os.Environ(), Variable+"="+number)
		output, err := run.CombinedOutput()
		require.NoError(t, err)
		require.Equal(t, want, string(output), "mutant %s", number)
	}
}

const program = `package main

import "fmt"

func main() {
	fmt.Print(next(1))
}

func next(n int) int {
	return n + 1
}
`

func TestLoadSaysWhatDoesNotCompile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module broken\n\ngo 1.26\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "broken.go"), []byte("package broken\n\nvar x int = true\n"), 0o600))
	_, err := Load(t.Context(), dir)
	require.ErrorContains(t, err, "broken.go")

	_, err = Load(t.Context(), filepath.Join(dir, "missing"))
	require.ErrorContains(t, err, "missing")
}
