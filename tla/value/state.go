package value

import (
	"slices"
	"strings"
	"sync/atomic"
)

// State gives each variable of a specification its value.
type State struct {
	names  []string // sorted
	values []Value
}

// NewState returns the state in which variables have these values. It panics if a name occurs twice.
func NewState(variables ...Field) State {
	byName := func(a, b Field) int { return strings.Compare(a.Name, b.Name) }
	if !slices.IsSortedFunc(variables, byName) {
		variables = slices.Clone(variables)
		slices.SortFunc(variables, byName)
	}
	s := State{names: namesOf(variables), values: make([]Value, len(variables))}
	for i, v := range variables {
		if i > 0 && variables[i-1].Name == v.Name {
			panic("value: two values of the variable " + v.Name)
		}
		s.values[i] = v.Value
	}
	return s
}

// latest are the names of a state that was made before: most states have the names of the one before, and share them.
var latest atomic.Pointer[[]string]

// namesOf returns the names of variables.
func namesOf(variables []Field) []string {
	if known := latest.Load(); known != nil && slices.EqualFunc(*known, variables, func(name string, v Field) bool { return name == v.Name }) {
		return *known
	}
	names := make([]string, len(variables))
	for i, v := range variables {
		names[i] = v.Name
	}
	latest.Store(&names)
	return names
}

// Names returns the variables, sorted. The caller must not change them.
func (s State) Names() []string { return s.names }

// Values returns the values, in the order of Names. The caller must not change them.
func (s State) Values() []Value { return s.values }

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
