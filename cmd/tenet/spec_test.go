package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla"
)

func TestSpecEval(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string // of the output, or of the error
	}{
		{[]string{`{x * x : x \in 1..5}`}, 0, "{1, 4, 9, 16, 25}\n"},
		{[]string{`FoldLeft(+, 0, <<1, 2, 3>>)`}, 0, "6\n"},
		{[]string{`Cardinality(SUBSET Participants)`, "--cfg", "../../spec/twopc/MCOneTransaction.cfg"}, 0, "4\n"},
		{[]string{`Limit + 1`, "--cfg", "testdata/spec/temporal.cfg", "--module", "Counter"}, 0, "4\n"},
		{[]string{`1 + "a"`}, 75, "the expression:1:1: the second argument of + should be an integer, but it is \"a\"\n\t1 + \"a\"\n\t^\n"},
		{[]string{`(1`}, 150, `the expression:1:3: found the end of the text, expected ")"`},
		{[]string{`Foo`}, 150, "the expression:1:1: unknown name Foo\n\tFoo\n\t^\n"},
		{[]string{"--", "-5 % 3"}, 0, "1\n"},
		{[]string{"-5 % 3"}, exitUsage, `stands behind "--"`},
		{[]string{"--library", "testdata", "1"}, exitUsage, "give --module or --cfg too"},
		{[]string{"Low", "--module", "testdata/spec/Failing.tla"}, 75, "testdata/spec/Failing.tla:3:8: the second argument of + should be an integer, but it is TRUE\n\tLow == 1 + TRUE\n\t       ^\n"},
		{[]string{`x + 1`, "--cfg", "testdata/spec/holds.cfg", "--module", "Counter"}, 150, "found an expression of state level, expected one of constant level"},
		{[]string{`1`, "--module", "testdata/spec/Counter.tla"}, 151, "the module has constants: --cfg names a model"},
		{[]string{`1`, "--module", "testdata/spec/Syntax.tla"}, 150, "Syntax.tla:4:1"},
		{[]string{`1`, "--cfg", "testdata/spec/none.cfg"}, 255, "no such file"},
		{nil, exitUsage, "accepts 1 arg(s)"},
	} {
		code, out, errs := tenet(t, "", append([]string{"spec", "eval"}, c.args...)...)
		require.Equal(t, c.code, code, "%q: %s%s", c.args, out, errs)
		if code == 0 {
			require.Equal(t, c.want, out)
			require.Empty(t, errs)
			continue
		}
		require.Empty(t, out)
		require.Contains(t, errs, c.want)
	}
}

func TestSpecEvalPrints(t *testing.T) {
	code, out, errs := tenet(t, "", "spec", "eval", `PrintT("seen")`)
	require.Zero(t, code, errs)
	require.Equal(t, "TRUE\n", out)
	require.Equal(t, "\"seen\"\n", errs)
	_, out, _ = tenet(t, "", "spec", "eval", "--help")
	require.Contains(t, out, "Integers, Sequences, FiniteSets, Bags, TLC, SequencesExt")
}

func TestSpecParse(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"testdata/spec/Counter.tla", "testdata/spec/holds.cfg"}, 0, ""},
		{[]string{"testdata/spec/Counter.tla", "testdata/spec/Syntax.tla"}, 150, "testdata/spec/Syntax.tla:4:1: found Next, expected \")\"\n\tNext =="},
		{[]string{"testdata/spec/Names.tla"}, 150, "Names.tla:3:13: unknown name Zero"},
		{[]string{"--syntax", "testdata/spec/Names.tla"}, 0, ""},
		{[]string{"testdata/spec/nonsense.cfg"}, 255, "nonsense.cfg:2:13"},
		{[]string{"testdata/spec/None.tla", "testdata/spec/Names.tla"}, 150, "open testdata/spec/None.tla: no such file or directory\ntestdata/spec/Names.tla:3:13"},
		{[]string{"testdata/spec/none.cfg"}, 255, "no such file"},
		{[]string{"--print", "testdata/spec/Counter.tla", "testdata/spec/holds.cfg"}, exitUsage, "--print: testdata/spec/holds.cfg is a configuration"},
		{[]string{"testdata/good.ndjson"}, exitUsage, "expected a file whose name ends in .tla or .cfg"},
		{[]string{"--print", "--json", "testdata/spec/Names.tla"}, exitUsage, "expected one of them"},
	} {
		code, out, errs := tenet(t, "", append([]string{"spec", "parse"}, c.args...)...)
		require.Equal(t, c.code, code, "%q: %s%s", c.args, out, errs)
		require.Empty(t, out)
		require.Contains(t, errs, c.want)
	}
}

