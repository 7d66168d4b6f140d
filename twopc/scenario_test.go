package twopc_test

import (
	"testing"

	"github.com/cockroachdb/datadriven"
)

// Each scenario of docs/scenarios.md is a transcript in testdata. Written anew by go test ./twopc -run Scenario -rewrite.

func TestScenarioT01_CoordinatorDiesAfterPrepare(t *testing.T)            { scenario(t, "T01.txt") }
func TestScenarioT02_RecoveryKeepsWhatIsCommitted(t *testing.T)           { scenario(t, "T02.txt") }
func TestScenarioT03_LatePrepareAfterRollback(t *testing.T)               { scenario(t, "T03.txt") }
func TestScenarioT04_LocksSurviveRestartInDoubt(t *testing.T)             { scenario(t, "T04.txt") }
func TestScenarioT05_NobodyIsToldBeforeTheDecisionIsDurable(t *testing.T) { scenario(t, "T05.txt") }
func TestScenarioT06_DecisionIsKeptUntilAllAcknowledge(t *testing.T)      { scenario(t, "T06.txt") }
func TestScenarioT07_PeersAnswerWhatTheyLogged(t *testing.T)              { scenario(t, "T07.txt") }
func TestScenarioT08_CheckAndResolveAreOneStep(t *testing.T)              { scenario(t, "T08.txt") }
func TestScenarioT09_RepeatedCommitEmptyAbortHangingBranch(t *testing.T)  { scenario(t, "T09.txt") }
func TestScenarioT10_MajorityIsNotEnough(t *testing.T)                    { scenario(t, "T10.txt") }

func scenario(t *testing.T, file string) {
	t.Helper()
	var s story
	datadriven.RunTest(t, "testdata/"+file, s.run)
}
