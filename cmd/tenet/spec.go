package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Exit codes of tenet spec that are not TLC's. check.Verdict has the others, and 15 and 16.
const (
	exitDisagree  = 17  // two engines come to different results
	exitSpecParse = 150 // a module is no TLA+, or its names mean nothing
	exitSpecEval  = 75  // an expression has no value
	exitSpecOther = 255 // the configuration is none, or the engine cannot do what the specification asks for
)

func newSpec() *cobra.Command {
	command := &cobra.Command{
		Use:   "spec",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
		Short: "Check TLA+ specifications, evaluate expressions, judge recorded traces",
		Long: `These commands need no Java: the engine is written in Go (package tla). TLC, which needs Java, is the second opinion.

Modules are looked for in the folder of the configuration or module, in abstract/ beside that folder, in the folders that --library
names, and then among those that tenet brings: the standard ones, and the most used of the CommunityModules.`,
	}
	command.AddCommand(newSpecCheck(), newSpecParse(), newSpecEval(), newSpecTrace())
	return command
}

// disk has the files of this machine, under the names by which people know them: absolute ones, and those that begin with "..", too.
type disk struct{}

// Open implements fs.FS.
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// libraryFlags say where modules are.
type libraryFlags struct {
	folders []string
}

func (f *libraryFlags) register(command *cobra.Command) {
	command.Flags().StringSliceVar(&f.folders, "library", nil, "a folder with further modules; may be given several times")
}

// beside returns the folders in which modules are looked for, besides that of the file.
func (f *libraryFlags) beside(file string) []string {
	all := append([]string{}, f.folders...)
	if abstract := filepath.Join(filepath.Dir(file), "..", "abstract"); isFolder(abstract) {
		all = append(all, abstract)
	}
	for i := range all {
		all[i] = filepath.ToSlash(all[i])
	}
	return all
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// specErrorCode is the exit code for a model that cannot be checked.
func specErrorCode(err error) int {
	var load *tla.LoadError
	var failed *eval.Error
	var mistake *syntax.Error
	switch {
	case errors.As(err, &load):
		return load.Part.ExitCode()
	case errors.As(err, &failed) && failed.Kind != eval.Unsupported:
		return exitSpecEval
	case errors.As(err, &mistake):
		return exitSpecParse
	}
	return exitSpecOther
}

// specFailure prints why something of a specification cannot be done, and returns the exit code as an error.
func specFailure(command *cobra.Command, err error) error {
	fmt.Fprintf(command.ErrOrStderr(), "tenet: %v\n", err)
	return exitCode(specErrorCode(err))
}
