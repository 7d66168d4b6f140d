package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMutantsSaysWhatIsWrong(t *testing.T) {
	for args, want := range map[string]string{
		"mutants":                                       "accepts 1 arg(s)",
		"mutants paxos":                                 `no mutants of "paxos": expected twopc, raft or rsm`,
		"mutants twopc --only (":                        "--only: error parsing regexp",
		"mutants twopc --group bugs":                    `--group "bugs": expected some of syntax, scenario, spec`,
		"mutants twopc --rungs luck":                    `--rungs "luck": expected some of exhaustive, refinement`,
		"mutants twopc --sample -1":                     "--sample -1: expected 1 or more",
		"mutants twopc --group spec --only NoSuchThing": "no mutant matches; --list lists them",
	} {
		code, out, errs := tenet(t, "", strings.Fields(args)...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, out, args)
		require.Contains(t, errs, want, args)
	}
}

func TestMutantsNeedACheckout(t *testing.T) {
	t.Chdir(t.TempDir())
	code, _, errs := tenet(t, "", "mutants", "twopc", "--list")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "run this in one")
}

func TestMutantsAreListed(t *testing.T) {
	code, out, errs := tenet(t, "", "mutants", "twopc", "--list", "--only", "T05|handleAck:boundary|handleAck:guard", "--group", "syntax,scenario")
	require.Equal(t, exitHolds, code, errs)
	require.Contains(t, out, "T05 client told before the decision is durable\n    > the commit record is on its way")
	require.Contains(t, out, "decision.go:Coordinator.handleAck:guard-dropped:1\n    > ")
	require.NotContains(t, out, "spec:")
}

func TestMutantsThatAreCaughtAreFine(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no mutant is compiled")
	}
	code, out, errs := tenet(t, "", "mutants", "twopc", "--only", "T05 client told", "--rungs", "scenarios,unit tests", "--group", "scenario")
	require.Equal(t, exitHolds, code, errs)
	require.Contains(t, out, "T05 client told before the decision is durable  caught")
	require.Contains(t, out, "1 mutants: 1 caught")
}
