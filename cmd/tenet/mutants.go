package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/mutants/matrix"
	"github.com/tenet-go/tenet/mutants/raft"
	"github.com/tenet-go/tenet/mutants/rsm"
	"github.com/tenet-go/tenet/mutants/twopc"
)

// planted are the protocols whose mutants can be tried, by name.
var planted = map[string]*matrix.Subject{"twopc": twopc.Subject(), "raft": raft.Subject(), "rsm": rsm.Subject()}

// mutantsFlags are the flags of tenet mutants.
type mutantsFlags struct {
	only     string
	groups   []string
	rungs    []string
	sample   int
	parallel int
	limit    time.Duration
	first    bool
	list     bool
	json     bool
}

func newMutants() *cobra.Command {
	f := &mutantsFlags{}
	command := &cobra.Command{
		Use:   "mutants PROTOCOL",
		Short: "Plant bugs one at a time and show which rungs of evidence catch them",
		Long: `Mutants plants one mistake at a time: into the code, by passing over its syntax tree and by patches
after failures of real systems, and into the specification. For each it runs every rung of evidence alone,
and prints the matrix. A mutant that nobody catches must be argued to be no bug in a file beside the protocol's patches.

The source stays as it is. Mutants are compiled by the go command, so that this needs the Go toolchain, and a
checkout of the module as the current folder or above it.

Exit codes: 0 every mutant is caught or argued and every rung catches some, 1 not so, 2 wrong usage
or a rung that fails without any mutant, 3 interrupted.`,
		Example: `  tenet mutants twopc
  tenet mutants twopc --only 'coordinator.go|T05'
  tenet mutants twopc --sample 40 --rungs exhaustive,walk
  tenet mutants twopc --first
  tenet mutants twopc --list`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: []string{"twopc", "raft", "rsm"},
		RunE:      func(command *cobra.Command, args []string) error { return f.run(command, args[0]) },
	}
	flags := command.Flags()
	flags.StringVar(&f.only, "only", "", "only mutants whose names match this regular expression")
	flags.StringSliceVar(&f.groups, "group", nil, "only these groups of mutants: syntax, scenario, spec")
	flags.StringSliceVar(&f.rungs, "rungs", nil, "only these rungs; survivors are then not judged")
	flags.IntVar(&f.sample, "sample", 0, "only so many mutants, evenly spaced")
	flags.IntVar(&f.parallel, "parallel", 2, "how many mutants to try at a time")
	flags.DurationVar(&f.limit, "limit", 20*time.Second, "the least time after which a check that does not end has caught the mutant")
	flags.BoolVar(&f.first, "first", false, "end with the first rung that catches a mutant: shows survivors in a fraction of the time")
	flags.BoolVar(&f.list, "list", false, "list the mutants and do not try them")
	flags.BoolVar(&f.json, "json", false, "print the matrix as one JSON object")
	return command
}

func (f *mutantsFlags) run(command *cobra.Command, protocol string) error {
	subject := planted[protocol]
	if subject == nil {
		return fmt.Errorf("no mutants of %q: expected twopc, raft or rsm", protocol)
	}
	pattern, err := f.validate()
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "tenet-mutants")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }() // what is left is in the folder for temporary files
	t := &trial{mutantsFlags: f, subject: subject, rungs: subject.Rungs(scratch)}
	if t.picked, err = f.pick(t.rungs); err != nil {
		return err
	}
	if t.root, err = moduleRoot(); err != nil {
		return err
	}
	if t.all, t.dropped, err = subject.Mutants(command.Context(), t.root, f.groups); err != nil {
		return err
	}
	t.chosen = f.choose(t.all, pattern)
	switch {
	case len(t.chosen) == 0:
		return errors.New("no mutant matches; --list lists them")
	case f.list:
		for i := range t.chosen {
			fmt.Fprintf(command.OutOrStdout(), "%s\n    > %s\n", t.chosen[i].Name, t.chosen[i].Mistake)
		}
		return nil
	}
	return t.run(command)
}

// trial is what the flags ask for.
type trial struct {
	*mutantsFlags
	subject       *matrix.Subject
	root          string
	rungs, picked []matrix.Rung
	all, chosen   []matrix.Mutant
	dropped       int
}

