package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/tlc"
)

// Engines that check a specification.
const (
	engineGo   = "go"
	engineTLC  = "tlc"
	engineBoth = "both"
)

var engines = []string{engineGo, engineTLC, engineBoth}

// specCheckFlags are the flags of tenet spec check.
type specCheckFlags struct {
	libraryFlags
	engine     string
	module     string
	dump       string
	workers    int
	memory     string
	noDeadlock bool
	leaveOut   bool
	coverage   bool
	simulate   int64
	depth      int
	seed       uint64
	json       bool
	quiet      bool

	bytes  int64 // what memory says
	seeded bool  // seed was given
}

func newSpecCheck() *cobra.Command {
	f := &specCheckFlags{}
	command := &cobra.Command{
		Use:   "check MODEL.cfg",
		Args:  cobra.ExactArgs(1),
		Short: "Check a model of a specification",
		Long: `Check explores all states of a model, and checks what its configuration names: invariants, properties of steps such as refinement,
deadlock, assumptions, the postcondition. The module of a model has the name of its configuration file, unless --module names another.

Properties about whole behaviors, such as liveness, only TLC can check. A model that has some ends in an error, or, with
--leave-out-temporal, they are left out, and the report says so.

--engine both lets TLC check the model too, and compares verdicts and numbers of states. Models that only one of them can check are an
error then: those with temporal properties, or with a POSTCONDITION, which TLC 2.18 has not. TLC needs Java. Its jar is the one that
$TLA2TOOLS_JAR names, or is fetched once by Maven (mvn).

Exit codes, those of TLC 2.18 but for the ones marked *: 0 it holds, 10 an assumption is false, 11 deadlock, 12 an invariant is violated, 13 a
property is, 14 an Assert failed, *15 the postcondition is false, *16 interrupted, or a limit was reached, *17 the engines disagree, 75
the specification cannot be evaluated, 76 an invariant cannot be, 150 it is no TLA+, 151 what the configuration asks for is not in it, 255
anything else; 2 wrong usage, or there is no TLC.`,
		Example: `  tenet spec check spec/twopc/MCOneTransaction.cfg
  tenet spec check --engine both spec/twopc/MCOneParticipant.cfg
  tenet spec check --simulate 1000 --depth 50 spec/twopc/MCTwoPhaseCommit.cfg
  tenet spec check --engine tlc --dump graph.dot spec/twopc/MCOneTransaction.cfg`,
	}
	flags := command.Flags()
	f.register(command)
	flags.StringVar(&f.engine, "engine", engineGo, "what checks it: go, tlc or both")
	flags.StringVar(&f.module, "module", "", "the root module, beside the configuration, if its name is another")
	flags.IntVar(&f.workers, "workers", 0, "how many threads (default one for each processor); with 1, what is found is the same each time")
	flags.StringVar(&f.memory, "memory", "0", "bytes for states, or of Java's heap, such as 8GiB (0: no limit)")
	flags.BoolVar(&f.noDeadlock, "no-deadlock", false, "let states without successors pass, whatever the configuration says")
	flags.BoolVar(&f.leaveOut, "leave-out-temporal", false, "leave out properties about whole behaviors, which only TLC can check")
	flags.BoolVar(&f.coverage, "coverage", false, "print how often each action was taken")
	flags.Int64Var(&f.simulate, "simulate", 0, "take so many random walks instead")
	flags.IntVar(&f.depth, "depth", 0, "how many states a walk has at most (default 100)")
	flags.Uint64Var(&f.seed, "seed", 1, "the seed of walks")
	flags.StringVar(&f.dump, "dump", "", "write the state graph, with the names of actions, to this file (.dot); TLC does that")
	flags.BoolVar(&f.json, "json", false, "print the result as JSON")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "leave out progress, what the specification prints, and what TLC prints")
	complete(command, "engine", engines)
	command.RunE = func(command *cobra.Command, args []string) error {
		f.seeded = flags.Changed("seed")
		return f.run(command, args[0])
	}
	return command
}

