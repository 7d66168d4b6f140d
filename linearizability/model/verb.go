package model

import (
	"fmt"
	"maps"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// verbs maps the names under which systems record a model's functions to what they mean.
type verbs map[string]Op

// and returns the union of two tables.
func (t verbs) and(more verbs) verbs {
	all := maps.Clone(t)
	maps.Copy(all, more)
	return all
}

// find returns what the function f means. Names may be written in camel case or with
// underscores.
func (t verbs) find(f, expected string) (Op, error) {
	if op, ok := t[f]; ok {
		return op, nil
	}
	if op, ok := t[normalize(f)]; ok {
		return op, nil
	}
	return Skip, fmt.Errorf("unknown function %q: expected %s", f, expected)
}

// normalize turns compareAndSet, compare_and_set and :compare-and-set into compare-and-set.
func normalize(f string) string {
	b := make([]byte, 0, len(f)+4)
	for i := range len(f) {
		switch c := f[i]; {
		case c == ':' && i == 0:
		case c == '_' || c == ' ':
			b = append(b, '-')
		case c >= 'A' && c <= 'Z':
			if i > 0 && f[i-1] >= 'a' && f[i-1] <= 'z' {
				b = append(b, '-')
			}
			b = append(b, c+'a'-'A')
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// pair returns the two parts of a compare-and-set's argument.
func pair(f string, v history.Value) (from, to history.Value, err error) {
	if e := v.Elems(); v.Kind() == history.KindList && len(e) == 2 {
		return e[0], e[1], nil
	}
	if from, ok := field(v, "old"); ok {
		if to, ok := field(v, "new"); ok && v.Len() == 2 {
			return from, to, nil
		}
	}
	return from, to, fmt.Errorf("%s takes [old new], got %s", f, clip(v))
}

// field returns the value of a map under a keyword or a string.
func field(v history.Value, name string) (history.Value, bool) {
	if v.Kind() != history.KindMap {
		return history.Nil, false
	}
	if found, ok := v.Lookup(history.Keyword(name)); ok {
		return found, true
	}
	return v.Lookup(history.String(name))
}

// amount returns an integer argument, or fallback for nil.
func amount(f string, v history.Value, fallback int64) (int64, error) {
	if v.IsNil() {
		return fallback, nil
	}
	n, ok := v.Int()
	if !ok {
		return 0, fmt.Errorf("%s takes an integer, got %s", f, clip(v))
	}
	return n, nil
}

// clip writes a value for a message, cut to a readable length.
func clip(v history.Value) string {
	const limit = 100
	s := v.String()
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "..."
}
