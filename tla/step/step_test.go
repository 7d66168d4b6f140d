package step_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/tla/value"
)

const lights = `---- MODULE Lights ----
EXTENDS Integers, Sequences, FiniteSets
CONSTANT Rooms
VARIABLES light, log
Init == light = [r \in Rooms |-> [on |-> FALSE, by |-> {}]] /\ log = <<>>
Switch(r, who) ==
    /\ ~light[r].on
    /\ light' = [light EXCEPT ![r] = [on |-> TRUE, by |-> @.by \cup {who}]]
    /\ log' = Append(log, who)
Off(r) ==
    /\ light[r].on
    /\ light' = [light EXCEPT ![r].on = FALSE]
    /\ UNCHANGED log
Look == light' = light /\ UNCHANGED log
Forget == /\ log # <<>>
          /\ \A r \in Rooms : ~light[r].on
          /\ log' = Tail(log)
          /\ UNCHANGED light
Change == (\E r \in Rooms, w \in {"ann", "bob"} : Switch(r, w)) \/ \E r \in Rooms : Off(r)
Next == Change \/ Look \/ Forget
====
`

func files() fstest.MapFS {
	return fstest.MapFS{"Lights.tla": {Data: []byte(lights)}, "Lights.cfg": {Data: []byte("CONSTANT Rooms = {1, 2}\nINIT Init\nNEXT Next\n")}}
}

func stepper(t *testing.T) *step.Stepper {
	t.Helper()
	m, err := tla.Load(files(), "Lights.cfg")
	require.NoError(t, err)
	s, err := step.New(m.Program)
	require.NoError(t, err)
	return s
}

func state(t *testing.T, text string) value.State {
	t.Helper()
	s, err := value.ParseState(text)
	require.NoError(t, err)
	return s
}

const (
	dark   = `/\ light = <<[on |-> FALSE, by |-> {}], [on |-> FALSE, by |-> {}]>> /\ log = <<>>`
	bright = `/\ light = <<[on |-> FALSE, by |-> {}], [on |-> TRUE, by |-> {"bob"}]>> /\ log = <<"bob">>`
	late   = `/\ light = <<[on |-> FALSE, by |-> {}], [on |-> FALSE, by |-> {"bob"}]>> /\ log = <<"bob">>`
)

func TestStepsOfActions(t *testing.T) {
	s := stepper(t)
	require.Equal(t, []string{"light", "log"}, s.Variables())
	require.Equal(t, []machine.Action{"Next", "Change", "Switch", "Off", "Look", "Forget"}, s.Actions())
	require.NoError(t, s.Initial(state(t, dark)))
	for range 2 { // the second time from memory
		require.NoError(t, s.Step("Switch", state(t, dark), state(t, bright)))
		require.NoError(t, s.Step("Change", state(t, dark), state(t, bright)))
		require.NoError(t, s.Step("Next", state(t, dark), state(t, bright)))
		require.NoError(t, s.Step("Off", state(t, bright), state(t, late)))
		require.NoError(t, s.Step("Look", state(t, late), state(t, late)))
		require.Error(t, s.Step("Off", state(t, late), state(t, late)), "a stutter that the action does not allow")
	}
	have := s.Statistics()
	require.EqualValues(t, 12, have.Steps)
	require.EqualValues(t, 5, have.Remembered)
	require.EqualValues(t, 4, have.Stutters)
	require.InDelta(t, 1./3, have.StutterShare(), 1e-9)
	require.Equal(t, map[machine.Action]uint64{"Next": 2, "Change": 2, "Switch": 2, "Off": 2, "Look": 2, "Forget": 0}, have.Accepted)
}

func TestStepsOverData(t *testing.T) {
	s := stepper(t)
	before, err := s.Convert(state(t, dark))
	require.NoError(t, err)
	after, err := s.Convert(state(t, bright))
	require.NoError(t, err)
	require.NoError(t, s.InitialData(before))
	require.NoError(t, s.StepData("Switch", before, after))
	require.Error(t, s.InitialData(after))
	require.Error(t, s.StepData("Switch", after, before))
	before[1], after[1] = datum.Int(3), datum.Int(3)
	require.Error(t, s.StepData("Switch", before, after), "a value that the specification never makes")
	require.NoError(t, s.StepData("Look", before, before))
}

