package rsm_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/rsm"
)

func TestOutcomesAsErrors(t *testing.T) {
	all := []error{rsm.ErrNotApplied, rsm.ErrUnknown, rsm.ErrExpired, rsm.ErrFreed, rsm.ErrOutstanding, rsm.ErrMalformed, rsm.ErrDamaged, rsm.ErrLimits}
	for _, c := range []struct {
		outcome rsm.Outcome
		text    string
		kinds   []error
		message string
	}{
		{rsm.Outcome{}, "unknown", []error{rsm.ErrUnknown}, "rsm: proposal: unknown: no answer came"},
		{rsm.Outcome{Kind: rsm.NotApplied, Session: 3, Seq: 4}, "not applied", []error{rsm.ErrNotApplied}, "rsm: command 4 of session 3: not applied: the log has gone on"},
		{rsm.Outcome{Kind: rsm.Registered, Session: 3}, "registered session 3", nil, ""},
		{rsm.Outcome{Kind: rsm.Applied, Session: 3, Seq: 4, Result: "r"}, `applied: "r"`, nil, ""},
		{rsm.Outcome{Kind: rsm.Applied, Session: 3, Seq: 4, Result: "r", Cached: true}, `applied before: "r"`, nil, ""},
		{rsm.Outcome{Kind: rsm.Expired, Session: 3, Seq: 4}, "session expired", []error{rsm.ErrUnknown, rsm.ErrExpired}, "rsm: command 4 of session 3: session expired: there is no such session"},
		{rsm.Outcome{Kind: rsm.Freed, Session: 3, Seq: 4}, "freed", []error{rsm.ErrUnknown, rsm.ErrFreed}, "rsm: command 4 of session 3: freed: the client has acknowledged"},
		{rsm.Outcome{Kind: rsm.Crowded, Session: 3, Seq: 4}, "too many outstanding", []error{rsm.ErrNotApplied, rsm.ErrOutstanding}, "too far ahead"},
		{rsm.Outcome{Kind: rsm.Malformed}, "malformed", []error{rsm.ErrNotApplied, rsm.ErrMalformed}, "rsm: proposal: malformed: the entry is no encoding"},
		{rsm.Outcome{Kind: 99, Session: 3}, "kind 99", []error{rsm.ErrUnknown}, "rsm: session 3: kind 99: "},
	} {
		require.Equal(t, c.text, c.outcome.String())
		err := c.outcome.Err()
		if c.kinds == nil {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, c.message)
		for _, kind := range all {
			require.Equal(t, slices.Contains(c.kinds, kind), errors.Is(err, kind), "%v is %v", err, kind)
		}
		var typed *rsm.Error
		require.ErrorAs(t, err, &typed)
		require.Equal(t, c.outcome, typed.Outcome)
	}
}
