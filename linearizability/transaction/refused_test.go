package transaction_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/generate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func edn(t *testing.T, text string) *history.History {
	t.Helper()
	h, _, err := format.Read(t.Context(), strings.NewReader(text), "h.edn", format.Options{})
	require.NoError(t, err)
	return h
}

// The initial value is 0, and somebody writes 0 too: who reads 0 may have read either.
func TestInitialValueIsWritten(t *testing.T) {
	read := `{:type :invoke, :process 1, :f :txn, :value [[:r 1 nil]]}
{:type :ok, :process 1, :f :txn, :value [[:r 1 0]]}
`
	write := func(status string) string {
		return `{:type :invoke, :process 0, :f :txn, :value [[:w 1 0]]}
{:type :` + status + `, :process 0, :f :txn, :value [[:w 1 0]]}
`
	}
	o := transaction.Options{Model: transaction.RWRegister, Init: history.Int(0)}
	v, err := transaction.Check(t.Context(), edn(t, write("fail")+read), o)
	require.NoError(t, err)
	require.Equal(t, engine.Valid, v.Outcome, "what failed was not written")
	for _, status := range []string{"ok", "info"} {
		_, err := transaction.Check(t.Context(), edn(t, read+write(status)), o)
		require.ErrorContains(t, err, "h.edn:3: w of 0 to key 1, which is its initial value", status)
	}
	o.InitIfUnwritten = true
	v, err = transaction.Check(t.Context(), edn(t, write("ok")+read), o)
	require.NoError(t, err)
	require.Equal(t, engine.Valid, v.Outcome)
	v, err = transaction.Check(t.Context(), edn(t, read+write("ok")), o)
	require.NoError(t, err)
	require.Equal(t, engine.Invalid, v.Outcome, "what was read was written, and only later")
}

// Independent objects have keys of their own, which a transaction has not.
func TestIndependentTransactionsAreRefused(t *testing.T) {
	h := edn(t, `{:type :invoke, :process 0, :f :txn, :value [:a [[:append 1 1]]]}
{:type :ok, :process 0, :f :txn, :value [:a [[:append 1 1]]]}`)
	require.NoError(t, history.Independent(h))
	_, err := transaction.Check(t.Context(), h, transaction.Options{})
	require.ErrorContains(t, err, "independent object :a")
}

// Levels, models and options that do not fit are errors.
func TestOptionsAreChecked(t *testing.T) {
	for _, l := range []isolation.Level{{Base: isolation.Serializable}, {Base: isolation.ReadCommitted, Order: isolation.Session}, {Base: 99}, {Order: 9}} {
		_, err := transaction.Check(t.Context(), &history.History{}, transaction.Options{Model: transaction.Transactions, Level: &l})
		require.ErrorContains(t, err, "model transactions has no level", "%d %d", l.Base, l.Order)
	}
	_, err := transaction.Check(t.Context(), &history.History{}, transaction.Options{Model: 7})
	require.ErrorContains(t, err, "no model has number 7")
	_, err = transaction.Check(t.Context(), &history.History{}, transaction.Options{Init: history.Int(0)})
	require.ErrorContains(t, err, "for registers")
	_, err = transaction.Check(t.Context(), &history.History{}, transaction.Options{Assume: transaction.Assumptions{SessionOrder: true}})
	require.ErrorContains(t, err, "for registers")
}

// When the time is over, nothing more is begun.
func TestTimeIsOver(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	begun := 0
	v, err := transaction.Check(ctx, generated(t, generate.Options{Model: txn.Registers, Transactions: 300}), transaction.Options{
		Model: transaction.RWRegister,
		Progress: func(doing string) {
			if doing == "dependencies" {
				cancel(context.DeadlineExceeded)
			}
			begun++
		},
	})
	require.NoError(t, err)
	require.Equal(t, 3, begun, "decoding, single reads, dependencies")
	require.Equal(t, engine.Undecided, v.Outcome)
	require.Contains(t, v.Why, context.DeadlineExceeded.Error())
	require.Less(t, v.Elapsed, time.Minute)
}

// Who vouches for one assumption does not vouch for the others.
func TestVouchingForAnother(t *testing.T) {
	text := `{:type :invoke, :process 0, :f :txn, :value [[:w 1 1]]}
{:type :ok, :process 0, :f :txn, :value [[:w 1 1]]}
{:type :invoke, :process 0, :f :txn, :value [[:w 1 2] [:w 2 1]]}
{:type :invoke, :process 1, :f :txn, :value [[:r 2 nil] [:r 1 nil]]}
{:type :ok, :process 0, :f :txn, :value [[:w 1 2] [:w 2 1]]}
{:type :ok, :process 1, :f :txn, :value [[:r 2 1] [:r 1 1]]}
`
	back := `{:type :invoke, :process 2, :f :txn, :value [[:r 1 nil]]}
{:type :ok, :process 2, :f :txn, :value [[:r 1 2]]}
{:type :invoke, :process 2, :f :txn, :value [[:r 1 nil]]}
{:type :ok, :process 2, :f :txn, :value [[:r 1 1]]}`
	for _, c := range []struct {
		assume  transaction.Assumptions
		vouched proof.Basis
	}{{transaction.Assumptions{SessionOrder: true}, proof.BySessionOrder}, {transaction.Assumptions{RealTimeOrder: true}, proof.ByRealTimeOrder}} {
		circles, edges := 0, 0
		for _, text := range []string{text, text + back} {
			v, err := transaction.Check(t.Context(), edn(t, text), transaction.Options{Model: transaction.RWRegister, Assume: c.assume})
			require.NoError(t, err)
			for _, f := range v.Findings {
				rests := slices.ContainsFunc(f.Cycle, func(e proof.Edge) bool { return e.Basis == c.vouched })
				switch {
				case f.Anomaly == isolation.CyclicVersions:
					circles++
				case rests:
					edges++
				default:
					continue
				}
				require.NoError(t, certificate.Violated(v.History, f.RulesOut, &f.Finding, c.vouched))
				require.Error(t, certificate.Violated(v.History, f.RulesOut, &f.Finding), "nobody vouches")
				require.Error(t, certificate.Violated(v.History, f.RulesOut, &f.Finding, proof.ByReadBeforeWrite))
			}
		}
		require.NotZero(t, circles)
		require.NotZero(t, edges)
	}
}
