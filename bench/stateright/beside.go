package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// counts are what both programs print at the end.
var counts = regexp.MustCompile(`Done\. (states=\d+, unique=\d+, depth=\d+), sec=`)

// beside runs both programs by turns, each as a process of its own, and prints what they took.
func beside(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("beside", flag.ContinueOnError)
	runs := flags.Int("runs", 3, "how often each program runs")
	if err := flags.Parse(args); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if flags.NArg() < 2 {
		return errors.New("expected Stateright's program 2pc and numbers of resource managers")
	}
	for _, n := range flags.Args()[1:] {
		for range *runs {
			ours, err := measure(ctx, "tenet", n, self, "search", n)
			if err != nil {
				return err
			}
			theirs, err := measure(ctx, "stateright", n, flags.Arg(0), "check", n)
			if err != nil {
				return err
			}
			if ours != theirs {
				return fmt.Errorf("%s resource managers: tenet finds %s, and stateright %s", n, ours, theirs)
			}
		}
	}
	return nil
}

// measure runs a program and returns its counts.
func measure(ctx context.Context, name, n, program string, args ...string) (string, error) {
	var out bytes.Buffer
	c := exec.CommandContext(ctx, program, args...)
	c.Stdout, c.Stderr = &out, os.Stderr
	start := time.Now()
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s: %w", program, err)
	}
	wall := time.Since(start)
	found := counts.FindStringSubmatch(out.String())
	if found == nil {
		return "", fmt.Errorf("%s prints no counts: %s", program, out.String())
	}
	peak := int64(0)
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = usage.Maxrss / 1024 // kilobytes on Linux
	}
	fmt.Printf("%-10s  resource-managers=%s  user=%.2fs  system=%.2fs  wall=%.2fs  peak=%dMiB  %s\n", name, n,
		c.ProcessState.UserTime().Seconds(), c.ProcessState.SystemTime().Seconds(), wall.Seconds(), peak, found[1])
	return found[1], nil
}
