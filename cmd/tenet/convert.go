package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
)

func newConvert() *cobra.Command {
	var input inputFlags
	var to, output string
	command := &cobra.Command{
		Use:   "convert FILE",
		Short: "Write a history in another format",
		Long: `Convert reads a history in any format and writes it in another. What the other format cannot say
is an error. JSON has fewer kinds of values than EDN: keywords become strings, sets lists. awdit-text,
plume-text and dbcop take transactions that read and write integers from 0; they leave out times, what
nobody knows to have happened and nobody has read, and awdit-text what failed. A history read
from them has no times, and cannot become one that has.`,
		Example: `  tenet history convert --to jepsen-json history.edn > history.ndjson
  tenet history convert --to jepsen-edn --output history.edn etcd_000.log
  tenet history convert --to plume-text rw-register.edn > history.txt`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeFiles,
		RunE: func(command *cobra.Command, args []string) error {
			target, err := format.Parse(to)
			if err != nil {
				return fmt.Errorf("--to: %w", err)
			}
			h, _, err := input.read(command.Context(), command, args[0])
			if err != nil {
				return err
			}
			return writeHistory(command, h, target, output)
		},
	}
	input.register(command)
	command.Flags().StringVar(&to, "to", string(format.JepsenJSON), "format of the output")
	command.Flags().StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return command
}

// writeHistory writes a history to a file, or to standard output if the path is -.
func writeHistory(command *cobra.Command, h *history.History, f format.Format, path string) error {
	if path == "-" {
		return format.Write(command.OutOrStdout(), f, h)
	}
	return createFile(path, func(w io.Writer) error { return format.Write(w, f, h) })
}

// createFile writes a file, and removes it if that fails.
func createFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	err = write(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		if removed := os.Remove(path); removed != nil {
			return fmt.Errorf("%w (and %s is incomplete: %w)", err, path, removed)
		}
	}
	return err
}
