package matrix

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

// Survivor is a mutant that nobody catches, and why it is no bug.
type Survivor struct {
	Name string
	// Mistake is that of the mutant when it was argued about.
	Mistake  string
	Argument string
	// Line is where it stands in the file, from 1.
	Line int
}

// ReadSurvivors reads a file of arguments. Names of mutants begin a line; below each stands, indented and after >, its
// mistake; below one or several mutants stands, indented, the argument for all of them. Lines that begin with # are comments.
//
//	participant.go:Participant.forget:boundary:1
//	    > < -> <=
//	    Both sides are never equal here, since ...
func ReadSurvivors(content []byte) ([]Survivor, error) {
	var all []Survivor
	open := 0 // where those begin that have no argument yet
	number := 0
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		number++
		line := lines.Text()
		text := strings.TrimSpace(line)
		quote, quoted := strings.CutPrefix(text, "> ")
		switch indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); {
		case text == "" || strings.HasPrefix(line, "#"):
		case !indented:
			if len(all) > 0 && all[len(all)-1].Argument != "" {
				open = len(all)
			}
			all = append(all, Survivor{Name: text, Line: number})
		case len(all) == 0:
			return nil, fmt.Errorf("line %d: expected the name of a mutant before its argument", number)
		case quoted:
			all[len(all)-1].Mistake = strings.TrimSpace(all[len(all)-1].Mistake + " " + quote)
		default:
			for i := range all[open:] {
				s := &all[open+i]
				s.Argument = strings.TrimSpace(s.Argument + " " + text)
			}
		}
	}
	return all, complete(all)
}

// complete demands that every survivor is argued, once.
func complete(all []Survivor) error {
	seen := map[string]bool{}
	for _, s := range all {
		switch {
		case s.Argument == "":
			return fmt.Errorf("line %d: expected an argument for %q", s.Line, s.Name)
		case s.Mistake == "":
			return fmt.Errorf("line %d: expected the mistake of %q, after >", s.Line, s.Name)
		case seen[s.Name]:
			return fmt.Errorf("line %d: a second argument for %q", s.Line, s.Name)
		}
		seen[s.Name] = true
	}
	return nil
}
