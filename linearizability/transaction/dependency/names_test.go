package dependency

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// TestNames has an anomaly of each name, and the reasons of the edges of its cycle.
func TestNames(t *testing.T) {
	for _, test := range []struct {
		name, text string
		anomalies  map[isolation.Anomaly]string
	}{
		{"dirty write", "0 0-9: append x 1, append y 1\n1 0-9: append x 2, append y 2\n2 10-11: r x [1 2], r y [2 1]", map[isolation.Anomaly]string{"G0": "ww ww"}},
		{"circular information flow", "0 0-9: append x 1, r y [1]\n1 0-9: append y 1, r x [1]", map[isolation.Anomaly]string{"G1c": "wr wr"}},
		{"read skew", "0 0-9: append x 1, append y 1\n1 0-9: r x [1], r y []", map[isolation.Anomaly]string{"G-single": "rw wr"}},
		{"long fork", "0 0-9: append x 1\n1 0-9: append y 1\n2 0-9: r x [1], r y []\n3 0-9: r x [], r y [1]", map[isolation.Anomaly]string{"G-nonadjacent": "rw wr rw wr"}},
		{"write skew", "0 0-9: r x [], append y 1\n1 0-9: r y [], append x 1", map[isolation.Anomaly]string{"G2-item": "rw rw"}},
		{"lost update", "0 0-9: append x 1\n1 0-9: r x [1], append x 2\n2 0-9: r x [1], append x 3\n3 10-11: r x [1 2 3]", map[isolation.Anomaly]string{"lost-update": "", "G-single": "rw ww"}},
		{"lost update, and nobody saw either", "1 0-9: r x [], append x 2\n2 0-9: r x [], append x 3", map[isolation.Anomaly]string{"lost-update": "", "G2-item": "rw rw"}},
		{"a session's writes the other way round", "0 0-1: append x 2\n0 2-3: append x 1\n1 4-5: r x [1 2]", map[isolation.Anomaly]string{"G0-process": "ww process"}},
		{"writes the other way round", "0 0-1: append x 2\n1 2-3: append x 1\n2 4-5: r x [1 2]", map[isolation.Anomaly]string{"G0-realtime": "ww realtime"}},
		{"a session read what it had not written yet", "0 0-1: r x [1]\n0 2-3: append x 1", map[isolation.Anomaly]string{"G1c-process": "wr process"}},
		{"a read of what was not written yet", "0 0-1: r x [1]\n1 2-3: append x 1", map[isolation.Anomaly]string{"G1c-realtime": "wr realtime"}},
		{"a session does not read its writes", "0 0-1: append x 1\n0 2-3: r x []", map[isolation.Anomaly]string{"G-single-process": "rw process"}},
		{"stale read", "0 0-1: append x 1\n1 2-3: r x []", map[isolation.Anomaly]string{"G-single-realtime": "rw realtime"}},
		{"long fork of two sessions", "0 0-1: append x 1\n1 0-1: append y 1\n0 2-3: r y []\n1 2-3: r x []", map[isolation.Anomaly]string{"G-nonadjacent-process": "rw process rw process", "G-single-realtime": "rw realtime"}},
		{"long fork in real time", "0 0-1: append x 1\n1 0-9: append y 1\n2 0-9: r y [1], r x []\n3 2-9: r y []", map[isolation.Anomaly]string{"G-nonadjacent-realtime": "rw wr rw realtime"}},
		{"write skew of a session", "0 0-1: append b 1\n1 0-9: append a 1, r b []\n0 2-9: r a []", map[isolation.Anomaly]string{"G2-item-process": "rw process rw"}},
		{"write skew in real time", "0 0-1: append b 1\n1 0-9: append a 1, r b []\n2 2-9: r a []", map[isolation.Anomaly]string{"G2-item-realtime": "rw realtime rw"}},
		{"each unread element depends on who read the last", "0 0-9: r x [], append y 1\n1 0-9: append x 1\n2 0-9: append x 2, r y []", map[isolation.Anomaly]string{"G2-item": "rw rw"}},
		{"who was called when the other returned is concurrent", "0 0-2: append x 1\n1 2-3: r x []", map[isolation.Anomaly]string{}},
		{"unknown outcomes never return", "0 0-1 info: append x 1\n1 2-3: r x []\n2 4-5: r x [1]", map[isolation.Anomaly]string{}},
		{"the example of Elle, VLDB 2020, §1", "0 0-1: append z 1, append z 2\n1 2-3: r z [1 2], append z 5, append z 4\n2 4-5: r z [1 2 5 4], append z 3, r z [1 2 5 4 3]", map[isolation.Anomaly]string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, err := oracle.Parse(txn.Lists, test.text)
			require.NoError(t, err)
			c := check(h)
			got := map[isolation.Anomaly]string{}
			for _, f := range c.findings {
				got[f.Anomaly] = reasonsOf(f.Cycle)
			}
			require.Equal(t, test.anomalies, got)
		})
	}
}

// reasonsOf returns the reasons of a cycle.
func reasonsOf(c proof.Cycle) string {
	var list []string
	for _, e := range c {
		list = append(list, e.Reason.String())
	}
	return strings.Join(list, " ")
}

