package semantic_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// modulesBelow are the files of modules below a folder.
func modulesBelow(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".tla") {
			files = append(files, path)
		}
		return err
	})
	require.NoError(t, err)
	return files
}

// loadFile loads the module in a file; others are looked for in its folder, in the given ones and in the library.
func loadFile(file string, folders ...string) (*semantic.Spec, error) {
	finders := []semantic.Finder{}
	for _, folder := range append([]string{filepath.Dir(file)}, folders...) {
		finders = append(finders, semantic.Folder(os.DirFS(folder), ".", folder))
	}
	finders = append(finders, semantic.Library(modules.Find))
	return semantic.Load(semantic.First(finders...), strings.TrimSuffix(filepath.Base(file), ".tla"))
}

// TestOwnSpecs loads all modules of this repository.
func TestOwnSpecs(t *testing.T) {
	for _, file := range modulesBelow(t, "../../spec") {
		_, err := loadFile(file, "../../spec/abstract", "../../spec/twopc")
		require.NoError(t, err, file)
	}
}

// TestLibrary loads all modules of the library.
func TestLibrary(t *testing.T) {
	for _, pattern := range []string{"*.tla", "standard/*.tla"} {
		files, err := fs.Glob(modules.FS, pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			_, err := semantic.Load(semantic.Library(modules.Find), strings.TrimSuffix(path.Base(file), ".tla"))
			require.NoError(t, err, file)
		}
	}
}

// TestExamplesResolve loads all modules of tlaplus/Examples.
func TestExamplesResolve(t *testing.T) {
	folder := os.Getenv("TENET_TLA_EXAMPLES")
	if folder == "" {
		t.Skip("set TENET_TLA_EXAMPLES to a checkout of github.com/tlaplus/Examples to load its modules")
	}
	files := modulesBelow(t, folder)
	require.NotEmpty(t, files)
	for _, file := range files {
		if filepath.Base(file) == "BufferedRandomAccessFile.tla" { // it extends a module Common, which is not public
			continue
		}
		if _, err := loadFile(file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestSANYErrors loads the modules that SANY's own tests say are wrong. What stands in proofs, and USE and HIDE, is skipped.
func TestSANYErrors(t *testing.T) {
	skipped := regexp.MustCompile(`^E(4200_Use|4294_Use|435[0-4]|4357)|^W480[2-5]`)
	for _, file := range sanyCorpus(t, "error_corpus") {
		name := filepath.Base(file)
		if !strings.HasSuffix(name, "_Test.tla") || skipped.MatchString(name) {
			continue
		}
		spec, err := loadFile(file)
		if strings.HasPrefix(name, "E") {
			assert.Error(t, err, name)
			continue
		}
		if assert.NoError(t, err, name) {
			assert.NotEmpty(t, spec.Warnings, name)
		}
	}
}

// TestSANYCorpus loads the modules that SANY's own tests say are right. They say of which level expressions are, and to which definition
// names refer: to the one that has a comment with an identifier.
func TestSANYCorpus(t *testing.T) {
	levels := map[string]semantic.Level{"ConstantLevel": semantic.ConstantLevel, "VariableLevel": semantic.StateLevel,
		"ActionLevel": semantic.ActionLevel, "TemporalLevel": semantic.TemporalLevel}
	var references, expressions int
	for _, file := range sanyCorpus(t, "corpus") {
		name := filepath.Base(file)
		if name == "NegativeOpTest.tla" { // it defines one name twice
			continue
		}
		spec, err := loadFile(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for a, use := range spec.Info.Uses {
			if use.Object.Name == "IsLevel" && len(use.Args) == 2 {
				expressions++
				want := levels[use.Args[1].(*syntax.Apply).Name.Text]
				assert.Equal(t, want, spec.Info.Levels[use.Args[0]], "%s:%v: level", name, a.Start)
			}
			if arg, ok := argument(use); ok && use.Object.Name == "RefersTo" {
				references++
				want := use.Args[1].(*syntax.String).Value
				assert.Equal(t, want, identifier(spec, spec.Info.Uses[arg].Object), "%s:%v: reference", name, a.Start)
			}
		}
	}
	require.Greater(t, references, 300)
	require.Greater(t, expressions, 300)
}

// argument is the first of two arguments, if it is a name.
func argument(use semantic.Use) (*syntax.Apply, bool) {
	if len(use.Args) != 2 {
		return nil, false
	}
	a, ok := use.Args[0].(*syntax.Apply)
	return a, ok
}

// identifier is what the last comment before the name of an object says that the object is called.
func identifier(spec *semantic.Spec, o *semantic.Object) string {
	for o.Inner != nil {
		o = o.Inner
	}
	if o.Module == nil {
		return "an operator of the language"
	}
	lines := o.Module.Syntax.Lines[:o.Pos.Line]
	last := []rune(lines[len(lines)-1])[:o.Pos.Col-1]
	before := strings.Join(append(slices.Clone(lines[:len(lines)-1]), string(last)), "\n")
	all := regexp.MustCompile(`\(\* ID: (\S+?) ?\*\)`).FindAllStringSubmatch(before, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// sanyCorpus are the modules of one of SANY's semantic corpora.
func sanyCorpus(t *testing.T, name string) []string {
	t.Helper()
	folder := os.Getenv("TENET_SANY_CORPUS")
	if folder == "" {
		t.Skip("set TENET_SANY_CORPUS to tlatools/org.lamport.tlatools/test/tla2sany/corpus in a checkout of github.com/tlaplus/tlaplus")
	}
	files := modulesBelow(t, filepath.Join(folder, "..", "semantic", name))
	require.NotEmpty(t, files)
	return files
}
