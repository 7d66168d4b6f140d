package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/syntax"
)

// specParseFlags are the flags of tenet spec parse.
type specParseFlags struct {
	libraryFlags
	syntaxOnly bool
	print      bool
	json       bool
}

func newSpecParse() *cobra.Command {
	f := &specParseFlags{}
	command := &cobra.Command{
		Use:   "parse FILE...",
		Args:  cobra.MinimumNArgs(1),
		Short: "Read modules (.tla) and configurations (.cfg), and say what is wrong with them",
		Long: `Parse reads each file, and says where it is no TLA+. Of modules it resolves names and checks levels too, which needs
the modules that they extend; --syntax does without.

Exit codes: 0 all is well, 150 a module is not, 255 a configuration is not, 2 wrong usage. A file that cannot be read is not well.`,
		Example: `  tenet spec parse spec/twopc/*.tla
  tenet spec parse --print spec/abstract/AtomicCommit.tla`,
	}
	f.register(command)
	command.Flags().BoolVar(&f.syntaxOnly, "syntax", false, "check the syntax only: not names, not levels")
	command.Flags().BoolVar(&f.print, "print", false, "print the modules as they were understood, in a uniform layout, without comments and proofs")
	command.Flags().BoolVar(&f.json, "json", false, "print what each file contains, and what is wrong with it, as JSON")
	command.RunE = func(command *cobra.Command, args []string) error { return f.run(command, args) }
	return command
}

// parsedFile is what a file contains.
type parsedFile struct {
	File        string     `json:"file"`
	Module      string     `json:"module,omitempty"`
	Extends     []string   `json:"extends,omitempty"`
	Constants   []string   `json:"constants,omitempty"`
	Variables   []string   `json:"variables,omitempty"`
	Definitions []string   `json:"definitions,omitempty"`
	Errors      []mistaken `json:"errors,omitempty"`
	Warnings    []mistaken `json:"warnings,omitempty"`
}

// mistaken is an error and its place.
type mistaken struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

func (f *specParseFlags) run(command *cobra.Command, files []string) error {
	if f.print && f.json {
		return errors.New("--print and --json: expected one of them")
	}
	for _, file := range files {
		switch ext := filepath.Ext(file); {
		case ext != ".tla" && ext != ".cfg":
			return fmt.Errorf("%s: expected a file whose name ends in .tla or .cfg", file)
		case ext == ".cfg" && f.print:
			return fmt.Errorf("--print: %s is a configuration, and only modules are printed", file)
		}
	}
	code := 0
	all := []*parsedFile{}
	for _, file := range files {
		parsed, wrong := f.file(command, file)
		if all = append(all, parsed); wrong != 0 {
			code = wrong
		}
	}
	if f.json {
		if err := writeIndented(command.OutOrStdout(), all); err != nil {
			return err
		}
	}
	if code != 0 {
		return exitCode(code)
	}
	return nil
}

// file reads a module or a configuration, and reports what is wrong with it, and the exit code for that.
func (f *specParseFlags) file(command *cobra.Command, file string) (*parsedFile, int) {
	parsed := &parsedFile{File: file}
	code := exitSpecParse
	text, err := os.ReadFile(file)
	switch {
	case filepath.Ext(file) == ".cfg":
		code = exitSpecOther
		if err == nil {
			_, err = config.Parse(file, text)
		}
	case err == nil:
		err = f.module(command, file, text, parsed)
	}
	if err == nil {
		return parsed, 0
	}
	if parsed.Errors = mistakes(err); parsed.Errors == nil {
		parsed.Errors = []mistaken{{File: file, Message: err.Error()}}
	}
	if !f.json {
		fmt.Fprintf(command.ErrOrStderr(), "%v\n", err)
	}
	return parsed, code
}

// module reads a module.
func (f *specParseFlags) module(command *cobra.Command, file string, text []byte, parsed *parsedFile) error {
	tree, err := syntax.Parse(file, text)
	if err != nil {
		return err
	}
	describeModule(tree, parsed)
	if f.print {
		if err := syntax.Print(command.OutOrStdout(), tree); err != nil {
			return err
		}
	}
	if f.syntaxOnly {
		return nil
	}
	spec, err := tla.LoadModule(disk{}, filepath.ToSlash(file), f.beside(file)...)
	if err != nil {
		return err
	}
	for _, w := range spec.Warnings {
		parsed.Warnings = append(parsed.Warnings, place(w))
		if !f.json {
			fmt.Fprintf(command.ErrOrStderr(), "warning: %v\n", w)
		}
	}
	return nil
}

// describeModule lists what a module declares and defines.
func describeModule(tree *syntax.Module, parsed *parsedFile) {
	parsed.Module = tree.Name.Text
	for _, n := range tree.Extends {
		parsed.Extends = append(parsed.Extends, n.Text)
	}
	for _, u := range tree.Units {
		switch u := u.(type) {
		case *syntax.ConstantDecl:
			for _, d := range u.Decls {
				parsed.Constants = append(parsed.Constants, d.Name.Text)
			}
		case *syntax.VariableDecl:
			for _, n := range u.Names {
				parsed.Variables = append(parsed.Variables, n.Text)
			}
		case *syntax.OperatorDef:
			parsed.Definitions = append(parsed.Definitions, u.Name.Text)
		case *syntax.FunctionDef:
			parsed.Definitions = append(parsed.Definitions, u.Name.Text)
		case *syntax.InstanceDef:
			if u.Name.Text != "" {
				parsed.Definitions = append(parsed.Definitions, u.Name.Text)
			}
		}
	}
}

// mistakes returns the errors with a place that an error consists of.
func mistakes(err error) []mistaken {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var all []mistaken
		for _, each := range several.Unwrap() {
			all = append(all, mistakes(each)...)
		}
		return all
	}
	var e *syntax.Error
	if errors.As(err, &e) {
		return []mistaken{place(e)}
	}
	return nil
}

func place(e *syntax.Error) mistaken {
	return mistaken{File: e.File, Line: e.Pos.Line, Column: e.Pos.Col, Message: e.Message}
}