// TestRegisters has what follows for registers from reads, and from what is assumed.
func TestRegisters(t *testing.T) {
	for _, test := range []struct {
		name, text string
		assume     version.Assumptions
		vouched    []proof.Basis
		anomaly    isolation.Anomaly
		cycle      string
	}{
		{name: "write skew of initial values", text: "0 0-9: r x 0, w y 1\n1 0-9: r y 0, w x 1", anomaly: "G2-item", cycle: "rw rw"},
		{name: "unknown order", text: "0 0-9: w x 1, w y 1\n1 0-9: w x 2, w y 2\n2 0-9: r x 1, r y 2"},
		{
			name: "read before write", text: "0 0-9: w x 1\n1 0-9: r x 1, w x 2, w y 1\n2 0-9: r x 1, r y 1", anomaly: "G-single", cycle: "rw wr",
			assume: version.Assumptions{ReadBeforeWrite: true}, vouched: []proof.Basis{proof.ByReadBeforeWrite},
		},
		{
			name: "session order", text: "0 0-1: w x 1\n0 2-3: w x 2\n1 0-9: r x 2, w y 1\n2 0-9: r x 1, r y 1", anomaly: "G-single", cycle: "rw wr wr",
			assume: version.Assumptions{SessionOrder: true}, vouched: []proof.Basis{proof.BySessionOrder},
		},
		{
			name: "real-time order", text: "0 0-1: w x 1\n1 0-9: r x 2, w y 1\n2 0-9: r x 1, r y 1\n3 2-3: w x 2", anomaly: "G-single", cycle: "rw wr wr",
			assume: version.Assumptions{RealTimeOrder: true}, vouched: []proof.Basis{proof.ByRealTimeOrder},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, err := oracle.Parse(txn.Registers, sorted(test.text))
			require.NoError(t, err)
			e, findings := execution.New(h)
			require.Empty(t, findings)
			orders, findings := version.New(e, test.assume)
			require.Empty(t, findings)
			a := Analyze(context.Background(), e, orders, Options{})
			if test.anomaly == "" {
				require.Empty(t, a.Findings)
				require.Equal(t, engine.Undecided, a.Outcome(isolation.Level{Base: isolation.Serializable}))
				require.NotEmpty(t, a.Why(isolation.Level{Base: isolation.Serializable}))
				return
			}
			i := slices.IndexFunc(a.Findings, func(f proof.Finding) bool { return f.Anomaly == test.anomaly })
			require.GreaterOrEqual(t, i, 0, "%+v", a.Findings)
			f := &a.Findings[i]
			require.Equal(t, test.cycle, reasonsOf(f.Cycle), f.Sentence)
			level, _ := isolation.RuledOut(f.Anomaly)
			require.NoError(t, certificate.Violated(h, level, f, test.vouched...))
		})
	}
}

// sorted puts the lines of a history into the order of their calls.
func sorted(text string) string {
	lines := strings.Split(text, "\n")
	call := func(line string) string { return strings.Fields(line)[1] }
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(call(a), call(b)) })
	return strings.Join(lines, "\n")
}

// TestContextEnds demands that nothing is said to hold that was not looked at.
func TestContextEnds(t *testing.T) {
	h, err := oracle.Parse(txn.Lists, "0 0-9: r x [], append y 1\n1 0-9: r y [], append x 1")
	require.NoError(t, err)
	e, _ := execution.New(h)
	orders, _ := version.New(e, version.Assumptions{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := Analyze(ctx, e, orders, Options{})
	for _, l := range isolation.Levels() {
		require.Equal(t, engine.Undecided, a.Outcome(l))
		require.Nil(t, a.Holds(ctx, l))
		require.Contains(t, a.Why(l), "no time")
	}
}

// TestNoHistory demands that there are answers for histories of nothing.
func TestNoHistory(t *testing.T) {
	for _, model := range []txn.Model{txn.Lists, txn.Registers} {
		h, err := oracle.Parse(model, "0 0-1 fail: r x []")
		require.NoError(t, err)
		c := check(h)
		require.Empty(t, c.findings)
		require.Equal(t, engine.Valid, c.outcome(t, isolation.Level{Base: isolation.ReadCommitted, Order: isolation.RealTime}))
	}
}

// TestBudget demands that what a budget is too small for is undecided, and that one is enough for what
// is decided without.
func TestBudget(t *testing.T) {
	h, err := oracle.Parse(txn.Lists, "0 0-9: append x 1\n1 0-9: append y 1\n2 0-9: r x [1], r y []\n3 0-9: r x [], r y [1]")
	require.NoError(t, err)
	e, _ := execution.New(h)
	orders, _ := version.New(e, version.Assumptions{})
	a := Analyze(context.Background(), e, orders, Options{Budget: 1})
	require.Equal(t, engine.Valid, a.Outcome(isolation.Level{Base: isolation.ReadCommitted}))
	require.Equal(t, engine.Invalid, a.Outcome(isolation.Level{Base: isolation.SnapshotIsolation}))
	psi := isolation.Level{Base: isolation.ParallelSnapshotIsolation}
	require.Equal(t, engine.Undecided, a.Outcome(psi))
	require.Contains(t, a.Why(psi), "budget")
	require.Len(t, a.Findings, 1)
	require.False(t, a.Findings[0].Shortest)
	require.Len(t, a.Findings[0].Cycle, 4)
}
