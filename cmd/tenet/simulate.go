package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/explore/walk"
)

type simulateFlags struct {
	options walk.Options
	json    bool
	keep    string
}

func newSimulate() *cobra.Command {
	command := &cobra.Command{
		Use:   "simulate",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
		Short: "Run a protocol in virtual time, under faults drawn from a seed",
		Long: `Each run is drawn from its seed: latencies, loss, duplication, partitions, pauses, clocks, crashes, disks.
After the faults everything is healed, and then what must happen eventually has to. A violation is
shrunk to a short schedule.`,
		Example: `  tenet simulate twopc --seed 7
  tenet simulate twopc --seed 1 --runs 10000
  tenet simulate raft --nodes 5 --seed 1 --runs 100`,
	}
	for i := range subjects {
		if subjects[i].simulated != nil {
			command.AddCommand(newSimulateSubject(&subjects[i]))
		}
	}
	return command
}

func newSimulateSubject(s *subject) *cobra.Command {
	f := &simulateFlags{}
	command := &cobra.Command{Use: s.name, Short: s.summary, Args: cobra.NoArgs}
	system := s.simulated(command.Flags())
	o := &f.options
	command.Flags().Uint64Var(&o.Seed, "seed", 1, "the seed of the first run; each run after it has the next one")
	command.Flags().IntVar(&o.Runs, "runs", 1, "how many runs")
	command.Flags().IntVar(&o.Events, "events", 1000, "how many events each run has before it is healed")
	command.Flags().IntVar(&o.CheckEvery, "check-every", 1, "check the properties after so many events")
	command.Flags().BoolVar(&o.EveryFault, "every-fault", false, "give each run all kinds of faults, rather than a random mix")
	command.Flags().IntVar(&o.Workers, "workers", 0, "how many runs at a time (default one for each processor); the result does not depend on it")
	command.Flags().BoolVar(&f.json, "json", false, "print the result as JSON")
	command.Flags().StringVar(&f.keep, "keep", "", "write the schedule of a violation to this file")
	command.RunE = func(command *cobra.Command, _ []string) error {
		made, err := s.toSimulate(command.Flags(), system)
		if err != nil {
			return err
		}
		o.Timing, o.AskEvery = s.timing, s.askEvery
		return f.run(command, made, s.operations, func() *explore.System {
			again, err := s.toSimulate(command.Flags(), system)
			if err != nil {
				panic(err) // it could be made before
			}
			return again
		})
	}
	return command
}

func (f *simulateFlags) run(command *cobra.Command, system *explore.System, operations operations, make func() *explore.System) error {
	if f.options.Events < 1 || f.options.Runs < 1 {
		return fmt.Errorf("--runs %d --events %d: expected at least 1 of each", f.options.Runs, f.options.Events)
	}
	ctx := command.Context()
	debug.SetGCPercent(gcPercent) // heaps are small and short-lived
	line := newStatusLine(command)
	f.options.Progress = func(t *walk.Totals) {
		line.show(fmt.Sprintf("%s of %s runs, %s events, %s faults", grouped(uint64(t.Runs)), grouped(uint64(f.options.Runs)),
			grouped(uint64(t.Events)), grouped(uint64(t.Faults.Total()))))
	}
	asked := &tally{operations: operations}
	totals, err := walk.Many(ctx, asked.counting(make), f.options)
	line.end()
	if err != nil && (totals == nil || ctx.Err() == nil) {
		return err
	}
	report := newSimulateReport(system, &f.options, totals)
	if report.Outcome == "holds" { // else some runs have not come to their ends
		report.Operations = asked.total()
	}
	if totals.Violation != nil {
		line.show("making the schedule short")
		short := walk.Shrink(ctx, system, totals.Violation)
		line.end()
		report.violation = &short.Violation
		report.Violation = newViolationReport(system, &short.Violation)
	}
	return f.print(command, report)
}

// simulateReport is what simulations found.
type simulateReport struct {
	System  string `json:"system"`
	Outcome string `json:"outcome"` // holds, violated or undecided
	Seed    uint64 `json:"seed"`
	Runs    int    `json:"runs"`
	Events  int    `json:"events"`
	Healed  int    `json:"healed"`
	// Operations are those of clients, nil if these do not say.
	Operations *operationCount  `json:"operations,omitempty"`
	Faults     []count          `json:"faults"`
	Reached    []count          `json:"reached"`
	Violation  *violationReport `json:"violation,omitempty"`

	totals    *walk.Totals
	system    *explore.System
	violation *explore.Violation
}

// count is how often something was seen, and in how many runs.
type count struct {
	Name  string `json:"name"`
	Times int    `json:"times,omitempty"`
	Runs  int    `json:"runs"`
}

func newSimulateReport(system *explore.System, o *walk.Options, t *walk.Totals) *simulateReport {
	r := &simulateReport{
		System: system.Name, Outcome: "holds", Seed: o.Seed, Runs: t.Runs, Events: t.Events, Healed: t.Healed,
		Faults: faultCounts(t), Reached: []count{}, system: system, totals: t,
	}
	for _, reach := range t.Reached {
		r.Reached = append(r.Reached, count{Name: reach.Name, Runs: reach.Runs})
	}
	switch {
	case t.Violation != nil:
		r.Outcome = "violated"
	case t.Runs < o.Runs:
		r.Outcome = "undecided"
	}
	return r
}

func faultCounts(t *walk.Totals) []count {
	counts := []count{}
	for f, n := range t.Faults {
		counts = append(counts, count{Name: walk.Fault(f).String(), Times: n, Runs: t.Faulty[f]})
	}
	return counts
}

func (f *simulateFlags) print(command *cobra.Command, r *simulateReport) error {
	replay := ""
	if r.violation != nil {
		replay = keepOrSay(command, r.system, r.violation, f.keep)
		r.Violation.Replay = replay
	}
	return printReport(command, r.Outcome, f.json, r, func(w io.Writer) error { return r.write(w, replay) })
}

func (r *simulateReport) write(w io.Writer, replay string) error {
	headline := map[string]string{
		"holds": "HOLDS: no run shows a violation", "violated": "VIOLATION", "undecided": "UNDECIDED: interrupted",
	}[r.Outcome]
	fmt.Fprintf(w, "%s: %s\n", r.System, headline)
	fmt.Fprintf(w, "  seeds %d to %d\n", r.Seed, r.Seed+uint64(max(r.Runs, 1)-1))
	if n := r.Operations; n != nil {
		fmt.Fprintf(w, "  %s operations of clients, %s answered by what they did\n", grouped(uint64(n.Asked)), grouped(uint64(n.Answered)))
	}
	r.totals.Violation = nil // printed below, made short
	for _, line := range strings.Split(strings.TrimSpace(r.totals.String()), "\n") {
		fmt.Fprintf(w, "  %s\n", line)
	}
	if r.violation == nil {
		return nil
	}
	fmt.Fprintln(w)
	return schedule.Report(w, r.violation, replay)
}
