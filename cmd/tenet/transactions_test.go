package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// writeSkew is the history of two doctors who go off call, each because the other is on call.
const writeSkew = `{:type :invoke, :f :txn, :process 0, :value [[:r :bob nil] [:append :alice 1]]}
{:type :invoke, :f :txn, :process 1, :value [[:r :alice nil] [:append :bob 2]]}
{:type :ok, :f :txn, :process 0, :value [[:r :bob []] [:append :alice 1]]}
{:type :ok, :f :txn, :process 1, :value [[:r :alice []] [:append :bob 2]]}
`

// backwards has one session write 1 and 2, and another read 2 and then 1.
const backwards = `{:type :invoke, :f :write, :process 0, :value 1}
{:type :ok, :f :write, :process 0, :value 1}
{:type :invoke, :f :write, :process 0, :value 2}
{:type :ok, :f :write, :process 0, :value 2}
{:type :invoke, :f :read, :process 1, :value nil}
{:type :ok, :f :read, :process 1, :value 2}
{:type :invoke, :f :read, :process 1, :value nil}
{:type :ok, :f :read, :process 1, :value 1}
`

func TestTransactionExitCodes(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, c := range []struct {
		history, args string
		code          int
		out, errors   string
	}{
		{writeSkew, "-m list-append", exitViolated, "VIOLATION: strict-serializable does not hold (list-append)", ""},
		{writeSkew, "-m list-append --consistency serializable", exitViolated, "anomalies  G2-item", ""},
		{writeSkew, "-m list-append --consistency repeatable-read", exitViolated, "serializable", ""},
		{writeSkew, "-m list-append --consistency snapshot-isolation", exitHolds, "valid: snapshot-isolation holds", ""},
		{writeSkew, "-m list-append --consistency prefix", exitUsage, "", "level prefix is not decided: a history that is not of level causal is not of it"},
		{writeSkew, "-m list-append --consistency linearizable", exitViolated, "strict-serializable does not hold", ""},
		{writeSkew, "-m list-append --consistency PL-SI", exitHolds, "snapshot-isolation holds", ""},
		{writeSkew, "-m list-append --consistency eventual", exitUsage, "", `no level of isolation is called "eventual": expected one of read-uncommitted`},
		{writeSkew, "-m list-append --follow", exitUsage, "", "transactions are for tenet history check, without --follow"},
		{writeSkew, "-m list-append --consistency cc", exitUsage, "", `no level of isolation is called "cc"`},
		{writeSkew, "-m list-append --assume session-order", exitUsage, "", "--assume is for registers"},
		{writeSkew, "-m list-append --engine zones", exitUsage, "", "--engine is for linearizability"},
		{writeSkew, "-m list-append --init 0", exitUsage, "", "--init is for registers"},
		{writeSkew, "-m list-append --idle 1s", exitUsage, "", "--idle means nothing without --follow"},
		{writeSkew, "-m list-append --all", exitUsage, "", "--all is for linearizability"},
		{writeSkew, "-m list-append --total 3", exitUsage, "", "--total is for a workload check"},
		{writeSkew, "-m rw-register", exitUsage, "", "stdin:1: micro-operation 2 is [:append :alice 1]: expected [:r key value] and [:w key value]"},
		{writeSkew, "-m register", exitUsage, "", "stdin:1: model register"},
		{backwards, "-m list-append", exitUsage, "", "stdin:1: "},
		{backwards, "-m register --consistency ccv", exitViolated, "WriteCORead", ""},
		{backwards, "-m register --consistency cc --assume session-order", exitUsage, "", "--assume and --only-level mean nothing"},
		{backwards, "-m cas-register --consistency cc", exitUsage, "", "--consistency cc is for models register and kv"},
		{backwards, "-m register --consistency read-your-writes", exitHolds, "valid: read-your-writes holds", ""},
		{backwards, "-m register --consistency monotonic-reads+monotonic-writes", exitViolated, "VIOLATION", ""},
		{backwards, "-m register --consistency monotonic-reads", exitHolds, "monotonic-reads+monotonic-writes does not hold", ""},
		{backwards, "-m register --consistency monotonic-writes", exitHolds, "monotonic-reads+monotonic-writes does not hold", ""},
		{backwards, "-m register --consistency read-your-writes+monotonic-writes", exitUsage, "", "expected monotonic-reads among"},
		{backwards, "-m register --consistency cc+monotonic-reads", exitUsage, "", "some of the last four joined by +"},
		{backwards, "-m register --assume session-order", exitUsage, "", "--assume and --only-level are for models of transactions"},
		{"w 0 1\n-----\nr 0 1\n", "-m transactions --consistency causal", exitHolds, "valid: causal holds (transactions)", ""},
		{"w 0 1\n-----\nr 0 1\n", "", exitHolds, "valid: serializable holds (transactions)", ""},
		{"w 0 1\n-----\nr 0 0\n", "-m transactions --consistency causal", exitViolated, "stale-read-process", ""},
		{"w 0 1\n-----\nr 0 1\n", "-m transactions --consistency read-atomic --only-level", exitHolds, "undecided  causal, parallel-snapshot-isolation, snapshot-isolation, serializable", ""},
		{"w 0 1\n", "-m transactions --consistency strict-serializable", exitUsage, "", "the history has no times"},
		{"w 0 1\n", "-m transactions --assume luck", exitUsage, "", `--assume "luck": expected some of read-before-write`},
		{"w 0 1\n", "-m rw-register --assume real-time-order", exitUsage, "", "no times"},
		{"w 0 1\n", "-m register", exitUsage, "", "no times"},
	} {
		code, out, errs := tenet(t, c.history, append(append([]string{"history", "check"}, strings.Fields(c.args)...), "-")...)
		require.Equal(t, c.code, code, "%s: %s%s", c.args, out, errs)
		require.Contains(t, out, c.out, c.args)
		require.Contains(t, errs, c.errors, c.args)
		if c.errors == "" {
			require.Empty(t, errs, c.args)
		}
	}
}

func TestTransactionJSON(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	code, out, errs := tenet(t, writeSkew, "history", "check", "-m", "list-append", "--json", "--page", page, "-")
	require.Equal(t, exitViolated, code, errs)
	var r struct {
		Certified       bool
		Holds, Violated []string
		Levels          []levelReport
		Transactions    int
		Anomalies       []struct {
			Anomaly      string
			Shortest     bool
			Transactions []json.RawMessage
			Cycle        []edgeReport
		}
		Page string
	}
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.True(t, r.Certified)
	require.Equal(t, []string{"strong-snapshot-isolation"}, r.Holds)
	require.Equal(t, []string{"serializable"}, r.Violated)
	require.Len(t, r.Levels, 24)
	require.Equal(t, 2, r.Transactions)
	require.Len(t, r.Anomalies, 1)
	a := r.Anomalies[0]
	require.Equal(t, "G2-item", a.Anomaly)
	require.True(t, a.Shortest)
	require.Len(t, a.Transactions, 2)
	require.Equal(t, []string{"rw", "rw"}, []string{a.Cycle[0].Reason, a.Cycle[1].Reason})
	require.Contains(t, a.Cycle[0].Why, "T1 comes before T2 (rw)")
	require.Equal(t, page, r.Page)
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Contains(t, string(text), "G2-item")
}
