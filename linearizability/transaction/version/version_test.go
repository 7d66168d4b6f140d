package version_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

func parse(t testing.TB, m txn.Model, a version.Assumptions, text string) (*txn.History, *version.Orders, []proof.Finding) {
	h, err := oracle.Parse(m, text)
	require.NoError(t, err)
	e, _ := execution.New(h)
	orders, findings := version.New(e, a)
	return h, orders, findings
}

// values returns the values of versions, for people.
func values(h *txn.History, versions []txn.Version) string {
	text := ""
	for _, v := range versions {
		text += h.FormatVersion(v)
	}
	return text
}

func TestLists(t *testing.T) {
	for _, test := range []struct {
		name, text, chain, rest string
		anomalies               []isolation.Anomaly
		places                  []proof.Place
	}{
		{name: "nobody reads", text: "0 0-1: append x 1\n1 0-1: append x 2, append x 3", rest: "123"},
		{name: "the longest read", text: "0 0-1: append x 1\n1 0-1: append x 2, append x 3\n2 0-9: append x 4\n3 2-3: r x [1]\n3 4-5: r x [1 2 3]\n3 6-7: r x [1]", chain: "123", rest: "4"},
		{name: "of the reader itself", text: "0 0-1: append x 1, r x [1]", chain: "1"},
		{
			name: "incompatible", text: "0 0-1: append x 1\n1 0-1: append x 2\n2 0-1: r x [1]\n3 0-1: r x [2]", chain: "1",
			anomalies: []isolation.Anomaly{isolation.IncompatibleOrder}, places: []proof.Place{{Txn: 2, Op: 0}, {Txn: 3, Op: 0}},
		},
		{name: "incompatible by an aborted element only", text: "0 0-1: append x 1\n1 0-1 fail: append x 2\n2 0-1: r x [1]\n3 0-1: r x [2]", chain: "1"},
		{
			name: "dirty update", text: "0 0-1: append x 1\n1 0-1 fail: append x 2\n2 0-1: append x 3\n3 0-1: r x [1 2 3]", chain: "13",
			anomalies: []isolation.Anomaly{isolation.DirtyUpdate}, places: []proof.Place{{Txn: 1, Op: 0}, {Txn: 2, Op: 0}, {Txn: 3, Op: 0}},
		},
		{name: "an aborted element at the end", text: "0 0-1: append x 1\n1 0-1 fail: append x 2\n3 0-1: r x [1 2]", chain: "1"},
		{
			name: "not in program order", text: "0 0-1: append x 1, append x 2\n1 0-1: r x [2 1]", chain: "21",
			anomalies: []isolation.Anomaly{isolation.IncompatibleOrder}, places: []proof.Place{{Txn: 0, Op: 0}, {Txn: 0, Op: 1}, {Txn: 1, Op: 0}},
		},
		{
			name: "an element is left out", text: "0 0-1: append x 1, append x 2\n1 0-1: r x [2]", chain: "2", rest: "1",
			anomalies: []isolation.Anomaly{isolation.IncompatibleOrder}, places: []proof.Place{{Txn: 0, Op: 0}, {Txn: 0, Op: 1}, {Txn: 1, Op: 0}},
		},
		{name: "elements of two interleave", text: "0 0-1: append x 1, append x 3\n1 0-1: append x 2\n2 0-1: r x [1 2 3]", chain: "123"},
		{name: "twice", text: "0 0-1: append x 1\n2 0-1: r x [1 1]", chain: "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, orders, findings := parse(t, txn.Lists, version.Assumptions{}, test.text)
			require.Equal(t, test.chain, values(h, orders.Chains[0]))
			require.Equal(t, test.rest, values(h, orders.Rest[0]))
			require.Len(t, findings, len(test.anomalies))
			for i, f := range findings {
				require.Equal(t, test.anomalies[i], f.Anomaly)
				require.Equal(t, test.places, f.Ops)
			}
		})
	}
}

func TestRegistersHaveNoOrder(t *testing.T) {
	h, orders, findings := parse(t, txn.Registers, version.Assumptions{}, "0 0-1: w x 1, w x 2\n1 2-3: r x 2, w x 3")
	require.Empty(t, findings)
	require.Empty(t, orders.Pairs)
	require.Empty(t, orders.Chains[0])
	require.Equal(t, "23", values(h, orders.Rest[0]))
}

func TestAssumptions(t *testing.T) {
	all := version.Assumptions{ReadBeforeWrite: true, SessionOrder: true, RealTimeOrder: true}
	for _, test := range []struct {
		name, text  string
		assumptions version.Assumptions
		pairs       []string
		cyclic      int
	}{
		{name: "read before write", assumptions: version.Assumptions{ReadBeforeWrite: true}, text: "0 0-1: w x 1\n1 0-1: r x 1, w x 2\n2 0-9: r x 2", pairs: []string{"1<2 read before write"}},
		{name: "read after write", assumptions: version.Assumptions{ReadBeforeWrite: true}, text: "0 0-1: w x 1\n1 0-1: w x 2, r x 2"},
		{name: "a session", assumptions: version.Assumptions{SessionOrder: true}, text: "0 0-1: w x 1\n0 2-3: w x 2\n1 4-5: r x 2", pairs: []string{"1<2 session order"}},
		{name: "a session that reads", assumptions: version.Assumptions{SessionOrder: true}, text: "0 0-1: w x 1\n1 0-1: w x 2\n2 2-3: r x 1\n2 4-5: r y 0\n2 6-7: r x 2", pairs: []string{"1<2 session order"}},
		{name: "real time", assumptions: version.Assumptions{RealTimeOrder: true}, text: "0 0-1: w x 1\n1 2-5: w x 2\n2 3-6: w x 3\n3 7-8: w x 4", pairs: []string{"1<2 real-time order", "1<3 real-time order", "2<4 real-time order", "3<4 real-time order"}},
		{name: "what meets is concurrent", assumptions: version.Assumptions{RealTimeOrder: true}, text: "0 0-2: w x 1\n1 2-5: w x 2"},
		{name: "cycle of two", assumptions: version.Assumptions{ReadBeforeWrite: true}, text: "0 0-9: r x 2, w x 1\n1 0-9: r x 1, w x 2", cyclic: 4},
		{name: "cycle of two assumptions", assumptions: all, text: "0 0-1: w x 1\n2 0-9: r x 2\n1 2-3: w x 2\n2 10-11: r x 1", cyclic: 4},
		{name: "back to the initial value", assumptions: version.Assumptions{SessionOrder: true}, text: "0 0-1: w x 1\n0 2-3: r x 0", cyclic: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, orders, findings := parse(t, txn.Registers, test.assumptions, test.text)
			var pairs []string
			for _, p := range orders.Pairs {
				pairs = append(pairs, h.FormatVersion(p.Older)+"<"+h.FormatVersion(p.Newer)+" "+p.Basis.String())
			}
			require.Equal(t, test.pairs, pairs)
			if test.cyclic == 0 {
				require.Empty(t, findings)
				return
			}
			require.Len(t, findings, 1)
			require.Equal(t, isolation.CyclicVersions, findings[0].Anomaly)
			require.Len(t, findings[0].Ops, test.cyclic, findings[0].Sentence)
		})
	}
}
