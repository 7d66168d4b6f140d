package spec_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// mutant is a bug in a specification, and who catches it.
type mutant struct {
	Name string
	// Scenario is the failure of a real system that it re-introduces, such as T05, "" if it is none of the list.
	Scenario string
	// Bug says what is wrong.
	Bug string
	// Module is the path of the changed module below the folder of specifications.
	Module string
	// Old occurs once in the module, and is replaced by New.
	Old, New string
	// Model is the module, beside the changed one, in which the bug is caught.
	Model string
	// Property does not hold in the model with the bug.
	Property string
	// Temporal means that the property is no invariant.
	Temporal bool
}

// write writes the modules and the configuration of the mutant's model into a folder, with the bug in it and
// no other property than that which it breaks. The specifications are below root. It fails if Old does not occur exactly once.
func (m *mutant) write(root, folder string) error {
	modules := []string{filepath.Join(root, filepath.Dir(m.Module)), filepath.Join(root, "abstract")}
	for _, from := range modules {
		files, err := filepath.Glob(filepath.Join(from, "*.tla"))
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := m.copy(file, folder); err != nil {
				return err
			}
		}
	}
	config, err := os.ReadFile(filepath.Join(modules[0], m.Model+".cfg"))
	if err != nil {
		return err
	}
	text := withoutProperties(string(config)) + "INVARIANT " + m.Property + "\n"
	if m.Temporal {
		text = withoutProperties(string(config)) + "PROPERTY " + m.Property + "\n"
	}
	return os.WriteFile(filepath.Join(folder, m.Model+".cfg"), []byte(text), 0o600)
}

// copy copies a module, the changed one with the change.
func (m *mutant) copy(file, folder string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if filepath.Base(file) == filepath.Base(m.Module) {
		if n := strings.Count(string(text), m.Old); n != 1 {
			return fmt.Errorf("mutant %s: its old text occurs %d times in %s, expected once", m.Name, n, m.Module)
		}
		text = []byte(strings.Replace(string(text), m.Old, m.New, 1))
	}
	return os.WriteFile(filepath.Join(folder, filepath.Base(file)), text, 0o600)
}

// withoutProperties returns a configuration without its invariants and properties.
func withoutProperties(config string) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(config) {
		if !strings.HasPrefix(line, " ") {
			inside = strings.HasPrefix(line, "INVARIANT") || strings.HasPrefix(line, "PROPERT")
		}
		if !inside {
			b.WriteString(line)
		}
	}
	return b.String()
}
