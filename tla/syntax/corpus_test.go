package syntax

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// corpusCase is a case of SANY's corpus of syntax tests.
type corpusCase struct {
	name, text string
	invalid    bool
}

var (
	corpusHeader = regexp.MustCompile(`(?m)^={3,}\|+\r?\n`)
	corpusDashes = regexp.MustCompile(`(?m)^-{3,}\|+\r?$`)
)

// readCorpus reads a file of the corpus: a name between two lines of =, then the text up to a line of -, then the tree.
func readCorpus(t *testing.T, file string) []corpusCase {
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var cases []corpusCase
	parts := corpusHeader.Split(string(content), -1)
	for i := 1; i+1 < len(parts); i += 2 {
		attributes := strings.Fields(strings.ReplaceAll(parts[i], ":error", " :error "))
		text := corpusDashes.Split(parts[i+1], 2)[0]
		name, invalid := strings.Join(attributes, " "), false
		if before, ok := strings.CutSuffix(name, " :error"); ok {
			name, invalid = before, true
		}
		cases = append(cases, corpusCase{name, text, invalid})
	}
	return cases
}

// TestSANYCorpus compares what is accepted and what is not with SANY's corpus of syntax tests.
func TestSANYCorpus(t *testing.T) {
	root := os.Getenv("TENET_SANY_CORPUS")
	if root == "" {
		t.Skip("TENET_SANY_CORPUS does not name tlatools/org.lamport.tlatools/test/tla2sany/corpus of a clone of github.com/tlaplus/tlaplus")
	}
	total, invalid := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txt" {
			return err
		}
		for _, c := range readCorpus(t, path) {
			total++
			if c.invalid {
				invalid++
			}
			t.Run(strings.TrimSuffix(d.Name(), ".txt")+"/"+c.name, func(t *testing.T) {
				m, err := Parse("", []byte(c.text))
				if c.invalid {
					require.Error(t, err)
					return
				}
				require.NoError(t, err)
				roundTrip(t, m)
			})
		}
		return nil
	})
	require.NoError(t, err)
	t.Logf("%d cases, %d of them invalid", total, invalid)
	require.NotZero(t, invalid)
}

// TestExamplesParse reads all modules of a clone of github.com/tlaplus/Examples.
func TestExamplesParse(t *testing.T) {
	root := os.Getenv("TENET_TLA_EXAMPLES")
	if root == "" {
		t.Skip("TENET_TLA_EXAMPLES does not name a clone of github.com/tlaplus/Examples")
	}
	n := parseAll(t, root)
	t.Logf("%d modules", n)
	require.NotZero(t, n)
}

// TestSpecsParse reads all modules of this repository.
func TestSpecsParse(t *testing.T) {
	require.NotZero(t, parseAll(t, "../../spec"))
	require.NotZero(t, parseAll(t, "../modules"))
}

// parseAll reads all modules below a folder, and returns how many there are.
func parseAll(t *testing.T, root string) int {
	n := 0
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".tla" {
			return err
		}
		n++
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		m, err := Parse(path, text)
		require.NoError(t, err)
		roundTrip(t, m)
		return nil
	})
	require.NoError(t, err)
	return n
}

// roundTrip checks that what is printed of a module reads back as the same tree, and prints as the same text.
func roundTrip(t *testing.T, m *Module) {
	var text, again bytes.Buffer
	require.NoError(t, Print(&text, m))
	read, err := Parse("printed", text.Bytes())
	require.NoError(t, err, text.String())
	require.True(t, Equal(m, read), text.String())
	require.NoError(t, Print(&again, read))
	require.Equal(t, text.String(), again.String())
}
