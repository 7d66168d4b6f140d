package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// workload says how to make a history of transactions, which tenet history generate does.
type workload struct {
	model        string
	transactions int
	sessions     int
	isolation    string
	anomaly      string // planted; then the history is in violation
	least, most  int    // operations of a transaction
	keys         int
}

var (
	appends  = workload{model: "list-append", transactions: 1_000_000, sessions: 20, isolation: "strict-serializable", least: 2, most: 4, keys: 10}
	writes   = workload{model: "rw-register", transactions: 1_000_000, sessions: 20, isolation: "strict-serializable", least: 2, most: 4, keys: 10}
	timeless = workload{model: "transactions", transactions: 250_000, sessions: 50, isolation: "strong-session-causal", least: 4, most: 4, keys: 1000}
)

// sized returns the workload with n transactions.
func (w workload) sized(n int) workload {
	w.transactions = n
	return w
}

// with returns the workload with a planted anomaly.
func (w workload) with(anomaly string) workload {
	w.anomaly = anomaly
	return w
}

// file returns the path of the history in a format, which it makes when first asked.
func (w workload) file(tb testing.TB, formatName string) string {
	tb.Helper()
	path := filepath.Join(scratch, fmt.Sprintf("%s-%d-%d-%s%s.%s", w.model, w.transactions, w.sessions, w.isolation, w.anomaly, formatName))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	args := []string{
		"history", "generate", "--model", w.model, "--transactions", strconv.Itoa(w.transactions), "--sessions", strconv.Itoa(w.sessions),
		"--keys", strconv.Itoa(w.keys), "--min-ops", strconv.Itoa(w.least), "--max-ops", strconv.Itoa(w.most),
		"--isolation", w.isolation, "--format", formatName, "--output", path,
	}
	if w.anomaly != "" {
		args = append(args, "--anomaly", w.anomaly)
	}
	u := took(tb, nil, append([]string{tenet(tb)}, args...)...)
	require.Zero(tb, u.Exit, "%s", u.Out)
	return path
}

// decodeTransactions is the process that only reads a history of transactions and decodes it.
func decodeTransactions(args []string) error {
	h, info, err := format.Open(context.Background(), args[0], format.Options{})
	if err != nil {
		return err
	}
	o := txn.Options{Init: info.Init, InitIfUnwritten: true}
	if args[1] == "list-append" {
		o.Model = txn.Lists
	}
	decoded, err := txn.Decode(h, o)
	if err != nil {
		return err
	}
	ops := 0
	for i := range decoded.Txns {
		ops += len(decoded.Txns[i].Ops)
	}
	return json.NewEncoder(os.Stdout).Encode(ops)
}

// BenchmarkDecodeTransactions reads and decodes a million transactions with times, or a million
// operations of transactions without.
func BenchmarkDecodeTransactions(b *testing.B) {
	for _, c := range []struct {
		workload
		format string
	}{
		{appends, "jepsen-edn"}, {appends, "jepsen-json"}, {writes, "jepsen-edn"},
		{timeless, "awdit-text"}, {timeless, "plume-text"}, {timeless, "dbcop"},
	} {
		b.Run(fmt.Sprintf("model=%s/txns=%s/format=%s", c.model, short(c.transactions), c.format), func(b *testing.B) {
			self, err := os.Executable()
			require.NoError(b, err)
			path := c.file(b, c.format)
			var runs []usage
			b.ResetTimer()
			for b.Loop() {
				u := took(b, []string{innerVariable + "=decode"}, self, path, c.model)
				require.Zero(b, u.Exit)
				runs = append(runs, u)
			}
			report(b, runs)
		})
	}
}

// BenchmarkTransactions checks histories that hold, and such with one violation in the middle.
func BenchmarkTransactions(b *testing.B) {
	for _, w := range []workload{
		appends.sized(100_000), appends.sized(100_000).with("G1c"), appends, appends.with("G-nonadjacent-realtime"),
	} {
		b.Run(fmt.Sprintf("model=%s/txns=%s/anomaly=%s", w.model, short(w.transactions), w.anomaly), func(b *testing.B) {
			path := w.file(b, "jepsen-edn")
			exit := 0
			if w.anomaly != "" {
				exit = 1
			}
			var runs []usage
			b.ResetTimer()
			for b.Loop() {
				u := took(b, nil, tenet(b), "history", "check", "--page", "none", "--json", "--memory", "4GB", "--model", w.model, path)
				require.Equal(b, exit, u.Exit, "%s", u.Out)
				require.Contains(b, string(u.Out), w.anomaly)
				runs = append(runs, u)
			}
			report(b, runs)
		})
	}
}

func TestTransactionsAreDecoded(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	for _, w := range []workload{appends.sized(500), timeless.sized(500)} {
		for _, formatName := range []string{"jepsen-edn", "jepsen-json", "plume-text"} {
			if w.model == "list-append" && formatName == "plume-text" {
				continue
			}
			u := took(t, []string{innerVariable + "=decode"}, self, w.file(t, formatName), w.model)
			require.Zero(t, u.Exit)
			var ops int
			require.NoError(t, json.Unmarshal(u.Out, &ops))
			require.GreaterOrEqual(t, ops, w.least*w.transactions)
		}
	}
}
