package spec_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/spec"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
)

// counted is a row of a README's table of models: its name, and what was counted.
type counted struct {
	model               string // such as twopc/MCLiveness
	slow, liveness      bool   // slow are those that are marked medium or deep
	distinct, generated int64
	depth               int // 0 if it is not said
}

var modelRow = regexp.MustCompile("^\\| `(MC\\w+)`([^|]*)\\|.*\\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]*) ?\\|$")

// modelsOf reads the table of models of a folder.
func modelsOf(t *testing.T, folder string) (models []counted) {
	t.Helper()
	readme, err := os.ReadFile(path.Join(folder, "README.md"))
	require.NoError(t, err)
	for line := range strings.Lines(string(readme)) {
		row := modelRow.FindStringSubmatch(strings.TrimSpace(line))
		if row == nil {
			continue
		}
		model := path.Join(folder, row[1])
		if slices.ContainsFunc(models, func(c counted) bool { return c.model == model }) {
			break // another table is about something else
		}
		count := func(text string) int64 {
			if text == "" {
				return 0
			}
			n, err := strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 64)
			require.NoError(t, err, line)
			return n
		}
		models = append(models, counted{
			model: model, slow: strings.Contains(row[2], "deep") || strings.Contains(row[2], "medium"), liveness: strings.Contains(row[2], "liveness"),
			distinct: count(row[3]), generated: count(row[4]), depth: int(count(row[5])),
		})
	}
	return models
}

// Each model has its row in a README, and the Go engine counts what is written there, which TLC has counted.
func TestModelsHold(t *testing.T) {
	var models []counted
	for _, folder := range []string{"abstract", "raft", "rsm", "twopc"} {
		models = append(models, modelsOf(t, folder)...)
	}
	configs, err := fs.Glob(spec.Files, "*/*.cfg")
	require.NoError(t, err)
	require.Len(t, models, len(configs), "each model has its row: %v", configs)
	for _, m := range models {
		t.Run(path.Base(m.model), func(t *testing.T) {
			require.Contains(t, configs, m.model+".cfg")
			if m.slow && !*deep {
				t.Skipf("it is too large for every go test: tenet spec check spec/%s.cfg, or go test ./spec -run 'TestModelsHold/%s$' -deep -timeout 1h", m.model, path.Base(m.model))
			}
			options := []tla.Option{tla.WithLibrary("abstract")}
			if m.liveness {
				options = append(options, tla.LeaveOutTemporal())
			}
			model, err := tla.Load(spec.Files, m.model+".cfg", options...)
			require.NoError(t, err)
			require.Equal(t, m.liveness, len(model.Checked()) == 0, "%v", model.Checked())
			r, err := model.Check(t.Context(), check.Options{})
			require.NoError(t, err)
			require.Equal(t, check.OK, r.Verdict, "%v", r.Property)
			require.True(t, r.Complete)
			require.Equal(t, m.distinct, r.Stats.Distinct)
			require.Equal(t, m.generated, r.Stats.Generated)
			if m.depth > 0 {
				require.Equal(t, m.depth, r.Stats.Depth)
			}
		})
	}
}
