package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/model"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/workload"
)

func newHistory() *cobra.Command {
	command := &cobra.Command{
		Use:   "history",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
		Short: "Check, convert, generate, measure, shrink and draw histories",
		Long: `A history is what a test system recorded of its clients' calls: when each was invoked, how it
completed, and with what value. FILE may be - for standard input, may be compressed by gzip, and
may be the report directory of an etcd robustness test.

` + formatsHelp() + "\n" + modelsHelp(),
	}
	command.AddCommand(newCheck(), newConvert(), newGenerate(), newStats(), newShrink(), newVisualize())
	return command
}

func formatsHelp() string {
	var b strings.Builder
	b.WriteString("Formats (detected, or given by --format):\n")
	for _, f := range format.Formats() {
		fmt.Fprintf(&b, "  %-13s %s\n", f, f.Describe())
	}
	return b.String()
}

func modelsHelp() string {
	var b strings.Builder
	b.WriteString("Models of objects (--model), for linearizability and sequential consistency:\n")
	for _, m := range model.Catalog() {
		fmt.Fprintf(&b, "  %-15s %s\n", m.Name, m.Summary)
		for _, o := range m.Operations {
			fmt.Fprintf(&b, "  %15s   %s\n", "", o)
		}
	}
	b.WriteString("\nModels of transactions (--model), for levels of isolation (--consistency):\n")
	for _, m := range transaction.Models() {
		fmt.Fprintf(&b, "  %-15s %s\n", m, m.Summary())
		fmt.Fprintf(&b, "  %15s   levels: %s\n", "", strings.Join(m.LevelNames(), ", "))
	}
	fmt.Fprintf(&b, "\nCausal consistency and session guarantees (--consistency) of single reads and writes, models %s:\n  %s; several of the last four are joined by +, monotonic-reads among them\n",
		strings.Join(causalModels, " and "), strings.Join(causal.Names(), ", "))
	b.WriteString("\nJepsen's workload checks (--model too):\n")
	for _, name := range workload.Names() {
		check, err := workload.New(name)
		if err != nil {
			continue
		}
		fmt.Fprintf(&b, "  %-15s %s\n", name, check.Description())
	}
	return b.String()
}

// objectNames returns the models of objects and the workload checks, whose violations are parts of the
// history.
func objectNames() []string { return append(model.Names(), workload.Names()...) }

// checkNames returns what --model of check accepts.
func checkNames() []string { return append(objectNames(), transaction.ModelNames()...) }
