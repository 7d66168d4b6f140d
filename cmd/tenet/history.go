package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/model"
	"github.com/tenet-go/tenet/linearizability/workload"
)

func newHistory() *cobra.Command {
	command := &cobra.Command{
		Use:   "history",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
		Short: "Check, convert, measure, shrink and draw recorded histories",
		Long: `A history is what a test system recorded of its clients' calls: when each was invoked, how it
completed, and with what value. FILE may be - for standard input, may be compressed by gzip, and
may be the report directory of an etcd robustness test.

` + formatsHelp() + "\n" + modelsHelp(),
	}
	command.AddCommand(newCheck(), newConvert(), newStats(), newShrink(), newVisualize())
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

// checkNames returns what --model accepts.
func checkNames() []string { return append(model.Names(), workload.Names()...) }
