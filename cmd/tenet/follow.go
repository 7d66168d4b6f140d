package main

import (
	"errors"

	"github.com/spf13/cobra"
)

// followFlags are the flags of online checking.
type followFlags struct{ on bool }

func (f *followFlags) register(command *cobra.Command) {
	command.Flags().BoolVar(&f.on, "follow", false, "check events as they are appended to FILE, or come on standard input")
}

func (f *checkFlags) runFollow(*cobra.Command, string) error { return errors.New("not yet") }
