package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// verifyFlags say how much is checked.
type verifyFlags struct {
	deep bool
	json bool
	seed uint64
}

func newVerify() *cobra.Command {
	f := &verifyFlags{}
	command := &cobra.Command{
		Use:       "verify [PROTOCOL...]",
		Args:      cobra.ArbitraryArgs,
		ValidArgs: []string{"twopc", "raft"},
		Short:     "Climb the ladder of evidence of each protocol, and print it",
		Long: `The ladder: 1 its specification; 2 its code, in all schedules within bounds, and each step of it held to the
specification; 3 random schedules; 4 simulated clusters under faults; 5 real processes; 6 planted bugs.

Liveness of a specification is for TLC, which needs Java, and Maven to fetch TLC, or $TLA2TOOLS_JAR. Without them that rung says "not run",
and why. All else needs neither.

Exit codes: 0 nothing that was run is violated, 1 something is, 2 wrong usage, 3 interrupted.`,
		Example: `  tenet verify
  tenet verify twopc --deep`,
	}
	command.Flags().BoolVar(&f.deep, "deep", false, "use the larger bounds too: hours, and 10 GB below the folder for temporary files")
	command.Flags().BoolVar(&f.json, "json", false, "print the result as JSON")
	command.Flags().Uint64Var(&f.seed, "seed", 1, "the seed of schedules and simulations")
	command.RunE = func(command *cobra.Command, args []string) error {
		debug.SetGCPercent(gcPercent) // most of what is made lives for one step
		return f.run(command, args)
	}
	return command
}

// outcome says what came of a rung.
type outcome string

const (
	holds     outcome = "holds"
	violated  outcome = "VIOLATED"
	undecided outcome = "undecided"
	notRun    outcome = "not run"
)

// rung is one row of the ladder.
type rung struct {
	// Rung is its number, from 1 to 6, and Name what is checked.
	Rung int    `json:"rung"`
	Name string `json:"name"`
	// Model is the model that was checked, if there is one, and Bounds say what it covers.
	Model   string  `json:"model,omitempty"`
	Bounds  string  `json:"bounds,omitempty"`
	Outcome outcome `json:"outcome"`
	// Result says what was found, or why it was not run.
	Result  string  `json:"result"`
	Seconds float64 `json:"seconds"`
	Figures figures `json:"figures,omitempty"`
	// Details is what people need to know of a violation, in several lines.
	Details string `json:"details,omitempty"`
}

// figures are what Result says, for machines.
type figures map[string]any

// ladder is all that was checked of a protocol.
type ladder struct {
	Protocol string  `json:"protocol"`
	Summary  string  `json:"summary"`
	Outcome  outcome `json:"outcome"`
	Rungs    []rung  `json:"rungs"`
	Seconds  float64 `json:"seconds"`
}

// climbers climb the ladder of each protocol.
var climbers = []struct {
	protocol string
	climb    func(context.Context, *climb)
}{
	{"twopc", climbTwoPhaseCommit},
	{"raft", climbRaft},
}

// climb is the ladder of one protocol while it is climbed.
type climb struct {
	flags  *verifyFlags
	line   *statusLine
	report func(rung)
}

// add reports a rung that took its time from begin on.
func (c *climb) add(begin time.Time, r rung) {
	r.Seconds = time.Since(begin).Seconds()
	c.report(r)
}

func (f *verifyFlags) run(command *cobra.Command, args []string) error {
	chosen, err := chosenClimbers(args)
	if err != nil {
		return err
	}
	ladders := []*ladder{}
	for _, i := range chosen {
		ladders = append(ladders, f.climb(command, i))
		if command.Context().Err() != nil {
			break
		}
	}
	if f.json {
		if err := writeIndented(command.OutOrStdout(), ladders); err != nil {
			return err
		}
	}
	return verdictCode(command.Context(), ladders)
}

// chosenClimbers returns the places of the protocols that are to be verified: all, if none is named.
func chosenClimbers(args []string) ([]int, error) {
	var chosen []int
	var names []string
	for i := range climbers {
		names = append(names, climbers[i].protocol)
		if len(args) == 0 {
			chosen = append(chosen, i)
		}
	}
	for _, arg := range args {
		at := -1
		for i, name := range names {
			if name == arg {
				at = i
			}
		}
		if at < 0 {
			return nil, fmt.Errorf("no protocol is called %q: expected %s", arg, strings.Join(names, " or "))
		}
		chosen = append(chosen, at)
	}
	return chosen, nil
}

// climb climbs the ladder of one protocol, and prints each rung when it is done.
func (f *verifyFlags) climb(command *cobra.Command, i int) *ladder {
	out := command.OutOrStdout()
	if f.json {
		out = io.Discard
	}
	subject, err := subjectOf(climbers[i].protocol)
	if err != nil {
		panic(err) // each climber has its subject, which a test checks
	}
	l := &ladder{Protocol: subject.name, Summary: subject.summary, Outcome: holds}
	fmt.Fprintf(out, "%s: %s\n", l.Protocol, l.Summary)
	begin := time.Now()
	c := &climb{flags: f, line: newStatusLine(command)}
	model := ""
	c.report = func(r rung) {
		c.line.end()
		l.Rungs = append(l.Rungs, r)
		l.Outcome = worse(l.Outcome, r.Outcome)
		if r.Model != "" && r.Model != model {
			fmt.Fprintf(out, "  %s: %s\n", r.Model, r.Bounds)
		}
		model = r.Model
		r.write(out)
	}
	climbers[i].climb(command.Context(), c)
	c.line.end()
	l.Seconds = time.Since(begin).Seconds()
	fmt.Fprintf(out, "%s: %s, %.0f s\n", l.Protocol, l.headline(), l.Seconds)
	return l
}

// worse returns the outcome that says more against a protocol.
func worse(a, b outcome) outcome {
	for _, o := range []outcome{violated, undecided} {
		if a == o || b == o {
			return o
		}
	}
	return holds
}

func (l *ladder) headline() string {
	left := 0
	for _, r := range l.Rungs {
		if r.Outcome == notRun {
			left++
		}
	}
	switch {
	case l.Outcome == holds && left > 0:
		return fmt.Sprintf("all that was run holds; %d not run", left)
	case l.Outcome == holds:
		return "holds"
	}
	return string(l.Outcome)
}

// write prints a row, and below it what there is to say of a violation.
func (r *rung) write(w io.Writer) {
	indent := "  "
	if r.Model != "" {
		indent = "    "
	}
	fmt.Fprintf(w, "%-25s %-9s %5.0f s  %s\n", fmt.Sprintf("%s%d %s", indent, r.Rung, r.Name), r.Outcome, r.Seconds, r.Result)
	for _, line := range strings.Split(strings.TrimRight(r.Details, "\n"), "\n") {
		if r.Details != "" {
			fmt.Fprintf(w, "      %s\n", line)
		}
	}
}

func verdictCode(ctx context.Context, ladders []*ladder) error {
	all := holds
	for _, l := range ladders {
		all = worse(all, l.Outcome)
	}
	switch {
	case all == violated:
		return exitCode(exitViolated)
	case all == undecided || ctx.Err() != nil:
		return exitCode(exitUndecided)
	}
	return nil
}
