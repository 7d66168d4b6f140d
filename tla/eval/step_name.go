package eval

import (
	"fmt"
	"strings"
)

// UnknownActionError says that the next-state relation has no action of a name.
type UnknownActionError struct {
	Name  string
	Near  string   // a name that is like it, or ""
	Names []string // of the actions that there are
}

func (e *UnknownActionError) Error() string {
	text := fmt.Sprintf("the next-state relation has no action %s", e.Name)
	if e.Near != "" {
		text += fmt.Sprintf(" (%s?)", e.Near)
	}
	return text + ", but " + strings.Join(e.Names, ", ")
}

// nearest returns the name that is most like another, or "" if none is.
func nearest(name string, names []string) string {
	best, least := "", 1+len(name)/3
	for _, n := range names {
		if d := distance(strings.ToLower(name), strings.ToLower(n)); d <= least {
			best, least = n, d-1
		}
	}
	return best
}

// distance is the number of letters to insert, leave out or replace to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
