package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"
)

// indexRow is a recorded history with a known verdict.
type indexRow struct{ file, format, model, notes, verdict string }

// readIndex returns the rows of INDEX.tsv and the folder of its files.
func readIndex(t *testing.T) (string, []indexRow) {
	t.Helper()
	folder := os.Getenv("TENET_HISTORIES")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "histories")
	}
	text, err := os.ReadFile(filepath.Join(folder, "INDEX.tsv"))
	if err != nil {
		t.Skipf("no recorded histories: set TENET_HISTORIES to a folder with INDEX.tsv (%v)", err)
	}
	var rows []indexRow
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		c := strings.Split(line, "\t")
		rows = append(rows, indexRow{c[0], c[1], c[2], c[3], c[4]})
	}
	return folder, rows
}

// flags returns the arguments that the row's model and notes stand for.
func (r indexRow) flags() []string {
	flags := []string{"--model", strings.Fields(r.model)[0]}
	for note, arguments := range map[string][]string{
		"negative balances allowed": {"--negative-balances"},
		"group size 3":              {"--group-size", "3"},
		"a :fail cas means the value was observed to differ": {"--failed-cas", "observed"},
	} {
		if strings.Contains(r.notes, note) {
			flags = append(flags, arguments...)
		}
	}
	return flags
}

// TestIndex gives every recorded history of objects to the command line and compares the verdicts.
// Those of transactions are for TestIndexTransactions.
func TestIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it takes half a minute, and minutes under the race detector; run without -short")
	}
	folder, rows := readIndex(t)
	type tally struct{ files, valid, invalid, certified int }
	tallies := map[string]*tally{}
	var order []string
	for _, row := range rows {
		switch strings.Fields(row.model)[0] {
		case "transactions", "list-append":
			continue
		case "comments": // has no verdict
			continue
		}
		var out, errs bytes.Buffer
		args := append([]string{"history", "check", "--json", "--page", "none"}, row.flags()...)
		code := run(append(args, filepath.Join(folder, row.file)), nil, &out, &errs)
		require.Empty(t, errs.String(), row.file)
		var r struct {
			Verdict, Format, Consistency, Engine, Why string
			Certified                                 bool
		}
		require.NoError(t, json.Unmarshal(out.Bytes(), &r), row.file)
		require.Equal(t, strings.Fields(row.verdict)[0], r.Verdict, "%s: %s", row.file, r.Why)
		require.Equal(t, row.format, r.Format, row.file)
		require.Equal(t, map[string]int{"valid": exitHolds, "invalid": exitViolated}[r.Verdict], code, row.file)
		if r.Consistency != "" {
			require.True(t, r.Certified, "%s: %s", row.file, r.Why)
		}
		key := row.format + "\t" + row.model + "\t" + r.Engine
		if tallies[key] == nil {
			tallies[key] = &tally{}
			order = append(order, key)
		}
		tallies[key].files++
		if r.Verdict == "valid" {
			tallies[key].valid++
		} else {
			tallies[key].invalid++
		}
		if r.Certified {
			tallies[key].certified++
		}
	}
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "format\tmodel\tengine\tfiles\tvalid\tinvalid\tcertified")
	checked := 0
	for _, key := range order {
		n := tallies[key]
		checked += n.files
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\n", key, n.files, n.valid, n.invalid, n.certified)
	}
	require.NoError(t, w.Flush())
	t.Logf("%d histories have the verdict of INDEX.tsv, none is undecided\n%s", checked, table.String())
}

// transactionVerdict is what the command line says of a history of transactions.
type transactionVerdict struct {
	Verdict, Format, Why string
	Certified            bool
	Anomalies            []struct{ Anomaly string }
}

func (r indexRow) check(t *testing.T, folder, consistency string) transactionVerdict {
	t.Helper()
	var out, errs bytes.Buffer
	args := []string{"history", "check", "--json", "--page", "none", "--model", r.model, "--consistency", consistency, filepath.Join(folder, r.file)}
	code := run(args, nil, &out, &errs)
	require.Empty(t, errs.String(), r.file)
	var v transactionVerdict
	require.NoError(t, json.Unmarshal(out.Bytes(), &v), r.file)
	require.Contains(t, []string{"valid", "invalid"}, v.Verdict, "%s, %s: %s", r.file, consistency, v.Why)
	require.Equal(t, map[string]int{"valid": exitHolds, "invalid": exitViolated}[v.Verdict], code, r.file)
	require.Equal(t, r.format, v.Format, r.file)
	require.True(t, v.Certified, "%s, %s: %s", r.file, consistency, v.Why)
	return v
}

// anomalies are those that the row's verdict names, and those of which it says that there are none.
func (r indexRow) anomalies() (there, missing []string) {
	for _, name := range []string{"G0", "G1a", "G1b", "G1c", "G-single", "G-nonadjacent", "G2-item"} {
		switch {
		case strings.Contains(r.verdict, "no "+name):
			missing = append(missing, name)
		case strings.Contains(r.verdict, name):
			there = append(there, name)
		}
	}
	return there, missing
}

// TestIndexTransactions gives every recorded history of transactions to the command line and
// compares the verdicts for each level that the row speaks of, and the anomalies that it names.
func TestIndexTransactions(t *testing.T) {
	folder, rows := readIndex(t)
	histories, verdicts := 0, 0
	for _, row := range rows {
		switch row.model {
		case "transactions":
			levels := []string{"none", "read-committed", "read-atomic", "causal"}
			strongest := slices.Index(levels, row.verdict)
			require.GreaterOrEqual(t, strongest, 0, row.file)
			for i, level := range levels[1:] {
				want := map[bool]string{true: "valid", false: "invalid"}[i < strongest]
				require.Equal(t, want, row.check(t, folder, level).Verdict, "%s: %s", row.file, level)
				verdicts++
			}
		case "list-append":
			v := row.check(t, folder, cmp.Or(row.notes, "strict-serializable"))
			require.Equal(t, strings.Fields(row.verdict)[0], v.Verdict, row.file)
			var found []string
			for _, a := range v.Anomalies {
				found = append(found, a.Anomaly)
			}
			there, missing := row.anomalies()
			require.Subset(t, found, there, row.file)
			for _, name := range missing {
				require.NotContains(t, found, name, row.file)
			}
			verdicts++
		default:
			continue
		}
		histories++
	}
	t.Logf("%d verdicts on %d histories of transactions are those of INDEX.tsv, all certified", verdicts, histories)
	require.NotZero(t, histories)
}
