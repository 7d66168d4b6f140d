package twopc

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tenet-go/tenet/mutants/matrix"
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

// specification says how the specification is checked.
func specification(scratch string) *matrix.Specification {
	names := make([]string, len(models))
	for i, m := range models {
		names[i] = m.name
	}
	return &matrix.Specification{
		Scratch: scratch, Lay: lay, Models: names,
		Refinement: matrix.GoTest{Package: testPackage, Tests: "^TestRungRefinement$"}, Variable: graphsVariable,
	}
}
