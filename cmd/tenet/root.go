package main

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "tenet",
		Short: "Check histories of concurrent systems",
		Long: `Tenet checks what clients of a concurrent system saw against what the system promises.

Exit codes: 0 it holds, 1 it is violated, 2 wrong usage or bad input, 3 undecided in the time and
memory given. (go run turns every failure into exit code 1: use go install in scripts.)`,
		Example: `  tenet history check --model cas-register history.edn
  tenet history check --model queue --json history.json
  tenet history stats history.edn`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(newVerify(), newExplore(), newSimulate(), newReplay(), newSpec(), newHistory())
	return root
}

// version returns what the Go toolchain recorded of this build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
