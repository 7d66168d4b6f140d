package tlc

import (
	"os"
	"strings"
)

// Properties returns the names of the invariants and properties that a configuration file has TLC check, in their order.
func Properties(config string) ([]string, error) {
	content, err := os.ReadFile(config)
	if err != nil {
		return nil, err
	}
	var names []string
	listing := false
	for line := range strings.Lines(string(content)) {
		line, _, _ = strings.Cut(line, `\*`)
		for _, word := range strings.Fields(line) {
			switch word {
			case "INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES":
				listing = true
			case "CONSTANT", "CONSTANTS", "SPECIFICATION", "INIT", "NEXT", "SYMMETRY", "VIEW", "CONSTRAINT", "CONSTRAINTS",
				"ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "CHECK_DEADLOCK", "ALIAS", "POSTCONDITION":
				listing = false
			default:
				if listing {
					names = append(names, word)
				}
			}
		}
	}
	return names, nil
}
