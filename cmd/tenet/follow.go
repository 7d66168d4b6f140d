package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/linearizability"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/follow"
	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
	"github.com/tenet-go/tenet/linearizability/workload"
)

// followFlags are the flags of online checking.
type followFlags struct {
	on     bool
	idle   time.Duration
	window int
}

func (f *followFlags) register(command *cobra.Command) {
	flags := command.Flags()
	flags.BoolVar(&f.on, "follow", false, "check events as they are appended to FILE, or come on standard input (-)")
	flags.DurationVar(&f.idle, "idle", 0, "with --follow: a file that has not grown for this time is complete (0: never)")
	flags.IntVar(&f.window, "window", 0, "with --follow: the number of events that may wait for one operation to complete (default 10000)")
}

// runFollow checks a history while it grows, until it ends or is in violation.
func (f *checkFlags) runFollow(command *cobra.Command, path string) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	if options.Timeout = 0; command.Flags().Changed("timeout") {
		options.Timeout = f.limits.timeout
	}
	if err := f.followable(options); err != nil {
		return err
	}
	ctx, stop := limit(command.Context(), options)
	defer stop()
	in, err := openGrowing(ctx, command, path, f.follow.idle)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	start := time.Now()
	r := &report{command: commandLine(command, path), File: path, Model: f.model.name, Consistency: options.Consistency.String(), earliest: -1}
	checker, err := f.follow.run(ctx, command, f, r, in)
	if err != nil && context.Cause(ctx) == nil {
		return err
	}
	r.Seconds = time.Since(start).Seconds()
	switch {
	case checker == nil:
		r.Verdict = engine.Undecided.String()
	default:
		r.fillStatus(checker.Status())
	}
	if cause := context.Cause(ctx); cause != nil && r.Verdict != engine.Invalid.String() {
		r.Why = "no violation so far; " + causeOf(cause).Error()
		r.Verdict = engine.Undecided.String()
	}
	return f.print(command, r)
}

// followable says what cannot be combined with --follow.
func (f *checkFlags) followable(o linearizability.Options) error {
	switch {
	case o.Consistency != linearizability.Linearizable:
		return errors.New("--follow checks linearizability only")
	case slices.Contains(workload.Names(), f.model.name):
		return fmt.Errorf("--follow checks models of objects, and %q is a workload check", f.model.name)
	case len(f.engines) > 0:
		return errors.New("--follow has an engine of its own: leave out --engine")
	}
	return nil
}

func openGrowing(ctx context.Context, command *cobra.Command, path string, idle time.Duration) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(command.InOrStdin()), nil
	}
	return follow.Tail(ctx, path, follow.TailOptions{Idle: idle})
}

// run reads events and judges them. The checker is nil if the input ended before it began.
func (f *followFlags) run(ctx context.Context, command *cobra.Command, c *checkFlags, r *report, in io.Reader) (*follow.Checker, error) {
	options, err := c.input.options()
	if err != nil {
		return nil, err
	}
	reader, err := format.NewReader(ctx, in, r.File, options)
	if err != nil {
		return nil, err
	}
	info := reader.Info()
	r.Format = string(info.Format)
	if r.Model, err = c.model.modelName(info); err != nil {
		return nil, err
	}
	m, err := c.newModel(r)
	if err != nil {
		return nil, err
	}
	checker, err := follow.New(m, follow.Options{Name: r.File, Window: f.window})
	if err != nil {
		return nil, err
	}
	line := newBar(command, "events", 0)
	defer line.end()
	var events format.EventReader = reader
	if c.input.independent {
		events = pairs{reader, r.File}
	}
	return checker, follow.Follow(ctx, checker, events, follow.Loop{All: c.all, Report: func(s follow.Status) { line.at(s.Events) }})
}

// pairs reads events whose values are pairs [key value] of independent objects.
type pairs struct {
	format.EventReader
	name string
}

func (p pairs) Read() (history.Event, error) {
	e, err := p.EventReader.Read()
	if err == nil && !e.External {
		err = e.Independent(p.name)
	}
	return e, err
}

// fillStatus takes over what a follow.Checker knows.
func (r *report) fillStatus(s follow.Status) {
	r.Verdict, r.Why, r.Init = s.Outcome.String(), s.Why, s.InitWhy
	r.Operations, r.Objects, r.Ignored, r.Engine = int(s.Operations), s.Objects, int(s.Ignored), streamEngine
	switch {
	case len(s.Violations) > 0:
		r.Reason = s.Violations[0].Sentence
		r.violation(s.Model, s.Violations[0])
	case len(s.Doubts) > 0:
		r.violation(s.Model, s.Doubts[0])
	}
}

const streamEngine = "stream"

// violation shows the latest operations before a violation.
func (r *report) violation(m model.Model, v *follow.Violation) {
	r.States, r.history = v.States, v.Recent
	if v.Key != history.Nil {
		r.Key = v.Key.String()
	}
	for i := range v.Recent.Operations {
		r.evidence = append(r.evidence, int32(i))
		if op := &v.Recent.Operations[i]; op.CallLine == v.Operation.CallLine && op.Call == v.Operation.Call {
			r.earliest = int32(i)
		}
	}
	if v.Complete {
		r.certifyRecent(m)
	}
}

// recentTime is the time to explain a violation that was found online.
const recentTime = 20 * time.Second

// certifyRecent checks the latest operations, if they are all, as a history of their own: then
// the violation is explained and certified like any other. The verdict stands without it.
func (r *report) certifyRecent(m model.Model) {
	v, err := linearizability.Check(context.Background(), m, r.history, linearizability.Options{Timeout: recentTime, Memory: -1})
	if err != nil || v.Outcome != engine.Invalid {
		return
	}
	operations, objects, seconds := r.Operations, r.Objects, r.Seconds
	r.fill(v)
	r.Engine, r.Operations, r.Objects, r.Seconds = streamEngine, operations, objects, seconds
}
