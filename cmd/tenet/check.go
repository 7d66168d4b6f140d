package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
	"github.com/tenet-go/tenet/linearizability/page"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/workload"
)

// checkFlags are the flags of tenet history check.
type checkFlags struct {
	input    inputFlags
	model    modelFlags
	limits   limitFlags
	workload workloadFlags
	follow   followFlags

	consistency string
	assume      []string
	onlyLevel   bool
	json        bool
	all         bool
	engines     []string
	page        string
}

func newCheck() *cobra.Command {
	f := &checkFlags{}
	command := &cobra.Command{
		Use:   "check FILE",
		Short: "Say whether a history is what its model allows",
		Long: `Check says whether an order of the operations exists that the model allows and that respects real
time (linearizability), or what else --consistency asks for. Valid verdicts carry such an
order, violations a small part of the history that is in violation by itself; both are verified by
a checker that shares no code with the engines, and "certified" says that this was done.

Of transactions (--model list-append, rw-register or transactions) it says which levels of isolation
hold, which are violated, and by which anomalies, each with the operations that show it.

On a violation it prints the reason and the failing operations, and writes an HTML page.

Exit codes: 0 it holds, 1 violated, 2 wrong usage or bad input, 3 undecided.`,
		Example: `  tenet history check --model cas-register history.edn
  tenet history check --model register --independent --init 0 history.edn
  tenet history check --model queue --consistency sequential --json history.json
  tenet history check --model bank --negative-balances history.edn
  tenet history check --model register --follow growing.ndjson
  tenet history check --model list-append --consistency serializable history.edn
  tenet history check --model transactions --consistency causal history.txt
  tenet history check --model register --consistency monotonic-reads history.edn`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeFiles,
		RunE:              func(command *cobra.Command, args []string) error { return f.run(command, args[0]) },
	}
	f.input.register(command)
	f.model.register(command, checkNames())
	f.limits.register(command)
	f.workload.register(command)
	f.follow.register(command)
	flags := command.Flags()
	flags.StringVar(&f.consistency, "consistency", "", "of objects: "+strings.Join(objectConsistencies(), ", ")+" (default linearizable); of transactions: a level of isolation (default the strongest; see tenet history --help)")
	flags.BoolVar(&f.json, "json", false, "print the verdict as one JSON object")
	flags.BoolVar(&f.all, "all", false, "check all keys even after one is in violation")
	flags.StringSliceVar(&f.engines, "engine", nil, "use only these engines: "+strings.Join(linearizability.EngineNames(), ", "))
	flags.StringVar(&f.page, "page", "", "where to write the HTML page (default: on a violation, a file in the temporary directory; none: never)")
	flags.StringSliceVar(&f.assume, "assume", nil, "rw-register, transactions: what you vouch for of the order of versions, some of "+strings.Join(assumptionNames(), ", "))
	flags.BoolVar(&f.onlyLevel, "only-level", false, "list-append, rw-register, transactions: decide the level of --consistency only, which takes less time")
	complete(command, "assume", assumptionNames())
	complete(command, "consistency", append(objectConsistencies(), levelNames()...))
	complete(command, "engine", linearizability.EngineNames())
	return command
}

func completeFiles(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func (f *checkFlags) run(command *cobra.Command, path string) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	if f.follow.on {
		return f.runFollow(command, path)
	}
	for _, name := range []string{"idle", "window"} {
		if flag := command.Flags().Lookup(name); flag != nil && flag.Changed {
			return fmt.Errorf("--%s means nothing without --follow", name)
		}
	}
	ctx, stop := limit(command.Context(), options)
	defer stop()
	h, info, err := f.input.read(ctx, command, path)
	if err != nil {
		return f.interrupted(ctx, command, path, err)
	}
	name, err := f.model.modelName(info)
	if err != nil {
		return err
	}
	r := &report{File: path, Format: string(info.Format), Model: name, history: h, command: commandLine(command, path)}
	if slices.Contains(transaction.ModelNames(), name) {
		return f.runTransactions(ctx, command, r, h, info)
	}
	if first, _, _ := strings.Cut(f.consistency, "+"); slices.Contains(causal.Names(), first) {
		return f.runCausal(ctx, command, r, h, info)
	}
	if slices.Contains(workload.Names(), name) {
		err = f.runWorkload(r, h)
	} else {
		err = f.runModel(ctx, command, r, h, options)
	}
	if err != nil {
		return err
	}
	return f.print(command, r)
}

