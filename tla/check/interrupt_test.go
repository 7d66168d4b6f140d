package check_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
)

// An evaluation that would go on for ever ends with its context.
func TestLongEvaluationsAreInterrupted(t *testing.T) {
	files := fstest.MapFS{"M.cfg": {Data: []byte("INIT Init NEXT Next")}, "M.tla": {Data: []byte(`---- MODULE M ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = IF \A a, b, c, d \in 1..1000 : a + b + c + d < 5000 THEN 1 ELSE 0
====`)}}
	model, err := tla.Load(files, "M.cfg")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	result, err := model.Check(ctx, check.Options{})
	require.NoError(t, err)
	require.Equal(t, check.Undecided, result.Verdict)
	require.Contains(t, result.Limit, "interrupted")
	again, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	walked, err := model.Simulate(again, check.SimulateOptions{Traces: 1, Depth: 5})
	require.NoError(t, err)
	require.Contains(t, walked.Limit, "interrupted")
}
