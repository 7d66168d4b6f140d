package tlc

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// installed returns the installed TLC.
func installed(t *testing.T) *TLC {
	t.Helper()
	checker, err := Find(context.Background())
	if errors.Is(err, ErrUnavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return checker
}

func count(config string) Model {
	return Model{Module: "testdata/Count.tla", Config: "testdata/Count-" + config + ".cfg"}
}

func TestCheck(t *testing.T) {
	checker := installed(t)
	dump := filepath.Join(t.TempDir(), "count.dot")
	var out bytes.Buffer
	r, err := checker.Check(context.Background(), count("holds"), Options{Workers: 1, Dump: dump, Out: &out, Memory: 200 << 20})
	require.NoError(t, err)
	require.Nil(t, r.Violation)
	require.Equal(t, []int64{7, 6, 6}, []int64{r.Generated, r.Distinct, r.Depth})
	require.Positive(t, r.Duration)
	require.Contains(t, out.String(), "No error has been found")
	require.FileExists(t, dump)

	r, err = checker.Check(context.Background(), count("invariant"), Options{Workers: 1})
	require.NoError(t, err)
	require.Equal(t, "Small", r.Violation.Property)
	left, err := filepath.Glob("testdata/*_TTrace_*")
	require.NoError(t, err)
	require.Empty(t, left, "TLC leaves nothing beside the model")
}

func TestCheckFindsModulesInLibraries(t *testing.T) {
	checker := installed(t)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "MC.tla"), []byte("---- MODULE MC ----\nEXTENDS Count\n====\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "MC.cfg"), []byte("CONSTANT Limit = 2\nSPECIFICATION Spec\n"), 0o600))
	model := Model{Module: filepath.Join(folder, "MC.tla"), Libraries: []string{"testdata"}}
	r, err := checker.Check(context.Background(), model, Options{Workers: 1})
	require.NoError(t, err)
	require.Equal(t, int64(3), r.Distinct)
	model.Libraries = nil
	_, err = checker.Check(context.Background(), model, Options{Workers: 1})
	require.ErrorAs(t, err, new(*SpecError))
}

func TestCheckEndsWithItsContext(t *testing.T) {
	checker := installed(t)
	ctx, cancel := context.WithCancel(context.Background())
	out := writer(func() { cancel() })
	begin := time.Now()
	_, err := checker.Check(ctx, count("holds"), Options{Out: out})
	require.ErrorIs(t, err, context.Canceled)
	require.Less(t, time.Since(begin), time.Minute)
}

// writer is called with whatever is written.
type writer func()

func (w writer) Write(b []byte) (int, error) {
	w()
	return len(b), nil
}

func TestCheckNeedsItsFiles(t *testing.T) {
	checker := &TLC{java: "java", jar: "none.jar"}
	_, err := checker.Check(context.Background(), Model{Module: "testdata/None.tla"}, Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "testdata/None.tla")
	_, err = checker.Check(context.Background(), count("none"), Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = checker.Check(context.Background(), count("holds"), Options{Dump: "graph.txt"})
	require.ErrorContains(t, err, "expected a name that ends in .dot")
}

// fake makes a folder with programs of that text, and lets it be the whole path.
func fake(t *testing.T, programs map[string]string) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range programs {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700))
	}
	t.Setenv("PATH", folder)
	t.Setenv("JAVA_HOME", "")
	t.Setenv(JarVariable, "")
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
	t.Setenv("HOME", folder)
}

func TestFindSaysWhatIsMissingAndWhatToDo(t *testing.T) {
	requireMissing := func(missing, says string) {
		t.Helper()
		_, err := Find(context.Background())
		var unavailable *UnavailableError
		require.ErrorAs(t, err, &unavailable)
		require.ErrorIs(t, err, ErrUnavailable)
		require.Equal(t, missing, unavailable.Missing)
		require.ErrorContains(t, err, says)
	}
	fake(t, nil)
	requireMissing("java", "TLC is not available: there is no java in the path; install Java 11 or later, or set JAVA_HOME")
	fake(t, map[string]string{"java": ""})
	requireMissing("mvn", "there is no mvn in the path to fetch it; install Maven (mvn)")
	t.Setenv(JarVariable, "none.jar")
	requireMissing("jar", "$TLA2TOOLS_JAR names none.jar, which is no file; let it name tla2tools.jar, or unset it")
	fake(t, map[string]string{"java": "", "mvn": "echo; echo [ERROR] no route; exit 1"})
	requireMissing("jar", "mvn could not fetch its jar ([ERROR] no route)")
	fake(t, map[string]string{"java": "", "mvn": `for a; do case $a in -DoutputDirectory=*) echo no jar > "${a#*=}/` + jarName + `";; esac; done`})
	requireMissing("jar", "mvn fetched something else than its jar")
}

func TestFindTakesTheJarThatIsNamed(t *testing.T) {
	fake(t, map[string]string{"java": ""})
	t.Setenv(JarVariable, "testdata/holds.txt")
	checker, err := Find(context.Background())
	require.NoError(t, err)
	require.True(t, filepath.IsAbs(checker.jar))
}

func TestFindTakesJavaFromItsHome(t *testing.T) {
	fake(t, nil)
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, "bin"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, "bin", "java"), nil, 0o700))
	t.Setenv("JAVA_HOME", home)
	t.Setenv(JarVariable, "testdata/holds.txt")
	checker, err := Find(context.Background())
	require.NoError(t, err)
	require.Equal(t, filepath.Join(home, "bin", "java"), checker.java)
}
