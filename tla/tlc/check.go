package tlc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Model is what TLC checks.
type Model struct {
	// Module is the path of the module, such as spec/twopc/MCTwoPhaseCommit.tla.
	Module string
	// Config is the path of its configuration; "" stands for that of the module with .cfg.
	Config string
	// Libraries are the folders in which other modules are found, besides that of Module.
	Libraries []string
}

// Options says how to check. The zero Options will do.
type Options struct {
	// Workers is how many threads TLC uses; 0 stands for as many as Go does.
	Workers int
	// Dump is the file to which the state graph is written with the names of actions, "" for none. Its name ends in .dot.
	Dump string
	// Out is given all that TLC prints, as it prints it.
	Out io.Writer
	// Memory bounds Java's heap, in bytes; 0 leaves that to Java.
	Memory int64
	// NoDeadlock has states without successors pass, whatever the configuration says.
	NoDeadlock bool
}

// Result is what TLC has found.
type Result struct {
	// Generated counts the states that were generated, Distinct the different ones among them.
	Generated, Distinct int64
	// Depth is the length of the longest of all shortest ways to a state, counted in states.
	Depth int64
	// Violation is nil if everything holds.
	Violation *Violation
	Duration  time.Duration
}

// Violation is what does not hold.
type Violation struct {
	// Property is the name of the invariant or property, if TLC tells it: it does not name temporal properties.
	Property string
	// Text is TLC's explanation, with the trace.
	Text string
	// ExitCode is TLC's: 10 for an assumption, 11 for a deadlock, 12 for an invariant, 13 for a property, 14 for an Assert.
	ExitCode int
}

// SpecError says that TLC could not check the model: because of what is in the specification or configuration,
// or because TLC failed.
type SpecError struct {
	Module   string
	ExitCode int
	// Text is what TLC says of it.
	Text string
}

func (e *SpecError) Error() string {
	return fmt.Sprintf("TLC cannot check %s (exit code %d):\n%s", e.Module, e.ExitCode, e.Text)
}

// Check checks a model. A property that does not hold is no error. The error is of type *SpecError if TLC cannot check the
// model. If the context ends, TLC is killed and the error wraps the context's.
func (t *TLC) Check(ctx context.Context, m Model, o Options) (*Result, error) {
	work, err := os.MkdirTemp("", "tenet-tlc-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(work) }() // TLC's own files
	args, err := t.arguments(m, o, work)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, t.java, args...)
	cmd.Dir = work // where TLC would leave files, were it not told otherwise
	cmd.WaitDelay = 5 * time.Second
	var out bytes.Buffer
	cmd.Stdout = &out
	if o.Out != nil {
		cmd.Stdout = io.MultiWriter(&out, o.Out)
	}
	cmd.Stderr = cmd.Stdout
	begin := time.Now()
	err = cmd.Run()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("checking %s: %w", m.Module, context.Cause(ctx))
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("running TLC on %s: %w", m.Module, err)
	}
	result, err := parse(out.String(), cmd.ProcessState.ExitCode(), m.Module)
	if err != nil {
		return nil, err
	}
	result.Duration = time.Since(begin)
	return result, nil
}

// arguments returns the command line. TLC looks into the libraries only if the module is named without its folder.
func (t *TLC) arguments(m Model, o Options, work string) ([]string, error) {
	module, err := filepath.Abs(m.Module)
	if err != nil {
		return nil, err
	}
	config := m.Config
	if config == "" {
		config = strings.TrimSuffix(module, ".tla") + ".cfg"
	}
	if config, err = filepath.Abs(config); err != nil {
		return nil, err
	}
	for _, file := range []string{module, config} {
		if _, err := os.Stat(file); err != nil {
			return nil, fmt.Errorf("the model %s: %w", m.Module, err)
		}
	}
	folders := []string{filepath.Dir(module)}
	for _, l := range m.Libraries {
		folder, err := filepath.Abs(l)
		if err != nil {
			return nil, err
		}
		folders = append(folders, folder)
	}
	workers := o.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	args := []string{"-XX:+UseParallelGC", "-Djava.io.tmpdir=" + work,
		"-DTLA-Library=" + strings.Join(folders, string(filepath.ListSeparator))}
	if o.Memory > 0 {
		args = append(args, "-Xmx"+strconv.FormatInt(max(o.Memory>>20, 1), 10)+"m")
	}
	// The fingerprint polynomial is drawn, if it is not given. Liveness is checked once, on the whole graph.
	args = append(args, "-cp", t.jar, "tlc2.TLC", "-workers", strconv.Itoa(workers), "-metadir", work,
		"-fp", "0", "-lncheck", "final", "-config", config)
	if o.NoDeadlock {
		args = append(args, "-deadlock")
	}
	if o.Dump != "" {
		dump, err := filepath.Abs(o.Dump)
		if err != nil {
			return nil, err
		}
		if filepath.Ext(dump) != ".dot" {
			return nil, fmt.Errorf("the dump goes to %s, expected a name that ends in .dot", o.Dump)
		}
		args = append(args, "-dump", "dot,actionlabels", dump)
	}
	return append(args, strings.TrimSuffix(filepath.Base(module), ".tla")), nil
}
