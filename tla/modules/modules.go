// Package modules has TLA+ modules that specifications may extend without having them in their folder.
//
// The community modules (SequencesExt, FiniteSetsExt, Functions, Folds, Bitwise, Relation and others), TLAPS, and the modules of theorems that
// proofs extend lie in the folder of this package and are plain TLA+ that TLC evaluates too: give it -DTLA-Library=tla/modules. Those in the
// folder standard (Naturals, Sequences, TLC and others, most of which TLC brings itself) are for package eval only, which computes in Go what
// cannot be said in TLA+.
package modules

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed *.tla standard/*.tla
var embedded embed.FS

// FS holds the modules as files: community modules at its root, the others in standard.
var FS fs.FS = embedded

// Find returns the text of a module, and whether the library has it.
func Find(name string) (text []byte, found bool) {
	if strings.Contains(name, "/") {
		return nil, false
	}
	for _, dir := range [...]string{"standard", "."} {
		if text, err := embedded.ReadFile(path.Join(dir, name+".tla")); err == nil {
			return text, true
		}
	}
	return nil, false
}
