package matrix

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Mutant is a mistake to be planted.
type Mutant struct {
	// Name is unique.
	Name string
	// Group says where it comes from and which rungs are for it.
	Group string
	// Mistake says what is wrong, in words or as the change of the text.
	Mistake string
	// Files are the changed files, by their paths from the module's root, with slashes.
	Files map[string][]byte
	// Build, if it is not "", is the same for mutants that have the same Files, which are compiled once. Env
	// then plants this one.
	Build string
	Env   []string
	// Place is where the mistake is, if it is at one place.
	Place Place
}

// Place is a place in a file of the source as it is.
type Place struct {
	// File is the path from the module's root, with slashes.
	File string
	// Line and Column count from 1, columns in bytes.
	Line, Column int
}

// Patch is a mistake that is planted by replacing a piece of text.
type Patch struct {
	// Name is unique.
	Name string
	// Scenario is the failure of a real system that this one is like, as T03, or "".
	Scenario string
	// Mistake is what the author would have thought or forgotten.
	Mistake string
	// File is the path from the module's root, with slashes.
	File string
	// Before occurs once in the file; After takes its place.
	Before, After string
}

// Mutant reads the file and returns it changed. It fails unless the text to replace occurs exactly once.
func (p Patch) Mutant(root, group string) (Mutant, error) {
	source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(p.File)))
	if err != nil {
		return Mutant{}, fmt.Errorf("patch %q: %w", p.Name, err)
	}
	if n := bytes.Count(source, []byte(p.Before)); n != 1 || p.Before == p.After {
		return Mutant{}, fmt.Errorf("patch %q: the text to replace occurs %d times in %s: expected once, and a change of it:\n%s", p.Name, n, p.File, p.Before)
	}
	changed := bytes.Replace(source, []byte(p.Before), []byte(p.After), 1)
	name := strings.TrimSpace(p.Scenario + " " + p.Name)
	return Mutant{Name: name, Group: group, Mistake: p.Mistake, Files: map[string][]byte{p.File: changed}}, nil
}

// Patched makes mutants of all patches, and reports all that do not apply.
func Patched(root, group string, patches []Patch) ([]Mutant, error) {
	var all []Mutant
	var rotten []string
	for _, p := range patches {
		m, err := p.Mutant(root, group)
		if err != nil {
			rotten = append(rotten, err.Error())
		}
		all = append(all, m)
	}
	if len(rotten) > 0 {
		return nil, fmt.Errorf("%d patches do not apply:\n%s", len(rotten), strings.Join(rotten, "\n"))
	}
	return all, nil
}
