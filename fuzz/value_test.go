package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	tla "github.com/tenet-go/tenet/tla/value"
)

// FuzzValue parses any text as TLC's printed values: what is one prints to a text of the same value.
func FuzzValue(f *testing.F) {
	for _, seed := range []string{
		"", "TRUE", "-1", `"a\"\\\n"`, "m1", "{1, {}, <<>>}", "1..3", "<<<<>>, [a |-> 1]>>",
		"(<<1, 1>> :> [up |-> FALSE] @@ 2 :> {\"x\"})", "[ a |->\n  1,\n  b |-> 2 ]", "SUBSET {1}", "{1", "(1 :> 1 @@ 1 :> 2)",
		"/\\ x = 1\n/\\ y = <<\"/\\\\\">>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := tla.Parse(text); err == nil {
			again, err := tla.Parse(v.String())
			require.NoError(t, err, "%q", v.String())
			require.Equal(t, v, again)
			require.Equal(t, v.String(), again.String())
		} else {
			require.ErrorAs(t, err, new(*tla.SyntaxError))
			require.True(t, v.IsZero())
		}
		if s, err := tla.ParseState(text); err == nil {
			again, err := tla.ParseState(s.String())
			require.NoError(t, err)
			require.Equal(t, s, again)
		}
	})
}
