package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/explain"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/workload"
)

func newShrink() *cobra.Command {
	f := &checkFlags{page: "none"}
	var to, output string
	command := &cobra.Command{
		Use:   "shrink FILE",
		Short: "Write a small part of a history that is in violation by itself",
		Long: `Shrink leaves out of a history in violation what keeps a linearizable history linearizable: what
comes after the first operation that nothing explains, where calls that are open stay open; reads;
whole keys; whole values where the model permits. So the part proves the whole to be in violation.
It is written as a history; what is said of it goes to standard error.

Exit codes: 0 a part was written, 1 never, 2 wrong usage, bad input, or the history is not in
violation, 3 undecided.`,
		Example:           `  tenet history shrink --model cas-register --output small.edn history.edn`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeFiles,
		RunE: func(command *cobra.Command, args []string) error {
			target, err := format.Parse(to)
			if err != nil {
				return fmt.Errorf("--to: %w", err)
			}
			small, err := f.shrink(command, args[0])
			if err != nil {
				return err
			}
			return writeHistory(command, small, target, output)
		},
	}
	f.input.register(command)
	f.model.register(command, objectNames())
	f.limits.register(command)
	f.workload.register(command)
	command.Flags().StringVar(&to, "to", string(format.JepsenEDN), "format of the output")
	command.Flags().StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return command
}

// shrink returns a small part of the history in the named file that is in violation.
func (f *checkFlags) shrink(command *cobra.Command, path string) (*history.History, error) {
	options, err := f.options()
	if err != nil {
		return nil, err
	}
	ctx, stop := limit(command.Context(), options)
	defer stop()
	h, info, err := f.input.read(ctx, command, path)
	if err != nil {
		return nil, err
	}
	name, err := f.model.modelName(info)
	if err != nil {
		return nil, err
	}
	r := &report{File: path, Format: string(info.Format), Model: name, history: h}
	if slices.Contains(workload.Names(), name) {
		err = f.runWorkload(r, h)
	} else {
		err = f.runModel(ctx, command, r, h, options)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case r.Verdict == "valid":
		return nil, fmt.Errorf("%s is valid: there is nothing to shrink", path)
	case r.Verdict != "invalid" || len(r.evidence) == 0:
		fmt.Fprintf(command.ErrOrStderr(), "%s: undecided, or no part was found: %s\n", path, r.Why)
		return nil, exitCode(exitUndecided)
	}
	fmt.Fprintf(command.ErrOrStderr(), "%s: %d of %d operations, %s: %s\n", path, len(r.evidence), len(h.Operations), certainty(r), r.Reason)
	cut := int64(history.Never)
	if r.verdict != nil {
		cut = r.verdict.Failed.Witness.Cut
	}
	return explain.SubHistory(h, r.evidence, cut), nil
}

func certainty(r *report) string {
	if r.Certified {
		return "certified to be in violation"
	}
	return "uncertified"
}
