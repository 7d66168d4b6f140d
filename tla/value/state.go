package value

import (
	"slices"
	"strings"
)

// State gives each variable of a specification its value.
type State struct {
	names  []string // sorted
	values []Value
}

// NewState returns the state in which variables have these values. It panics if a name occurs twice.
func NewState(variables ...Field) State {
	sorted := slices.Clone(variables)
	slices.SortFunc(sorted, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	var s State
	for i, v := range sorted {
		if i > 0 && sorted[i-1].Name == v.Name {
			panic("value: two values of the variable " + v.Name)
		}
		s.names = append(s.names, v.Name)
		s.values = append(s.values, v.Value)
	}
	return s
}

// Names returns the variables, sorted.
func (s State) Names() []string { return s.names }

// Value returns the value of a variable, or the zero Value.
func (s State) Value(name string) Value {
	at, found := slices.BinarySearch(s.names, name)
	if !found {
		return Value{}
	}
	return s.values[at]
}

// Record returns the state as one value, the record of its variables.
func (s State) Record() Value {
	fields := make([]Field, len(s.names))
	for i, name := range s.names {
		fields[i] = Field{name, s.values[i]}
	}
	return Record(fields...)
}

// String prints the state as TLC does: one conjunct a line.
func (s State) String() string {
	var b strings.Builder
	for i, name := range s.names {
		b.WriteString("/\\ " + name + " = " + s.values[i].String() + "\n")
	}
	return b.String()
}
