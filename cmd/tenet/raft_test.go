package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// forgetful is Raft whose nodes vote before their disks have it.
type forgetful struct{ machine.Protocol }

func (p forgetful) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	return &forgetfulNode{p.Protocol.Recover(id, storage, out)}
}

type forgetfulNode struct{ machine.Machine }

func (n *forgetfulNode) Unwrap() machine.Machine { return n.Machine }

func (n *forgetfulNode) Clone() machine.Machine { return &forgetfulNode{n.Machine.Clone()} }

func (n *forgetfulNode) Step(in machine.Input, out *machine.Output) {
	n.Machine.Step(in, out)
	for i := range out.Sends {
		if _, votes := out.Sends[i].Message.(raft.VoteResponse); votes {
			out.Sends[i].After = 0
		}
	}
}

// withForgetful adds a subject that is Raft with a bug, for one test.
func withForgetful(t *testing.T) {
	t.Helper()
	all := subjects
	t.Cleanup(func() { subjects = all })
	planted := func(register func(*pflag.FlagSet) func() (*explore.System, error)) func(*pflag.FlagSet) func() (*explore.System, error) {
		return func(flags *pflag.FlagSet) func() (*explore.System, error) {
			sound := register(flags)
			return func() (*explore.System, error) {
				s, err := sound()
				if err == nil {
					s.Protocol = forgetful{s.Protocol}
				}
				return s, err
			}
		}
	}
	subjects = slices.Concat(all, []subject{{
		name: "forgetful", summary: "for this test", flags: planted(raftFlags), simulated: planted(raftSimulated),
		timing: rafttest.Timing, askEvery: rafttest.AskEvery, operations: raftOperations,
	}})
}

func TestBugsPlantedInRaftAreFoundAndReplayed(t *testing.T) {
	withForgetful(t)
	for verb, args := range map[string][]string{
		"explore":  {"explore", "forgetful", "--campaigning", "1,2", "--commands", "0", "--crashes", "1"},
		"simulate": {"simulate", "forgetful", "--nodes", "5", "--seed", "1", "--runs", "20", "--events", "500"},
	} {
		path := filepath.Join(t.TempDir(), "found.schedule")
		code, out, errs := tenet(t, "", append(args, "--keep", path)...)
		require.Equal(t, exitViolated, code, "%s: %s%s", verb, out, errs)
		require.Contains(t, out, `The property "`+rafttest.VoteIsDurable+`" (always) is violated`, verb)
		require.Contains(t, out, "tenet replay "+path)

		code, out, errs = tenet(t, "", "replay", path)
		require.Equal(t, exitViolated, code, errs)
		require.Contains(t, out, `The property "`+rafttest.VoteIsDurable+`" (always) is violated`, verb)

		// Without the bug, the vote that is delivered was not sent yet.
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		sound := filepath.Join(t.TempDir(), "sound.schedule")
		require.NoError(t, os.WriteFile(sound, bytes.Replace(kept, []byte("forgetful"), []byte("raft"), 1), 0o600))
		code, out, errs = tenet(t, "", "replay", sound)
		require.NotEqual(t, exitViolated, code, "%s: %s%s", verb, out, errs)
	}
}

func TestExploreRaft(t *testing.T) {
	code, out, errs := tenet(t, "", "explore", "raft", "--model", "MCSingle", "--json")
	require.Zero(t, code, errs)
	var r exploreReport
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, "holds", r.Outcome)
	require.Equal(t, "raft --model=MCSingle", r.System)
	require.Contains(t, r.Always, rafttest.ElectionSafety)
	require.Empty(t, r.Unreached)
	require.Positive(t, r.Actions[raft.ActionPropose])

	// The same bounds by flags: the same worlds.
	code, out, errs = tenet(t, "", "explore", "raft", "--json", "--nodes", "1", "--max-term", "3", "--campaigning", "", "--commands", "2", "--reads", "1", "--crashes", "2")
	require.Zero(t, code, errs)
	var again exploreReport
	require.NoError(t, json.Unmarshal([]byte(out), &again))
	require.Equal(t, [3]uint64{r.Distinct, r.Generated, uint64(r.Depth)}, [3]uint64{again.Distinct, again.Generated, uint64(again.Depth)})
}

func TestSimulateRaft(t *testing.T) {
	args := []string{"simulate", "raft", "--seed", "3", "--runs", "4", "--events", "500"}
	code, out, errs := tenet(t, "", args...)
	require.Zero(t, code, errs)
	require.Contains(t, out, "simulate raft: HOLDS: no run shows a violation")
	require.Regexp(t, `\n  [0-9,]+ operations of clients, [0-9,]+ answered by what they did\n`, out)

	var r, again simulateReport
	code, out, errs = tenet(t, "", append(args, "--json")...)
	require.Zero(t, code, errs)
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Positive(t, r.Operations.Answered)
	require.GreaterOrEqual(t, r.Operations.Asked, r.Operations.Answered)
	_, out, _ = tenet(t, "", append(args, "--json", "--workers", "1")...)
	require.NoError(t, json.Unmarshal([]byte(out), &again))
	require.Equal(t, r, again, "the same seeds give the same runs")
}

