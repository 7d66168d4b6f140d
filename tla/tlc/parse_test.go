package tlc

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func recorded(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
	require.NoError(t, err)
	return string(text)
}

func TestParseCounts(t *testing.T) {
	r, err := parse(recorded(t, "holds"), 0, "Count")
	require.NoError(t, err)
	require.Equal(t, &Result{Generated: 7, Distinct: 6, Depth: 6}, r)

	r, err = parse("Model checking completed. No error has been found.\r\n"+
		"1,234,567 states generated, 2,345 distinct states found, 0 states left on queue.\r\n"+
		"The depth of the complete state graph search is 1,000.\r\n", 0, "Count")
	require.NoError(t, err)
	require.Equal(t, &Result{Generated: 1234567, Distinct: 2345, Depth: 1000}, r)
}

func TestParseTellsLexicalErrors(t *testing.T) {
	const text = `Lexical error at line 4, column 11.  Encountered: "\u2208" (8712), after : ""`
	_, err := parse("Parsing file U.tla\n"+text+"\n\nFatal errors while parsing\n*** Abort messages: 1\n", 150, "U")
	require.ErrorContains(t, err, text)
	require.NotContains(t, err.Error(), "Parsing file")
}

func TestParseViolations(t *testing.T) {
	for name, want := range map[string]struct {
		code                int
		property, says, end string
	}{
		"invariant":  {12, "Small", "Error: Invariant Small is violated.\n", "x = 3"},
		"action":     {13, "Rises", "State 7: <Back line 8", "x = 0"},
		"temporal":   {13, "", "Error: Temporal properties were violated.\n", "of module Count>"},
		"deadlock":   {11, "Deadlock", "Error: Deadlock reached.\n", "x = 5"},
		"assumption": {10, "", "Error: Assumption line 5", "is false."},
	} {
		r, err := parse(recorded(t, name), want.code, "Count")
		require.NoError(t, err, name)
		require.NotNil(t, r.Violation, name)
		require.Equal(t, want.property, r.Violation.Property, name)
		require.Contains(t, r.Violation.Text, want.says, name)
		require.Equal(t, want.end, r.Violation.Text[len(r.Violation.Text)-len(want.end):], name)
	}
}

func TestParseWhatCannotBeChecked(t *testing.T) {
	for name, want := range map[string]struct {
		code int
		says string
	}{
		"evaluation": {75, "Cannot cast tlc2.value.impl.StringValue"},
		"config":     {151, "The invariant Missing specified in the configuration file\nis not defined"},
		"constant":   {151, "The constant parameter Limit is not assigned a value"},
		"syntax":     {150, "***Parse Error***\nWas expecting"},
		"semantic":   {150, "Unknown operator: `y'."},
	} {
		_, err := parse(recorded(t, name), want.code, "spec/Count.tla")
		var failed *SpecError
		require.ErrorAs(t, err, &failed, name)
		require.Equal(t, want.code, failed.ExitCode)
		require.ErrorContains(t, err, "TLC cannot check spec/Count.tla", name)
		require.ErrorContains(t, err, want.says, name)
		require.NotContains(t, err.Error(), "Finished in", name)
	}
}

// What ends well, but does not say so, is no proof.
func TestParseTrustsNothingElse(t *testing.T) {
	for _, out := range []string{
		"",
		"Model checking completed. No error has been found.",
		"7 states generated, 6 distinct states found, 0 states left on queue.",
	} {
		_, err := parse(out, 0, "Count")
		require.ErrorContains(t, err, "ended without a verdict")
	}
	_, err := parse("Error occurred during initialization of VM\nToo small maximum heap", 1, "Count")
	require.ErrorContains(t, err, "Too small maximum heap")
}
