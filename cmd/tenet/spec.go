package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla/tlc"
)

func newSpec() *cobra.Command {
	command := &cobra.Command{
		Use:   "spec",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
		Short: "Check TLA+ specifications",
	}
	command.AddCommand(newSpecCheck())
	return command
}

type specCheckFlags struct {
	engine    string
	libraries []string
	dump      string
	workers   int
	memory    string
	json      bool
	quiet     bool
}

func newSpecCheck() *cobra.Command {
	f := &specCheckFlags{}
	command := &cobra.Command{
		Use:   "check MODEL.cfg",
		Args:  cobra.ExactArgs(1),
		Short: "Check a model of a specification by TLC",
		Long: `The module of a model has the name of its configuration file. Other modules are looked for in its folder, in abstract/ beside
that folder, and in the folders that --library names.

TLC needs Java. Its jar is the one that $TLA2TOOLS_JAR names, or is fetched once by Maven (mvn).

Exit codes: 0 it holds, 1 it does not, 2 the specification cannot be checked, or TLC is not available.`,
		Example: `  tenet spec check spec/twopc/MCOneTransaction.cfg
  tenet spec check --dump graph.dot spec/twopc/MCOneTransaction.cfg`,
	}
	command.Flags().StringVar(&f.engine, "engine", "tlc", "what checks it: tlc")
	command.Flags().StringSliceVar(&f.libraries, "library", nil, "a folder with further modules; may be given several times")
	command.Flags().StringVar(&f.dump, "dump", "", "write the state graph, with the names of actions, to this file (.dot)")
	command.Flags().IntVar(&f.workers, "workers", 0, "how many threads (default one for each processor)")
	command.Flags().StringVar(&f.memory, "memory", "0", "Java's heap, such as 8GiB (0: as much as Java takes)")
	command.Flags().BoolVar(&f.json, "json", false, "print the result as JSON")
	command.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "leave out what TLC prints")
	complete(command, "engine", []string{"tlc"})
	command.RunE = func(command *cobra.Command, args []string) error { return f.run(command, args[0]) }
	return command
}

// specReport is what was found of a model.
type specReport struct {
	Model      string   `json:"model"`
	Outcome    string   `json:"outcome"` // holds, violated
	Engine     string   `json:"engine"`
	Generated  int64    `json:"generated"`
	Distinct   int64    `json:"distinct"`
	Depth      int64    `json:"depth"`
	Properties []string `json:"properties"`
	Violated   string   `json:"violated,omitempty"`
	Text       string   `json:"text,omitempty"`
	Seconds    float64  `json:"seconds"`
}

func (f *specCheckFlags) run(command *cobra.Command, config string) error {
	if f.engine != "tlc" {
		return fmt.Errorf("--engine %q: expected tlc", f.engine)
	}
	if filepath.Ext(config) != ".cfg" {
		return fmt.Errorf("%s: expected a configuration file, whose name ends in .cfg", config)
	}
	if _, err := os.Stat(config); err != nil {
		return err
	}
	memory, err := parseBytes(f.memory)
	if err != nil {
		return fmt.Errorf("--memory %q: expected a size such as 500MB or 8GiB", f.memory)
	}
	if f.workers < 0 || f.workers > mostWorkers {
		return fmt.Errorf("--workers %d: expected 0 to %d", f.workers, mostWorkers)
	}
	checker, err := tlc.Find(command.Context())
	if err != nil {
		return err
	}
	o := tlc.Options{Workers: f.workers, Dump: f.dump, Memory: memory}
	if !f.quiet && !f.json {
		o.Out = command.ErrOrStderr()
	}
	module := strings.TrimSuffix(config, ".cfg") + ".tla"
	libraries := append([]string{}, f.libraries...)
	if abstract := filepath.Join(filepath.Dir(config), "..", "abstract"); isFolder(abstract) {
		libraries = append(libraries, abstract)
	}
	result, err := checker.Check(command.Context(), tlc.Model{Module: module, Config: config, Libraries: libraries}, o)
	if cause := command.Context().Err(); cause != nil {
		fmt.Fprintf(command.ErrOrStderr(), "tenet: %v\n", causeOf(cause))
		return exitCode(exitUndecided)
	}
	if err != nil {
		return err
	}
	checked, err := tlc.Properties(config)
	if err != nil {
		return err
	}
	return f.print(command.OutOrStdout(), &specReport{
		Model: config, Outcome: "holds", Engine: f.engine, Generated: result.Generated, Distinct: result.Distinct, Depth: result.Depth,
		Properties: checked, Seconds: result.Duration.Seconds(),
	}, result.Violation)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (f *specCheckFlags) print(out io.Writer, r *specReport, v *tlc.Violation) error {
	if v != nil {
		r.Outcome, r.Violated, r.Text = "violated", v.Property, v.Text
	}
	var err error
	if f.json {
		err = writeIndented(out, r)
	} else {
		err = r.write(out)
	}
	return errors.Join(err, outcomeCode(r.Outcome))
}

func (r *specReport) write(w io.Writer) error {
	if r.Outcome == "violated" {
		name := r.Violated
		if name == "" {
			name = "a temporal property"
		}
		_, err := fmt.Fprintf(w, "%s: VIOLATION: %s does not hold\n%s\n", r.Model, name, r.Text)
		return err
	}
	_, err := fmt.Fprintf(w, "%s: HOLDS: %s\n  %s distinct states, %s generated, depth %d, %.1f s\n", r.Model, strings.Join(r.Properties, ", "),
		grouped(uint64(r.Distinct)), grouped(uint64(r.Generated)), r.Depth, r.Seconds)
	return err
}
