package semantic

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/tla/syntax"
)

// suggest says what might have been meant by a name that is unknown, or nothing.
func suggest(sc *scope, name string) string {
	if module, ok := origin[name]; ok {
		return fmt.Sprintf("; it is defined in module %s", module)
	}
	best, near := (len(name)+1)/3+1, ""
	prefix := ""
	if i := strings.LastIndex(name, "!"); i >= 0 {
		prefix = name[:i+1]
	}
	sc.each(func(candidate string, _ *Object) {
		if syntax.IsSymbol(candidate) != syntax.IsSymbol(name) || strings.Contains(strings.TrimPrefix(candidate, prefix), "!") || !strings.HasPrefix(candidate, prefix) {
			return
		}
		d := distance(name, candidate)
		if d < best && d < len(candidate)-len(prefix) || d == best && near != "" && candidate < near {
			best, near = d, candidate
		}
	})
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; is %s meant?", near)
}

// distance is how many characters have to be put in, taken out, replaced or swapped with their neighbor to make a from b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := []int(nil), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			change := last[j]
			if x[i] != y[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, slices.Clone(row)
	}
	return last[len(y)]
}
