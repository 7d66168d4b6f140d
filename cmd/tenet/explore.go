package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/machine"
)

// mostWorkers bounds what can be asked for: more than processors are of no use.
const mostWorkers = 256

// exploreFlags are those that all subjects share.
type exploreFlags struct {
	workers   int
	memory    string
	timeout   time.Duration
	maxDepth  int
	maxWorlds uint64
	json      bool
	keep      string
}

func newExplore() *cobra.Command {
	command := &cobra.Command{
		Use:   "explore",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
		Short: "Search all schedules of a protocol, breadth first, within bounds",
		Long: `Every order of messages, timers, writes, requests and crashes is tried, and each property checked in every world that
is reached. A violation comes with a shortest schedule, as a transcript, and the command that replays it.`,
		Example: `  tenet explore twopc --model MCOneTransaction
  tenet explore twopc --participants 3 --scopes 1,2/2,3 --crashes 1
  tenet explore raft --max-term 2 --campaigning 1 --commands 0
  tenet explore textbook-2pc --resource-managers 7 --json`,
	}
	for i := range subjects {
		command.AddCommand(newExploreSubject(&subjects[i]))
	}
	return command
}

func newExploreSubject(s *subject) *cobra.Command {
	f := &exploreFlags{}
	command := &cobra.Command{Use: s.name, Short: s.summary, Args: cobra.NoArgs}
	system := s.flags(command.Flags())
	command.Flags().IntVar(&f.workers, "workers", 0, "how many goroutines search (default one for each processor); the result does not depend on it")
	command.Flags().StringVar(&f.memory, "memory", "4GiB", "write fingerprints and worlds to files beyond this much memory, such as 500MB (0: never)")
	command.Flags().DurationVar(&f.timeout, "timeout", 0, "stop after this time (0: never)")
	command.Flags().IntVar(&f.maxDepth, "max-depth", 0, "stop after this many levels (0: never)")
	command.Flags().Uint64Var(&f.maxWorlds, "max-worlds", 0, "stop with the level that brings the worlds to this many (0: never)")
	command.Flags().BoolVar(&f.json, "json", false, "print the result as JSON")
	command.Flags().StringVar(&f.keep, "keep", "", "write the schedule of a violation to this file")
	command.RunE = func(command *cobra.Command, _ []string) error {
		made, err := s.explored(command.Flags(), system)
		if err != nil {
			return err
		}
		return f.run(command, made)
	}
	return command
}

func (f *exploreFlags) run(command *cobra.Command, system *explore.System) error {
	memory, err := parseBytes(f.memory)
	if err != nil {
		return fmt.Errorf("--memory %q: expected a size such as 500MB or 8GiB", f.memory)
	}
	if f.workers < 0 || f.workers > mostWorkers {
		return fmt.Errorf("--workers %d: expected 0 to %d", f.workers, mostWorkers)
	}
	if f.timeout < 0 {
		return fmt.Errorf("--timeout %v: expected 0 or more", f.timeout)
	}
	ctx := command.Context()
	if f.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, f.timeout, errTimeout)
		defer cancel()
	}
	line := newStatusLine(command)
	r, err := exhaustive.Check(ctx, system, exhaustive.Options{
		Workers: f.workers, Memory: memory, MaxDepth: f.maxDepth, MaxWorlds: f.maxWorlds,
		Progress: func(p exhaustive.Progress) { line.show(describeProgress(p)) },
		Interval: pace,
	})
	line.end()
	if err != nil && (r == nil || ctx.Err() == nil) {
		return err
	}
	report := newExploreReport(system, r)
	if cause := context.Cause(ctx); cause != nil && !r.Complete && r.Violation == nil {
		report.Limit = causeOf(cause).Error()
	}
	return f.print(command, report)
}

func describeProgress(p exhaustive.Progress) string {
	return fmt.Sprintf("%s: level %d, %s worlds, %s generated (%s a second), %s to go in this level, %d s",
		p.Phase, p.Level, grouped(p.Distinct), grouped(p.Generated), grouped(uint64(p.Rate)), grouped(p.Frontier), int(p.Elapsed.Seconds()))
}

// exploreReport is what a search found, for people and machines.
type exploreReport struct {
	System    string                    `json:"system"`
	Outcome   string                    `json:"outcome"` // holds, violated or undecided
	Generated uint64                    `json:"generated"`
	Distinct  uint64                    `json:"distinct"`
	Depth     int                       `json:"depth"`
	Limit     string                    `json:"limit,omitempty"`
	Collision float64                   `json:"collision"`
	Seconds   float64                   `json:"seconds"`
	Always    []string                  `json:"always"`
	Reached   []string                  `json:"reached"`
	Unreached []string                  `json:"unreached"`
	Finally   []string                  `json:"eventually"`
	Actions   map[machine.Action]uint64 `json:"actions"`
	Violation *violationReport          `json:"violation,omitempty"`

	system    *explore.System
	violation *explore.Violation
}

