package matrix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// GoTest is a check by tests of one package.
type GoTest struct {
	// Package is the folder of the package, from the module's root, with slashes.
	Package string
	// Tests and Skip select tests, as the flags run and skip of go test do.
	Tests, Skip string
	// Args are further arguments of the tests.
	Args []string
	// Env are further variables of the environment, as NAME=value.
	Env []string
}

// Run builds the tests of the package and runs those that are selected. A mutant whose place none of them reaches is
// not run: nothing would be different.
func (g GoTest) Run(ctx context.Context, w *Workspace) (Result, error) {
	if w.Mutant != nil && !w.reach.of(g).reaches(w.Mutant.Place) {
		return Result{Outcome: Passed, Why: "not reached"}, nil
	}
	binary, err := w.builder.tests(ctx, g.Package, w.Mutant, w.Folder)
	if err != nil {
		return Result{}, err
	}
	result, err := g.execute(ctx, w, binary)
	if err != nil || w.Mutant != nil || result.Outcome != Passed {
		return result, err
	}
	return result, w.reach.measure(ctx, g, w)
}

// RunUnchanged runs the tests with the code as it is, though there is a mutant: for one of something else than code.
func (g GoTest) RunUnchanged(ctx context.Context, w *Workspace) (Result, error) {
	binary, err := w.builder.tests(ctx, g.Package, nil, w.Folder)
	if err != nil {
		return Result{}, err
	}
	return g.execute(ctx, w, binary)
}

// execute runs the tests.
func (g GoTest) execute(ctx context.Context, w *Workspace, binary string, flags ...string) (Result, error) {
	// The tests end themselves at the limit, and say where they were; the context is for those that cannot.
	limited, cancel := context.WithTimeout(ctx, w.Limit+10*time.Second)
	defer cancel()
	args := append([]string{"-test.v", "-test.failfast", "-test.timeout=" + w.Limit.String(), "-test.run=" + g.Tests}, flags...)
	if g.Skip != "" {
		args = append(args, "-test.skip="+g.Skip)
	}
	command := exec.CommandContext(limited, binary, append(args, g.Args...)...)
	command.Dir = filepath.Join(w.Root, filepath.FromSlash(g.Package))
	command.Env = append(append(os.Environ(), "GOMAXPROCS=1"), g.Env...)
	if w.Mutant != nil {
		command.Env = append(command.Env, w.Mutant.Env...)
	}
	command.WaitDelay = 5 * time.Second
	start := time.Now()
	output, err := command.CombinedOutput()
	result := Result{Seconds: time.Since(start).Seconds()}
	if ctx.Err() != nil {
		return result, ctx.Err()
	}
	result.Outcome, result.Why, err = judge(output, err, limited.Err() != nil)
	if err != nil {
		err = fmt.Errorf("%s -run %s: %w", g.Package, g.Tests, err)
	}
	return result, err
}

var (
	skipped = regexp.MustCompile(`(?m)^--- SKIP`)
	passed  = regexp.MustCompile(`(?m)^--- PASS`)
)

// judge reads the output of tests.
func judge(output []byte, err error, overdue bool) (Outcome, string, error) {
	var exit *exec.ExitError
	switch {
	case err != nil && (overdue || bytes.Contains(output, []byte("panic: test timed out"))):
		return TimedOut, "no end in the time given", nil
	case errors.As(err, &exit):
		return Caught, reason(output), nil
	case err != nil:
		return "", "", err
	case bytes.Contains(output, []byte("no tests to run")):
		return "", "", errors.New("there are no such tests")
	case skipped.Match(output) && !passed.Match(output):
		return NotRun, reason(output), nil
	}
	return Passed, "", nil
}

// telling are the lines of a test's output that say most, in order of preference.
var telling = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^panic: .*$`),
	regexp.MustCompile(`(?m)^.*is violated after.*$`),
	regexp.MustCompile(`(?m)^\s*Error:\s*(\S.*)$`),
	regexp.MustCompile(`(?m)^\s+\S+_test\.go:\d+: (.*)$`),
	regexp.MustCompile(`(?m)^\s*--- FAIL: .*$`),
}

// reason returns one line of a test's output that says what is wrong.
func reason(output []byte) string {
	for _, pattern := range telling {
		if found := pattern.FindSubmatch(output); found != nil {
			return strings.TrimSpace(string(found[len(found)-1]))
		}
	}
	return strings.TrimSpace(string(output[max(0, len(output)-200):]))
}
