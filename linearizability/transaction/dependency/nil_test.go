package dependency

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// TestNilElements has what no database writes, and recordings have all the same: nil in a list.
func TestNilElements(t *testing.T) {
	r := history.List(history.Keyword("r"), history.Int(1), history.List(history.Nil, history.Nil))
	op := history.Operation{F: "txn", Status: history.OK, Return: 1, Input: history.List(r), Output: history.List(r)}
	h, err := txn.Decode(&history.History{Operations: []history.Operation{op}}, txn.Options{Model: txn.Lists})
	require.NoError(t, err)
	c := check(h)
	require.Equal(t, []isolation.Anomaly{isolation.DuplicateElements, isolation.GarbageRead}, c.anomalies())
}
