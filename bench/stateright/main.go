// Command stateright searches the textbook's two-phase commit as Stateright's example 2pc does, and measures the two beside each
// other. run.sh beside it builds both.
//
//	stateright search [-workers n] [-memory bytes] RESOURCE-MANAGERS
//	stateright beside [-runs n] 2PC RESOURCE-MANAGERS...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"time"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "search":
			return search(ctx, os.Args[2:])
		case "beside":
			return beside(ctx, os.Args[2:])
		}
	}
	return errors.New("expected search or beside")
}

// search prints the numbers that Stateright prints.
func search(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("search", flag.ContinueOnError)
	workers := flags.Int("workers", 1, "goroutines that search")
	memory := flags.Int64("memory", 0, "bytes for fingerprints and frontier, 0 for no bound")
	if err := flags.Parse(args); err != nil {
		return err
	}
	n, err := strconv.Atoi(flags.Arg(0))
	if err != nil {
		return fmt.Errorf("expected the number of resource managers: %w", err)
	}
	sys, err := twopctest.Textbook(n)
	if err != nil {
		return err
	}
	found, err := exhaustive.Check(ctx, sys, exhaustive.Options{Workers: *workers, Memory: *memory})
	if err != nil {
		return err
	}
	if found.Violation != nil {
		return found.Violation
	}
	if !found.Complete {
		return errors.New(found.Limit)
	}
	fmt.Printf("Done. states=%d, unique=%d, depth=%d, sec=%.2f\n",
		found.Generated, found.Distinct, found.Depth, found.Elapsed.Round(10*time.Millisecond).Seconds())
	return nil
}