func TestRefusedStepsSayWhy(t *testing.T) {
	s := stepper(t)
	for name, c := range map[string]struct {
		action        machine.Action
		before, after string
		want          string
	}{
		"a value": {
			"Switch", dark, `/\ light = <<[on |-> FALSE, by |-> {}], [on |-> TRUE, by |-> {"bob", "eve"}]>> /\ log = <<"bob">>`,
			`the step is none of Switch: 1 of 3 conjuncts do not hold, at best, with r = 2, w = "bob", who = "bob"
  Lights.tla:8:8: light' = [light EXCEPT ![r] = [on |-> TRUE, by |-> @.by \cup {who}]]
    light[2].by has "eve", the specification requires none such
state before the step:
  /\ light = <<[by |-> {}, on |-> FALSE], [by |-> {}, on |-> FALSE]>>
  /\ log = <<>>
variables after the step:
  light = <<[by |-> {}, on |-> FALSE], [by |-> {"bob", "eve"}, on |-> TRUE]>>
  log = <<"bob">>`,
		},
		"a guard, and another action": {
			"Forget", late, bright,
			`the step is none of Forget: 2 of 4 conjuncts do not hold
  Lights.tla:17:14: log' = Tail(log)
    log[1] is "bob", the specification requires none
  Lights.tla:18:24: UNCHANGED light
    the step changes light
    light[2].on is TRUE, was FALSE
state before the step:
  /\ light = <<[by |-> {}, on |-> FALSE], [by |-> {"bob"}, on |-> FALSE]>>
  /\ log = <<"bob">>
variables after the step:
  light = <<[by |-> {}, on |-> FALSE], [by |-> {"bob"}, on |-> TRUE]>>`,
		},
		"another action": {
			"Forget", bright, late,
			`it is a step of Off with r = 2`,
		},
		"an unknown action": {
			"Swich", dark, bright,
			`the next-state relation has no action Swich (Switch?), but Next, Change, Switch, Off, Look, Forget
it is a step of Switch with r = 2, w = "bob", who = "bob"`,
		},
		"for all": {
			"Forget", bright, `/\ light = <<[on |-> FALSE, by |-> {}], [on |-> TRUE, by |-> {"bob"}]>> /\ log = <<>>`,
			`the step is none of Forget: 1 of 4 conjuncts do not hold
  Lights.tla:16:31: ~light[r].on for r = 2`,
		},
		"a value of another kind": {
			"Look", dark, `/\ light = 7 /\ log = <<>>`,
			`light is 7, the specification requires <<[`,
		},
		"no change": {"Off", dark, dark, `the step changes no variable`},
	} {
		err := s.Step(c.action, state(t, c.before), state(t, c.after))
		require.Error(t, err, name)
		require.Contains(t, err.Error(), c.want, name)
	}
}

func TestStatesThatAreNotInitial(t *testing.T) {
	s := stepper(t)
	err := s.Initial(state(t, bright))
	require.EqualError(t, err, `the initial predicate is not true of this state: 2 of 2 conjuncts do not hold
  Lights.tla:5:9: light = [r \in Rooms |-> [on |-> FALSE, by |-> {}]] (in Init)
    light[2].by has "bob", the specification requires none such
    light[2].on is TRUE, the specification requires FALSE
  Lights.tla:5:64: log = <<>> (in Init)
    log[1] is "bob", the specification requires none
the state:
  /\ light = <<[by |-> {}, on |-> FALSE], [by |-> {"bob"}, on |-> TRUE]>>
  /\ log = <<"bob">>`)
	var failed *step.Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, 2, failed.Explanation().Failed)
}

func TestStatesOfOtherVariables(t *testing.T) {
	s := stepper(t)
	require.ErrorContains(t, s.Initial(state(t, "light = 1")), "the state has no variable log")
	require.ErrorContains(t, s.Initial(state(t, dark+` /\ more = 1`)), "variables that the specification has not")
	require.ErrorContains(t, s.Step("Look", state(t, dark), state(t, "light = 1")), "no variable log")
	_, err := s.Convert(state(t, "x = 1"))
	require.Error(t, err)
	require.NoError(t, s.Initial(state(t, dark)))
}

