package twopctest_test

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/trace"
	"github.com/tenet-go/tenet/tla/value"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// keptTrace was recorded from a run of the code in which a transaction commits, with all there is of the state.
const keptTrace = "testdata/traces/MCOneTransaction.ndjson"

// recorded is a run of the code as a trace records it.
type recorded struct {
	action machine.Action // "" of the initial state
	state  value.State
}

// record runs the code at random.
func record(t *testing.T, m *twopctest.Model, seed uint64, steps int) []recorded {
	t.Helper()
	s, random := system(t, m.Config), rand.New(rand.NewPCG(seed, 0))
	w, _ := s.Initial()
	run := []recorded{{state: s.Abstraction.State(w)}}
	for len(run) <= steps {
		possible := s.Transitions(w)
		if len(possible) == 0 {
			break
		}
		// A delivery that changes nothing is possible nearly always, and says little.
		next := possible[random.IntN(len(possible))]
		after := s.Abstraction.State(next.World)
		if after.String() == run[len(run)-1].state.String() && random.IntN(8) > 0 {
			continue
		}
		w = next.World
		run = append(run, recorded{next.Action, after})
	}
	return run
}

// written is the trace of a run, of which only some variables are logged.
func written(t *testing.T, run []recorded, logged func(name string) bool) string {
	t.Helper()
	var b bytes.Buffer
	w := trace.NewWriter(&b)
	for _, r := range run {
		var fields []value.Field
		for _, name := range r.state.Names() {
			if logged(name) {
				fields = append(fields, value.Field{Name: name, Value: r.state.Value(name)})
			}
		}
		require.NoError(t, w.Step(r.action, value.NewState(fields...)))
	}
	return b.String()
}

func everything(string) bool { return true }

// modelOf returns the model of that name.
func modelOf(name string) *twopctest.Model {
	m := twopctest.Models[slices.IndexFunc(twopctest.Models, func(m twopctest.Model) bool { return m.Name == name })]
	m.Config.SafetyOnly = true
	return &m
}

func checkTrace(t *testing.T, m *twopctest.Model, text string, o trace.Options) *trace.Result {
	t.Helper()
	o.Stutters = []string{string(explore.Refuse)}
	r, err := trace.Check(t.Context(), loadModel(t, m).Program, strings.NewReader(text), o)
	require.NoError(t, err)
	return r
}

func TestAKeptTraceIsOneOfTheSpecification(t *testing.T) {
	m := modelOf("MCOneTransaction")
	if flag.Lookup("rewrite").Value.String() == "true" {
		var run []recorded
		for seed := uint64(0); len(run) != 31 || !slices.ContainsFunc(run, func(r recorded) bool { return r.action == "HandleAck" }); seed++ {
			run = record(t, m, seed, 30)
		}
		require.NoError(t, os.MkdirAll("testdata/traces", 0o755))
		require.NoError(t, os.WriteFile(keptTrace, []byte(written(t, run, everything)), 0o600))
	}
	kept, err := os.ReadFile(keptTrace)
	require.NoError(t, err)
	r := checkTrace(t, m, string(kept), trace.Options{})
	require.Nil(t, r.Failure, "%v", r.Failure)
	require.Equal(t, 31, r.Events)
}

// Recorded runs are behaviors of the specification, also if only some variables were logged, or not all steps.
func TestRecordedRunsAreBehaviors(t *testing.T) {
	m := modelOf("MCTwoTransactions")
	for seed := range uint64(5) {
		run := record(t, m, seed, 40)
		r := checkTrace(t, m, written(t, run, everything), trace.Options{})
		require.Nil(t, r.Failure, "%v", r.Failure)
		require.Equal(t, 1, r.Most)

		some := func(name string) bool { return name != "messages" && name != "coordUnsynced" && name != "forgets" }
		r = checkTrace(t, m, written(t, run, some), trace.Options{})
		require.Nil(t, r.Failure, "%v", r.Failure)

		gaps := slices.Clone(run[:1])
		for i := 2; i < len(run); i += 2 {
			gaps = append(gaps, run[i])
		}
		r = checkTrace(t, m, written(t, gaps, everything), trace.Options{Hidden: 1})
		require.Nil(t, r.Failure, "%v", r.Failure)
	}
}

// A run with a step left out, or by the name of another action, is no behavior.
func TestForgedRunsAreRefused(t *testing.T) {
	m := modelOf("MCTwoTransactions")
	run := record(t, m, 1, 20)
	at := slices.IndexFunc(run, func(r recorded) bool { return r.action == "Enlist" })
	require.Positive(t, at)
	r := checkTrace(t, m, written(t, slices.Delete(slices.Clone(run), at, at+1), everything), trace.Options{})
	require.NotNil(t, r.Failure)
	require.Equal(t, at+1, r.Failure.Line)

	other := slices.Clone(run)
	other[at].action = "HandlePrepare"
	r = checkTrace(t, m, written(t, other, everything), trace.Options{})
	require.NotNil(t, r.Failure)
	require.Equal(t, at+1, r.Failure.Line)
	require.ErrorContains(t, r.Failure, "it is a step of Enlist with k = ")
}
