package twopc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tenet-go/tenet/mutants/matrix"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/check"
)

// model is a model of the specification that is checked in a few seconds. TestRungRefinement has systems of the same
// names and bounds. The smallest is the first.
type model struct {
	name                  string
	participants, clients string
	scope                 string
	readOnly, forget      bool
	crashes               int
}

var models = []model{
	{"TwoClients", "{1}", "{1, 2}", "<<{1}, {1}>>", false, false, 0},
	{"TwoCrashes", "{1}", "{1}", "<<{1}>>", true, true, 2},
	{"AllFeatures", "{1, 2}", "{1}", "<<{1, 2}>>", true, true, 0},
	{"OneCrash", "{1, 2}", "{1}", "<<{1, 2}>>", false, false, 1},
}

// folders are those of the specification.
var folders = []string{"spec/twopc", "spec/abstract"}

// properties is the part of a configuration that says what is checked. It is that of the specification's own model.
const propertiesFrom = "spec/twopc/MCOneTransaction.cfg"

// write writes the module and configuration of a model to a folder.
func (m model) write(folder, properties string) error {
	module := fmt.Sprintf("---- MODULE %s ----\nEXTENDS TwoPhaseCommitProperties\nMCScope == %s\n====\n", m.name, m.scope)
	config := fmt.Sprintf("CONSTANTS\n    Participants = %s\n    Clients = %s\n    Scope <- MCScope\n    ReadOnlyBranches = %s\n    Forgetting = %s\n    MaxCrashes = %d\n    Crashing = {0, 1, 2}\n%s",
		m.participants, m.clients, strings.ToUpper(fmt.Sprint(m.readOnly)), strings.ToUpper(fmt.Sprint(m.forget)), m.crashes, properties)
	if m.participants == "{1}" {
		config = strings.Replace(config, "{0, 1, 2}\n", "{0, 1}\n", 1)
	}
	return errors.Join(
		os.WriteFile(filepath.Join(folder, m.name+".tla"), []byte(module), 0o600),
		os.WriteFile(filepath.Join(folder, m.name+".cfg"), []byte(config), 0o600))
}

// copySpecification copies the modules to a folder, and returns what configurations say of properties.
func copySpecification(root string, changed map[string][]byte, folder string) (properties string, err error) {
	for _, from := range folders {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(from), "*.tla"))
		if err != nil {
			return "", err
		}
		for _, file := range files {
			if strings.HasPrefix(filepath.Base(file), "MC") {
				continue // a model of its own
			}
			content, mutated := changed[from+"/"+filepath.Base(file)]
			if !mutated {
				if content, err = os.ReadFile(file); err != nil {
					return "", err
				}
			}
			if err := os.WriteFile(filepath.Join(folder, filepath.Base(file)), content, 0o600); err != nil {
				return "", err
			}
		}
	}
	config, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(propertiesFrom)))
	if err != nil {
		return "", err
	}
	_, after, found := strings.Cut(string(config), "SPECIFICATION")
	if !found {
		return "", fmt.Errorf("%s names no SPECIFICATION", propertiesFrom)
	}
	return "SPECIFICATION" + after, nil
}

// specification is the specification, as it is and with mistakes.
type specification struct {
	scratch string
	folder  string // in which it is as it is; "" if that was not looked at yet
}

// lay writes the specification, with changed files, and its models to a folder.
func lay(root string, changed map[string][]byte, folder string) error {
	properties, err := copySpecification(root, changed, folder)
	if err != nil {
		return err
	}
	for _, m := range models {
		if err := m.write(folder, properties); err != nil {
			return err
		}
	}
	return nil
}

// prepare lays the specification as it is, which must hold, unless that is done: the source as it is is run first, and alone.
func (s *specification) prepare(ctx context.Context, root string) error {
	if s.folder != "" {
		return nil
	}
	folder := filepath.Join(s.scratch, "spec")
	if err := os.Mkdir(folder, 0o750); err != nil {
		return err
	}
	if err := lay(root, nil, folder); err != nil {
		return err
	}
	violation, err := checked(ctx, folder)
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

// checked checks the models in a folder. It returns what does not hold, if anything.
func checked(ctx context.Context, folder string) (string, error) {
	for _, m := range models {
		model, err := tla.Load(os.DirFS(folder), m.name+".cfg")
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
			return m.name + ": there is no end of states: " + r.Limit, nil
		case r.Err != nil:
			// An operator was applied where it has no value: that is found in a state, as violations are.
			return m.name + ": " + firstLine(r.Err.Error()), nil
		case r.Verdict != check.OK:
			return fmt.Sprintf("%s: %v: %s", m.name, r.Verdict, r.Property), nil
		}
	}
	return "", nil
}

// Run is the rung spec check: do the properties of a mutant of the specification hold?
func (s *specification) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	if err := s.prepare(ctx, w.Root); err != nil || w.Mutant == nil {
		return matrix.Result{Outcome: matrix.Passed}, err
	}
	folder, err := os.MkdirTemp(w.Folder, "spec")
	if err != nil {
		return matrix.Result{}, err
	}
	start := time.Now()
	if err := lay(w.Root, w.Mutant.Files, folder); err != nil {
		return matrix.Result{}, err
	}
	why, err := checked(ctx, folder)
	result := matrix.Result{Outcome: matrix.Passed, Why: why, Seconds: time.Since(start).Seconds()}
	if why != "" {
		result.Outcome = matrix.Caught
	}
	return result, err
}

// refinement is the rung refinement: is every step of the code one of the specification? One of both is a mutant.
func (s *specification) refinement() matrix.Check { return &refinement{s} }

type refinement struct{ *specification }

// Run runs the test with the models of the specification, changed if that is what the mutant changes.
func (r *refinement) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	if err := r.prepare(ctx, w.Root); err != nil {
		return matrix.Result{}, err
	}
	test := matrix.GoTest{Package: testPackage, Tests: "^TestRungRefinement$", Env: []string{graphsVariable + "=" + r.folder}}
	if w.Mutant == nil || w.Mutant.Group != matrix.Spec {
		return test.Run(ctx, w)
	}
	folder, err := os.MkdirTemp(w.Folder, "spec")
	if err != nil {
		return matrix.Result{}, err
	}
	if err := lay(w.Root, w.Mutant.Files, folder); err != nil {
		return matrix.Result{}, err
	}
	test.Env = []string{graphsVariable + "=" + folder}
	return test.RunUnchanged(ctx, w)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
