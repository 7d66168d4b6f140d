package main

import (
	"github.com/spf13/cobra"
)

func newVisualize() *cobra.Command {
	f := &checkFlags{}
	command := &cobra.Command{
		Use:   "visualize FILE",
		Short: "Draw a history and its verdict as an HTML page",
		Long: `Visualize checks a history and writes the picture whatever the verdict: the failing part of a
violation, or the order that explains a valid history. The page is one file and opens offline.

Exit codes are those of check.`,
		Example:           `  tenet history visualize --model cas-register --output history.html history.edn`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeFiles,
		RunE:              func(command *cobra.Command, args []string) error { return f.run(command, args[0]) },
	}
	f.input.register(command)
	f.model.register(command, objectNames())
	f.limits.register(command)
	f.workload.register(command)
	command.Flags().BoolVar(&f.json, "json", false, "print the verdict as one JSON object")
	command.Flags().StringVarP(&f.page, "output", "o", "history.html", "where to write the page")
	return command
}
