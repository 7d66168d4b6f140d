package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/trace"
)

// specTraceFlags are the flags of tenet spec trace.
type specTraceFlags struct {
	libraryFlags
	spec     string
	module   string
	hidden   int
	most     int
	stutters []string
	behavior bool
	json     bool
}

func newSpecTrace() *cobra.Command {
	f := &specTraceFlags{}
	command := &cobra.Command{
		Use:   "trace --spec MODEL.cfg TRACE.ndjson",
		Args:  cobra.ExactArgs(1),
		Short: "Judge a recorded trace by a specification",
		Long: `Trace says whether a behavior of the specification shows what was recorded: one event a line, each a JSON object such as

  {"action": "HandlePrepare", "state": {"x": 1, "log": [], "acked": {"#set": [1, 2]}}}

with the state after the event. Variables that are not there were not logged, and may have any value. An event without an action is any
step or none; if it is the first, it shows the initial state. --hidden allows steps between the events that were not logged. Values
are JSON, or TLA+ as TLC prints it ({"#tla": "..."}, or "tla" in place of "state"): docs/tla.md lists all forms. "-" reads the standard input.

Exit codes: 0 there is such a behavior, 1 there is none, 2 wrong usage, or a line is no event, or there is none, 16 interrupted, or too many states fit, 75
the specification cannot be evaluated, 150, 151, 255 it cannot be loaded.`,
		Example: `  tenet spec trace --spec spec/twopc/MCOneParticipant.cfg trace.ndjson
  tenet spec trace --spec Queue.cfg --hidden 2 --stutters Tick trace.ndjson`,
	}
	flags := command.Flags()
	f.register(command)
	flags.StringVar(&f.spec, "spec", "", "the model by whose specification the trace is judged (.cfg)")
	flags.StringVar(&f.module, "module", "", "the root module, beside the configuration, if its name is another")
	flags.IntVar(&f.hidden, "hidden", 0, "how many steps before each event may have gone unlogged")
	flags.IntVar(&f.most, "max-candidates", 0, "how many states the search may keep at each event (default 100,000)")
	flags.StringSliceVar(&f.stutters, "stutters", nil, "actions that may change nothing, whatever the specification says of them")
	flags.BoolVar(&f.behavior, "behavior", false, "print the behavior that was found")
	flags.BoolVar(&f.json, "json", false, "print the result as JSON, with the behavior")
	command.RunE = func(command *cobra.Command, args []string) error { return f.run(command, args[0]) }
	return command
}

// traceReport is what was found of a trace.
type traceReport struct {
	Trace      string         `json:"trace"`
	Spec       string         `json:"spec"`
	Outcome    string         `json:"outcome"` // holds, violated
	Events     int            `json:"events"`
	Candidates int            `json:"candidates"`     // states in which the specification may be at the end
	Most       int            `json:"mostCandidates"` // on the way
	Line       int            `json:"line,omitempty"` // of the event that does not fit
	Why        string         `json:"why,omitempty"`
	Behavior   []behaviorStep `json:"behavior,omitempty"`
	Seconds    float64        `json:"seconds"`
}

// behaviorStep is a state of a behavior that shows the trace.
type behaviorStep struct {
	Line   int               `json:"line,omitempty"` // 0 if it was not logged
	Action string            `json:"action,omitempty"`
	State  map[string]string `json:"state"`

	variables []string
}

func (f *specTraceFlags) run(command *cobra.Command, file string) error {
	if f.spec == "" {
		return errors.New("--spec: which specification? Name a model (.cfg)")
	}
	if f.hidden < 0 || f.most < 0 {
		return fmt.Errorf("--hidden %d --max-candidates %d: expected 0 or more", f.hidden, f.most)
	}
	options := []tla.Option{tla.WithLibrary(f.beside(f.spec)...)}
	if f.module != "" {
		options = append(options, tla.WithModule(filepath.ToSlash(f.module)))
	}
	m, err := tla.Load(disk{}, filepath.ToSlash(f.spec), options...)
	if err != nil {
		return specFailure(command, err)
	}
	in := command.InOrStdin()
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return err
		}
		defer func() { _ = opened.Close() }() // it was only read
		in = opened
	}
	begin := time.Now()
	found, err := m.CheckTrace(command.Context(), in, trace.Options{Hidden: f.hidden, MaxCandidates: f.most, Stutters: f.stutters})
	var line *trace.LineError
	switch {
	case errors.As(err, &line), errors.Is(err, trace.ErrEmpty):
		return fmt.Errorf("%s: %w", file, err)
	case errors.Is(err, trace.ErrTooManyCandidates), err != nil && command.Context().Err() != nil:
		fmt.Fprintf(command.ErrOrStderr(), "tenet: %s: %v\n", file, err)
		return exitCode(check.Undecided.ExitCode())
	case err != nil:
		return specFailure(command, fmt.Errorf("%s: %w", file, err))
	}
	r := newTraceReport(file, f.spec, found)
	r.Seconds = time.Since(begin).Seconds()
	return f.print(command.OutOrStdout(), r)
}

func newTraceReport(file, spec string, found *trace.Result) *traceReport {
	r := &traceReport{Trace: file, Spec: spec, Outcome: outcomeHolds, Events: found.Events, Candidates: found.Candidates, Most: found.Most}
	if found.Failure != nil {
		r.Outcome, r.Line, r.Why = outcomeViolated, found.Failure.Line, found.Failure.Error()
	}
	for _, s := range found.Behavior {
		b := behaviorStep{Line: s.Line, Action: s.Action, State: map[string]string{}, variables: found.Variables}
		for i, v := range s.State {
			b.State[found.Variables[i]] = v.String()
		}
		r.Behavior = append(r.Behavior, b)
	}
	return r
}

func (f *specTraceFlags) print(w io.Writer, r *traceReport) error {
	var err error
	if f.json {
		err = writeIndented(w, r)
	} else {
		_, err = io.WriteString(w, r.text(f.behavior))
	}
	return errors.Join(err, outcomeCode(r.Outcome))
}

func (r *traceReport) text(behavior bool) string {
	var b strings.Builder
	if r.Outcome == outcomeViolated {
		fmt.Fprintf(&b, "%s: VIOLATION: %s\n", r.Trace, r.Why)
	} else {
		fmt.Fprintf(&b, "%s: FITS %s: %s, %s at the end, at most %s on the way, %.1f s\n", r.Trace, r.Spec,
			counted(r.Events, "event"), counted(r.Candidates, "possible state"), grouped(uint64(r.Most)), r.Seconds)
	}
	if !behavior {
		return b.String()
	}
	for _, s := range r.Behavior {
		what, where := s.Action, "not logged"
		if what == "" {
			what = "initial state"
		}
		if s.Line > 0 {
			where = fmt.Sprintf("line %d", s.Line)
		}
		fmt.Fprintf(&b, "%s (%s)\n", what, where)
		for _, name := range s.variables {
			fmt.Fprintf(&b, "  /\\ %s = %s\n", name, s.State[name])
		}
	}
	return b.String()
}

// counted is a number of things, in the singular if there is one.
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return grouped(uint64(n)) + " " + thing
}
