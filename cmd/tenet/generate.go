package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/format"
	objects "github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/generate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// generateFlags say which history to make.
type generateFlags struct {
	model, isolation, anomaly string
	format, output            string
	seed                      uint64
	shape                     generate.Options
	values, corrupt           int
}

func newGenerate() *cobra.Command {
	f := &generateFlags{}
	command := &cobra.Command{
		Use:   "generate",
		Short: "Make a history of a chosen size, shape and anomaly",
		Long: `Generate makes the history that the clients of a simulated database would record: for benchmarks, and
for tests of one's own. The same flags and seed make the same history.

Models of transactions (list-append, rw-register, transactions) take --isolation, which the simulated database really
has, and --anomaly, which plants one, halfway, in transactions on keys of their own. So do register and
kv, whose transactions are single operations, if one of the two is given. Without, these and all other
models of single objects make histories that are linearizable, unless --corrupt changes some results.

` + generateHelp(),
		Example: `  tenet history generate --model list-append --transactions 100000 --sessions 20 --anomaly G1c -o g1c.edn
  tenet history generate --model transactions --isolation causal --format plume-text
  tenet history generate --model queue --operations 1000 --corrupt 3`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return f.run(command) },
	}
	f.register(command)
	return command
}

func (f *generateFlags) register(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVarP(&f.model, "model", "m", "list-append", "what the clients act on: "+strings.Join(generateModels(), ", "))
	flags.IntVarP(&f.shape.Transactions, "transactions", "n", 1000, "transactions, or operations of a single object")
	flags.IntVar(&f.shape.Transactions, "operations", 1000, "the same")
	flags.IntVar(&f.shape.Sessions, "sessions", 10, "clients, each with at most one transaction open")
	flags.IntVar(&f.shape.Keys, "keys", 0, "keys in use at once (default: 10; of single objects one, without a key)")
	flags.IntVar(&f.shape.WritesPerKey, "writes-per-key", 32, "writes after which a fresh key takes the place of another; bounds the length of lists")
	flags.IntVar(&f.shape.MinOps, "min-ops", 1, "least operations of a transaction")
	flags.IntVar(&f.shape.MaxOps, "max-ops", 4, "most operations of a transaction")
	flags.Float64Var(&f.shape.Reads, "reads", 0.5, "rate of operations that read")
	flags.Float64Var(&f.shape.FailRate, "fail", 0, "rate of transactions that fail")
	flags.Float64Var(&f.shape.InfoRate, "info", 0, "rate of transactions whose outcome stays unknown")
	flags.StringVar(&f.isolation, "isolation", "", "level that the database has (default strict-serializable)")
	flags.StringVar(&f.anomaly, "anomaly", "", "anomaly to plant")
	flags.IntVar(&f.values, "values", 0, "distinct values of a single object (0: unique ones)")
	flags.IntVar(&f.corrupt, "corrupt", 0, "results, intervals or statuses of a single object to change")
	flags.Uint64Var(&f.seed, "seed", 1, "seed")
	flags.StringVar(&f.format, "format", string(format.JepsenEDN), "format of the output")
	flags.StringVarP(&f.output, "output", "o", "-", "file to write; - is standard output")
	complete(command, "model", generateModels())
	complete(command, "isolation", simulatedLevels())
	complete(command, "anomaly", slices.Compact(slices.Sorted(slices.Values(slices.Concat(generate.Anomalies(txn.Lists, false), generate.Anomalies(txn.Registers, false), generate.Anomalies(txn.Registers, true))))))
}

// generateModels returns what --model of generate accepts.
func generateModels() []string {
	return append([]string{"list-append", "rw-register", "transactions"}, model.Names()...)
}

func simulatedLevels() []string {
	var names []string
	for _, l := range generate.Levels() {
		names = append(names, l.String())
	}
	return names
}

func generateHelp() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Isolation (with --model transactions, by the names that check has for it):\n  %s\n", strings.Join(simulatedLevels(), ", "))
	b.WriteString("Anomalies:\n")
	for _, m := range []struct {
		name   string
		model  txn.Model
		single bool
	}{{"list-append", txn.Lists, false}, {"rw-register", txn.Registers, false}, {"register, kv", txn.Registers, true}} {
		fmt.Fprintf(&b, "  %-13s %s\n", m.name, strings.Join(generate.Anomalies(m.model, m.single), ", "))
	}
	return b.String()
}