// violationReport is a violation for machines.
type violationReport struct {
	Property string   `json:"property"`
	Kind     string   `json:"kind"`
	Why      string   `json:"why"`
	Schedule []string `json:"schedule"`
	Loop     int      `json:"loop"`
	// Replay is the command that replays it, "" if the schedule could not be written.
	Replay string `json:"replay,omitempty"`
}

func newExploreReport(system *explore.System, r *exhaustive.Result) *exploreReport {
	report := &exploreReport{
		System: system.Name, Generated: r.Generated, Distinct: r.Distinct, Depth: r.Depth, Limit: r.Limit, Collision: r.Collision,
		Seconds: r.Elapsed.Seconds(), Actions: r.Actions, system: system, violation: r.Violation,
		Always: []string{explore.Contract}, Reached: []string{}, Unreached: []string{}, Finally: []string{},
	}
	unseen := map[string]bool{}
	for _, name := range r.Unreached {
		unseen[name] = true
	}
	for _, p := range system.Properties {
		switch {
		case p.Kind == explore.Always:
			report.Always = append(report.Always, p.Name)
		case p.Kind == explore.Eventually:
			report.Finally = append(report.Finally, p.Name)
		case unseen[p.Name]:
			report.Unreached = append(report.Unreached, p.Name)
		default:
			report.Reached = append(report.Reached, p.Name)
		}
	}
	switch {
	case r.Violation != nil:
		report.Outcome = "violated"
		report.Violation = newViolationReport(system, r.Violation)
	case !r.Complete:
		report.Outcome = "undecided"
	case len(report.Unreached) > 0:
		report.Outcome = "violated"
	default:
		report.Outcome = "holds"
	}
	return report
}

func newViolationReport(system *explore.System, v *explore.Violation) *violationReport {
	r := &violationReport{Property: v.Property, Kind: v.Kind.String(), Why: v.Why.Error(), Schedule: []string{}, Loop: v.Loop}
	for _, e := range schedule.Of(system, &v.Run).Entries {
		r.Schedule = append(r.Schedule, e.String())
	}
	return r
}

func (f *exploreFlags) print(command *cobra.Command, r *exploreReport) error {
	replay := ""
	if r.violation != nil {
		replay = keepOrSay(command, r.system, r.violation, f.keep)
		r.Violation.Replay = replay
	}
	return printReport(command, r.Outcome, f.json, r, func(w io.Writer) error { return r.write(w, replay) })
}

// keepOrSay writes the schedule of a violation to a file and returns the command that replays it. If it cannot be written, it says
// so: the violation is what matters.
func keepOrSay(command *cobra.Command, system *explore.System, v *explore.Violation, path string) string {
	path, err := keepSchedule(system, v, path)
	if err != nil {
		fmt.Fprintf(command.ErrOrStderr(), "tenet: the schedule is not kept: %v\n", err)
		return ""
	}
	return "tenet replay " + quote(path)
}

// printReport prints a report for machines or for people, and returns its exit code as an error.
func printReport(command *cobra.Command, outcome string, asJSON bool, report any, write func(io.Writer) error) error {
	var b bytes.Buffer
	var err error
	if asJSON {
		err = writeIndented(&b, report)
	} else {
		err = write(&b)
	}
	if err == nil {
		_, err = command.OutOrStdout().Write(b.Bytes())
	}
	return errors.Join(outcomeCode(outcome), err)
}

// outcomeCode returns the exit code of an outcome as an error.
func outcomeCode(outcome string) error {
	switch outcome {
	case "violated":
		return exitCode(exitViolated)
	case "undecided":
		return exitCode(exitUndecided)
	}
	return nil
}

func writeIndented(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// write prints the report for people.
func (r *exploreReport) write(w io.Writer, replay string) error {
	headline := map[string]string{
		"holds":     "HOLDS: all worlds within these bounds were searched",
		"violated":  "VIOLATION",
		"undecided": "UNDECIDED: not all worlds were searched (" + r.Limit + ")",
	}[r.Outcome]
	fmt.Fprintf(w, "%s: %s\n", r.System, headline)
	fmt.Fprintf(w, "  searched    %s worlds, %s generated, depth %d, %.1f s; two of them taken for one with a probability below %.1g\n",
		grouped(r.Distinct), grouped(r.Generated), r.Depth, r.Seconds, r.Collision)
	for _, row := range []struct {
		title string
		names []string
	}{
		{"always", r.Always}, {"reached", r.Reached}, {"NOT REACHED", r.Unreached}, {"eventually", r.Finally},
	} {
		if len(row.names) > 0 {
			fmt.Fprintf(w, "  %-11s %s\n", row.title, strings.Join(row.names, "; "))
		}
	}
	if r.violation == nil {
		return nil
	}
	fmt.Fprintln(w)
	return schedule.Report(w, r.violation, replay)
}

// grouped prints a number with a comma between groups of three digits.
func grouped(n uint64) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
