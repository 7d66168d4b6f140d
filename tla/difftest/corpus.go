package difftest

import (
	"fmt"
	"strings"
)

// Case is an expression and its values.
type Case struct {
	Expr    string
	Answers Answers
}

// answerPrefix begins the lines of a corpus that have answers. No line of an expression begins so.
const answerPrefix = "== "

// WriteCases writes a corpus: expressions, each followed by a line for each answer and an empty one.
func WriteCases(cases []Case) []byte {
	var b strings.Builder
	for _, c := range cases {
		b.WriteString(c.Expr + "\n")
		for _, a := range c.Answers {
			b.WriteString(answerPrefix + a.String() + "\n")
		}
		b.WriteString("\n")
	}
	return []byte(b.String())
}

// ReadCases reads a corpus.
func ReadCases(content []byte) ([]Case, error) {
	var all []Case
	for i, block := range strings.Split(strings.TrimSuffix(string(content), "\n\n"), "\n\n") {
		lines := strings.Split(block, "\n")
		n := len(lines) - states
		if n < 1 {
			return nil, fmt.Errorf("case %d has %d lines: expected an expression and %d answers", i+1, len(lines), states)
		}
		c := Case{Expr: strings.Join(lines[:n], "\n")}
		for state, line := range lines[n:] {
			text, ok := strings.CutPrefix(line, answerPrefix)
			if !ok {
				return nil, fmt.Errorf("case %d: found %q, expected an answer", i+1, line)
			}
			if text == failed {
				continue
			}
			a, err := parsed(text)
			if err != nil {
				return nil, fmt.Errorf("case %d: %w", i+1, err)
			}
			c.Answers[state] = a
		}
		all = append(all, c)
	}
	return all, nil
}

// Checked is a model and what TLC says of it.
type Checked struct {
	Name string
	Model
	Outcome Outcome
}

const (
	namePrefix   = `\* `
	configPrefix = "%%"
)

// WriteModels writes a corpus of models: the name, the module, the configuration, and the outcome.
func WriteModels(models []Checked) []byte {
	var b strings.Builder
	for _, m := range models {
		fmt.Fprintf(&b, "%s%s\n%s%s\n%s%s%v\n\n", namePrefix, m.Name, m.Body, configPrefix, m.Config, answerPrefix, m.Outcome)
	}
	return []byte(b.String())
}

// ReadModels reads a corpus of models. Where a model has no outcome, it is zero.
func ReadModels(content []byte) ([]Checked, error) {
	var all []Checked
	for i, block := range strings.Split(strings.TrimSuffix(string(content), "\n\n"), "\n\n") {
		name, rest, _ := strings.Cut(block+"\n", "\n")
		body, rest, _ := strings.Cut(rest, configPrefix+"\n")
		config, outcome, answered := strings.Cut(rest, answerPrefix)
		name, named := strings.CutPrefix(name, namePrefix)
		if !named || body == "" {
			return nil, fmt.Errorf("model %d: expected a name, a module and a configuration, found %q", i+1, block)
		}
		m := Checked{Name: name, Model: Model{body, config}}
		if answered {
			o := &m.Outcome
			if _, err := fmt.Sscan(outcome, &o.Code, &o.Generated, &o.Distinct, &o.Queue, &o.Depth); err != nil {
				return nil, fmt.Errorf("model %s: outcome %q: %w", name, outcome, err)
			}
		}
		all = append(all, m)
	}
	return all, nil
}
