package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/workload"
)

// workloadFlags are the options of Jepsen's workload checks.
type workloadFlags struct {
	total      int64
	hasTotal   func() bool
	negative   bool
	groupSize  int
	allowStale bool
}

func (f *workloadFlags) register(command *cobra.Command) {
	flags := command.Flags()
	flags.Int64Var(&f.total, "total", 0, "bank: what all accounts sum to (default: the sum of the first ok read)")
	flags.BoolVar(&f.negative, "negative-balances", false, "bank: accounts may be overdrawn")
	flags.IntVar(&f.groupSize, "group-size", 0, fmt.Sprintf("long-fork: the number of keys that each read reads (default %d)", workload.DefaultGroupSize))
	flags.BoolVar(&f.allowStale, "allow-stale", false, "set-full: reads may miss an element for a while after it was added")
	f.hasTotal = func() bool { return flags.Changed("total") }
}

// unused is an error if a flag was given that means nothing to a model of an object.
func (f *workloadFlags) unused(command *cobra.Command) error {
	for _, name := range []string{"total", "negative-balances", "group-size", "allow-stale"} {
		if command.Flags().Changed(name) {
			return fmt.Errorf("--%s is for a workload check, and %q is the model of an object", name, command.Flag("model").Value)
		}
	}
	return nil
}

// runWorkload runs a workload check.
func (f *checkFlags) runWorkload(r *report, h *history.History) error {
	check, err := workload.New(r.Model)
	if err != nil {
		return err
	}
	o := workload.Options{NegativeBalances: f.workload.negative, GroupSize: f.workload.groupSize, AllowStale: f.workload.allowStale}
	if f.workload.hasTotal() {
		o.Total = &f.workload.total
	}
	start := time.Now()
	v, err := check.Run(h, o)
	if err != nil {
		return err
	}
	r.Seconds = time.Since(start).Seconds()
	r.Verdict, r.Why, r.Omitted, r.Operations, r.Ignored, r.earliest = v.Outcome.String(), v.Why, v.Omitted, len(h.Operations), h.Ignored, -1
	r.Engine = "workload"
	for _, found := range v.Findings {
		r.Findings = append(r.Findings, finding{found.Kind, found.Sentence, r.operations(found.Ops)})
	}
	if len(v.Findings) > 0 {
		r.Reason, r.evidence = v.Findings[0].Sentence, v.Findings[0].Ops
		r.Witness = r.Findings[0].Operations
	}
	r.Stats = map[string]int64{}
	for _, s := range v.Stats {
		r.stats = append(r.stats, stat{s.Name, s.Count})
		r.Stats[s.Name] = s.Count
	}
	return nil
}
