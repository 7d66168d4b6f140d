package matrix

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/tenet-go/tenet/mutants/syntax"
)

// The groups of mutants.
const (
	// Syntax is the group of mutants enumerated from the syntax tree.
	Syntax = "syntax"
	// Scenario is the group of mutants of the code after failures that real systems had.
	Scenario = "scenario"
	// Spec is the group of mutants of the specification.
	Spec = "spec"
)

// Subject is a protocol whose mutants are tried.
type Subject struct {
	Name string
	// Packages are the folders whose syntax is mutated, from the module's root, with slashes.
	Packages []string
	// Code and Specification are patches of the groups Scenario and Spec.
	Code, Specification []Patch
	// Rungs returns what looks for the mistakes. Scratch is a folder for files that all mutants share.
	Rungs func(scratch string) []Rung
	// Survivors is the file that argues why mutants that nobody catches are no bugs, from the module's root, with slashes.
	Survivors string
}

// Mutants returns the mutants of those groups, nil for all, patches first, and how many changes were dropped since they do
// not compile.
func (s *Subject) Mutants(ctx context.Context, root string, groups []string) (mutants []Mutant, dropped int, err error) {
	wanted := func(group string) bool { return groups == nil || slices.Contains(groups, group) }
	var errs []error
	for _, patched := range []struct {
		group   string
		patches []Patch
	}{{Scenario, s.Code}, {Spec, s.Specification}} {
		if wanted(patched.group) {
			some, err := Patched(root, patched.group, patched.patches)
			mutants, errs = append(mutants, some...), append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil || !wanted(Syntax) {
		return mutants, 0, err
	}
	for _, pkg := range s.Packages {
		enumerated, rejected, err := enumerate(ctx, root, pkg)
		if err != nil {
			return nil, 0, err
		}
		mutants, dropped = append(mutants, enumerated...), dropped+rejected
	}
	return mutants, dropped, nil
}

// enumerate makes mutants of the syntax tree of a package. They are built once, together.
func enumerate(ctx context.Context, root, pkg string) (mutants []Mutant, dropped int, err error) {
	p, err := syntax.Load(ctx, filepath.Join(root, filepath.FromSlash(pkg)))
	if err != nil {
		return nil, 0, err
	}
	found, dropped := p.Mutants()
	instrumented, err := p.Instrument(found)
	if err != nil {
		return nil, 0, err
	}
	files := map[string][]byte{}
	for name, content := range instrumented {
		files[path.Join(pkg, name)] = content
	}
	for i := range found {
		m := &found[i]
		mutants = append(mutants, Mutant{
			Name: m.Name, Group: Syntax, Mistake: m.Before + " -> " + m.After, Files: files,
			Build: "syntax+" + fileName(pkg), Env: []string{fmt.Sprintf("%s=%d", syntax.Variable, i+1)},
			Place: Place{File: path.Join(pkg, m.File), Line: m.Line, Column: m.Column},
		})
	}
	return mutants, dropped, nil
}

// ReadSurvivors reads the file of arguments.
func (s *Subject) ReadSurvivors(root string) ([]Survivor, error) {
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(s.Survivors)))
	if err != nil {
		return nil, err
	}
	all, err := ReadSurvivors(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Survivors, err)
	}
	return all, nil
}
