package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/format/edn"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// inputFlags say how to read a history.
type inputFlags struct {
	format      string
	independent bool
}

func (f *inputFlags) register(command *cobra.Command) {
	names := make([]string, 0, len(format.Formats()))
	for _, name := range format.Formats() {
		names = append(names, string(name))
	}
	command.Flags().StringVar(&f.format, "format", "", "format of the input: "+strings.Join(names, ", ")+" (default: detected)")
	command.Flags().BoolVar(&f.independent, "independent", false, "values are pairs [key value] of independent objects (jepsen.independent)")
	complete(command, "format", names)
}

// complete offers the values of a flag to the shell.
func complete(command *cobra.Command, flag string, values []string) {
	err := command.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag was registered just before
	}
}

// options returns what the flags mean to package format.
func (f *inputFlags) options() (format.Options, error) {
	if f.format == "" {
		return format.Options{}, nil
	}
	parsed, err := format.Parse(f.format)
	return format.Options{Format: parsed}, err
}

// read reads the history in the named file, with a progress bar on a terminal.
func (f *inputFlags) read(ctx context.Context, command *cobra.Command, path string) (*history.History, format.Info, error) {
	options, err := f.options()
	if err != nil {
		return nil, format.Info{}, err
	}
	bar := newBar(command, "reading", sizeOf(path))
	options.Progress = bar.at
	h, info, err := openHistory(ctx, command, path, options)
	bar.end()
	if err != nil {
		return nil, info, err
	}
	if f.independent {
		err = history.Independent(h)
	}
	return h, info, err
}

// openHistory opens a file, or this command's standard input.
func openHistory(ctx context.Context, command *cobra.Command, path string, o format.Options) (*history.History, format.Info, error) {
	if path == "-" {
		return format.Read(ctx, command.InOrStdin(), "stdin", o)
	}
	return format.Open(ctx, path, o)
}

func sizeOf(path string) int64 {
	if stat, err := os.Stat(path); err == nil && stat.Mode().IsRegular() {
		return stat.Size()
	}
	return 0
}

// modelFlags choose a model.
type modelFlags struct {
	name      string
	init      string
	failedCAS string
	permits   int
}

func (f *modelFlags) register(command *cobra.Command, names []string) {
	flags := command.Flags()
	flags.StringVarP(&f.name, "model", "m", "", "what the history is checked against (see tenet history --help); may be left out if the input names it")
	flags.StringVar(&f.init, "init", "", "initial value, in EDN (default: nil, unless the history shows another)")
	flags.StringVar(&f.failedCAS, "failed-cas", "not-applied", "what a failed compare-and-set means: not-applied (it did not happen), observed (it saw another value)")
	flags.IntVar(&f.permits, "permits", 0, "permits of a semaphore (default 1)")
	complete(command, "model", names)
	complete(command, "failed-cas", []string{"not-applied", "observed"})
}

// options returns what the flags mean to the model.
func (f *modelFlags) options() (model.Options, error) {
	o := model.Options{Permits: f.permits}
	switch f.failedCAS {
	case "not-applied":
	case "observed":
		o.ObserveFailedCAS = true
	default:
		return o, fmt.Errorf("--failed-cas %q: expected not-applied or observed", f.failedCAS)
	}
	if f.init == "" {
		return o, nil
	}
	v, err := edn.Decode([]byte(f.init))
	if err != nil {
		return o, fmt.Errorf("--init %q: expected a value in EDN, such as 0, nil, \"text\" or {:x 0}: %w", f.init, err)
	}
	o.Init, o.HasInit = v, true
	return o, nil
}

var errNoModel = errors.New("which model? The input does not name one: give --model, one of " + strings.Join(checkNames(), ", "))

// modelName returns the model's name, by the flag or else by the input.
func (f *modelFlags) modelName(info format.Info) (string, error) {
	switch {
	case f.name != "":
		return f.name, nil
	case info.Model != "":
		return info.Model, nil
	}
	return "", errNoModel
}

// limitFlags bound what a command takes.
type limitFlags struct {
	timeout time.Duration
	memory  string
}

func (f *limitFlags) register(command *cobra.Command) {
	command.Flags().DurationVar(&f.timeout, "timeout", 5*time.Minute, "give up after this time (0: never)")
	command.Flags().StringVar(&f.memory, "memory", "4GiB", "give up at this much memory, such as 500MB or 8GiB (0: no limit)")
}

// bytes returns the memory limit; -1 means none.
func (f *limitFlags) bytes() (int64, error) {
	n, err := parseBytes(f.memory)
	if err != nil {
		return 0, fmt.Errorf("--memory %q: expected a size such as 500MB or 8GiB", f.memory)
	}
	if n == 0 {
		return -1, nil
	}
	const least = 32 << 20 // the runtime and a small history take about half of that
	if n < least {
		return 0, fmt.Errorf("--memory %s: expected at least 32MiB, or 0 for no limit", f.memory)
	}
	return n, nil
}

func parseBytes(s string) (int64, error) {
	units := []struct {
		suffix string
		factor float64
	}{
		{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9},
		{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"B", 1}, {"", 1},
	}
	for _, u := range units {
		number, found := strings.CutSuffix(s, u.suffix)
		if !found {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || n < 0 || !(n*u.factor < math.MaxInt64) {
			return 0, strconv.ErrSyntax
		}
		return int64(n * u.factor), nil
	}
	return 0, strconv.ErrSyntax
}
