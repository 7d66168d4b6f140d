package fuzztest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBucketsAreGenerated(t *testing.T) {
	want, err := os.ReadFile("buckets.go")
	require.NoError(t, err)
	source, err := filepath.Abs("generate.go")
	require.NoError(t, err)
	dir := t.TempDir()
	command := exec.Command("go", "run", source)
	command.Dir = dir
	command.Env = append(os.Environ(), "GO111MODULE=off")
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	got, err := os.ReadFile(filepath.Join(dir, "buckets.go"))
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "run go generate ./explore/fuzztest")
}