// options returns what the flags mean to linearizability.Check.
func (f *checkFlags) options() (linearizability.Options, error) {
	o := linearizability.Options{Timeout: f.limits.timeout, All: f.all, Engines: f.engines}
	if f.consistency == linearizability.Sequential.String() {
		o.Consistency = linearizability.Sequential
	}
	if f.limits.timeout < 0 {
		return o, fmt.Errorf("--timeout %v: expected 0 or more", f.limits.timeout)
	}
	var err error
	o.Memory, err = f.limits.bytes()
	return o, err
}

// limit bounds reading as well as checking, and tells the garbage collector of the memory limit.
func limit(ctx context.Context, o linearizability.Options) (context.Context, context.CancelFunc) {
	cancel := context.CancelFunc(func() {})
	if o.Timeout > 0 {
		ctx, cancel = context.WithTimeoutCause(ctx, o.Timeout, errTimeout)
	}
	if o.Memory > 0 {
		// The limit bounds memory, so that garbage may pile up below it. What a history takes lives
		// as long as the program, and marking it again and again is in vain.
		debug.SetMemoryLimit(o.Memory / 10 * 9)
		debug.SetGCPercent(gcPercent)
	}
	limited, stop := linearizability.WithMemoryLimit(ctx, o.Memory)
	return limited, func() {
		stop()
		cancel()
	}
}

// gcPercent is the garbage that may pile up, in percent of what is alive.
const gcPercent = 400

var errTimeout = errors.New("time limit reached")

// interrupted says that the history could not even be read in the time and memory given. Other
// errors it returns.
func (f *checkFlags) interrupted(ctx context.Context, command *cobra.Command, path string, err error) error {
	cause := context.Cause(ctx)
	if cause == nil || !errors.Is(err, cause) && !errors.Is(err, context.Canceled) {
		return err
	}
	return f.print(command, &report{File: path, Model: f.model.name, Verdict: "unknown", Why: fmt.Sprintf("while reading: %v", causeOf(cause))})
}

// causeOf words the end of a context.
func causeOf(cause error) error {
	if errors.Is(cause, context.Canceled) {
		return errors.New("interrupted")
	}
	return cause
}

// runModel checks the history against a model of an object.
func (f *checkFlags) runModel(ctx context.Context, command *cobra.Command, r *report, h *history.History, o linearizability.Options) error {
	if err := f.workload.unused(command); err != nil {
		return err
	}
	if !slices.Contains(objectConsistencies(), cmp.Or(f.consistency, "linearizable")) {
		return fmt.Errorf("--consistency %q: expected one of %s for the model %s", f.consistency, strings.Join(objectConsistencies(), ", "), r.Model)
	}
	if len(f.assume) > 0 || f.onlyLevel {
		return fmt.Errorf("--assume and --only-level are for models of transactions, and %q is the model of an object", r.Model)
	}
	m, err := f.newModel(r)
	if err != nil {
		return err
	}
	bar := newBar(command, "checking", int64(len(h.Operations)))
	o.Progress = func(done, _ int) { bar.at(int64(done)) }
	o.Timeout = 0 // ctx has it, reading included
	v, err := linearizability.Check(ctx, m, h, o)
	bar.end()
	if err != nil {
		return err
	}
	r.fill(v)
	return nil
}