// run runs the rungs on the mutants and prints what came of it.
func (t *trial) run(command *cobra.Command) error {
	survivors, err := t.subject.ReadSurvivors(t.root)
	if err != nil {
		return err
	}
	if t.groups != nil {
		// Arguments about mutants of other groups are not looked at.
		survivors = slices.DeleteFunc(survivors, func(s matrix.Survivor) bool {
			return !slices.ContainsFunc(t.all, func(m matrix.Mutant) bool { return m.Name == s.Name })
		})
	}
	report, err := matrix.Run(command.Context(), t.root, t.picked, t.chosen, matrix.Options{
		Parallel: t.parallel, Limit: t.limit, First: t.first, Progress: t.progress(command, len(t.chosen)),
	})
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return err
	}
	report.Dropped = t.dropped
	report.Complete = !interrupted && !t.first && t.groups == nil && len(t.chosen) == len(t.all) && len(t.picked) == len(t.rungs)
	report.Judge(t.all, survivors, len(t.picked) == len(t.rungs))
	return t.print(command, report, interrupted, len(t.chosen))
}

func (f *mutantsFlags) print(command *cobra.Command, report *matrix.Report, interrupted bool, chosen int) error {
	out := command.OutOrStdout()
	var err error
	if f.json {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		err = report.Print(out)
	}
	switch {
	case err != nil:
		return err
	case interrupted:
		fmt.Fprintf(command.ErrOrStderr(), "interrupted after %d of %d mutants\n", len(report.Rows)+len(report.Broken), chosen)
		return exitCode(exitUndecided)
	case len(report.Problems) > 0:
		return exitCode(exitViolated)
	}
	return nil
}

// validate returns the pattern of --only, or says what is wrong with the flags.
func (f *mutantsFlags) validate() (*regexp.Regexp, error) {
	groups := []string{matrix.Syntax, matrix.Scenario, matrix.Spec}
	for _, g := range f.groups {
		if !slices.Contains(groups, g) {
			return nil, fmt.Errorf("--group %q: expected some of %s", g, strings.Join(groups, ", "))
		}
	}
	if f.sample < 0 {
		return nil, fmt.Errorf("--sample %d: expected 1 or more", f.sample)
	}
	pattern, err := regexp.Compile(f.only)
	if err != nil {
		return nil, fmt.Errorf("--only: %w", err)
	}
	return pattern, nil
}

// choose returns the mutants that the flags ask for.
func (f *mutantsFlags) choose(all []matrix.Mutant, pattern *regexp.Regexp) []matrix.Mutant {
	var chosen []matrix.Mutant
	for i := range all {
		m := &all[i]
		if pattern.MatchString(m.Name) {
			chosen = append(chosen, *m)
		}
	}
	if f.sample > 0 && f.sample < len(chosen) {
		return spaced(chosen, f.sample)
	}
	return chosen
}

// spaced returns n of the mutants, evenly spaced.
func spaced(all []matrix.Mutant, n int) []matrix.Mutant {
	some := make([]matrix.Mutant, n)
	for i := range some {
		some[i] = all[i*len(all)/n]
	}
	return some
}

// pick returns the rungs that the flags ask for.
func (f *mutantsFlags) pick(rungs []matrix.Rung) ([]matrix.Rung, error) {
	if f.rungs == nil {
		return rungs, nil
	}
	var picked []matrix.Rung
	for _, name := range f.rungs {
		at := slices.IndexFunc(rungs, func(r matrix.Rung) bool { return r.Name == name })
		if at < 0 {
			var names []string
			for _, r := range rungs {
				names = append(names, r.Name)
			}
			return nil, fmt.Errorf("--rungs %q: expected some of %s", name, strings.Join(names, ", "))
		}
		picked = append(picked, rungs[at])
	}
	return picked, nil
}

// progressPause is the time between two lines of progress where there is no terminal.
const progressPause = time.Minute

// progress shows how far the matrix is: a bar on a terminal, and a line now and then elsewhere.
func (f *mutantsFlags) progress(command *cobra.Command, total int) func(done, all int, row *matrix.Row) {
	bar := newBar(command, "mutants", int64(total))
	caught, last := 0, time.Now()
	return func(done, all int, row *matrix.Row) {
		bar.at(int64(done))
		if row.Caught() {
			caught++
		}
		if bar.line.out == nil && time.Since(last) > progressPause {
			last = time.Now()
			fmt.Fprintf(command.ErrOrStderr(), "%d of %d mutants tried, %d caught\n", done, all, caught)
		}
		if done == all {
			bar.end()
		}
	}
}

// modulePath is that of this module.
const modulePath = "github.com/tenet-go/tenet"

// moduleRoot finds the checkout that the current folder is in.
func moduleRoot() (string, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return "", errors.New("mutants are compiled by the go command, which is not there: install Go")
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		content, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err == nil && slices.Contains(strings.Fields(string(content)), modulePath) {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("mutants are planted into a checkout of %s: run this in one, %s is in none", modulePath, dir)
		}
	}
}
