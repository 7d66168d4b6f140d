package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/schedule"
)

func newReplay() *cobra.Command {
	var skipping bool
	command := &cobra.Command{
		Use:   "replay FILE",
		Args:  cobra.ExactArgs(1),
		Short: "Replay a kept schedule and print its transcript",
		Long: `A kept schedule names its events: action, node, message. The file says of which system it is. It is replayed
up to the first event that is not possible, which is an error, or to its end.

Exit codes: 0 nothing is violated, 1 a property is, 2 the schedule does not fit the code.`,
		Example: `  tenet replay violation.schedule`,
	}
	command.Flags().BoolVar(&skipping, "skip", false, "leave out events that are not possible, rather than stopping there")
	command.RunE = func(command *cobra.Command, args []string) error {
		s, err := schedule.ReadFile(args[0])
		if err != nil {
			return err
		}
		system, err := named(s.Value(schedule.SystemKey))
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		mode := schedule.Strict
		if skipping {
			mode = schedule.Skipping
		}
		return replay(command, args[0], system, s, mode)
	}
	return command
}

func replay(command *cobra.Command, path string, system *explore.System, s *schedule.Schedule, mode schedule.Mode) error {
	out := command.OutOrStdout()
	r, err := schedule.Replay(system, s, mode, nil)
	var divergence *schedule.Divergence
	switch {
	case errors.As(err, &divergence):
		if err := schedule.Transcript(out, &r.Run); err != nil {
			return err
		}
		return fmt.Errorf("%s: %w", path, err)
	case err != nil:
		return fmt.Errorf("%s: %w", path, err)
	case r.Violation != nil:
		if err := schedule.Report(out, r.Violation, ""); err != nil {
			return err
		}
		return exitCode(exitViolated)
	}
	if err := schedule.Transcript(out, &r.Run); err != nil {
		return err
	}
	for _, d := range r.Departures {
		fmt.Fprintf(out, "Not replayed: %v\n", d)
	}
	fmt.Fprintf(out, "%d events were replayed, and no property of the kind always is violated.\n", len(r.Run.Transitions))
	return nil
}

// keepSchedule writes the schedule of a violation to a file and returns the file's name, which it chooses if path is "".
func keepSchedule(system *explore.System, v *explore.Violation, path string) (string, error) {
	s := schedule.OfViolation(system, v)
	if path != "" {
		return path, s.WriteFile(path)
	}
	f, err := os.CreateTemp("", "tenet-*.schedule")
	if err != nil {
		return "", err
	}
	err = s.Write(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	return f.Name(), err
}