// validate says what is wrong with the flags.
func (f *specCheckFlags) validate(config string) (err error) {
	if filepath.Ext(config) != ".cfg" {
		return fmt.Errorf("%s: expected a configuration file, whose name ends in .cfg", config)
	}
	if f.bytes, err = parseBytes(f.memory); err != nil {
		return fmt.Errorf("--memory %q: expected a size such as 500MB or 8GiB", f.memory)
	}
	switch f.engine {
	case engineGo, engineTLC, engineBoth:
	default:
		return fmt.Errorf("--engine %q: expected go, tlc or both", f.engine)
	}
	switch {
	case f.workers < 0 || f.workers > check.MaxWorkers:
		return fmt.Errorf("--workers %d: expected 0 to %d", f.workers, check.MaxWorkers)
	case f.dump != "" && f.engine != engineTLC:
		return errors.New("--dump: only TLC writes graphs: give --engine tlc too")
	case f.simulate < 0 || f.depth < 0:
		return fmt.Errorf("--simulate %d --depth %d: expected 0 or more", f.simulate, f.depth)
	case f.simulate > 0 && f.engine != engineGo:
		return fmt.Errorf("--simulate: with --engine %s there are no random walks", f.engine)
	case f.depth > 0 && f.simulate == 0:
		return errors.New("--depth: it bounds random walks: give --simulate too")
	case f.seeded && f.simulate == 0:
		return errors.New("--seed: it chooses random walks: give --simulate too")
	case f.coverage && f.engine == engineTLC:
		return errors.New("--coverage: only --engine go and both count how often actions are taken")
	case f.leaveOut && f.engine != engineGo:
		return fmt.Errorf("--leave-out-temporal: with --engine %s TLC checks these properties; a configuration without them leaves them out", f.engine)
	}
	return nil
}

func (f *specCheckFlags) run(command *cobra.Command, config string) error {
	if err := f.validate(config); err != nil {
		return err
	}
	r := &specReport{Model: config, Engine: f.engine}
	if f.engine != engineTLC {
		if err := f.checkGo(command, config, r); err != nil {
			return err
		}
	}
	if f.engine == engineTLC || f.engine == engineBoth && r.Outcome != outcomeUndecided && r.Outcome != outcomeSingle {
		o, err := f.checkTLC(command, config)
		if err != nil {
			return err
		}
		if f.engine == engineBoth {
			r.compare(o)
		} else {
			r.opinion = *o
			r.Properties, _ = tlc.Properties(config) // a file that TLC has just read, or complained of
		}
	}
	if r.Properties == nil {
		r.Properties = []string{}
	}
	out := command.OutOrStdout()
	var err error
	if f.json {
		err = writeIndented(out, r)
	} else {
		err = r.write(out, f.coverage)
	}
	if r.ExitCode != 0 {
		err = errors.Join(err, exitCode(r.ExitCode))
	}
	return err
}

// checkGo has the engine of package tla check the model. Errors are those of the machine; what is wrong with the model is in the report.
func (f *specCheckFlags) checkGo(command *cobra.Command, config string, r *specReport) error {
	options := []tla.Option{tla.WithLibrary(f.beside(config)...)}
	if f.module != "" {
		options = append(options, tla.WithModule(filepath.ToSlash(f.module)))
	}
	if f.leaveOut {
		options = append(options, tla.LeaveOutTemporal())
	}
	begin := time.Now()
	m, err := tla.Load(disk{}, filepath.ToSlash(config), options...)
	if err == nil {
		if f.noDeadlock {
			m.Program.CheckDeadlock = false
		}
		r.Properties, r.unnamed, r.beyondTLC = m.Checked(), unnamed(m.Program), beyondTLC(m.Config)
		r.Result, err = f.search(command, m)
	}
	var load *tla.LoadError
	var temporal *tla.TemporalError
	switch {
	case f.engine == engineBoth && (errors.As(err, &temporal) || errors.As(err, &load) && load.Part == tla.Support):
		r.single("only TLC: " + err.Error())
	case errors.As(err, &load), errors.As(err, &temporal):
		r.Outcome, r.Text, r.ExitCode = outcomeFailed, err.Error(), specErrorCode(err)
	case err != nil:
		return err
	default:
		r.fill(r.Result)
		if f.engine == engineBoth && unsupported(r.Result.Err) {
			r.single("only TLC: " + r.Result.Err.Error())
		}
		if cause := context.Cause(command.Context()); cause != nil && r.Outcome == outcomeSampled {
			r.Outcome, r.ExitCode, r.Text = outcomeUndecided, check.Undecided.ExitCode(), "The walks ended early: "+causeOf(cause).Error()+"."
		}
	}
	r.Seconds = time.Since(begin).Seconds()
	return nil
}

