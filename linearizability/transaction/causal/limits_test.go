package causal_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func TestParse(t *testing.T) {
	require.Len(t, causal.Models(), 15)
	for _, m := range causal.Models() {
		parsed, err := causal.Parse(m.String())
		require.NoError(t, err)
		require.Equal(t, m, parsed)
	}
	for _, name := range causal.Names() {
		m, err := causal.Parse(name)
		require.NoError(t, err)
		require.Equal(t, name, m.String())
	}
	require.Equal(t, "monotonic-reads+monotonic-writes", (causal.MonotonicReads | causal.MonotonicWrites).String())
	for name, wanted := range map[string]string{
		"causal": "expected one of cc, ccv, cm", "": `""`, "cc+ccv": "joined by +", "monotonic-reads+": "joined by +",
		"read-your-writes+monotonic-writes": "expected monotonic-reads",
	} {
		_, err := causal.Parse(name)
		require.ErrorContains(t, err, wanted, name)
	}
	require.Equal(t, "model 0", causal.Model(0).String())
}

func TestRefuses(t *testing.T) {
	ctx := context.Background()
	two := &history.History{Name: "two.edn", Operations: []history.Operation{{
		Process: 4, F: "txn", Status: history.OK, ReturnLine: 7,
		Input:  history.List(history.List(history.Keyword("w"), history.Int(1), history.Int(1)), history.List(history.Keyword("w"), history.Int(2), history.Int(1))),
		Output: history.List(history.List(history.Keyword("w"), history.Int(1), history.Int(1)), history.List(history.Keyword("w"), history.Int(2), history.Int(1))),
	}}}
	_, err := causal.Check(ctx, decode(t, two), causal.CC, causal.Options{})
	require.ErrorContains(t, err, "process 4 on line 7 has 2 operations")
	require.Error(t, certificate.VerifyHolds(decode(t, two), "cc", &proof.Holds{}))
	_, err = causal.Check(ctx, &txn.History{Source: &history.History{Name: "lists"}, Model: txn.Lists}, causal.CC, causal.Options{})
	require.ErrorContains(t, err, "list-append")
	_, err = causal.Check(ctx, parse(t, "w x 1"), causal.Model(99), causal.Options{})
	require.ErrorContains(t, err, "model 99")
	_, err = causal.Check(ctx, parse(t, "w x 1"), causal.ReadYourWrites|causal.MonotonicWrites, causal.Options{})
	require.ErrorContains(t, err, "read-your-writes+monotonic-writes: expected one of Models")
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	h := simulate(rand.New(rand.NewPCG(*seed, 0)), causal.CM, size{2000, 10, 10, 10})
	for _, m := range []causal.Model{causal.CC, causal.CCv, causal.CM, causal.PRAM} {
		result, err := causal.Check(ctx, h, m, causal.Options{})
		require.NoError(t, err)
		require.Equal(t, engine.Undecided, result.Outcome, m)
		require.Contains(t, result.Why, "context canceled", m)
	}
}

func TestMemory(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 0))
	h := simulate(rng, causal.CCv, size{2000, 30, 10, 3})
	bad := corrupt(rng, simulate(rng, causal.CCv, size{2000, 30, 10, 3}), 5)
	for _, m := range []causal.Model{causal.CC, causal.CCv} {
		for _, memory := range []int64{1, 40_000, 200_000} {
			result, err := causal.Check(context.Background(), h, m, causal.Options{Memory: memory})
			require.NoError(t, err)
			require.Equal(t, engine.Valid, result.Outcome, "%s: %+v", m, result.Violation)
			require.NoError(t, certificate.VerifyHolds(h, m.String(), result.Holds))
			result, err = causal.Check(context.Background(), bad, m, causal.Options{Memory: memory})
			require.NoError(t, err)
			require.Equal(t, engine.Invalid, result.Outcome, m)
			require.NoError(t, certificate.VerifyViolation(bad, m.String(), result.Violation))
		}
	}
	result, err := causal.Check(context.Background(), h, causal.CM, causal.Options{Memory: 100})
	require.NoError(t, err)
	require.Equal(t, engine.Undecided, result.Outcome)
	require.Contains(t, result.Why, "bytes")
	result, err = causal.Check(context.Background(), h, causal.CCv, causal.Options{WithoutHolds: true})
	require.NoError(t, err)
	require.Equal(t, engine.Valid, result.Outcome)
	require.Nil(t, result.Holds)
}

func TestEmpty(t *testing.T) {
	for _, m := range causal.Models() {
		require.Equal(t, engine.Valid, check(t, decode(t, &history.History{Name: "empty"}), m).Outcome)
	}
}
