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
	"github.com/tenet-go/tenet/tla/tlc"
)

// model is a model of the specification that TLC checks in a few seconds. TestRungRefinement has systems of the same
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

// check copies the specification to a folder, with changed files, and checks the models there. It returns what does not
// hold, if anything. If dump is set, the graphs are left in the folder.
func (s *specification) check(ctx context.Context, root string, changed map[string][]byte, folder string, dump bool) (string, error) {
	properties, err := copySpecification(root, changed, folder)
	if err != nil {
		return "", err
	}
	for _, m := range models {
		if err := m.write(folder, properties); err != nil {
			return "", err
		}
		options := tlc.Options{Workers: 1, Memory: 1 << 30}
		if dump {
			options.Dump = filepath.Join(folder, m.name+".dot")
		}
		result, err := s.tlc.Check(ctx, tlc.Model{Module: filepath.Join(folder, m.name+".tla")}, options)
		var broken *tlc.SpecError
		switch {
		case errors.As(err, &broken) && changed != nil:
			// An operator was applied where it has no value: TLC finds that in a state, as it finds violations.
			return m.name + ": " + firstLine(broken.Text), nil
		case err != nil:
			return "", err
		case result.Violation != nil:
			return m.name + ": " + firstLine(result.Violation.Text), nil
		}
	}
	return "", nil
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

// Run is the rung tlc: do the properties of a mutant of the specification hold?
func (s *specification) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	if err := s.prepare(ctx, w.Root); err != nil {
		return matrix.Result{}, err
	}
	if s.missing != "" {
		return matrix.Result{Outcome: matrix.NotRun, Why: s.missing}, nil
	}
	if w.Mutant == nil {
		return matrix.Result{Outcome: matrix.Passed}, nil // seen when the graphs were made
	}
	folder, err := os.MkdirTemp(w.Folder, "tlc")
	if err != nil {
		return matrix.Result{}, err
	}
	start := time.Now()
	why, err := s.check(ctx, w.Root, w.Mutant.Files, folder, false)
	result := matrix.Result{Outcome: matrix.Passed, Why: why, Seconds: time.Since(start).Seconds()}
	if why != "" {
		result.Outcome = matrix.Caught
	}
	return result, err
}

// refinement is the rung refinement: is every step of the code one of the specification? One of both is a mutant.
func (s *specification) refinement() matrix.Check { return &refinement{s} }

type refinement struct{ *specification }

// Run runs the test with the graphs of the specification, changed if that is what the mutant changes.
func (r *refinement) Run(ctx context.Context, w *matrix.Workspace) (matrix.Result, error) {
	if err := r.prepare(ctx, w.Root); err != nil {
		return matrix.Result{}, err
	}
	check := matrix.GoTest{Package: testPackage, Tests: "^TestRungRefinement$", Env: []string{graphsVariable + "=" + r.graphs}}
	switch {
	case r.missing != "":
		return matrix.Result{Outcome: matrix.NotRun, Why: r.missing}, nil
	case w.Mutant == nil || w.Mutant.Group != matrix.Spec:
		return check.Run(ctx, w)
	}
	folder, err := os.MkdirTemp(w.Folder, "graphs")
	if err != nil {
		return matrix.Result{}, err
	}
	if _, err := copySpecification(w.Root, w.Mutant.Files, folder); err != nil {
		return matrix.Result{}, err
	}
	check.Env = []string{graphsVariable + "=" + folder}
	var sum matrix.Result
	for _, m := range models {
		start := time.Now()
		if err := r.dump(ctx, m, folder); err != nil {
			return sum, err
		}
		check.Tests = "^TestRungRefinement$/^" + m.name + "$"
		result, err := check.RunUnchanged(ctx, w)
		sum = matrix.Result{Outcome: result.Outcome, Why: result.Why, Seconds: sum.Seconds + time.Since(start).Seconds()}
		if err != nil || sum.Outcome.Catches() {
			return sum, err
		}
	}
	return sum, nil
}

// dump makes the graph of a model of a mutant of the specification. What does not hold is not of interest here: TLC is
// told of no properties, so that the graph is whole. If it fails, the graph is what it was then.
func (r *refinement) dump(ctx context.Context, m model, folder string) error {
	if err := m.write(folder, "SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n"); err != nil {
		return err
	}
	options := tlc.Options{Workers: 1, Memory: 1 << 30, Dump: filepath.Join(folder, m.name+".dot")}
	_, err := r.tlc.Check(ctx, tlc.Model{Module: filepath.Join(folder, m.name+".tla")}, options)
	var broken *tlc.SpecError
	if errors.As(err, &broken) {
		return nil
	}
	return err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
