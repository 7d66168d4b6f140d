// Package modules has TLA+ modules that specifications may extend without having them in their folder.
//
// The community modules (SequencesExt, FiniteSetsExt, Functions, Folds, Bitwise, Relation, TLAPS and others) lie in the folder of this package
// and are plain TLA+ that TLC evaluates too: give it -DTLA-Library=tla/modules. Those in the folder standard (Naturals, Sequences, TLC and
// others, and names of theorem libraries) are for package eval only, which computes in Go what cannot be said in TLA+.
package modules

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed *.tla standard/*.tla
var embedded embed.FS

// FS holds the modules as files: community modules at its root, the others in standard.
var FS fs.FS = embedded

// Find returns the text of a module, and whether the library has it.
func Find(name string) (text []byte, standard bool) {
	_, text, standard = find(name)
	return text, standard
}

// Path returns where a module lies within FS, and whether the library has it.
func Path(name string) (file string, ok bool) {
	file, _, ok = find(name)
	return file, ok
}

func find(name string) (file string, text []byte, ok bool) {
	if strings.Contains(name, "/") {
		return "", nil, false
	}
	for _, dir := range [...]string{"standard", "."} {
		file := path.Join(dir, name+".tla")
		if text, err := embedded.ReadFile(file); err == nil {
			return file, text, true
		}
	}
	return "", nil, false
}

// Names returns the names of all modules, sorted.
func Names() []string {
	var names []string
	for _, dir := range [...]string{"standard", "."} {
		entries, err := embedded.ReadDir(dir)
		if err != nil {
			panic("modules: the embedded folder is missing: " + dir)
		}
		for _, e := range entries {
			if name, ok := strings.CutSuffix(e.Name(), ".tla"); ok {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}
