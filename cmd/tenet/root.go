package main

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "tenet",
		Short: "Verify protocols, and check histories of concurrent systems",
		Long: `Tenet runs its protocols under every schedule within bounds, holds each step to the protocol's TLA+ specification, simulates
clusters under faults, and checks what clients of any concurrent system saw against what the system promises.

Exit codes: 0 it holds, 1 it is violated, 2 wrong usage or bad input, 3 undecided in the time and
memory given. tenet spec has those of TLC. (go run turns every failure into exit code 1: use go install in scripts.)`,
		Example: `  tenet verify
  tenet explore twopc --model MCOneTransaction
  tenet simulate twopc --seed 7
  tenet spec check spec/twopc/MCOneTransaction.cfg
  tenet history check --model cas-register history.edn
  tenet history check --model queue --json history.json
  tenet history stats history.edn`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(newVerify(), newExplore(), newSimulate(), newReplay(), newMutants(), newSpec(), newHistory())
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