// newModel returns the model that the flags ask for. Porcupine's text starts with empty strings.
func (f *checkFlags) newModel(r *report) (model.Model, error) {
	o, err := f.model.options()
	if err != nil {
		return nil, err
	}
	if r.Format == string(format.KVLog) && r.Model == "kv" && !o.HasInit && !readsNil(r.history) {
		o.Init, o.HasInit = history.String(""), true
	}
	m, err := model.New(r.Model, o)
	if slices.Contains(transaction.ModelNames(), r.Model) {
		return nil, fmt.Errorf("--model %s: expected the model of an object, one of %s: transactions are for tenet history check, without --follow", r.Model, strings.Join(objectNames(), ", "))
	}
	if err != nil && !slices.Contains(model.Names(), r.Model) {
		return nil, fmt.Errorf("--model %q: expected one of %s", r.Model, strings.Join(checkNames(), ", "))
	}
	return m, err
}

// readsNil reports whether an operation returned nil, which a store that begins with empty strings does not.
func readsNil(h *history.History) bool {
	return h != nil && slices.ContainsFunc(h.Operations, func(op history.Operation) bool {
		return op.Status == history.OK && (op.F == "get" || op.F == "read") && op.Output.IsNil()
	})
}

// print prints the report and returns its exit code.
func (f *checkFlags) print(command *cobra.Command, r *report) error {
	return f.write(command, r, r.Verdict, f.writePage(r))
}

// printed is a report that can be printed.
type printed interface {
	writeJSON(w io.Writer) error
	writeText(w io.Writer, columns int) error
}

// write writes a report and returns the exit code of its verdict. The error is that of writing the page.
func (f *checkFlags) write(command *cobra.Command, r printed, verdict string, failed error) error {
	out := command.OutOrStdout()
	var err error
	if f.json {
		err = r.writeJSON(out)
	} else {
		err = r.writeText(out, width(out))
	}
	if err != nil {
		return err
	}
	if failed != nil {
		fmt.Fprintf(command.ErrOrStderr(), "tenet: writing the page: %v\n", failed)
		if f.page != "" { // it was asked for
			return exitCode(exitUsage)
		}
	}
	switch verdict {
	case "valid":
		return nil
	case "invalid":
		return exitCode(exitViolated)
	}
	return exitCode(exitUndecided)
}

// writePage writes the HTML page if one is wanted.
func (f *checkFlags) writePage(r *report) error {
	if r.history == nil || f.page == "none" || f.page == "" && r.Verdict != "invalid" {
		return nil
	}
	var err error
	r.Page, err = f.createPage(r.File, func(w io.Writer) error { return page.Write(w, r.page()) })
	return err
}

// createPage writes the page of the history in the named file, and returns its name: the one asked
// for, or one in the temporary directory that nobody else can have made.
func (f *checkFlags) createPage(of string, write func(io.Writer) error) (string, error) {
	file, err := f.openPage(of)
	if err != nil {
		return "", err
	}
	if err := errors.Join(write(file), file.Close()); err != nil {
		return "", err
	}
	return file.Name(), nil
}

func (f *checkFlags) openPage(of string) (*os.File, error) {
	if f.page != "" {
		return os.Create(f.page)
	}
	base := filepath.Base(of)
	if of == "-" {
		base = "stdin"
	}
	return os.CreateTemp("", "tenet-"+strings.TrimSuffix(base, filepath.Ext(base))+"-*.html")
}

// commandLine returns what reproduces the run.
func commandLine(command *cobra.Command, path string) string {
	words := strings.Fields(command.CommandPath())
	command.Flags().Visit(func(flag *pflag.Flag) {
		if flag.Name == "page" || flag.Name == "json" {
			return
		}
		words = append(words, "--"+flag.Name+"="+quote(flagValue(flag)))
	})
	return strings.Join(append(words, quote(path)), " ")
}

// flagValue returns the value of a flag as it was given.
func flagValue(flag *pflag.Flag) string {
	if list, ok := flag.Value.(pflag.SliceValue); ok {
		return strings.Join(list.GetSlice(), ",")
	}
	return flag.Value.String()
}

// quote quotes a word for the shell if it needs to be.
func quote(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
