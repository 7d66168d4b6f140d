package tla_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing/fstest"

	"github.com/tenet-go/tenet/spec"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/trace"
	"github.com/tenet-go/tenet/tla/value"
)

// clock is a specification of an hour's clock that skips an hour.
var clock = fstest.MapFS{
	"Clock.tla": {Data: []byte(`
---- MODULE Clock ----
EXTENDS Integers
VARIABLE hour
Init == hour \in 10..12
Tick == hour < 12 /\ hour' = hour + 1
Noon == hour = 12 /\ hour' = 0
Next == Tick \/ Noon
Spec == Init /\ [][Next]_hour
OnTheDial == hour \in 1..12
====
`)},
	"Clock.cfg": {Data: []byte("SPECIFICATION Spec\nINVARIANT OnTheDial\n")},
}

// A model is checked, and a shortest behavior shows what does not hold.
func Example() {
	model, err := tla.Load(clock, "Clock.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := model.Check(context.Background(), check.Options{Workers: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict, result.Property)
	for _, step := range result.Trace {
		fmt.Println(step.Action, step.State)
	}
	// Output:
	// invariant violated OnTheDial
	//  [12]
	// Noon [0]
}

// The specifications of this module are there wherever it is.
func ExampleLoad() {
	model, err := tla.Load(spec.Files, "twopc/MCOneParticipant.cfg", tla.WithLibrary("abstract"))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := model.Check(context.Background(), check.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict, result.Stats.Distinct, result.Stats.Generated, result.Stats.Depth)
	// Output: ok 4350 15670 23
}

// Properties of whole behaviors are not checked in silence: they are an error.
func ExampleLeaveOutTemporal() {
	live, err := tla.Load(spec.Files, "twopc/MCLiveness.cfg", tla.WithLibrary("abstract"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = live.Check(context.Background(), check.Options{})
	fmt.Println(err != nil)

	safe, err := tla.Load(spec.Files, "twopc/MCLiveness.cfg", tla.WithLibrary("abstract"), tla.LeaveOutTemporal())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(safe.Checked(), safe.LeftOut[0].Property)
	// Output:
	// true
	// [] BranchesEnd
}

// Random walks find what is near, in state spaces of any size.
func ExampleModel_Simulate() {
	model, err := tla.Load(clock, "Clock.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := model.Simulate(context.Background(), check.SimulateOptions{Seed: 1, Traces: 100, Depth: 5})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict, result.Property)
	// Output: invariant violated OnTheDial
}

// Report prints what TLC would.
func ExampleModel_Check() {
	model, err := tla.Load(clock, "Clock.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := model.Check(context.Background(), check.Options{Workers: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := check.Report(os.Stdout, result); err != nil {
		fmt.Println(err)
	}
	fmt.Println("exit code", result.Verdict.ExitCode())
	// Output:
	// Error: Invariant OnTheDial is violated.
	// Error: The behavior up to this point is:
	// State 1: <Initial predicate>
	// hour = 12
	//
	// State 2: <Noon line 7, col 9 to line 7, col 30 of module Clock>
	// hour = 0
	//
	// 6 states generated, 4 distinct states found, 0 states left on queue.
	// exit code 12
}

func ExampleModel_Evaluate() {
	calculator, err := tla.Calculator()
	if err != nil {
		fmt.Println(err)
		return
	}
	value, err := calculator.Evaluate(`{q \in SUBSET (1..3) : Cardinality(q) * 2 > 3}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(value)
	_, err = calculator.Evaluate(`Head(<<>>)`)
	fmt.Println(err)
	// Output:
	// {{1, 2}, {1, 3}, {2, 3}, {1, 2, 3}}
	// the expression:1:1: attempted to apply Head to the empty sequence
}

// A stepper judges steps of a running program, one by one.
func ExampleModel_Stepper() {
	model, err := tla.Load(clock, "Clock.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	stepper, err := model.Stepper()
	if err != nil {
		fmt.Println(err)
		return
	}
	at := func(hour int64) value.State {
		return value.NewState(value.Field{Name: "hour", Value: value.Int(hour)})
	}
	fmt.Println(stepper.Step("Tick", at(10), at(11)))
	fmt.Println(stepper.Step("Tick", at(10), at(12)) != nil)
	// Output:
	// <nil>
	// true
}

// A recorded trace is held to the specification: here an hour is missing.
func ExampleModel_CheckTrace() {
	model, err := tla.Load(clock, "Clock.cfg")
	if err != nil {
		fmt.Println(err)
		return
	}
	recorded := `{"state": {"hour": 10}}
{"action": "Tick", "state": {"hour": 12}}`
	strict, err := model.CheckTrace(context.Background(), strings.NewReader(recorded), trace.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strict.Failure.Line)
	lenient, err := model.CheckTrace(context.Background(), strings.NewReader(recorded), trace.Options{Hidden: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(lenient.Failure == nil, len(lenient.Behavior))
	// Output:
	// 2
	// true 3
}
