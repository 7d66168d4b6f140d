package workload

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
)

// optionsOfNotes are the options that rows of INDEX.tsv ask for in words.
var optionsOfNotes = map[string]Options{
	"":                              {},
	"negative balances allowed":     {NegativeBalances: true},
	"negative balances not allowed": {},
	"group size 3":                  {GroupSize: 3},
}

func TestRecordedHistories(t *testing.T) {
	dir := os.Getenv("TENET_HISTORIES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "histories")
	}
	f, err := os.Open(filepath.Join(dir, "INDEX.tsv"))
	if os.IsNotExist(err) {
		t.Skipf("no recorded histories: INDEX.tsv is not in $TENET_HISTORIES (%s)", dir)
	}
	require.NoError(t, err)
	defer f.Close() //nolint:errcheck // it was only read
	table := csv.NewReader(f)
	table.Comma, table.LazyQuotes = '\t', true
	rows, err := table.ReadAll()
	require.NoError(t, err)
	verdicts := map[string]int{}
	for _, row := range rows {
		file, model, notes, verdict := row[0], row[2], row[3], row[4]
		if !slices.Contains(Names(), model) {
			continue
		}
		t.Run(file, func(t *testing.T) {
			options, known := optionsOfNotes[notes]
			require.True(t, known, "notes: %q", notes)
			h, _, err := format.Open(t.Context(), filepath.Join(dir, file), format.Options{})
			require.NoError(t, err)
			c := mustNew(t, model)
			v, err := c.Run(h, options)
			require.NoError(t, err)
			require.Equal(t, verdict, v.Outcome.String(), "%+v", v)
			requireEvidence(t, c, h, options, v)
			verdicts[verdict]++
			t.Logf("%s: %s %v", model, v.Outcome, v.Stats)
			for _, finding := range v.Findings[:min(1, len(v.Findings))] {
				t.Logf("%s: %s", finding.Kind, finding.Sentence)
			}
		})
	}
	require.Positive(t, verdicts["valid"])
	require.Positive(t, verdicts["invalid"])
}
