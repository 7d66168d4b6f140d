package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
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
		Long: `Eval prints the value of an expression without variables. It may use the modules
` + strings.Join(tla.CalculatorModules(), ", ") + `,
or instead what a module defines (--module, if that has no constants), or a model's module with the model's constants (--cfg). What Print and
PrintT print goes to the standard error. An expression that begins with a minus sign stands behind "--".

Exit codes: 0 it has a value, 75 it has none, 150 it is no TLA+, 255 it cannot be evaluated here, 2 wrong usage.`,
		Example: `  tenet spec eval '{x * x : x \in 1..5}'
  tenet spec eval -- '-5 % 3'
  tenet spec eval 'Cardinality(SUBSET Participants)' --cfg spec/twopc/MCOneTransaction.cfg`,
	}
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf(`%w; an expression that begins with a minus sign stands behind "--"`, err)
	})
	f.register(command)
	command.Flags().StringVar(&f.module, "module", "", "the module that the expression stands at the end of (.tla)")
	command.Flags().StringVar(&f.config, "cfg", "", "the model whose module it stands at the end of (.cfg); --module names the module if it has another name")
	command.RunE = func(command *cobra.Command, args []string) error { return f.run(command, args[0]) }
	return command
}

func (f *specEvalFlags) run(command *cobra.Command, expr string) error {
	if len(f.folders) > 0 && f.module == "" && f.config == "" {
		return errors.New("--library: the expression may use no module but the standard ones: give --module or --cfg too")
	}
	m, err := f.load()
	if err != nil {
		return specFailure(command, err)
	}
	m.Out = command.ErrOrStderr()
	v, err := m.Evaluate(expr)
	if err != nil {
		fmt.Fprintf(command.ErrOrStderr(), "tenet: %v\n", quoted(expr, err))
		return exitCode(specErrorCode(err))
	}
	_, err = fmt.Fprintln(command.OutOrStdout(), v)
	return err
}

// quoted has an error of evaluation quote the line that it is about, as errors of syntax do.
func quoted(expr string, err error) error {
	var failed *eval.Error
	if !errors.As(err, &failed) {
		return err
	}
	text := []byte(expr)
	if failed.File != tla.ExpressionFile {
		if text, err = os.ReadFile(failed.File); err != nil {
			return failed // a module of the library
		}
	}
	return syntax.NewError(failed.File, text, failed.Span.Start, failed.Message)
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
