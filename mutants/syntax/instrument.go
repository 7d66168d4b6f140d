package syntax

import (
	"fmt"
	"strings"
)

// Variable is the variable of the environment that plants a mutant in an instrumented package.
const Variable = "TENET_MUTANT"

// plantedFile is added to an instrumented package.
const plantedFile = "planted_mutant.go"

// Instrument returns the files of the package with all the mutants in them, by name, so that they are compiled once. If
// Variable is n, the n-th of the mutants is planted, counting from 1; else none is. Every function chooses at its
// beginning between its bodies.
func (p *Package) Instrument(mutants []Mutant) (map[string][]byte, error) {
	files := map[string][]byte{plantedFile: planted(p.files[0].syntax.Name.Name)}
	for _, f := range p.files {
		files[f.name] = f.instrument(mutants)
	}
	if err := p.checkSources(files); err != nil {
		return nil, fmt.Errorf("the instrumented package does not compile: %w", err)
	}
	return files, nil
}

func planted(pkg string) []byte {
	return fmt.Appendf(nil, `package %s

import (
	"os"
	"strconv"
)

var plantedMutant, _ = strconv.Atoi(os.Getenv(%q))
`, pkg, Variable)
}

// instrument puts in front of every body the changed bodies.
func (f *file) instrument(mutants []Mutant) []byte {
	var edits []edit
	for i := range mutants {
		m := &mutants[i]
		if m.File != f.name {
			continue
		}
		if last := len(edits) - 1; last < 0 || edits[last].start != m.body.start {
			edits = append(edits, edit{m.body.start, m.body.start, "\nswitch plantedMutant {\n"})
		}
		edits[len(edits)-1].text += fmt.Sprintf("case %d:\n{%s}\n", i+1, m.changedBody(f.source))
		if !m.body.results {
			edits[len(edits)-1].text += "return\n"
		}
	}
	for i := range edits {
		edits[i].text += "}\n"
	}
	return apply(f.source, edits)
}

// changedBody returns the body of the function with the mistake in it. Imports that the mistake leaves unused are
// used in the body as it is.
func (m *Mutant) changedBody(source []byte) string {
	e := m.edits[len(m.edits)-1]
	return strings.Join([]string{string(source[m.body.start:e.start]), e.text, string(source[e.end:m.body.end])}, "")
}
