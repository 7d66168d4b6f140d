package isolation

import "slices"

// Strongest returns those of the levels that no other of them implies.
func Strongest(levels []Level) []Level {
	return boundary(levels, func(l, other Level) bool { return other.Implies(l) })
}

// Weakest returns those of the levels that imply no other of them.
func Weakest(levels []Level) []Level {
	return boundary(levels, func(l, other Level) bool { return l.Implies(other) })
}

// boundary returns the levels that no other covers, each once.
func boundary(levels []Level, covered func(l, by Level) bool) []Level {
	var found []Level
	for _, l := range levels {
		beyond := slices.ContainsFunc(levels, func(other Level) bool { return other != l && covered(l, other) })
		if !beyond && !slices.Contains(found, l) {
			found = append(found, l)
		}
	}
	return found
}
