package raft_test

import (
	"testing"

	"github.com/cockroachdb/datadriven"
)

// Each scenario of docs/scenarios.md is a transcript in testdata. Written anew by go test ./raft -run Scenario -rewrite: what the lines "expect" say
// must hold all the same.

func TestScenarioR01_OlderTermsAreNotCommittedByCounting(t *testing.T)      { scenario(t, "R01.txt") }
func TestScenarioR03_TermAndVoteAreOneRecord(t *testing.T)                  { scenario(t, "R03.txt") }
func TestScenarioR04_VotesWaitForTheDisk(t *testing.T)                      { scenario(t, "R04.txt") }
func TestScenarioR05_ReadsWaitForTheLeadersOwnEntry(t *testing.T)           { scenario(t, "R05.txt") }
func TestScenarioR06_OldAnswersConfirmNoRead(t *testing.T)                  { scenario(t, "R06.txt") }
func TestScenarioR08_PreVoteTellsTheTerm(t *testing.T)                      { scenario(t, "R08.txt") }
func TestScenarioR09_PreVoteBesideNodesWithoutIt(t *testing.T)              { scenario(t, "R09.txt") }
func TestScenarioR11_LeaderWithoutAQuorumStepsDown(t *testing.T)            { scenario(t, "R11.txt") }
func TestScenarioR17_SnapshotOverAConflictingLog(t *testing.T)              { scenario(t, "R17.txt") }
func TestScenarioR18_AppendFromBeforeTheLogsBeginning(t *testing.T)         { scenario(t, "R18.txt") }
func TestScenarioR19_CommitIndexNeverGoesBack(t *testing.T)                 { scenario(t, "R19.txt") }
func TestScenarioR20_MatchingEntriesStay(t *testing.T)                      { scenario(t, "R20.txt") }
func TestScenarioR21_LogsAreComparedByTermFirst(t *testing.T)               { scenario(t, "R21.txt") }
func TestScenarioR22_AnyKnownPlaceEndsASnapshot(t *testing.T)               { scenario(t, "R22.txt") }
func TestScenarioR24_LeaderCountsItselfWhenItsDiskHasAnswered(t *testing.T) { scenario(t, "R24.txt") }
func TestScenarioR25_DiskThatFailsIsACrash(t *testing.T)                    { scenario(t, "R25.txt") }
func TestScenarioR26_OldAcknowledgementsOfTheDisk(t *testing.T)             { scenario(t, "R26.txt") }
func TestScenarioR27_LaterTermIsNoContact(t *testing.T)                     { scenario(t, "R27.txt") }
func TestScenarioR28_AcknowledgedIsWhatTheAppendCarried(t *testing.T)       { scenario(t, "R28.txt") }
func TestScenarioR31_FateOfAProposalIsTyped(t *testing.T)                   { scenario(t, "R31.txt") }

func scenario(t *testing.T, file string) {
	t.Helper()
	var s story
	datadriven.RunTest(t, "testdata/"+file, s.run)
}