func TestManyMayAskAtOnce(t *testing.T) {
	s := stepper(t)
	var all sync.WaitGroup
	bad := make(chan error, 8)
	for range 8 {
		all.Go(func() {
			for range 200 {
				if err := s.Step("Switch", state(t, dark), state(t, bright)); err != nil {
					bad <- err
					return
				}
				if err := s.Step("Switch", state(t, dark), state(t, late)); err == nil || err.Error() == "" {
					bad <- fmt.Errorf("a step is accepted that is none")
					return
				}
			}
		})
	}
	all.Wait()
	require.Empty(t, bad)
	have := s.Statistics()
	require.EqualValues(t, 8*400, have.Steps)
	require.EqualValues(t, 8*200, have.Accepted["Switch"])
}

func TestDifferences(t *testing.T) {
	for _, c := range []struct{ got, want, says string }{
		{"1", "2", "x is 1, it is 2"},
		{"{1, 2}", "{2, 3}", "x has 1, it is none such|x lacks 3"},
		{"<<1, 2>>", "<<1>>", "x[2] is 2, it is none"},
		{"<<>>", "<<1>>", "x[1] is missing, it is 1"},
		{"[a |-> [b |-> 1]]", "[a |-> [b |-> 2]]", "x.a.b is 1, it is 2"},
		{`("a" :> 1)`, `(3 :> 1)`, `x.a is 1, it is none|x[3] is missing, it is 1`},
		{"(<<1, 2>> :> 1)", "(<<1, 2>> :> {})", "x[<<1, 2>>] is 1, it is {}"},
		{"<<1, 2, 3, 4, 5, 6, 7, 8>>", "<<>>", "x[1] is 1, it is none|x[2] is 2, it is none|x[3] is 3, it is none|x[4] is 4, it is none|x[5] is 5, it is none|x[6] is 6, it is none|and 2 more differences"},
	} {
		got, err := value.Parse(c.got)
		require.NoError(t, err)
		want, err := value.Parse(c.want)
		require.NoError(t, err)
		text := ""
		for i, line := range step.Differences("x", datum.FromValue(got), datum.FromValue(want), "it is") {
			if i > 0 {
				text += "|"
			}
			text += line
		}
		require.Equal(t, c.says, text)
	}
}

func TestDifferencesFromBefore(t *testing.T) {
	one, two, none := datum.Int(1), datum.Int(2), datum.EmptyTuple
	require.Equal(t, []string{"x is 1, was 2"}, step.Differences("x", one, two, "was"))
	require.Equal(t, []string{"x[1] is 1, there was none"}, step.Differences("x", datum.Tuple([]datum.Datum{one}), none, "was"))
	require.Equal(t, []string{"x has 1, there was none such"}, step.Differences("x", datum.Singleton(one), datum.EmptySet, "was"))
}

func ExampleStepper() {
	m, err := tla.Load(files(), "Lights.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := step.New(m.Program)
	if err != nil {
		fmt.Println(err)
		return
	}
	room := func(on bool) value.Value {
		return value.Record(value.Field{Name: "on", Value: value.Bool(on)}, value.Field{Name: "by", Value: value.Set()})
	}
	state := func(first bool) value.State {
		return value.NewState(
			value.Field{Name: "light", Value: value.Tuple(room(first), room(false))},
			value.Field{Name: "log", Value: value.Tuple()},
		)
	}
	fmt.Println(s.Step("Off", state(true), state(false)))
	fmt.Println(s.Step("Switch", state(false), state(true)))
	// Output:
	// <nil>
	// the step is none of Switch: 2 of 3 conjuncts do not hold, at best, with r = 1, w = "ann", who = "ann"
	//   Lights.tla:8:8: light' = [light EXCEPT ![r] = [on |-> TRUE, by |-> @.by \cup {who}]]
	//     light[1].by lacks "ann"
	//   Lights.tla:9:8: log' = Append(log, who)
	//     log[1] is missing, the specification requires "ann"
	// state before the step:
	//   /\ light = <<[by |-> {}, on |-> FALSE], [by |-> {}, on |-> FALSE]>>
	//   /\ log = <<>>
	// variables after the step:
	//   light = <<[by |-> {}, on |-> TRUE], [by |-> {}, on |-> FALSE]>>
}
