package fuzz

import (
	"context"
	"errors"
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/difftest"
	"github.com/tenet-go/tenet/tla/tlc"
)

// FuzzExpressions makes a TLA+ expression of any bytes. It has a meaning, and one value wherever it stands.
func FuzzExpressions(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		exprs := difftest.InContexts(difftest.Expression(bytes[:min(len(bytes), 300)]))
		answers, err := difftest.Engine(exprs)
		require.NoError(t, err, "%s", exprs[0])
		for i := range exprs {
			require.Equal(t, answers[0], answers[i], "%s", exprs[i])
		}
	})
}

// FuzzExpressionsAgainstTLC makes some expressions of any bytes, and has the engine and TLC evaluate them. Each takes TLC a second or more.
func FuzzExpressionsAgainstTLC(f *testing.F) {
	referee := findTLC(f)
	for _, seed := range seeds {
		f.Add([]byte(seed + seed + seed))
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		var exprs []string
		for len(exprs) == 0 || len(bytes) > 0 && len(exprs) < 20 {
			n := min(len(bytes), 60)
			exprs = append(exprs, difftest.Expression(bytes[:n]))
			bytes = bytes[n:]
		}
		ours, err := difftest.Engine(exprs)
		require.NoError(t, err)
		theirs, known, err := difftest.Referee(t.Context(), referee, exprs)
		require.NoError(t, err)
		for i, e := range exprs {
			if known[i] {
				require.Equal(t, theirs[i], ours[i], "TLC, and the engine: %s", e)
			}
		}
	})
}

// FuzzModelsAgainstTLC makes a small specification of any bytes, and has the engine and TLC check it: same verdict, same numbers of states.
func FuzzModelsAgainstTLC(f *testing.F) {
	referee := findTLC(f)
	for _, seed := range seeds {
		f.Add([]byte(seed + seed + seed + seed + seed + seed))
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		m := difftest.NewModel(bytes[:min(len(bytes), 600)])
		ours, err := difftest.Check(t.Context(), m)
		require.NoError(t, err, "%s", m.Module())
		theirs, _, err := difftest.CheckByTLC(t.Context(), referee, m)
		if errors.As(err, new(*difftest.Refused)) {
			t.Skip("TLC takes no initial predicate without variables")
		}
		require.NoError(t, err, "%s", m.Module())
		require.False(t, ours.Differs(theirs), "engine: %v, TLC: %v\n%s%s", ours, theirs, m.Module(), m.Config)
	})
}

// seeds are as good as any bytes.
var seeds = []string{
	"", "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c",
	"the quick brown fox jumps over the lazy dog, twice: the quick brown fox jumps over the lazy dog",
	"\xf0\x9f\x07\x33\x81\x42\x18\x6e\xd5\x2a\x90\x11\xbc\x04\x77\xe9\x58\x3d\xa6\x1f\xcb\x62\x05\x8e",
}

// findTLC returns TLC, or skips the target with a line that says how to get it. Without -fuzz the target is left out too: its seeds take a minute.
func findTLC(f *testing.F) *tlc.TLC {
	f.Helper()
	if fuzzing := flag.Lookup("test.fuzz"); fuzzing == nil || fuzzing.Value.String() == "" {
		f.Skip("TLC is asked only when fuzzing: go test -run '^$' -fuzz " + f.Name() + " ./fuzz")
	}
	found, err := tlc.Find(context.Background())
	if errors.Is(err, tlc.ErrUnavailable) {
		f.Skip(err)
	}
	require.NoError(f, err)
	return found
}
