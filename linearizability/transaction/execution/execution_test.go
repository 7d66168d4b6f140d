package execution_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func parse(t testing.TB, m txn.Model, text string) (*execution.Execution, []proof.Finding) {
	h, err := oracle.Parse(m, text)
	require.NoError(t, err)
	return execution.New(h)
}

// Each history has the anomalies that are listed, with the operations that show them: pairs of
// transaction and operation.
var anomalies = []struct {
	name, text string
	model      txn.Model
	anomalies  []isolation.Anomaly
	places     [][]proof.Place
}{
	{
		name: "nothing", text: "0 0-1: w x 1, r x 1\n1 2-3: r x 1, r x 1, w x 2, r x 2, w x 3, r x 3", model: txn.Registers,
	},
	{
		name: "nothing, lists", text: "0 0-1: append x 1, r x [1]\n1 2-3: r x [1], append x 2, append x 3, r x [1 2 3]", model: txn.Lists,
	},
	{
		name: "aborted read", text: "0 0-1 fail: w x 1\n1 2-3: r x 1", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.G1a}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 0, Op: 0}}},
	},
	{
		name: "aborted read in the middle of a list", text: "0 0-1 fail: append x 1\n1 2-3: append x 2\n2 4-5: r x [1 2]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.G1a}, places: [][]proof.Place{{{Txn: 2, Op: 0}, {Txn: 0, Op: 0}}},
	},
	{
		name: "intermediate read", text: "0 0-1: w x 1, w x 2\n1 0-3: r x 1", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.G1b}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 0, Op: 0}, {Txn: 0, Op: 1}}},
	},
	{
		name: "intermediate read of a list", text: "0 0-1: append x 1, append x 2\n1 0-3: r x [1]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.G1b}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 0, Op: 0}, {Txn: 0, Op: 1}}},
	},
	{
		name: "own writes are not read", text: "0 0-1: w x 1, r x 0", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.Internal}, places: [][]proof.Place{{{Txn: 0, Op: 0}, {Txn: 0, Op: 1}}},
	},
	{
		name: "an own write is read that was replaced", text: "0 0-1: w x 1, w x 2, r x 1", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.Internal}, places: [][]proof.Place{{{Txn: 0, Op: 1}, {Txn: 0, Op: 2}}},
	},
	{
		name: "an aborted write is read instead of the own", text: "0 0-1 fail: w x 2\n1 0-1: w x 1, r x 2", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.Internal, isolation.G1a},
		places:    [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 1, Op: 1}}, {{Txn: 1, Op: 1}, {Txn: 0, Op: 0}}},
	},
	{
		name: "an own element is missing", text: "0 0-1: append x 1\n1 2-3: append x 2, append x 3, r x [1 3]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.Internal}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 1, Op: 2}}},
	},
	{
		name: "an own element is not the last", text: "0 0-1: append x 1\n1 2-3: append x 2, r x [2 1]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.Internal}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 1, Op: 1}}},
	},
	{
		name: "non-repeatable read", text: "0 0-1: w x 1\n1 0-3: r x 0, r x 1, r x 1", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.NonRepeatableRead}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 1, Op: 1}}},
	},
	{
		name: "non-repeatable read of what others appended", text: "0 0-1: append x 1\n1 0-3: r x [], append x 2, r x [1 2]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.NonRepeatableRead}, places: [][]proof.Place{{{Txn: 1, Op: 0}, {Txn: 1, Op: 2}}},
	},
	{
		name: "future read", text: "0 0-1: r x 1, w x 1", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.FutureRead}, places: [][]proof.Place{{{Txn: 0, Op: 0}, {Txn: 0, Op: 1}}},
	},
	{
		name: "future read of a sound list", text: "0 0-1: append x 1, r x [1 2], append x 2\n1 2-3: r x [1 2]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.Internal, isolation.FutureRead},
		places:    [][]proof.Place{{{Txn: 0, Op: 0}, {Txn: 0, Op: 1}}, {{Txn: 0, Op: 1}, {Txn: 0, Op: 2}}},
	},
	{
		name: "future read, and garbage behind it", text: "0 0-1: r x [1 7], append x 1", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.FutureRead, isolation.GarbageRead},
		places:    [][]proof.Place{{{Txn: 0, Op: 0}, {Txn: 0, Op: 1}}, {{Txn: 0, Op: 0}}},
	},
	{
		name: "garbage read", text: "0 0-1: r x 7", model: txn.Registers,
		anomalies: []isolation.Anomaly{isolation.GarbageRead}, places: [][]proof.Place{{{Txn: 0, Op: 0}}},
	},
	{
		name: "duplicate elements", text: "0 0-1: append x 1\n1 2-3: r x [1]\n2 4-5: r x [1 1]\n3 6-7: r x [1]", model: txn.Lists,
		anomalies: []isolation.Anomaly{isolation.DuplicateElements}, places: [][]proof.Place{{{Txn: 2, Op: 0}}},
	},
}

func TestAnomaliesOfSingleReads(t *testing.T) {
	for _, test := range anomalies {
		t.Run(test.name, func(t *testing.T) {
			_, findings := parse(t, test.model, test.text)
			require.Len(t, findings, len(test.anomalies), "%+v", findings)
			for i, f := range findings {
				require.Equal(t, test.anomalies[i], f.Anomaly)
				require.Equal(t, test.places[i], f.Ops)
				require.NotEmpty(t, f.Sentence)
			}
		})
	}
}

func TestExternalReadsAndWrites(t *testing.T) {
	e, findings := parse(t, txn.Lists, "0 0-1: append x 1, append y 1\n1 2-3 fail: append x 9\n0 4-5: r x [1], append x 2, append x 3, r x [1 2 3], r y []\n2 6-9 info: append y 5")
	require.Empty(t, findings)
	require.Equal(t, 2, e.Len(), "the failed one, and one that nobody saw, are none")
	require.Equal(t, []execution.Read{
		{Key: 0, From: 0, Version: 0, Op: 0},
		{Key: 0, From: 0, Version: 0, Op: 3, Repeated: true},
		{Key: 1, From: execution.None, Version: txn.Initial, Op: 4},
	}, e.Reads(1))
	writes := e.Writes(1)
	require.Len(t, writes, 1)
	require.Equal(t, history.Int(3), e.History.Versions[writes[0].Version].Value)
	require.Equal(t, []int32{1, 2}, []int32{writes[0].First, writes[0].Op})
	require.Equal(t, [][]int32{{0, 1}, nil, nil}, e.Sessions)
	require.Equal(t, int32(1), e.Position[1])
}

func TestFindingsAreCounted(t *testing.T) {
	text := ""
	for range proof.MaxFindings + 5 {
		text += "0 0-1: r x 7\n"
	}
	_, findings := parse(t, txn.Registers, text)
	require.Len(t, findings, proof.MaxFindings)
	require.Equal(t, 5, findings[len(findings)-1].Omitted)
}