func TestSpecParsePrints(t *testing.T) {
	code, out, errs := tenet(t, "", "spec", "parse", "--print", "testdata/spec/Counter.tla")
	require.Zero(t, code, errs)
	require.Contains(t, out, "MODULE Counter")
	require.Contains(t, out, "[][x' > x]_x")
	require.NotContains(t, out, "something wrong with it", "comments are left out")

	code, out, _ = tenet(t, "", "spec", "parse", "--json", "testdata/spec/Counter.tla", "testdata/spec/Names.tla")
	require.Equal(t, 150, code)
	var files []parsedFile
	require.NoError(t, json.Unmarshal([]byte(out), &files))
	require.Equal(t, []string{"Integers", "TLC"}, files[0].Extends)
	require.Equal(t, []string{"x"}, files[0].Variables)
	require.Contains(t, files[0].Definitions, "InRange")
	require.Empty(t, files[0].Errors)
	require.Equal(t, []mistaken{{File: "testdata/spec/Names.tla", Line: 3, Column: 13, Message: "unknown name Zero"}}, files[1].Errors)
}

// The codes that this package names are those that package tla has.
func TestSpecExitCodes(t *testing.T) {
	require.Equal(t, exitSpecParse, tla.Specification.ExitCode())
	require.Equal(t, exitSpecEval, tla.Evaluation.ExitCode())
	require.Equal(t, exitSpecOther, tla.Support.ExitCode())
}

func TestSpecTrace(t *testing.T) {
	const counter = " --module Counter --spec testdata/spec/holds.cfg "
	for _, c := range []struct {
		args, stdin string
		code        int
		want        string
	}{
		{counter + "testdata/spec/counter.ndjson", "", exitHolds, "counter.ndjson: FITS testdata/spec/holds.cfg: 5 events, 1 possible state at the end, at most 1 on the way"},
		{counter + "--behavior testdata/spec/counter.ndjson", "", exitHolds, "initial state (line 1)\n  /\\ x = 0\nUp (line 2)\n  /\\ x = 1\n"},
		{counter + "testdata/spec/skipping.ndjson", "", exitViolated, "VIOLATION: line 2: the step Up is none of the specification"},
		{counter + "--hidden 1 --behavior testdata/spec/skipping.ndjson", "", exitHolds, "Up (not logged)\n  /\\ x = 1\nUp (line 2)\n"},
		{counter + "-", `{"state": {"x": 1}}`, exitViolated, "VIOLATION: line 1: the initial state is none of the specification"},
		{counter + "-", `{"state": {"x": 0}}` + "\n" + `{"action": "Tick", "state": {"x": 0}}`, exitUsage, "line 2"},
		{counter + "--stutters Tick -", `{"state": {"x": 0}}` + "\n" + `{"action": "Tick", "state": {"x": 0}}`, exitHolds, "FITS"},
		{counter + "-", `{"state": {"y": 1}}`, exitUsage, "line 1"},
		{counter + "-", `{"state": `, exitUsage, "line 1"},
		{counter + "--hidden 1 --max-candidates 1 testdata/spec/skipping.ndjson", "", 16, "too many states fit"},
		{counter + "none.ndjson", "", exitUsage, "no such file"},
		{counter + "-", "", exitUsage, "the trace has no event"},
		{counter + "-", `{"state": {"x": 0}}`, exitHolds, "1 event, 1 possible state at the end"},
		{counter + "--hidden -1 -", "", exitUsage, "--hidden -1"},
		{"testdata/spec/counter.ndjson", "", exitUsage, "--spec: which specification?"},
		{"--spec testdata/spec/none.cfg -", "", 255, "no such file"},
		{"--spec testdata/spec/Syntax.cfg -", "", 150, "Syntax.tla:4:1"},
	} {
		code, out, errs := tenet(t, c.stdin, append([]string{"spec", "trace"}, strings.Fields(c.args)...)...)
		require.Equal(t, c.code, code, "%s: %s%s", c.args, out, errs)
		require.Contains(t, out+errs, c.want, c.args)
	}
	code, out, errs := tenet(t, "", "spec", "trace", "--json", "--module", "Counter", "--spec", "testdata/spec/holds.cfg", "testdata/spec/skipping.ndjson")
	require.Equal(t, exitViolated, code, errs)
	var r traceReport
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, []int{2, 2}, []int{r.Line, r.Events})
	require.Equal(t, outcomeViolated, r.Outcome)
	require.Equal(t, map[string]string{"x": "0"}, r.Behavior[0].State)
}