func (f *generateFlags) run(command *cobra.Command) error {
	target, err := format.Parse(f.format)
	if err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	isObject, err := f.prepare()
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(f.seed, uint64(f.shape.Transactions)))
	if isObject {
		h, err := objects.Random(rng, f.model, objects.Options{
			Operations: f.shape.Transactions, Clients: f.shape.Sessions, Keys: f.shape.Keys, Values: f.values, Corrupt: f.corrupt,
			Reads: f.shape.Reads, InfoRate: f.shape.InfoRate, FailRate: f.shape.FailRate,
		})
		if err != nil {
			return err
		}
		return writeHistory(command, h, target, f.output)
	}
	if target == format.JepsenEDN || target == format.JepsenJSON {
		g, err := generate.New(rng, f.shape)
		if err != nil {
			return err
		}
		stream := func(w io.Writer) error { return f.stream(command, g, w, target) }
		if f.output == "-" {
			return stream(command.OutOrStdout())
		}
		return createFile(f.output, stream)
	}
	h, err := generate.History(rng, f.shape)
	if err != nil {
		return err
	}
	return writeHistory(command, h, target, f.output)
}

// prepare completes the shape. It reports whether the model is that of an object, whose history is
// linearizable.
func (f *generateFlags) prepare() (isObject bool, err error) {
	switch {
	case f.model == "list-append":
		f.shape.Model = txn.Lists
	case f.model == "rw-register" || f.model == "transactions":
		f.shape.Model = txn.Registers
	case !slices.Contains(model.Names(), f.model):
		return false, fmt.Errorf("--model %q: expected one of %s", f.model, strings.Join(generateModels(), ", "))
	case f.isolation == "" && f.anomaly == "":
		return true, nil
	case f.model != "register" && f.model != "kv":
		return false, fmt.Errorf("--model %s has neither --isolation nor --anomaly: expected list-append, rw-register, register or kv", f.model)
	default:
		f.shape.Single = true
	}
	if f.values != 0 || f.corrupt != 0 {
		return false, fmt.Errorf("--values and --corrupt are for models of single objects: %s has unique values, and --anomaly", f.model)
	}
	f.shape.Level, f.shape.Anomaly = isolation.StrictSerializable, f.anomaly
	if f.isolation != "" {
		f.shape.Level, err = f.level()
	}
	if err != nil {
		return false, fmt.Errorf("--isolation: %w", err)
	}
	if known := generate.Anomalies(f.shape.Model, f.shape.Single); f.anomaly != "" && !slices.Contains(known, f.anomaly) {
		return false, fmt.Errorf("--anomaly %q: expected one of %s", f.anomaly, strings.Join(known, ", "))
	}
	for _, n := range []struct {
		flag  string
		value int
	}{{"sessions", f.shape.Sessions}, {"writes-per-key", f.shape.WritesPerKey}, {"min-ops", f.shape.MinOps}, {"max-ops", f.shape.MaxOps - f.shape.MinOps + 1}} {
		if n.value < 1 {
			return false, fmt.Errorf("--%s is too small: expected 1 or more, and --max-ops not less than --min-ops", n.flag)
		}
	}
	if f.shape.Reads == 0 {
		f.shape.Reads = -1 // 0 means the default there
	}
	return false, nil
}

// level returns the level that the model calls by the given name.
func (f *generateFlags) level() (isolation.Level, error) {
	m, err := transaction.ParseModel(f.model)
	if err != nil { // single operations
		return isolation.Parse(f.isolation)
	}
	return m.ParseLevel(f.isolation)
}

// stream writes a history as it is made.
func (f *generateFlags) stream(command *cobra.Command, g *generate.Generator, w io.Writer, target format.Format) error {
	out, err := format.NewEventWriter(w, target)
	if err != nil {
		return err
	}
	const often = 1 << 10
	ctx := command.Context()
	bar := newBar(command, "generating", int64(f.shape.Transactions))
	defer bar.end()
	invoked := int64(0)
	for n := 0; ; n++ {
		if n%often == 0 {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			bar.at(invoked)
		}
		e, more := g.Next()
		if !more {
			return out.Flush()
		}
		if e.Type == history.EventInvoke {
			invoked++
		}
		if err := out.Write(e); err != nil {
			return err
		}
	}
}
