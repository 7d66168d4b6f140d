package transaction_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/examples"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// documented matches the examples of docs/anomalies.md: blocks whose first line is the name of an
// anomaly, and perhaps "one after the other".
var documented = regexp.MustCompile("(?s)```([A-Za-z0-9-]+)( one after the other)?\n(p0: .*?)```")

// TestDocumentedAnomaliesAreFound checks the examples of the documentation.
func TestDocumentedAnomaliesAreFound(t *testing.T) {
	text, err := os.ReadFile("../../docs/anomalies.md")
	require.NoError(t, err)
	blocks := documented.FindAllStringSubmatch(string(text), -1)
	require.GreaterOrEqual(t, len(blocks), 20)
	for _, b := range blocks {
		t.Run(b[1], func(t *testing.T) {
			decoded, m := documentedHistory(t, b[3], b[2] != "")
			v, err := transaction.Check(context.Background(), decoded.Source, transaction.Options{Model: m})
			require.NoError(t, err)
			var found []string
			for i := range v.Findings {
				found = append(found, string(v.Findings[i].Anomaly))
			}
			require.Contains(t, found, b[1])
		})
	}
}

// documentedHistory reads lines such as "p0: w x 1; r y nil", of which some end with "(failed)".
func documentedHistory(t *testing.T, text string, oneByOne bool) (*txn.History, transaction.Model) {
	t.Helper()
	decoded, m := txn.Lists, transaction.ListAppend
	if strings.Contains(text, "w ") {
		decoded, m = txn.Registers, transaction.RWRegister
	}
	var rows []examples.Row
	for line := range strings.Lines(text) {
		line, failed := strings.CutSuffix(strings.TrimSpace(line), "(failed)")
		n := int64(len(rows))
		row := examples.OK(int64(line[1]-'0'), n+1, n+100, strings.TrimSpace(line[len("p0: "):]))
		if oneByOne {
			row.Call, row.Return = 2*n+1, 2*n+2
		}
		if failed {
			row.Status = history.Fail
		}
		rows = append(rows, row)
	}
	h, err := examples.History(decoded, rows...)
	require.NoError(t, err)
	return h, m
}
