package modules_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/tlc"
)

// TestOperatorsWithTLC evaluates the tables by TLC, which has none of the community modules. For each expression it prints whether it is what it
// should be.
func TestOperatorsWithTLC(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: TLC, which needs Java and seconds, is not asked")
	}
	checker, err := tlc.Find(t.Context())
	if errors.Is(err, tlc.ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	graphs := map[string][]expression{"Graphs": expressions["Graphs"]}
	rest := maps.Clone(standard)
	maps.Copy(rest, expressions)
	delete(rest, "Graphs") // and UndirectedGraphs both have a Path
	evaluateAll(t, checker, rest)
	evaluateAll(t, checker, graphs)
}

// evaluateAll has TLC evaluate a table.
func evaluateAll(t *testing.T, checker *tlc.TLC, table map[string][]expression) {
	t.Helper()
	names := slices.Sorted(maps.Keys(table))
	var text strings.Builder
	fmt.Fprintf(&text, "---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, TLC, %s\n", strings.Join(names, ", "))
	text.WriteString("VARIABLE variable\nStart == variable = 0\nStep == UNCHANGED variable\n")
	for _, module := range names {
		for i, e := range table[module] {
			fmt.Fprintf(&text, "ASSUME PrintT(<<%q, %d, (%s) = (%s)>>)\n", module, i, e.text, e.want)
		}
	}
	text.WriteString("====\n")
	out := check(t, checker, text.String())
	for _, module := range names {
		for i, e := range table[module] {
			require.Contains(t, out, fmt.Sprintf("<<%q, %d, TRUE>>", module, i), "%s is not %s", e.text, e.want)
		}
	}
}

// check has TLC check a module with these modules, and returns what it printed.
func check(t *testing.T, checker *tlc.TLC, text string) string {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "M.tla")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "M.cfg"), []byte("INIT Start\nNEXT Step\n"), 0o600))
	var out bytes.Buffer
	model := tlc.Model{Module: file, Libraries: []string{"."}}
	_, err := checker.Check(t.Context(), model, tlc.Options{Workers: 1, Out: &out, Memory: 256 << 20})
	require.NoError(t, err, out.String())
	return out.String()
}
