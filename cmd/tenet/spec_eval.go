package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/config"
)

// specEvalFlags are the flags of tenet spec eval.
type specEvalFlags struct {
	libraryFlags
	module string
	config string
}

func newSpecEval() *cobra.Command {
	f := &specEvalFlags{}
	command := &cobra.Command{
		Use:   "eval EXPRESSION",
		Args:  cobra.ExactArgs(1),
		Short: "Evaluate a constant expression of TLA+",
		Long: `Eval prints the value of an expression without variables. It may use the standard modules and the most used of the CommunityModules, or
instead what a module defines (--module, if that has no constants), or a model's module with the model's constants (--cfg).

Exit codes: 0 it has a value, 75 it has none, 150 it is no TLA+, 255 it cannot be evaluated here, 2 wrong usage.`,
		Example: `  tenet spec eval '{x * x : x \in 1..5}'
  tenet spec eval 'Cardinality(SUBSET Participants)' --cfg spec/twopc/MCOneTransaction.cfg`,
	}
	f.register(command)
	command.Flags().StringVar(&f.module, "module", "", "the module that the expression stands at the end of (.tla)")
	command.Flags().StringVar(&f.config, "cfg", "", "the model whose module it stands at the end of (.cfg); --module names the module if it has another name")
	command.RunE = func(command *cobra.Command, args []string) error { return f.run(command, args[0]) }
	return command
}

func (f *specEvalFlags) run(command *cobra.Command, expr string) error {
	m, err := f.load()
	if err != nil {
		return specFailure(command, err)
	}
	v, err := m.Evaluate(expr)
	if err != nil {
		return specFailure(command, err)
	}
	_, err = fmt.Fprintln(command.OutOrStdout(), v)
	return err
}

// load loads what the expression stands at the end of.
func (f *specEvalFlags) load() (*tla.Model, error) {
	switch {
	case f.config != "":
		options := []tla.Option{tla.WithLibrary(f.beside(f.config)...), tla.LeaveOutTemporal()}
		if f.module != "" {
			options = append(options, tla.WithModule(filepath.ToSlash(f.module)))
		}
		return tla.Load(disk{}, filepath.ToSlash(f.config), options...)
	case f.module != "":
		spec, err := tla.LoadModule(disk{}, filepath.ToSlash(f.module), f.beside(f.module)...)
		if err != nil {
			return nil, &tla.LoadError{Part: tla.Specification, Err: err}
		}
		if len(spec.Root.Constants) > 0 {
			return nil, &tla.LoadError{Part: tla.Assignment, Err: errors.New("the module has constants: --cfg names a model that gives them values")}
		}
		return tla.Compile(spec, &config.Config{File: f.module})
	}
	return tla.Calculator()
}
