package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
)

// Specification is a specification, as it is and with mistakes. It is a Check: do the properties of a mutant hold in its models?
type Specification struct {
	// Scratch is a folder for what is needed until all is done.
	Scratch string
	// Lay writes the modules of the specification in the checkout at root to a folder, with changed files in their places, and its models.
	Lay func(root string, changed map[string][]byte, folder string) error
	// Models are the names of the models, the smallest first. Each is checked in a few seconds.
	Models []string
	// Refinement is the test of whether every step of the code is one of the specification. It finds the specification in the folder
	// that the environment has as Variable.
	Refinement GoTest
	Variable   string

	folder string // in which it is as it is; "" if that was not looked at yet
}

// Prepare lays the specification as it is, which must hold, unless that is done: the source as it is is run first, and alone.
func (s *Specification) Prepare(ctx context.Context, root string) error {
	if s.folder != "" {
		return nil
	}
	folder := filepath.Join(s.Scratch, "spec")
	if err := os.Mkdir(folder, 0o750); err != nil {
		return err
	}
	if err := s.Lay(root, nil, folder); err != nil {
		return err
	}
	violation, err := s.Checked(ctx, folder)
	if err == nil && violation != "" {
		err = fmt.Errorf("the specification as it is does not hold: %s", violation)
	}
	if err == nil {
		s.folder = folder
	}
	return err
}

// most is how many states a model has at most; that of a mutant may have no end of them.
const most = 500_000

// Checked checks the models in a folder. It returns what does not hold, if anything.
func (s *Specification) Checked(ctx context.Context, folder string) (string, error) {
	for _, name := range s.Models {
		model, err := tla.Load(os.DirFS(folder), name+".cfg")
		if err != nil {
			return "", err
		}
		r, err := model.Check(ctx, check.Options{Workers: 1, MaxStates: most})
		switch {
		case err != nil:
			return "", err
		case ctx.Err() != nil:
			return "", ctx.Err()
		case r.Verdict == check.Undecided:
			return name + ": there is no end of states: " + r.Limit, nil
		case r.Err != nil:
			// An operator was applied where it has no value: that is found in a state, as violations are.
			return name + ": " + firstLine(r.Err.Error()), nil
		case r.Verdict != check.OK:
			return fmt.Sprintf("%s: %v: %s", name, r.Verdict, r.Property), nil
		}
	}
	return "", nil
}

// Folder returns where Prepare has laid the specification.
func (s *Specification) Folder() string { return s.folder }

// Run is the rung spec check: do the properties of a mutant of the specification hold?
func (s *Specification) Run(ctx context.Context, w *Workspace) (Result, error) {
	if err := s.Prepare(ctx, w.Root); err != nil || w.Mutant == nil {
		return Result{Outcome: Passed}, err
	}
	folder, err := os.MkdirTemp(w.Folder, "spec")
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	if err := s.Lay(w.Root, w.Mutant.Files, folder); err != nil {
		return Result{}, err
	}
	why, err := s.Checked(ctx, folder)
	result := Result{Outcome: Passed, Why: why, Seconds: time.Since(start).Seconds()}
	if why != "" {
		result.Outcome = Caught
	}
	return result, err
}

// Refines is the check of Refinement: is every step of the code one of the specification? One of both is a mutant.
func (s *Specification) Refines() Check { return &refinement{s} }

type refinement struct{ *Specification }

// Run runs the test with the models of the specification, changed if that is what the mutant changes.
func (r *refinement) Run(ctx context.Context, w *Workspace) (Result, error) {
	if err := r.Prepare(ctx, w.Root); err != nil {
		return Result{}, err
	}
	test := r.Refinement
	test.Env = []string{r.Variable + "=" + r.folder}
	if w.Mutant == nil || w.Mutant.Group != Spec {
		return test.Run(ctx, w)
	}
	folder, err := os.MkdirTemp(w.Folder, "spec")
	if err != nil {
		return Result{}, err
	}
	if err := r.Lay(w.Root, w.Mutant.Files, folder); err != nil {
		return Result{}, err
	}
	test.Env = []string{r.Variable + "=" + folder}
	return test.RunUnchanged(ctx, w)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
