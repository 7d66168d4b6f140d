// Command tenet verifies protocols and checks histories of concurrent systems. See tenet help.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes, the same for all commands.
const (
	exitHolds     = 0 // what was checked holds
	exitViolated  = 1 // it does not
	exitUsage     = 2 // wrong usage, or bad input
	exitUndecided = 3 // neither could be shown in the time and memory given
)

// exitCode is the error of a command that has said all there is to say.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run runs the command line and returns the exit code.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends the program at once.
	context.AfterFunc(ctx, stop)
	command := newRoot()
	command.SetArgs(args)
	command.SetIn(in)
	command.SetOut(out)
	command.SetErr(errs)
	err := command.ExecuteContext(ctx)
	var code exitCode
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(command.ErrOrStderr(), "tenet: %v\n", err)
	return exitUsage
}