// search checks a model that was loaded, or simulates it.
func (f *specCheckFlags) search(command *cobra.Command, m *tla.Model) (*check.Result, error) {
	if debug.SetGCPercent(gcPercent); f.bytes > 0 {
		debug.SetMemoryLimit(f.bytes + f.bytes/4) // what evaluating takes is short-lived
	}
	line := newStatusLine(command)
	defer line.end()
	progress, interval := f.progress(command, line)
	var out io.Writer
	if !f.quiet && !f.json {
		out = command.ErrOrStderr()
	}
	if f.simulate > 0 {
		return m.Simulate(command.Context(), check.SimulateOptions{
			Traces: f.simulate, Depth: f.depth, Seed: f.seed, Workers: f.workers, Out: out, Progress: progress, Interval: interval,
		})
	}
	return m.Check(command.Context(), check.Options{
		Workers: f.workers, Memory: f.bytes, Out: out, Progress: progress, Interval: interval,
	})
}

// progress returns what shows how far a search is: one line that changes on a terminal, and elsewhere a line each minute, as TLC has it.
func (f *specCheckFlags) progress(command *cobra.Command, line *statusLine) (show func(check.Progress), interval time.Duration) {
	switch {
	case f.quiet:
		return nil, 0
	case line.out != nil:
		return func(p check.Progress) { line.show(p.String()) }, patience
	}
	return func(p check.Progress) {
		at := time.Now().Format(") at 2006-01-02 15:04:05: ")
		fmt.Fprintln(command.ErrOrStderr(), strings.Replace(p.String(), "): ", at, 1))
	}, time.Minute
}

// checkTLC has TLC check the model.
func (f *specCheckFlags) checkTLC(command *cobra.Command, config string) (*opinion, error) {
	ctx := command.Context()
	if _, err := os.Stat(config); err != nil {
		return nil, err
	}
	checker, err := tlc.Find(ctx)
	if err != nil {
		return nil, err
	}
	community, err := os.MkdirTemp("", "tenet-modules-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(community) }() // TLC has read them
	if err := writeModules(community); err != nil {
		return nil, err
	}
	o := tlc.Options{Workers: f.workers, Dump: f.dump, Memory: f.bytes, NoDeadlock: f.noDeadlock}
	if !f.quiet && !f.json {
		o.Out = command.ErrOrStderr()
	}
	begin := time.Now()
	result, err := checker.Check(ctx, tlc.Model{Module: f.rootModule(config), Config: config, Libraries: append(f.beside(config), community)}, o)
	return opinionOf(ctx, result, err, time.Since(begin))
}

// rootModule is the file of the root module.
func (f *specCheckFlags) rootModule(config string) string {
	file := f.module
	if file == "" {
		return strings.TrimSuffix(config, ".cfg") + ".tla"
	}
	if filepath.Ext(file) != ".tla" {
		file += ".tla"
	}
	if filepath.Base(file) == file {
		file = filepath.Join(filepath.Dir(config), file)
	}
	return file
}

// writeModules writes the community modules to a folder. TLC brings the standard ones.
func writeModules(folder string) error {
	files, err := fs.Glob(modules.FS, "*.tla")
	if err != nil {
		return err
	}
	for _, name := range files {
		text, err := fs.ReadFile(modules.FS, name)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), text, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// opinionOf is what TLC says of a model. Errors are those of the machine.
func opinionOf(ctx context.Context, result *tlc.Result, err error, took time.Duration) (*opinion, error) {
	o := &opinion{Seconds: took.Seconds()}
	var broken *tlc.SpecError
	switch {
	case ctx.Err() != nil:
		o.Outcome, o.Text, o.ExitCode = outcomeUndecided, "The search ended early: "+causeOf(context.Cause(ctx)).Error()+".", check.Undecided.ExitCode()
		return o, nil
	case errors.As(err, &broken):
		o.Outcome, o.Text, o.ExitCode = outcomeFailed, broken.Error(), max(broken.ExitCode, 1)
		return o, nil
	case err != nil:
		return nil, err
	}
	o.Outcome, o.Generated, o.Distinct, o.Depth = outcomeHolds, result.Generated, result.Distinct, result.Depth
	if v := result.Violation; v != nil {
		o.Outcome, o.Violated, o.Text, o.ExitCode = outcomeViolated, v.Property, v.Text, v.ExitCode
	}
	return o, nil
}
