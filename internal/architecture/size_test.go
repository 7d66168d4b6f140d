package architecture

import (
	"bufio"
	"bytes"
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

const (
	certificateDir = "linearizability/certificate"
	// bruteForceFile decides small problems anew, and partitionFile verifies that the parts of a
	// history are independent. They are read apart from the checker of orders and witnesses, which
	// must stay small enough to be trusted after one reading, and count for the whole package.
	bruteForceFile      = certificateDir + "/bruteforce.go"
	partitionFile       = certificateDir + "/partition.go"
	maxCertificateLines = 150 // of code, without these two
	maxCertificateAll   = 300 // of code, with them
	maxFileLines        = 600
	racePackages        = ".ci/race-packages"
)

// vague are names that say nothing of what a package has.
var vague = []string{"util", "utils", "common", "helper", "helpers", "misc"}

var sizeRules = []rule{
	{"no package has a vague name", "a name says what a package is about", func(t *tree) []violation {
		var found []violation
		for _, f := range t.files {
			name := strings.TrimSuffix(f.syntax.Name.Name, "_test")
			if contains(vague, name) || contains(vague, path.Base(f.dir())) {
				found = append(found, t.violationf(f.syntax.Name.Pos(), "package %s in %s: name it after its subject", name, f.dir()))
			}
		}
		return found
	}},
	{"source files have at most 600 lines", "a file has one subject", func(t *tree) []violation {
		var found []violation
		for _, f := range t.source() {
			if n := f.lines(); n > maxFileLines {
				found = append(found, t.violationf(f.syntax.Pos(), "%d lines: divide it by subject", n))
			}
		}
		return found
	}},
	{"the checker of certificates has less than 150 lines of code", "all trust ends in it, so it must be readable in one sitting", func(t *tree) []violation {
		checker, all, last := 0, 0, token.NoPos
		for _, f := range t.source() {
			if f.dir() != certificateDir {
				continue
			}
			n := codeLines(f)
			all, last = all+n, f.syntax.Pos()
			if f.path != bruteForceFile && f.path != partitionFile {
				checker += n
			}
		}
		var found []violation
		if checker >= maxCertificateLines {
			found = append(found, t.violationf(last, "%s has %d lines of code, without %s and %s", certificateDir, checker, path.Base(bruteForceFile), path.Base(partitionFile)))
		}
		if all >= maxCertificateAll {
			found = append(found, t.violationf(last, "%s has %d lines of code in all", certificateDir, all))
		}
		return found
	}},
	{"what has goroutines runs under the race detector", "a data race shows in no other test", raced},
}

// raced demands that packages which start goroutines or import sync are in the list of packages
// that .ci/run tests with the race detector, and that the list names packages that there are.
func raced(t *tree) []violation {
	listed, err := readList(t.root, racePackages)
	if err != nil {
		return []violation{violation(err.Error())}
	}
	exists, demanded := map[string]bool{}, map[string]bool{}
	var found []violation
	for _, f := range t.source() {
		exists[f.dir()] = true
		at := concurrency(f)
		if at == token.NoPos || listed[f.dir()] || demanded[f.dir()] {
			continue
		}
		demanded[f.dir()] = true
		found = append(found, t.violationf(at, "%s has to do with goroutines, but is not in %s", f.dir(), racePackages))
	}
	for dir := range listed {
		if !exists[dir] {
			found = append(found, violation(racePackages+": no package in "+dir))
		}
	}
	return found
}

// concurrency returns where a file starts a goroutine or imports sync, or token.NoPos.
func concurrency(f *file) token.Pos {
	for _, i := range f.imports() {
		if i.path == "sync" || i.path == "sync/atomic" {
			return i.at
		}
	}
	at := token.NoPos
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if g, isGo := n.(*ast.GoStmt); isGo {
			at = g.Pos()
		}
		return at == token.NoPos
	})
	return at
}

// readList reads a file of one entry a line, with comments after #.
func readList(root fs.FS, name string) (map[string]bool, error) {
	content, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	entries := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			entries[line] = true
		}
	}
	return entries, nil
}
