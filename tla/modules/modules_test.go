package modules_test

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

func TestFind(t *testing.T) {
	for _, name := range []string{"Naturals", "TLC", "SequencesExt", "TLAPS"} {
		text, ok := modules.Find(name)
		require.True(t, ok, name)
		require.Regexp(t, `^-+ MODULE `+name+` -+\n`, string(text))
	}
	for _, name := range []string{"", "Nothing", "../modules", "standard/TLC"} {
		text, ok := modules.Find(name)
		require.False(t, ok, name)
		require.Nil(t, text, name)
	}
}

// names returns the names of the modules whose files match.
func names(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := fs.Glob(modules.FS, pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for i, file := range files {
		files[i] = strings.TrimSuffix(path.Base(file), ".tla")
	}
	return files
}

// load loads the module M of this text.
func load(text string, finders ...semantic.Finder) (*semantic.Spec, error) {
	files := fstest.MapFS{"M.tla": {Data: []byte(text)}}
	return semantic.Load(semantic.First(append([]semantic.Finder{semantic.Folder(files, ".", "")}, finders...)...), "M")
}

func TestEveryModuleLoads(t *testing.T) {
	for _, name := range append(names(t, "*.tla"), names(t, "standard/*.tla")...) {
		_, err := load("---- MODULE M ----\nEXTENDS "+name+"\n====\n", semantic.Library(modules.Find))
		require.NoError(t, err, name)
	}
}

// equation is a module with the definition Result of whether an expression of a module's operators has the value that is wanted.
func equation(module string, e expression) string {
	return fmt.Sprintf("---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, TLC, %s\nResult == (%s) = (%s)\n====\n", module, e.text, e.want)
}

// holds evaluates an equation.
func holds(spec *semantic.Spec) (string, error) {
	model, err := config.Parse("M.cfg", []byte("ALIAS Result\n"))
	if err != nil {
		return "", err
	}
	program, err := eval.Compile(spec, model)
	if err != nil {
		return "", err
	}
	v, err := program.Evaluator(eval.Host{}).Value(program.Alias, nil, nil)
	return v.String(), err
}

// TestOperators evaluates the tables: by what the engine computes in Go, and those of the community modules also by their definitions, which
// are then no part of the library.
func TestOperators(t *testing.T) {
	library := semantic.Library(modules.Find)
	t.Run("standard", func(t *testing.T) { evaluate(t, standard, library) })
	t.Run("natives", func(t *testing.T) { evaluate(t, expressions, library) })
	t.Run("definitions", func(t *testing.T) { evaluate(t, expressions, semantic.Folder(modules.FS, ".", ""), library) })
}

func evaluate(t *testing.T, table map[string][]expression, finders ...semantic.Finder) {
	for _, module := range slices.Sorted(maps.Keys(table)) {
		for _, e := range table[module] {
			spec, err := load(equation(module, e), finders...)
			require.NoError(t, err, e.text)
			got, err := holds(spec)
			require.NoError(t, err, "%s: %s", module, e.text)
			require.Equal(t, "TRUE", got, "%s: %s is not %s", module, e.text, e.want)
		}
	}
}

// definition finds the name of an operator where it is defined for others to use, or its symbol.
var definition = regexp.MustCompile(`(?m)^(?:([A-Za-z]\w*)(?:\([^=]*\))? ==|x (\S+) y ==)`)

// theorems are modules of names that only proofs use.
var theorems = regexp.MustCompile(`Theorems$|Induction$|^TLAPS$`)

func TestEveryCommunityOperatorIsInTheTable(t *testing.T) {
	for _, name := range names(t, "*.tla") {
		if theorems.MatchString(name) {
			continue
		}
		text, _ := modules.Find(name)
		found := definition.FindAllStringSubmatch(string(text), -1)
		require.NotEmpty(t, found, name)
		for _, m := range found {
			operator := m[1] + m[2]
			used := func(e expression) bool {
				all := e.text + " " + e.want
				return m[2] != "" && strings.Contains(all, " "+operator+" ") ||
					regexp.MustCompile(`\b`+regexp.QuoteMeta(operator)+`\b`).MatchString(all)
			}
			require.True(t, slices.ContainsFunc(expressions[name], used), "%s!%s is in no expression of the table", name, operator)
		}
	}
}

func TestEveryOperatorHasAComment(t *testing.T) {
	for _, name := range names(t, "*.tla") {
		if theorems.MatchString(name) {
			continue
		}
		text, _ := modules.Find(name)
		lines := strings.Split(string(text), "\n")
		for i, line := range lines {
			if definition.MatchString(line) {
				require.True(t, strings.HasPrefix(lines[i-1], `\* `), "%s: no comment before %s", name, line)
			}
		}
	}
}