// TestSimulatedRaftIsVaried: flags say what is simulated, and the name of the system has them.
func TestSimulatedRaftIsVaried(t *testing.T) {
	code, out, errs := tenet(t, "", "simulate", "raft", "--events", "300", "--nodes", "5", "--clients", "3", "--keys", "1", "--snapshot-every", "7",
		"--trailing", "0", "--pre-vote=false", "--check-quorum=false")
	require.Zero(t, code, errs)
	require.Contains(t, out, "simulate raft --check-quorum=false --clients=3 --keys=1 --nodes=5 --pre-vote=false --snapshot-every=7 --trailing=0: HOLDS")

	system, err := named("simulate raft --nodes=5")
	require.NoError(t, err)
	require.Len(t, system.Nodes, 5)
}

// TestOperationsAreCounted: those of all runs, of each but once, however often properties are looked at.
func TestOperationsAreCounted(t *testing.T) {
	asked := &tally{operations: raftOperations}
	system, err := named("simulate raft")
	require.NoError(t, err)
	asked.counting(func() *explore.System { return system })()
	counter := asked.counters[0]
	for _, n := range [][2]int{{0, 0}, {5, 3}, {5, 3}, {9, 7}, {0, 0}, {2, 1}, {0, 0}, {0, 0}, {40, 30}, {41, 30}} {
		counter.note(n[0], n[1])
	}
	require.Equal(t, &operationCount{Asked: 9 + 2 + 41, Answered: 7 + 1 + 30}, asked.total())
	require.Equal(t, "52 operations asked and 38 answered, ", asked.String())
	require.Empty(t, (&tally{}).String())
}

func TestRaftSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"simulate", "raft", "--nodes", "0"}, "--nodes 0: expected 1 to 64"},
		{[]string{"simulate", "raft", "--nodes", "65"}, "--nodes 65: expected 1 to 64"},
		{[]string{"simulate", "raft", "--clients", "0"}, "--clients 0: expected 1 to 255"},
		{[]string{"simulate", "raft", "--clients", "256"}, "--clients 256: expected 1 to 255"},
		{[]string{"simulate", "raft", "--keys", "0"}, "--keys 0: expected 1 to 10000"},
		{[]string{"simulate", "raft", "--snapshot-every", "0"}, "--snapshot-every 0: expected 1 or more"},
		{[]string{"simulate", "raft", "--snapshot-every", "-1"}, `invalid argument "-1" for "--snapshot-every"`},
		{[]string{"simulate", "raft", "--pre-vote=x"}, `invalid argument "x" for "--pre-vote"`},
		{[]string{"simulate", "raft", "--pre-vote", "x"}, `unknown command "x" for "tenet simulate raft"`},
		{[]string{"simulate", "raft", "--model", "MCSingle"}, "unknown flag: --model"},
		{[]string{"simulate", "raft", "--runs", "0"}, "expected at least 1 of each"},
		{[]string{"simulate", "textbook-2pc"}, `unknown command "textbook-2pc"`},
		{[]string{"explore", "raft", "--nodes", "0"}, "--nodes 0: expected 1 to 64"},
		{[]string{"explore", "raft", "--nodes", "65"}, "--nodes 65: expected 1 to 64"},
		{[]string{"explore", "raft", "--campaigning", "x"}, `--campaigning "x": "x" is no node`},
		{[]string{"explore", "raft", "--pre-vote", "4"}, "PreVote has node 4, which is not there"},
		{[]string{"explore", "raft", "--commands", "-1"}, "Commands is -1, expected 0 or more"},
		{[]string{"explore", "raft", "--network", "pigeons"}, "expected unreliable, once or ordered"},
		{[]string{"explore", "raft", "--model", "MC"}, `--model "MC": expected MC`},
		{[]string{"explore", "raft", "--model", "MCSingle", "--nodes", "3"}, "--model and --nodes: a model has its own bounds"},
	} {
		code, out, errs := tenet(t, "", c.args...)
		require.Equal(t, exitUsage, code, "%v: %s", c.args, out)
		require.Contains(t, errs, c.want, "%v", c.args)
	}
}

// TestRungsOfRaft climbs the ladder of one small model.
func TestRungsOfRaft(t *testing.T) {
	noTLC(t)
	m := rafttest.Models[slices.IndexFunc(rafttest.Models, func(m rafttest.Model) bool { return m.Name == "MCSingle" })]
	models := []modelRun{raftRun(&m)}
	all := rungs(t, func(ctx context.Context, c *climb) {
		c.specRungs(ctx, models)
		c.scheduleRung(ctx, drawnFrom(models), 20)
		c.simulationRung(ctx, "raft --nodes=5", walk.Options{Runs: 4, Events: 500})
	})
	for i, want := range []string{
		"19,025 states", "19,025 worlds, 30,113 transitions", "seen 19,025 of 19,025 states, 30,112 of 30,112 edges of the spec",
		"20 random ones of MCSingle, up to 256 events, seed 1; properties and refinement", "4 runs of raft --nodes=5 from seed 1",
	} {
		require.Equal(t, holds, all[i].Outcome, all[i].Result)
		require.Contains(t, all[i].Result, want)
	}
	require.Regexp(t, ` [0-9,]+ operations asked and [0-9,]+ answered, `, all[4].Result)
	require.Positive(t, all[4].Figures["operations"].(*operationCount).Answered)
}

// TestRaftModelsCanBeMade: the ladder makes them all.
func TestRaftModelsCanBeMade(t *testing.T) {
	for i := range rafttest.Models {
		run := raftRun(&rafttest.Models[i])
		again, err := named(run.system.Name)
		require.NoError(t, err)
		require.Equal(t, run.system.Name, again.Name)
	}
}
